"""The table of `decoupling.csv`: Tapio's elasticity and state, year by year and over the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.intensity.decoupling import elasticities, states
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
_COMPARED: Final = ["area", "year", "gdp", "emissions", "segment"]
_PER_CENT: Final = 100.0


def decoupling_table(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `COLUMNS`: each two successive years, and the base year against the last.

    Compared are years with emissions and with GDP at comparable prices. Emissions that are not positive
    have no growth.
    """
    table, _ = yearly(intensity, material.indicators, material.basis)
    known = table[(table["emissions"] > 0) & table["gdp"].notna()].reset_index(drop=True)
    pairs = pd.concat([_successive(known), _of_period(known)], ignore_index=True)
    pairs = pairs.sort_values("area", kind="stable", ignore_index=True)
    gdp = pairs["gdp_to"] / pairs["gdp"] - 1
    emissions = pairs["emissions_to"] / pairs["emissions"] - 1
    places = {code: material.areas[str(code)] for code in pairs["area"].unique()}
    found = pairs.assign(
        area_name=pairs["area"].map({code: place.name for code, place in places.items()}),
        level=pairs["area"].map({code: place.level for code, place in places.items()}),
        basis=material.basis,
        from_year=pairs["year"],
        to_year=pairs["year_to"],
        gdp_growth_pct=gdp * _PER_CENT,
        emissions_growth_pct=emissions * _PER_CENT,
        elasticity=elasticities(emissions, gdp),
        decoupling=states(emissions, gdp),
    )
    return found.reindex(columns=list(COLUMNS)).astype(COLUMNS), []


def _successive(known: pd.DataFrame) -> pd.DataFrame:
    """Return each year beside the next one of its segment; no segment holds two areas."""
    after = known[_COMPARED].shift(-1).add_suffix("_to")
    beside = known[_COMPARED].join(after)
    follows = (beside["year_to"] == beside["year"] + 1) & (beside["segment_to"] == beside["segment"])
    return beside[follows].assign(span=YEARLY)


def _of_period(known: pd.DataFrame) -> pd.DataFrame:
    """Return the base year of each area, else its first one, beside the last year of the same segment."""
    base_year = known.groupby("area")["base_year"].transform("last")
    base = pd.concat([known[known["year"] == base_year], known]).drop_duplicates("area")
    last = known[_COMPARED].drop_duplicates("segment", keep="last")
    beside = base[_COMPARED].merge(last.add_suffix("_to"), left_on="segment", right_on="segment_to")
    return beside[beside["year_to"] > beside["year"]].assign(span=PERIOD)
