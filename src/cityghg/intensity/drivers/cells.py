"""The cells of a total: emissions and energy by area, year, part, sector and source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from cityghg.codes import CodeList, Sector, load_sources
from cityghg.intensity.drivers.models import Models
from cityghg.inventory.basis import BASES
from cityghg.inventory.categories import TRADE
from cityghg.inventory.energy import ELECTRICITY, ENERGY, FUEL, carrier

INDUSTRY: Final = "industry"
PRODUCTION: Final = "production"
HOUSEHOLDS: Final = "households"
UNWEIGHED: Final = "unweighed"
OTHER: Final = "other"
_CARRIER: Final = "carrier"
_FIGURE: Final = [
    "area", "year", "sector", "source", "counterpart", "scope", "memo_kind", "provenance", "deposit_year",
]  # fmt: skip
_CELL: Final = ["area", "part", "sector", "source", _CARRIER]
_COMBUSTION: Final = "1.A"
_BOUGHT: Final = "2"


class Cell(NamedTuple):
    """A part of the total, the sector and source in it, and whether that is fuel, electricity or heat."""

    part: str
    sector: str
    source: str
    carrier: str


def cells(
    inventory: pd.DataFrame,
    basis: str,
    sectors: CodeList[Sector],
    models: Models,
    industries: Collection[tuple[str, str]] = (),
    electricity_times: float = 1.0,
) -> pd.DataFrame:
    """Return area, year, part, sector, source, carrier, emissions and energy of the rows of a basis.

    `inventory` has the energy that `inventory.energy` gives it. Electricity counts `electricity_times`
    its heat content, as by 等价值. `industries` are the areas and
    sectors with value added. A cell of which a year with emissions has no energy is `unweighed`
    throughout its area: a total of energy would jump with what is known of it.
    """
    chosen = next(one for one in BASES if one.id == basis)
    rows = inventory[chosen.includes(inventory) & inventory["co2e_t"].notna()]
    found = _figures(rows)
    found = found.assign(**_placed(found, sectors, models, industries))
    found[ENERGY] *= np.where(found[_CARRIER] == ELECTRICITY, electricity_times, 1.0)
    found["weighed"] = found[ENERGY].notna() & (found[ENERGY] != 0) | (found["emissions"] == 0)
    keys = [*_CELL, "year"]
    sums = found.groupby(keys, sort=True).agg(
        emissions=("emissions", "sum"), energy=(ENERGY, "sum"), weighed=("weighed", "all")
    )
    table = sums.reset_index()
    is_energy = table["part"] != OTHER
    whole = table.groupby(_CELL)["weighed"].transform("all") & (
        (table["energy"] != 0) | (table["emissions"] == 0)
    ).groupby([table[name] for name in _CELL]).transform("all")
    table["part"] = table["part"].where(whole | ~is_energy, UNWEIGHED)
    table["energy"] = table["energy"].where(whole & is_energy, 0.0)
    return table.drop(columns="weighed")


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row a figure: the emissions of its gases together, its energy once.

    The energy is that of its CO2, where it has some: other gases may be known of fewer parts of a sum.
    """
    first = rows.assign(order=np.where(rows["gas"] == "CO2", 0, 1)).sort_values("order", kind="stable")
    grouped = first.groupby(_FIGURE, sort=False, dropna=False)
    found = grouped.agg(
        emissions=("co2e_t", "sum"), ipcc=("ipcc", "first"), **{ENERGY: (ENERGY, "first")}
    ).reset_index()
    return found.assign(**{_CARRIER: _carriers(found)})


def _carriers(found: pd.DataFrame) -> pd.Series:
    """Return what kind of energy a source is; a code of a user's own is a fuel where it has energy."""
    known = {source.id: carrier(source) for source in load_sources()}
    named = found["source"].map(known)
    return named.where(named.notna(), np.where(found[ENERGY].notna(), FUEL, ""))


def _placed(
    found: pd.DataFrame, sectors: CodeList[Sector], models: Models, industries: Collection[tuple[str, str]]
) -> dict[str, list[str]]:
    """Return the part and the sector of each figure as columns."""
    names = ["area", "sector", "scope", "memo_kind", _CARRIER, "ipcc"]
    keys = [tuple(map(str, key)) for key in found[names].itertuples(index=False, name=None)]
    place = _Place(sectors, models, industries)
    placed = {key: place.of(*key) for key in set(keys)}
    return {"part": [placed[key][0] for key in keys], "sector": [placed[key][1] for key in keys]}


@dataclass(frozen=True)
class _Place:
    sectors: CodeList[Sector]
    models: Models
    industries: Collection[tuple[str, str]]

    def of(
        self, area: str, sector: str, scope: str, memo_kind: str, carrier: str, ipcc: str
    ) -> tuple[str, str]:
        """Return the part a figure belongs to and the sector it counts in."""
        if carrier and memo_kind == TRADE:
            return TRADE, sector
        lineage = self._lineage(sector)
        if not carrier or not (scope == _BOUGHT or ipcc.startswith(_COMBUSTION)):
            return OTHER, lineage[-1]
        if self.models.households in lineage:
            return HOUSEHOLDS, self.models.households
        further = self._lineage(self.models.industry_of.get(lineage[-1], ""))
        industry = next((name for name in (*lineage, *further) if (area, name) in self.industries), None)
        return (PRODUCTION, lineage[-1]) if industry is None else (INDUSTRY, industry)

    def _lineage(self, sector: str) -> tuple[str, ...]:
        return self.sectors.lineage(sector) if sector in self.sectors else (sector,)
