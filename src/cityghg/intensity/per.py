"""Emissions and energy per resident, per area and per GDP, and how they move with GDP."""

from __future__ import annotations

import pandas as pd

from cityghg.intensity.decline import ratio_to_before


def per_columns(
    rows: pd.DataFrame, emissions_growth: pd.Series, gdp_growth: pd.Series
) -> dict[str, pd.Series]:
    """Return the columns of the intensity table that compare with residents, land and energy.

    An elasticity is a growth over that of GDP, blank where GDP did not change. Energy of two years is
    compared only where both count electricity alike (当量值 or 等价值).
    """
    moved = gdp_growth.where(gdp_growth != 0)
    before = rows["energy_basis"].shift(1)
    alike = (rows["energy_basis"] == before) & (rows["energy_basis"].fillna("") != "")
    energy = ratio_to_before(rows, "energy_tce").where(alike)
    return {
        "per_capita_t": rows["emissions_t"] / rows["population"],
        "emissions_elasticity": emissions_growth / moved,
        "energy_intensity_tce_per_10k_yuan": rows["energy_tce"] / rows["gdp_10k_yuan"],
        "energy_intensity_decline_pct": (1 - energy / (gdp_growth + 1)) * 100,
        "energy_elasticity": (energy - 1) / moved,
        "per_area_t_per_km2": rows["emissions_t"] / rows["land_area_km2"],
    }
