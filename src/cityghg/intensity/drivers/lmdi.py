"""The logarithmic mean Divisia index, method I: a change of a product shared out to its factors.

B. W. Ang, The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33 (2005),
equations 4 and 5. Nothing is left over. Zeros take the analytical limits (B. W. Ang, N. Liu, Handling
zero values in the logarithmic mean Divisia index decomposition approach, Energy Policy 35 (2007)).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_UNCHANGED: Final = 1.0
_NEAR: Final = 0.5  # of a number to another, relative to it


def log_mean(one: Numbers, other: Numbers) -> Numbers:
    """Return (a − b) / ln(a / b), or a where both are equal. NaN unless both have the same sign.

    Shape: that of the two. Of two negative numbers it is the negative mean of their sizes.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (one - other) / other
        # log1p keeps its digits however near the two are to each other, log however far apart
        logarithm = np.where(np.abs(apart) < _NEAR, np.log1p(apart), np.log(one / other))
        mean = (one - other) / logarithm
    same_sign = (one != 0) & (np.sign(one) == np.sign(other))
    return np.where(same_sign, np.where(one == other, one, mean), np.nan)


def effects(before: Numbers, after: Numbers) -> Numbers:
    """Return the effect of each factor on the change of the product of all factors.

    Both have the factors along the first axis and any cells along the others; so has the result, whose
    sum along the first axis is `after.prod(axis=0) - before.prod(axis=0)`. A factor that is not defined
    (NaN) on one side is taken as unchanged, and on both sides as 1.

    Where a factor is zero on one side the product falls to zero, or rises from it, by that factor alone;
    several such factors share alike, which is the limit for one and the same small value in place of
    every zero. A factor that changes its sign passes through zero: it takes the fall and the rise.
    """
    old = np.where(np.isnan(before), np.where(np.isnan(after), _UNCHANGED, after), before)
    new = np.where(np.isnan(after), old, after)
    whole_old, whole_new = old.prod(axis=0), new.prod(axis=0)
    falls, rises = _through_zero(old, new), _through_zero(new, old)
    with np.errstate(divide="ignore", invalid="ignore"):
        regular = log_mean(whole_new, whole_old) * np.log(new / old)
    limits = whole_new * _shared(rises) - whole_old * _shared(falls)
    at_limit = (falls | rises).any(axis=0)
    result: Numbers = np.where(at_limit, limits, np.where(whole_old == whole_new, _kept(regular), regular))
    return result


def ratios(parts: Numbers, before: Numbers, after: Numbers) -> Numbers:
    """Return the multiplicative effects: D = exp(effect / L(V1, V0)), whose product is V1 / V0.

    `parts` are additive effects on totals V0 and V1, factors along the first axis. NaN where the totals
    are not both of one sign. That the two forms are tied so: Ang (2005), table 2.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Numbers = np.exp(parts / log_mean(after, before))
    return result


def _through_zero(here: Numbers, there: Numbers) -> NDArray[np.bool_]:
    """Say which factors are zero `there` and not here, or change their sign."""
    found: NDArray[np.bool_] = (here != 0) & (np.sign(here) != np.sign(there))
    return found


def _shared(which: NDArray[np.bool_]) -> Numbers:
    share: Numbers = which / np.maximum(which.sum(axis=0), 1)
    return share


def _kept(regular: Numbers) -> Numbers:
    """Return effects of a product that stays as it is; where it stays zero there are none."""
    return np.nan_to_num(regular, nan=0.0)
