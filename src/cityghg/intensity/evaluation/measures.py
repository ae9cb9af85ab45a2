"""Growth, trend and class of each row of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.intensity.evaluation.panel import Panel
from cityghg.intensity.evaluation.rules import Rules
from cityghg.intensity.evaluation.trend import (
    Matrix,
    Test,
    Vector,
    compound,
    growth,
    log_linear,
    mann_kendall,
    sen_slope,
)  # fmt: skip

CLASSES: Final = (
    "total_falling", "growth_slowing", "intensity_only", "intensity_not_falling", "undetermined", "too_short",
)  # fmt: skip
"""Every row is in exactly one of them; the last two say why it is in none of the four."""

Columns = dict[str, Vector | NDArray[np.object_] | pd.Series]


def measures(panel: Panel, rules: Rules) -> pd.DataFrame:
    """Return rates, trends and class of each row, over the years of it that are known.

    `…_change_pct` is the whole change between its first and last year, `…_rate_pct` the compound yearly
    rate between them, `…_trend_pct` the yearly rate by log-linear regression (which decides the class),
    `…_sen_pct` Sen's slope of the logarithm as a yearly rate, `…_p` that of Mann-Kendall.
    `class_untested` is the class by the figures of the end and middle years alone, without any threshold.
    """
    emissions, gdp, intensity = panel.emissions, panel.gdp, panel.emissions / panel.gdp
    tested = {
        name: _test(values, rules) for name, values in (("emissions", emissions), ("intensity", intensity))
    }
    yearly = growth(emissions, panel.years)
    slowing = mann_kendall(yearly, rules.test.equal)
    first, last = ends(emissions)
    frame: Columns = {
        "first_year": _years(panel.years, first),
        "last_year": _years(panel.years, last),
        "years_known": np.isfinite(emissions).sum(axis=1),
        **_levels(emissions, "emissions_first_t", "emissions_last_t"),
        **_rates("emissions", emissions, panel.years),
        "emissions_sen_pct": np.expm1(sen_slope(np.log(emissions), panel.years)) * 100,
        "emissions_p": tested["emissions"].p,
        "growth_slope_points": sen_slope(yearly, panel.years) * 100,
        "growth_p": slowing.p,
        **_halves(emissions, panel.years),
        **_rates("gdp", gdp, panel.years),
        **_rates("intensity", intensity, panel.years),
        "intensity_sen_pct": np.expm1(sen_slope(np.log(intensity), panel.years)) * 100,
        "intensity_p": tested["intensity"].p,
        **_per_capita(panel),
    }
    made = pd.DataFrame(frame)
    falls = _falls(made["intensity_trend_pct"], tested["intensity"], rules)
    told = tested["intensity"].count >= rules.classes.least_years
    made["intensity_falls"] = np.where(told, np.where(falls, "yes", "no"), "")
    made["class"] = _classes(made, tested, slowing, rules)
    made["class_untested"] = _untested(made)
    return made


def ends(values: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last column of each row that is known; -1 where none is."""
    known = np.isfinite(values)
    none = ~known.any(axis=1)
    first, last = known.argmax(axis=1), values.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(none, -1, first), np.where(none, -1, last)


def _test(values: Matrix, rules: Rules) -> Test:
    return mann_kendall(np.log(values), rules.test.equal)


def _falls(trend: pd.Series, test: Test, rules: Rules) -> NDArray[np.bool_]:
    enough = trend.to_numpy() <= rules.classes.intensity_only.trend_at_most_pct
    return np.asarray(test.falls(rules.test.significance) & enough)


def _classes(made: pd.DataFrame, tested: dict[str, Test], slowing: Test, rules: Rules) -> NDArray[np.object_]:
    """Return the class of each row, the first in the order of `CLASSES` that holds where it can be tested."""
    limits, significance = rules.classes, rules.test.significance
    falling = tested["emissions"].falls(significance) & (
        made["emissions_trend_pct"].to_numpy() <= limits.total_falling.trend_at_most_pct
    )
    slower = slowing.falls(significance) & (
        made["growth_slope_points"].to_numpy() <= limits.growth_slowing.slope_at_most_points
    )
    intensity = made["intensity_falls"].to_numpy()
    chosen = [
        (made["years_known"].to_numpy() < limits.least_years, "too_short"),
        (falling, "total_falling"),
        (slowing.count < limits.least_years - 1, "too_short"),
        (slower, "growth_slowing"),
        (intensity == "yes", "intensity_only"),
        (intensity == "no", "intensity_not_falling"),
    ]
    names = np.select([c for c, _ in chosen], [name for _, name in chosen], "undetermined")
    return names.astype(object)


def _untested(made: pd.DataFrame) -> NDArray[np.object_]:
    """Return the class by compound rates alone: what significance adds to it can then be seen."""
    slower = made["emissions_second_half_pct"] < made["emissions_first_half_pct"]
    chosen = [
        (made["emissions_rate_pct"].isna(), "too_short"),
        (made["emissions_rate_pct"] < 0, "total_falling"),
        (slower, "growth_slowing"),
        (made["intensity_rate_pct"] < 0, "intensity_only"),
        (made["intensity_rate_pct"] >= 0, "intensity_not_falling"),
    ]
    names = np.select([c.to_numpy() for c, _ in chosen], [name for _, name in chosen], "undetermined")
    return names.astype(object)


def _halves(values: Matrix, years: Sequence[int]) -> Columns:
    """Return the compound rates up to the middle year of the period (the earlier of two) and from it on."""
    middle = (len(years) - 1) // 2
    spans = np.array([years[middle] - years[0], years[-1] - years[middle]])
    start, turn, end = values[:, 0], values[:, middle], values[:, -1]
    before = compound(start, turn, spans[0]) if middle else np.full(len(values), np.nan)
    return {
        "emissions_first_half_pct": before * 100,
        "emissions_second_half_pct": compound(turn, end, spans[1]) * 100,
    }


def _rates(name: str, values: Matrix, years: Sequence[int]) -> Columns:
    first, last = ends(values)
    before, after = _pick(values, first), _pick(values, last)
    span = np.asarray(years)[last] - np.asarray(years)[first]
    several = span > 0
    return {
        f"{name}_change_pct": np.where(several, (after / before - 1) * 100, np.nan),
        f"{name}_rate_pct": np.where(several, compound(before, after, span) * 100, np.nan),
        f"{name}_trend_pct": log_linear(values, years) * 100,
    }


def _levels(values: Matrix, first_name: str, last_name: str) -> Columns:
    first, last = ends(values)
    return {first_name: _pick(values, first), last_name: _pick(values, last)}


def _per_capita(panel: Panel) -> Columns:
    values = panel.emissions / np.where(panel.population > 0, panel.population, np.nan)
    rates = _rates("per_capita", values, panel.years)
    return {
        **_levels(values, "first_per_capita_t", "last_per_capita_t"),
        "per_capita_rate_pct": rates["per_capita_rate_pct"],
    }


def _pick(values: Matrix, columns: NDArray[np.int64]) -> Vector:
    return np.where(columns < 0, np.nan, values[np.arange(len(values)), columns])


def _years(years: Sequence[int], columns: NDArray[np.int64]) -> pd.Series:
    found = pd.Series(np.asarray(years)[columns])
    return found.where(columns >= 0).astype("Int64")
