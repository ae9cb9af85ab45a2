"""Which one figure, a power of ten larger or smaller, would make a sum come out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from cityghg.activity.layouts.balance_rows import load_balance_rows
from cityghg.activity.sheet import address
from cityghg.base.labels import LANGUAGES, label
from cityghg.base.problems import Words


class Term(NamedTuple):
    """A figure of a signed sum: 1 or -1, the cell it stands in, and the figure."""

    sign: int
    cell: tuple[int, int]
    amount: Decimal


def slipped(terms: Iterable[Term], unit: str, within: Decimal) -> Words:
    """Return words for the figure that explains why a signed sum is not 0.

    Blank where none does, or several do; `within` is what rounding leaves of the sum.
    """
    given = [term for term in terms if term.amount]
    left = sum((term.sign * term.amount for term in given), Decimal(0))
    found = [
        (term.cell, moved)
        for term in given
        for power in load_balance_rows().slips
        for moved in (term.amount.scaleb(power), term.amount.scaleb(-power))
        if abs(left + term.sign * (moved - term.amount)) <= within < abs(moved - term.amount)
    ]
    if len(found) != 1:
        return Words("", "")
    cell, moved = found[0]
    values = {"cell": address(*cell), "value": f"{moved.normalize():f}", "unit": unit}
    return Words(*(label("layouts", "balance.likely", language, **values) for language in LANGUAGES))
