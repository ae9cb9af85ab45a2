"""How much of an area's energy is coal, and how that changed beside the area around it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.codes import Areas, load_sources
from cityghg.intensity.coal_share import COAL
from cityghg.inventory.basis import BASES, is_gap

OF_ENERGY: Final = "energy"
OF_CO2: Final = "combustion_co2"
_ENERGY_CO2: Final = next(basis for basis in BASES if basis.id == "energy_co2")


def coal_shares(indicators: pd.DataFrame, inventory: pd.DataFrame | None) -> pd.DataFrame:
    """Return area, year, coal_share_pct and coal_share_of.

    The share is that of energy where the indicators state it (`coal_share_pct`), else coal's and coke's
    share of the CO2 of combustion in the inventory; areas and years with gaps in it have none.
    """
    stated = indicators.get("coal_share_pct")
    if stated is not None and stated.notna().any():
        found = indicators.loc[stated.notna(), ["area", "year", "coal_share_pct"]]
        return found.assign(coal_share_of=OF_ENERGY)
    if inventory is None:
        return pd.DataFrame(columns=["area", "year", "coal_share_pct", "coal_share_of"])
    burnt = inventory[_ENERGY_CO2.includes(inventory)]
    kinds = {source.id: source.kind for source in load_sources()}
    coal = burnt["co2e_t"].where(burnt["source"].map(kinds).isin(COAL), 0.0)
    sums = burnt.assign(coal=coal, gap=is_gap(burnt)).groupby(["area", "year"]).agg(
        {"coal": "sum", "co2e_t": "sum", "gap": "any"}
    )  # fmt: skip
    whole = sums[~sums["gap"] & (sums["co2e_t"] > 0)]
    share = (whole["coal"] / whole["co2e_t"] * 100).rename("coal_share_pct")
    return share.reset_index().assign(coal_share_of=OF_CO2)


def coal_columns(
    heads: pd.DataFrame, shares: pd.DataFrame, ends: tuple[int, int], areas: Areas
) -> pd.DataFrame:
    """Return the share of coal of each area in both end years and its change, also beside a reference.

    The reference is the nearest area around it that has both shares.
    """
    first, last = (_in_year(heads, shares, year) for year in ends)
    change = last - first
    known = {area: value for area, value in zip(heads["area"], change, strict=True) if np.isfinite(value)}
    around = [next((a for a in areas.lineage(code)[1:] if a in known), "") for code in heads["area"]]
    of_reference = pd.Series([known.get(area, np.nan) for area in around], heads.index)
    there = change.notna()
    return pd.DataFrame(
        {
            "coal_share_first_pct": first,
            "coal_share_last_pct": last,
            "coal_share_change_points": change,
            "coal_share_of": np.where(
                first.notna() | last.notna(), next(iter(shares["coal_share_of"]), ""), ""
            ),
            "coal_reference": np.where(there, around, ""),
            "coal_against_reference_points": change - of_reference,
        }
    )


def _in_year(heads: pd.DataFrame, shares: pd.DataFrame, year: int) -> pd.Series:
    of_year = shares[shares["year"] == year]
    found = dict(zip(of_year["area"], of_year["coal_share_pct"], strict=True))
    return heads["area"].map(found).astype(float)
