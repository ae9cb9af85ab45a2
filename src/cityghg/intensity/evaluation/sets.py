"""Which areas are compared with each other, and which of them count."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.codes import Areas
from cityghg.intensity.evaluation.panel import Panel
from cityghg.intensity.evaluation.rules import Rules

CITIES: Final = "cities"
PROVINCES: Final = "provinces"
_MUNICIPALITY: Final = "市"


def set_of(heads: pd.DataFrame, rules: Rules) -> pd.Series:
    """Return the set of each area by its level; municipalities are cities unless provinces are there."""
    by_level = {level: name for name, levels in rules.sets.items() for level in levels}
    found = heads["level"].map(by_level).fillna("")
    municipal = (found == PROVINCES) & heads["area_name"].str.endswith(_MUNICIPALITY)
    alone = not ((found == PROVINCES) & ~municipal).any()
    return found.mask(municipal, CITIES) if alone else found


def inside(heads: pd.DataFrame, sets: pd.Series, areas: Areas) -> NDArray[np.bool_]:
    """Return which areas lie within another one of their set, so that they are not counted twice."""
    members = {(code, name) for code, name in zip(heads["area"], sets, strict=True)}
    found = [
        any((code, name) in members for code in areas.lineage(area)[1:])
        for area, name in zip(heads["area"], sets, strict=True)
    ]
    return np.array(found, np.bool_)


def left_out(panel: Panel, within: NDArray[np.bool_], sets: pd.Series) -> NDArray[np.object_]:
    """Return why an area does not count in the shares of its set, "" where it does.

    An area counts whose emissions are known and positive in every year, and whose GDP is known and comparable
    in every year; in a set where no area has such a GDP, emissions are enough.
    """
    known = np.isfinite(panel.emissions).sum(axis=1)
    total, priced = len(panel.years), np.isfinite(panel.gdp).sum(axis=1)
    whole = (known == total) & ~within
    wanted = pd.Series(whole & (priced == total)).groupby(sets.to_numpy()).transform("any").to_numpy(bool)
    reasons = [
        (within, "inside_another"),
        (panel.refused.any(axis=1), "not_positive"),
        (known == 0, "no_emissions"),
        (known == 1, "one_year"),
        (known < total, "year_gap"),
        (wanted & panel.broken, "gdp_not_comparable"),
        (wanted & (priced == 0), "no_gdp"),
        (wanted & (priced < total), "gdp_gap"),
    ]
    return np.select([c for c, _ in reasons], [name for _, name in reasons], "").astype(object)
