"""The table of `decoupling.csv`: Tapio's elasticity and state, year by year and over the period."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.intensity.decoupling import elasticity, state
from cityghg.intensity.drivers.spans import PERIOD, YEARLY
from cityghg.intensity.drivers.years import yearly

if TYPE_CHECKING:
    from cityghg.intensity.assess import Material

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "basis": "object",
    "span": "object",
    "from_year": "int64",
    "to_year": "int64",
    "gdp_growth_pct": "float64",
    "emissions_growth_pct": "float64",
    "elasticity": "float64",
    "decoupling": "object",
}
_PER_CENT: Final = 100.0


def decoupling_table(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `COLUMNS`: each two successive years, and the base year against the last.

    Compared are years with emissions and with GDP at comparable prices. Emissions that are not positive
    have no growth.
    """
    table, _ = yearly(intensity, material.indicators, material.basis)
    known = table[(table["emissions"] > 0) & table["gdp"].notna()]
    rows: list[dict[str, Any]] = []
    for area, found in known.groupby("area", sort=True):
        place = material.areas[str(area)]
        head = {"area": place.code, "area_name": place.name, "level": place.level, "basis": material.basis}
        rows += [head | row for row in _spans(found.to_dict("records"))]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS), []


def _spans(years: list[dict[Any, Any]]) -> list[dict[str, Any]]:
    pairs = [
        (YEARLY, one, two)
        for one, two in pairwise(years)
        if two["year"] == one["year"] + 1 and two["segment"] == one["segment"]
    ]
    base = next((row for row in years if row["year"] == years[-1]["base_year"]), years[0])
    last = [row for row in years if row["segment"] == base["segment"]][-1]
    if last["year"] > base["year"]:
        pairs.append((PERIOD, base, last))
    return [_row(*pair) for pair in pairs]


def _row(span: str, one: dict[Any, Any], two: dict[Any, Any]) -> dict[str, Any]:
    gdp = two["gdp"] / one["gdp"] - 1
    emissions = two["emissions"] / one["emissions"] - 1
    return {
        "span": span,
        "from_year": one["year"],
        "to_year": two["year"],
        "gdp_growth_pct": gdp * _PER_CENT,
        "emissions_growth_pct": emissions * _PER_CENT,
        "elasticity": elasticity(emissions, gdp),
        "decoupling": state(emissions, gdp),
    }
