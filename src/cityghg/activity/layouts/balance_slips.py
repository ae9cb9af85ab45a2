"""Which one figure, a power of ten larger or smaller, would make a sum of an energy balance come out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cityghg.activity.layouts.balance_columns import Column
from cityghg.activity.layouts.balance_grid import Cell, Grid
from cityghg.activity.layouts.balance_rows import load_balance_rows
from cityghg.activity.sheet import address
from cityghg.base.labels import LANGUAGES, label
from cityghg.base.problems import Words

Signed = tuple[int, Cell]  # 1 or -1, and the cell it goes with


def likely(grid: Grid, column: Column, cells: Iterable[Signed], within: Decimal) -> Words:
    """Return words for the figure that explains why a signed sum over cells is not 0.

    Blank where none does, or several do; `within` is what rounding leaves of the sum.
    """
    given = [(sign, cell, q) for sign, cell in cells if (q := grid.quantities.get(cell))]
    left = sum((sign * quantity for sign, _, quantity in given), Decimal(0))
    found = [
        (cell, moved)
        for sign, cell, quantity in given
        for power in load_balance_rows().slips
        for moved in (quantity.scaleb(power), quantity.scaleb(-power))
        if abs(left + sign * (moved - quantity)) <= within < abs(moved - quantity)
    ]
    if len(found) != 1:
        return Words("", "")
    cell, moved = found[0]
    values = {"cell": address(*cell), "value": f"{moved.normalize():f}", "unit": column.unit}
    return Words(*(label("layouts", "balance.likely", language, **values) for language in LANGUAGES))
