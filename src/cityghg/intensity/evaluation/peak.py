"""When emissions were largest, and whether that was a peak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.intensity.evaluation.rules import Confidence, Rules
from cityghg.intensity.evaluation.trend import Matrix, Vector, mann_kendall

STATES: Final = ("peaked", "plateau", "not_peaked", "unknown")
NINETY_FIVE: Final = 1.96
"""Half-width of a 95 % interval of the normal distribution, in standard deviations."""


@dataclass(frozen=True)
class _Series:
    """Emissions with the column of the largest and of the last known year of each row (0 where none is)."""

    values: Matrix
    years: NDArray[np.int64]
    peak: NDArray[np.int64]
    last: NDArray[np.int64]

    @property
    def since(self) -> NDArray[np.int64]:
        return self.years[self.last] - self.years[self.peak]

    @property
    def largest(self) -> Vector:
        return self.values[np.arange(len(self.values)), self.peak]

    @property
    def latest(self) -> Vector:
        return self.values[np.arange(len(self.values)), self.last]

    def after(self) -> Matrix:
        """Return the values after the peak, NaN elsewhere."""
        later = np.arange(len(self.years))[None, :] > self.peak[:, None]
        return np.where(later, self.values, np.nan)

    def recent(self, years: int) -> Matrix:
        """Return the values of the last so many calendar years, NaN elsewhere."""
        age = self.years[self.last][:, None] - self.years[None, :]
        return np.where((age >= 0) & (age < years), self.values, np.nan)


def peaks(values: Matrix, years: tuple[int, ...], rules: Rules) -> pd.DataFrame:
    """Return for each row of emissions the year of the maximum and what became of it.

    Columns: peak_year, years_since_peak, below_peak_pct (of the last year), peak_state (peaked, plateau,
    not_peaked, unknown), peak_reason, peak_p (of the trend after the peak), peak_confidence_pct. The rules
    are explained in `evaluation.yaml`. A row without any emissions is unknown.
    """
    series = _series(values, np.asarray(years, np.int64), rules.test.equal)
    known = np.isfinite(series.largest)
    states = _states(series, rules)
    return pd.DataFrame(
        {
            "peak_year": pd.Series(series.years[series.peak]).where(known).astype("Int64"),
            "years_since_peak": pd.Series(series.since).where(known).astype("Int64"),
            "below_peak_pct": (1 - series.latest / series.largest) * 100,
            **states,
            "peak_confidence_pct": np.where(known, _confidence(series, rules.peak.confidence), np.nan),
        }
    )


def _series(values: Matrix, years: NDArray[np.int64], equal: float) -> _Series:
    known = np.isfinite(values)
    largest = np.where(known, values, -np.inf).max(axis=1, keepdims=True)
    end = values.shape[1] - 1
    peak = end - (known & (values >= largest * (1 - equal)))[:, ::-1].argmax(axis=1)
    last = end - known[:, ::-1].argmax(axis=1)
    return _Series(values, years, peak, last)


def _states(series: _Series, rules: Rules) -> dict[str, NDArray[np.object_] | Vector]:
    """Return state, reason and the p value of the trend after the peak; the first rule that holds counts."""
    limits, significance, equal = rules.peak, rules.test.significance, rules.test.equal
    after = series.after()
    later = mann_kendall(np.log(after), equal)
    flat = series.recent(limits.plateau_years)
    level = mann_kendall(np.log(flat), equal)
    rising = mann_kendall(np.log(series.recent(limits.recent_years)), equal).rises(significance)
    edge = series.largest * (1 - limits.band_pct / 100)
    in_band = (level.count == limits.plateau_years) & (_least(flat) >= edge) & ~(level.p < significance)
    long_ago = (series.since >= limits.since_years) & (later.count >= limits.since_years)
    declined = long_ago & later.falls(significance) & (series.latest < edge)
    span = series.years[series.last] - series.years[np.isfinite(series.values).argmax(axis=1)]
    held = _most(after) < edge
    chosen: list[tuple[NDArray[np.bool_], str, str]] = [
        (np.isfinite(series.values).sum(axis=1) < limits.least_years, "unknown", "too_short"),
        (in_band, "plateau", "in_band"),
        (series.since == 0, "not_peaked", "last_year"),
        (rising, "not_peaked", "rising"),
        (declined & (series.since == span), "peaked", "first_year"),
        (declined, "peaked", "declined"),
        (long_ago & held, "peaked", "held_below"),
        (series.since < limits.since_years, "unknown", "too_recent"),
    ]
    conditions = [condition for condition, _, _ in chosen]
    state = np.select(conditions, [state for _, state, _ in chosen], "unknown").astype(object)
    reason = np.select(conditions, [reason for _, _, reason in chosen], "no_decline").astype(object)
    return {"peak_state": state, "peak_reason": reason, "peak_p": later.p}


def _confidence(series: _Series, rules: Confidence) -> Vector:
    """Return in percent how often the largest year stays near the peak under random errors of each year.

    All areas get the same draws, so that no area's figure depends on the others.
    """
    random = np.random.default_rng(rules.seed)
    spread = rules.error_pct / 100 / NINETY_FIVE
    values = np.where(np.isfinite(series.values), series.values, -np.inf)
    near = np.zeros(len(values), np.int64)
    for errors in random.normal(1.0, spread, (rules.draws, len(series.years))):
        moved = series.years[(values * errors).argmax(axis=1)]
        near += np.abs(moved - series.years[series.peak]) <= rules.near_years
    return near / rules.draws * 100


def _least(values: Matrix) -> Vector:
    return np.asarray(np.where(np.isfinite(values), values, np.inf).min(axis=1))


def _most(values: Matrix) -> Vector:
    return np.asarray(np.where(np.isfinite(values), values, -np.inf).max(axis=1))
