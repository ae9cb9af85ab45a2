"""Quantities of all areas and years as arrays, and the quotients that a chain makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.intensity.drivers.cells import HOUSEHOLDS, INDUSTRY, PRODUCTION, Cell
from cityghg.intensity.drivers.lmdi import Numbers
from cityghg.intensity.drivers.models import EMISSIONS, Step

TOTAL: Final = "total"
_WHOLE: Final = Cell(TOTAL, "", "", "")
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Panel:
    """Shapes: (areas, years, 1) for quantities of an area, (areas, years, cells) for those of a cell."""

    areas: tuple[str, ...]
    years: tuple[int, ...]
    cells: tuple[Cell, ...]
    quantities: dict[str, Numbers]

    def factors(self, chain: Sequence[Step], columns: Indices, area: Indices, year: Indices) -> Numbers:
        """Return the steps of a chain for pairs of area and year. Shape: (steps, pairs, columns)."""
        return np.stack([self._factor(step, columns, area, year) for step in chain])

    def _factor(self, step: Step, columns: Indices, area: Indices, year: Indices) -> Numbers:
        of = self._taken(step.of, columns, area, year)
        if step.per is None:
            return of
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient: Numbers = of / self._taken(step.per, columns, area, year)
        return quotient

    def _taken(self, name: str, columns: Indices, area: Indices, year: Indices) -> Numbers:
        found = self.quantities[name][area, year]
        if found.shape[1] > 1:
            return found[:, columns]
        return np.broadcast_to(found, (len(area), len(columns)))


def whole_panel(yearly: pd.DataFrame) -> Panel:
    """Return a panel of totals only. `yearly` has area, year and a column for each quantity."""
    areas, years = _axes(yearly)
    quantities = {
        name: _spread(yearly, name, areas, years)[:, :, None]
        for name in yearly.columns
        if name not in ("area", "year")
    }
    return Panel(areas, years, (_WHOLE,), quantities)


def cell_panel(yearly: pd.DataFrame, cells: pd.DataFrame, industries: pd.DataFrame | None) -> Panel:
    """Return a panel of cells. `cells` is as `cells.cells` gives it; emissions of absent cells are none.

    `industries` has area, year, sector, value_added and energy_tce, NaN where the inventory's own
    energy of the industry is to be taken.
    """
    totals = whole_panel(yearly)
    names = sorted({Cell(*key) for key in cells[list(Cell._fields)].itertuples(index=False, name=None)})
    at = (
        pd.Index(totals.areas).get_indexer(pd.Index(cells["area"])),
        pd.Index(totals.years).get_indexer(pd.Index(cells["year"])),
        pd.MultiIndex.from_tuples(names).get_indexer(pd.MultiIndex.from_frame(cells[list(Cell._fields)])),
    )
    known = (at[0] >= 0) & (at[1] >= 0)
    shape = (len(totals.areas), len(totals.years), len(names))
    filled = {}
    for name in (EMISSIONS, "energy"):
        filled[name] = np.zeros(shape)
        filled[name][tuple(index[known] for index in at)] = cells[name].to_numpy(dtype=float)[known]
    quantities = totals.quantities | {EMISSIONS: filled[EMISSIONS], "energy_of_source": filled["energy"]}
    quantities |= _energy_sums(filled["energy"], names)
    if industries is not None:
        quantities |= _industries(industries, totals, names, quantities["energy_of_sector"])
    return Panel(totals.areas, totals.years, tuple(names), quantities)


def _energy_sums(energy: Numbers, names: Sequence[Cell]) -> dict[str, Numbers]:
    def of(columns: list[int]) -> Numbers:
        total: Numbers = energy[:, :, columns].sum(axis=2)
        return total

    result = {
        f"energy_of_{part}": of([i for i, cell in enumerate(names) if cell.part == part])[:, :, None]
        for part in (PRODUCTION, HOUSEHOLDS)
    }
    groups = sorted({cell[:2] for cell in names})
    sums = {group: of([i for i, cell in enumerate(names) if cell[:2] == group]) for group in groups}
    return result | {"energy_of_sector": np.stack([sums[cell[:2]] for cell in names], axis=2)}


def _industries(
    table: pd.DataFrame, totals: Panel, names: Sequence[Cell], energy: Numbers
) -> dict[str, Numbers]:
    """Return value added and energy of the industry of each cell; outside industries they are not used."""
    value_added, stated = np.full(energy.shape, np.nan), energy.copy()
    for sector, rows in table.groupby("sector"):
        columns = [i for i, cell in enumerate(names) if (cell.part, cell.sector) == (INDUSTRY, sector)]
        for column in columns:
            value_added[:, :, column] = _spread(rows, "value_added", totals.areas, totals.years)
            own = _spread(rows, "energy_tce", totals.areas, totals.years)
            stated[:, :, column] = np.where(np.isnan(own), energy[:, :, column], own)
    return {"value_added": value_added, "energy_of_sector": stated}


def _axes(yearly: pd.DataFrame) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(sorted(set(yearly["area"]))), tuple(sorted({int(year) for year in yearly["year"]}))


def _spread(table: pd.DataFrame, name: str, areas: Sequence[str], years: Sequence[int]) -> Numbers:
    """Return a column as areas by years, NaN where there is no row."""
    grid = np.full((len(areas), len(years)), np.nan)
    at = (
        pd.Index(areas).get_indexer(pd.Index(table["area"])),
        pd.Index(years).get_indexer(pd.Index(table["year"])),
    )
    known = (at[0] >= 0) & (at[1] >= 0)
    grid[at[0][known], at[1][known]] = table[name].to_numpy(dtype=float)[known]
    return grid
