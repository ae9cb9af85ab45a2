"""Figures as they are printed: how people write them, and how far a sum of rounded ones may be off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

HALF: Final = Decimal("0.5")
DUST: Final = Decimal("1e-9")  # of the largest figure: what float arithmetic leaves


def tolerance(amounts: Iterable[Decimal]) -> Decimal:
    """Return by how much a sum over amounts printed with the same decimals may be off."""
    given = list(amounts)
    places = max((-e for a in given if isinstance(e := a.normalize().as_tuple().exponent, int)), default=0)
    largest = max((abs(a) for a in given), default=Decimal(0))
    return max(HALF.scaleb(-max(places, 0)) * len(given), largest * DUST)


def plain(amount: Decimal) -> str:
    """Return an amount as people write it."""
    return f"{amount.normalize():f}"
