"""What is said of the bridges between price bases: each year, way and pair of bases once."""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.base.labels import LANGUAGES, label
from cityghg.base.problems import Problem, Words, problem
from cityghg.intensity.reading.vocabulary import CURRENT

_NAMED: Final = 5  # areas named of each bridge
_BRIDGE: Final = ["year", "bridged_from", "gdp_prices", "bridge_by"]


def problems(rows: pd.DataFrame) -> list[Problem]:
    """Note every bridge with its ratio: GDP of a year at the new prices over that at the ones before."""
    found = []
    for key, group in rows[rows["bridge"].notna()].groupby(_BRIDGE, sort=True):
        year, old, new, how = key
        found.append(
            problem(
                "gdp_bridged", year=year, found=_prices(str(old)), other=_prices(str(new)),
                how=_words(f"price_bridge_by.{how}"), ratio=_span(group["bridge"]),
                areas=named_areas(group["area_name"]),
            )
        )  # fmt: skip
    return found


def named_areas(names: pd.Series) -> Words:
    """Return the first names and how many there are."""
    first, count = [str(name) for name in names.iloc[:_NAMED]], len(names)
    if count <= _NAMED:
        return Words("、".join(first), ", ".join(first))
    zh, en = (
        label("report", "intensity.and_more", language, names=sign.join(first), count=count)
        for language, sign in zip(LANGUAGES, _signs(), strict=True)
    )
    return Words(zh, en)


def _signs() -> tuple[str, ...]:
    return tuple("、" if language == "zh" else ", " for language in LANGUAGES)


def _span(ratios: pd.Series) -> str:
    low, high = f"{ratios.min():.4f}", f"{ratios.max():.4f}"
    return low if low == high else f"{low}–{high}"


def _prices(prices: str) -> Words:
    if prices == CURRENT:
        return _words("gdp_prices.current")
    return _words("intensity.constant_prices", prices=prices)


def _words(key: str, **values: object) -> Words:
    zh, en = (label("report", key, language, **values) for language in LANGUAGES)
    return Words(zh, en)
