"""Sharing a reduction by a key, within bounds, so that nothing is left over."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]
_DUST: Final = 1e-12  # of all amounts, or of the largest rate: what floats may leave of nothing


@dataclass(frozen=True)
class Shared:
    """The decline of each district as a fraction; None where bounds make it impossible.

    `least` and `most` are what the bounds allow all of them to keep together, in tonnes.
    """

    declines: Figures | None
    least: float
    most: float


def share_out(reduction: float, amounts: Figures, rates: Figures, low: Figures, high: Figures) -> Shared:
    """Return declines T_i = min(max(k s_i, low_i), high_i) with ΣW_i T_i equal to the reduction.

    `amounts` are the W_i, `rates` the s_i ≥ 0, all of one shape, low_i ≤ high_i. Σ W_i T_i grows with k in
    straight pieces, so the piece that holds the reduction is found first, and k on it exactly.
    """
    largest = rates.max(initial=0.0)
    rates = np.where(rates > _DUST * largest, rates / (largest or 1.0), 0.0)
    least = _total(amounts, np.clip(0.0, low, high))
    most = _total(amounts, np.where(rates > 0, high, np.clip(0.0, low, high)))
    slack = _DUST * math.fsum(amounts)
    if not least - slack <= reduction <= most + slack:
        return Shared(None, least, most)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        turns = np.unique(np.concatenate([low / rates, high / rates]))
    turns = turns[np.isfinite(turns) & (turns > 0)]
    reached = [_total(amounts, np.clip(k * rates, low, high)) for k in turns]
    piece = int(np.searchsorted(reached, reduction))
    below = turns[piece - 1] if piece > 0 else 0.0
    above = turns[piece] if piece < len(turns) else math.inf
    inside = (below + above) / 2 if math.isfinite(above) else below + 1
    free = (inside * rates > low) & (inside * rates < high) & (rates > 0)
    declines = np.clip(inside * rates, low, high)
    if free.any():
        held = _total(amounts[~free], declines[~free])
        k = (reduction - held) / _total(amounts[free], rates[free])
        declines = np.where(free, np.clip(k * rates, low, high), declines)
    return Shared(declines, least, most)


def _total(amounts: Figures, declines: Figures) -> float:
    """Return a sum that does not depend on the order of districts."""
    return math.fsum(amounts * declines)
