"""Emissions, real GDP and population of many areas as matrices: a row an area, a column a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.intensity.evaluation.trend import Matrix
from cityghg.intensity.reading.vocabulary import CURRENT

MIXED: Final = "mixed"
_HEAD: Final = ("area", "area_name", "level")


@dataclass(frozen=True)
class Panel:
    """Areas over years; NaN is a figure that is not known, and never zero.

    `heads` has area, area_name and level. `emissions` (t) are positive: `refused` marks those that were not.
    `gdp` is real, in 10 000 yuan at the prices that its first year is given at, which `prices` names;
    `broken` marks areas whose GDP cannot be compared over all its years.
    """

    heads: pd.DataFrame
    years: tuple[int, ...]
    emissions: Matrix
    refused: NDArray[np.bool_]
    gdp: Matrix
    prices: NDArray[np.object_]
    broken: NDArray[np.bool_]
    population: Matrix

    def added_up(self, groups: Sequence[NDArray[np.bool_]]) -> Panel:
        """Return a panel with a row a group: sums over its areas, known where all of them are.

        GDP at unlike prices does not add up.
        """
        labels = [sorted(set(self.prices[group]) - {""}) for group in groups]
        gdp = self._sums(self.gdp, groups)
        gdp[[len(label) > 1 for label in labels]] = np.nan
        return Panel(
            pd.DataFrame("", index=range(len(groups)), columns=list(_HEAD)), self.years,
            self._sums(self.emissions, groups), np.zeros((len(groups), len(self.years)), bool), gdp,
            np.array([label[0] if len(label) == 1 else MIXED if label else "" for label in labels], object),
            np.array([bool(self.broken[group].any()) for group in groups], bool),
            self._sums(self.population, groups),
        )  # fmt: skip

    def _sums(self, values: Matrix, groups: Sequence[NDArray[np.bool_]]) -> Matrix:
        empty = np.full(len(self.years), np.nan)
        return np.array([values[g].sum(axis=0) if g.any() else empty for g in groups]).reshape(
            len(groups), len(self.years)
        )


def heads_of(intensity: pd.DataFrame) -> pd.DataFrame:
    """Return area, area_name and level of each area of the intensity table, in the order of their codes."""
    return intensity[list(_HEAD)].drop_duplicates("area").sort_values("area", ignore_index=True)


def panel_of(intensity: pd.DataFrame, heads: pd.DataFrame) -> Panel:
    """Return the panel of rows of one basis of the intensity table; its years are those that any area has."""
    years = tuple(int(year) for year in sorted(intensity["year"].unique()))
    at = (heads["area"].searchsorted(intensity["area"]), np.searchsorted(years, intensity["year"]))

    def matrix(column: str) -> Matrix:
        values = np.full((len(heads), len(years)), np.nan)
        values[at] = intensity[column].to_numpy(float)
        return values

    prices = np.full((len(heads), len(years)), "", object)
    prices[at] = intensity["gdp_prices"].fillna("").to_numpy(object)
    emissions, levels = matrix("emissions_t"), matrix("gdp_10k_yuan")
    levels[levels <= 0] = np.nan
    grown = 1 + matrix("gdp_growth_pct") / 100
    index, broken = gdp_index(levels, prices, np.where(grown > 0, grown, np.nan), years)
    first, each = np.isfinite(index).argmax(axis=1), np.arange(len(heads))
    return Panel(
        heads, years, np.where(emissions > 0, emissions, np.nan), emissions <= 0,
        index * levels[each, first][:, None], prices[each, first], broken, matrix("population"),
    )  # fmt: skip


def gdp_index(
    levels: Matrix, prices: NDArray[np.object_], grown: Matrix, years: Sequence[int]
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return real GDP, the first known year = 1, and which areas have years that cannot be compared with it.

    A year follows from the one before by `grown`, the ratio stated for it, else from the last known year by
    levels at the same constant prices. An area with a break has no index at all.
    """
    index = np.full(levels.shape, np.nan)
    last = np.full(levels.shape[0], -1)
    broken = np.zeros(levels.shape[0], bool)
    each = np.arange(len(last))
    for column, year in enumerate(years):
        known = np.isfinite(levels[:, column])
        begins = known & (last < 0) & ~broken
        index[begins, column] = 1.0
        if column and year == years[column - 1] + 1:
            index[:, column] = np.where(begins, 1.0, index[:, column - 1] * grown[:, column])
        alike = known & (last >= 0) & (prices[:, column] == prices[each, last]) & _constant(prices[:, column])
        level = alike & np.isnan(index[:, column])
        index[level, column] = (index[each, last] * levels[:, column] / levels[each, last])[level]
        reached = np.isfinite(index[:, column])
        broken |= known & ~reached
        last = np.where(known & reached & ~broken, column, last)
    index[broken] = np.nan
    return index, broken


def _constant(prices: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.asarray((prices != "") & (prices != CURRENT), bool)
