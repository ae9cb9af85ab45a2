"""Trends of many series at once: rates of growth, Mann-Kendall's test, Sen's slope.

A matrix has a row an area and a column a year; NaN is a year that is not known. Years need not follow
each other without a gap. Mann-Kendall: the p value of Kendall's tau between value and year, exact without
ties. Method: Helsel et al. (2020), chapter 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cityghg.intensity.evaluation import kendall

Matrix: TypeAlias = NDArray[np.float64]
Vector: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Test:
    """Mann-Kendall of each row: values known, statistic S, p of both sides (NaN below two values)."""

    count: NDArray[np.int64]
    s: NDArray[np.int64]
    p: Vector

    def falls(self, significance: float) -> NDArray[np.bool_]:
        """Return which rows fall significantly."""
        return np.asarray((self.s < 0) & (self.p < significance))

    def rises(self, significance: float) -> NDArray[np.bool_]:
        """Return which rows rise significantly."""
        return np.asarray((self.s > 0) & (self.p < significance))


def mann_kendall(values: Matrix, equal: float) -> Test:
    """Test each row for a monotonic trend; values closer than `equal` count as tied."""
    ranks = _ranks(values, equal)
    known = ranks >= 0
    s = np.zeros(len(values), np.int64)
    for later in range(1, values.shape[1]):
        both = known[:, :later] & known[:, later : later + 1]
        s += (np.sign(ranks[:, later : later + 1] - ranks[:, :later]) * both).sum(axis=1)
    return Test(known.sum(axis=1), s, _p_values(ranks, s))


def sen_slope(values: Matrix, years: Sequence[int]) -> Vector:
    """Return the median of the slopes of all pairs of years, per year; NaN below two values."""
    first, second = np.triu_indices(len(years), 1)
    spans = np.asarray(years, float)[second] - np.asarray(years, float)[first]
    return _median((values[:, second] - values[:, first]) / spans)


def log_linear(values: Matrix, years: Sequence[int]) -> Vector:
    """Return the yearly growth, as a fraction, of exp(a + b·year) fitted to each row by least squares."""
    known = np.isfinite(values)
    logs = np.where(known, np.log(np.where(known, values, 1.0)), 0.0)
    time = np.where(known, np.asarray(years, float) - float(np.mean(years)), 0.0)
    count = known.sum(axis=1)
    enough = count >= 2
    count = np.maximum(count, 1)
    spread = (time**2).sum(axis=1) - time.sum(axis=1) ** 2 / count
    shared = (time * logs).sum(axis=1) - time.sum(axis=1) * logs.sum(axis=1) / count
    slope = np.divide(shared, spread, out=np.full(len(values), np.nan), where=enough & (spread > 0))
    return np.asarray(np.expm1(slope))


def compound(first: Vector, last: Vector, span: NDArray[np.int64]) -> Vector:
    """Return the average yearly growth, as a fraction, between two years `span` apart."""
    span = np.where(span > 0, span, 1)
    return np.where(first > 0, (last / first) ** (1 / span) - 1, np.nan)


def growth(values: Matrix, years: Sequence[int]) -> Matrix:
    """Return the change from the year before, as a fraction; NaN in the first year and after a gap."""
    result = np.full(values.shape, np.nan)
    for column in range(1, len(years)):
        if years[column] == years[column - 1] + 1:
            result[:, column] = values[:, column] / values[:, column - 1] - 1
    return result


def _ranks(values: Matrix, equal: float) -> NDArray[np.int64]:
    """Return the dense rank of each value in its row, ties sharing one; -1 where not known."""
    order = np.argsort(values, axis=1, kind="stable")  # NaN last
    ordered = np.take_along_axis(values, order, axis=1)
    steps = np.diff(ordered, axis=1, prepend=ordered[:, :1]) > equal
    ranks = np.empty(values.shape, np.int64)
    np.put_along_axis(ranks, order, np.cumsum(steps, axis=1), axis=1)
    return np.where(np.isfinite(values), ranks, -1)


def _p_values(ranks: NDArray[np.int64], s: NDArray[np.int64]) -> Vector:
    """Return the p value of each row, NaN below two values.

    Without ties it depends on the number of values and |S| alone: each pair of these is asked for once.
    """
    count = (ranks >= 0).sum(axis=1)
    result = np.full(len(ranks), np.nan)
    tied = (ranks.max(axis=1, initial=-1) + 1 < count) & (count > 1)
    plain = ~tied & (count > 1)
    pairs = np.stack([count, np.abs(s)], axis=1)[plain]
    alike, which = np.unique(pairs, axis=0, return_inverse=True)
    found = np.array([kendall.exact(int(n), int(size)) for n, size in alike], float)
    result[plain] = found[which.reshape(-1)] if len(alike) else np.nan
    for row in np.flatnonzero(tied):
        sizes = np.bincount(ranks[row][ranks[row] >= 0]).tolist()
        result[row] = kendall.normal(int(count[row]), int(s[row]), sizes)
    return result


def _median(values: Matrix) -> Vector:
    """Return the median of what is known of each row; NaN where nothing is, of which numpy would warn."""
    result = np.full(len(values), np.nan)
    rows = np.isfinite(values).any(axis=1)
    if rows.any():
        result[rows] = np.nanmedian(values[rows], axis=1)
    return result
