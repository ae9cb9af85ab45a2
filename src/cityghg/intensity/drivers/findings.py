"""What is said of a decomposition: what it leaves out, and what it could not be made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem, Words, problem
from cityghg.codes import load_sources
from cityghg.intensity.drivers.cells import UNWEIGHED

_SHOWN: Final = 5


def without_population(table: pd.DataFrame, names: Mapping[str, str]) -> list[Problem]:
    """Say which areas have emissions and GDP but no population, so that it is no driver of theirs."""
    known = table[table["emissions"].notna() & table["gdp"].notna()]
    counts = known.groupby("area")["population"].count()
    years = known.groupby("area")["year"].count()
    without = [names[area] for area in counts.index[(counts < 2) & (years > 1)]]
    return [problem("drivers_no_population", areas=listed(without))] if without else []


def unweighed(cells: pd.DataFrame, names: Mapping[str, str]) -> list[Problem]:
    """Say which sources have emissions and no calorific value, and how many areas that concerns."""
    found = cells[(cells["part"] == UNWEIGHED) & cells["area"].isin(list(names))]
    if found.empty:
        return []
    sources = load_sources()
    said = [sources[code] if code in sources else Words(code, code) for code in sorted(set(found["source"]))]
    words = Words("、".join(one.zh for one in said), ", ".join(one.en for one in said))
    return [problem("drivers_no_heat_value", sources=words, count=found["area"].nunique())]


def listed(names: Iterable[str]) -> Words:
    """Return names as a sentence lists them, of many the first ones and how many more there are."""
    given = list(names)
    shown, more = given[:_SHOWN], len(given) - _SHOWN
    zh, en = "、".join(shown), ", ".join(shown)
    return Words(f"{zh} 等 {len(given)} 个", f"{en} and {more} more") if more > 0 else Words(zh, en)
