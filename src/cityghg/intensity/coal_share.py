"""The share of coal in the energy of an inventory, where no share is stated.

Energy is what is burnt inside (1.A; fuels of power plants among it, biomass too) and what electricity and
heat come in on balance. Electricity made or used inside is therefore not counted beside the fuels or the
import it comes from. Primary electricity made inside and non-energy use are in no inventory of emissions.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from cityghg.codes import load_sources
from cityghg.inventory.categories import BIOMASS_CO2, TRADE
from cityghg.inventory.energy import ENERGY

COLUMN: Final = "coal_share_pct"
COAL: Final = ("coal", "coal_product")
_KEY: Final = ["area", "year"]
_FIGURE: Final = [*_KEY, "sector", "source", "counterpart", "provenance"]


def with_coal_share(
    intensity: pd.DataFrame,
    inventory: pd.DataFrame | None,
    incomplete: Collection[tuple[str, int]],
    electricity_times: float,
) -> pd.DataFrame:
    """Return the intensity table with `coal_share_pct` of areas for which none is stated in any year.

    `inventory` has `energy_tce`. An area and year stays blank where a row has no heat value, net electricity
    is not known, or the sum is `incomplete`. Electricity counts `electricity_times` its heat content.
    """
    if inventory is None or intensity.empty:
        return intensity
    shares = coal_share(inventory, electricity_times)
    shares = shares[~shares.index.isin(list(incomplete))]
    found = pd.Series(
        shares.reindex(pd.MultiIndex.from_frame(intensity[_KEY])).to_numpy(dtype=float), intensity.index
    )
    stated = intensity[COLUMN].notna().groupby(intensity["area"]).transform("any")
    return intensity.assign(**{COLUMN: intensity[COLUMN].where(stated, found)})


def coal_share(inventory: pd.DataFrame, electricity_times: float = 1.0) -> pd.Series:
    """Return the percentage by area and year, NaN where a part of the energy is not known."""
    traded = inventory["memo_kind"] == TRADE
    electric = traded & inventory["source"].str.startswith("electricity_")
    heat = traded & inventory["source"].str.startswith("heat_")
    burnt = inventory["ipcc"].str.startswith("1.A") & (
        (inventory["scope"] == "1") | (inventory["memo_kind"] == BIOMASS_CO2)
    )
    rows = inventory.assign(electric=electric)[burnt | electric | heat]
    order = rows["gas"].ne("CO2")  # gases of one figure carry the same energy; of a sum CO2 is the fullest
    rows = rows.assign(order=order).sort_values("order", kind="stable").drop_duplicates(_FIGURE)
    none = (rows["notation"] == "NO") | (rows["amount"] == 0)
    energy = rows[ENERGY].where(~none, 0.0) * np.where(rows["electric"], electricity_times, 1.0)
    kinds = {source.id: source.kind for source in load_sources()}
    coal = energy.where(rows["source"].map(kinds).isin(COAL), 0.0)
    sums = rows.assign(energy=energy, coal=coal, unknown=energy.isna()).groupby(_KEY).agg(
        {"energy": "sum", "coal": "sum", "unknown": "any", "electric": "any"}
    )  # fmt: skip
    known = ~sums["unknown"] & sums["electric"] & (sums["energy"] > 0)
    share: pd.Series = (sums["coal"] / sums["energy"] * 100).where(known)
    return share
