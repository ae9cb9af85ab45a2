"""The table of drivers as people read it: a row a comparison, a column a driver."""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.base.labels import Language, label
from cityghg.codes import load_sectors, load_sources
from cityghg.intensity.drivers.models import load_models
from cityghg.intensity.drivers.rows import CHANGE
from cityghg.intensity.drivers.within import NOT_DECOMPOSED, RESIDUAL
from cityghg.inventory.joined import residual_code

PART: Final = "part"
KEY: Final = (
    "area", "area_name", "basis", "model", "span", "from_year", "to_year", "detail", "contributor", "sector",
    "source",
)  # fmt: skip
_ENDS: Final = ("before_t", "after_t")


def drivers_of(frame: pd.DataFrame) -> list[str]:
    """Return the drivers that occur, in the order they are shown."""
    order = (*load_models().order, RESIDUAL, NOT_DECOMPOSED)
    there = set(frame["driver"])
    return [name for name in order if name in there]


def wide(frame: pd.DataFrame, values: str = "effect_t") -> pd.DataFrame:
    """Return a row a comparison with `before_t`, a column for each driver, `after_t` and the change.

    A driver that does not act there is blank.
    """
    pivot = frame.pivot_table(index=list(KEY), columns="driver", values=values, sort=False)
    ends = frame[frame["driver"] == CHANGE].set_index(list(KEY))[list(_ENDS)]
    joined = ends.join(pivot).reset_index()
    return joined[[*KEY, "before_t", *drivers_of(frame), "after_t", CHANGE]]


def part_names(table: pd.DataFrame, frame: pd.DataFrame, language: Language) -> list[str]:
    """Return the name of the sector, source or area within that each row is of; blank for a total."""
    names = dict(zip(frame["area"], frame["area_name"], strict=True))
    keys = list(zip(table["contributor"], table["sector"], table["source"], strict=True))
    found = {key: _part_name(*key, names, language) for key in set(keys)}
    return [found[key] for key in keys]


def _part_name(contributor: str, sector: str, source: str, names: dict[str, str], language: Language) -> str:
    if contributor:
        whole = contributor.removesuffix(residual_code(""))
        name = names.get(whole, whole)
        return name if whole == contributor else label("report", "residual_of", language, area=name)
    code, codes = (sector, load_sectors()) if sector else (source, load_sources())
    return codes[code].name(language) if code in codes else code
