"""An amount that looks a power of ten too large or too small, with what it was compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cityghg.inventory.figures import Figure
from cityghg.inventory.suspicion.guards import Guards


@dataclass(frozen=True)
class Suspect:
    """`figure` seems 10**`power` times what it should be (negative: too small).

    `beside` says what it was compared with: another year of the same series, the other areas of the
    city, the whole it is part of or its parts, the other sources of the area, or what it holds in
    other measures than these (mass, volume, electricity, heat). `expected` is about
    what it should be, in the unit of the figure; `other` is one of the figures that say so, and `more`
    are further figures off alike.
    """

    figure: Figure
    power: int
    beside: Literal["years", "areas", "whole", "sources", "measures"]
    expected: float
    other: Figure
    more: tuple[Figure, ...] = ()


def comparable(figures: Sequence[Figure], guards: Guards) -> list[Figure]:
    """Return the figures whose size is certain: read, above 0, and not rounded to next to nothing."""
    return [
        figure
        for figure in figures
        if figure.amount is not None
        and figure.amount > 0
        and not figure.derived
        and float(figure.rounding) <= guards.most_rounding * float(figure.amount)
    ]


def size(figure: Figure) -> float:
    """Return the decimal logarithm of a figure's amount, which must be above 0."""
    return math.log10(float(figure.amount or 0))
