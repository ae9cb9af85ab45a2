"""What the drivers of an area are computed from: its emissions, population, energy and real GDP by year."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.intensity.reading.vocabulary import CURRENT

QUANTITIES: Final = ("emissions", "gdp", "population", "energy")
_PER_CENT: Final = 100.0


def yearly(
    intensity: pd.DataFrame, indicators: pd.DataFrame, basis: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return area, year, the quantities, level and prices of GDP, energy_basis, base_year and segment.

    `gdp` is at constant prices within a segment of years: it starts from the first level and grows as
    the intensity table says, or as levels at the same constant prices do. Years of two segments are
    never compared. The energy of an area that mixes 当量值 and 等价值 is left out, and said.
    """
    rows = intensity[intensity["basis"] == basis].sort_values(["area", "year"], ignore_index=True)
    energy, problems = _energy(indicators)
    own = rows.drop(columns=["energy_tce", "energy_basis"], errors="ignore")
    rows = own.merge(energy, on=["area", "year"], how="left")
    link = _links(rows)
    segment = link.isna().cumsum()
    level = rows["gdp_10k_yuan"].where(link.isna()).groupby(segment).transform("first").fillna(1.0)
    gdp = link.fillna(1.0).groupby(segment).cumprod() * level
    table = pd.DataFrame(
        {
            "area": rows["area"].astype(str),
            "year": rows["year"],
            "emissions": rows["emissions_t"],
            "gdp": gdp.where(rows["gdp_10k_yuan"].notna() | link.notna()),
            "population": rows["population"],
            "energy": rows["energy_tce"],
            "level": rows["gdp_10k_yuan"],
            "prices": rows["gdp_prices"].fillna("").astype(str),
            "energy_basis": rows["energy_basis"].fillna("").astype(str),
            "base_year": rows["base_year"],
            "segment": segment,
        }
    )
    return table, problems


def _links(rows: pd.DataFrame) -> pd.Series:
    """Return real GDP over that of the row before; NaN where the two are not comparable."""
    before = rows.shift(1)
    same_area = rows["area"] == before["area"]
    grown = (1 + rows["gdp_growth_pct"] / _PER_CENT).where(rows["year"] == before["year"] + 1)
    same_prices = (rows["gdp_prices"] == before["gdp_prices"]) & ~rows["gdp_prices"].isin(["", CURRENT])
    levels = (rows["gdp_10k_yuan"] / before["gdp_10k_yuan"]).where(same_prices)
    linked: pd.Series = grown.fillna(levels).where(same_area)
    return linked.replace([np.inf, -np.inf, 0.0], np.nan)


def _energy(indicators: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    columns = ["area", "year", "energy_tce", "energy_basis"]
    known = indicators[indicators["energy_tce"].notna()]
    mixed = known.groupby("area")["energy_basis"].nunique()
    bad = set(mixed.index[mixed > 1])
    names = known.drop_duplicates("area").set_index("area")["area_name"]
    problems = [problem("drivers_energy_bases", area=names[area]) for area in sorted(bad)]
    return known.loc[~known["area"].isin(list(bad)), columns].astype({"area": "object"}), problems
