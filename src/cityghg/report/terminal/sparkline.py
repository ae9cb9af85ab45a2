"""A series of numbers as a line of block characters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

BLOCKS: Final = "▁▂▃▄▅▆▇█"
MISSING: Final = "·"


def sparkline(values: Sequence[float | None]) -> str:
    """Return one character a value, from the lowest of the series to its highest; a missing one is a dot.

    A series without any change is drawn at half height.
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    if not known:
        return MISSING * len(values)
    low, span = min(known), max(known) - min(known)
    return "".join(_block(value, low, span) for value in values)


def _block(value: float | None, low: float, span: float) -> str:
    if value is None or not math.isfinite(value):
        return MISSING
    share = (value - low) / span if span > 0 else 0.5
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
