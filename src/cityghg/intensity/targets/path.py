"""The arithmetic of targets: shares of a period, completion, what is left to do. Declines are fractions.

Each function takes floats or arrays of one shape and returns the same; NaN where a figure is not known.
T is the decline over the whole period of N years, n the years that have passed, C the decline so far.
The yearly target and the cumulative decline are those of 国家发展改革委, 2014年碳强度累计下降率计算方法.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Figures = NDArray[np.float64]


def yearly(whole: Any, years: Any) -> Any:
    """Return the yearly decline that compounds to the whole: 1 − (1 − T)^(1/N)."""
    return 1 - (1 - whole) ** (1 / years)


def yearly_target(decline_pct: float, years: int) -> float:
    """Return the yearly decline, in percent, that compounds to the whole, in percent."""
    return float(yearly(decline_pct / 100, years)) * 100


def due(whole: Any, passed: Any, years: Any) -> Any:
    """Return the cumulative decline due after n years of an even path: 1 − (1 − T)^(n/N)."""
    return 1 - (1 - whole) ** (passed / years)


def completion(actual: Any, target: Any) -> Figures:
    """Return actual ÷ target (完成率); NaN where the target is not positive."""
    actual, target = np.asarray(actual, dtype=float), np.asarray(target, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(target > 0, actual / target, np.nan)


def required(whole: Any, so_far: Any, left: Any) -> Figures:
    """Return the yearly decline that still leads to the target: 1 − ((1 − T) / (1 − C))^(1/(N − n)).

    Negative where intensity may rise again; NaN where no year is left, or nothing to decline from.
    """
    left, so_far = np.asarray(left, dtype=float), np.asarray(so_far, dtype=float)
    possible = (left > 0) & (so_far < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = 1 - ((1 - whole) / (1 - so_far)) ** (1 / left)
    return np.where(possible, rate, np.nan)


def projected(so_far: Any, passed: Any, years: Any) -> Any:
    """Return the decline at the end of the period at the average pace so far: 1 − (1 − C)^(N/n)."""
    return 1 - (1 - so_far) ** (years / passed)


def spread(whole: float, given: list[float | None]) -> list[float]:
    """Return a yearly path in which the years without a stated decline share evenly what is left.

    Where all years are stated the path is that, whether it compounds to the whole or not.
    """
    stated = [decline for decline in given if decline is not None]
    open_years = len(given) - len(stated)
    kept = float(np.prod([1 - decline for decline in stated]))
    even = float(yearly(1 - (1 - whole) / kept, open_years)) if open_years else 0.0
    return [even if decline is None else decline for decline in given]


def compounded(declines: Figures, starts: Any) -> Figures:
    """Return the cumulative decline 1 − Π(1 − D) along runs that begin where `starts` is true.

    From the first year of a run that is not known on, the rest of the run is not known.
    """
    run = np.cumsum(np.asarray(starts, dtype=int))
    unknown = np.isnan(declines)
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(unknown, 1.0, 1 - declines))
    sums = pd.DataFrame({"unknown": unknown, "log": logs}).groupby(run, sort=False).cumsum()
    return np.where(sums["unknown"] > 0, np.nan, -np.expm1(sums["log"]))
