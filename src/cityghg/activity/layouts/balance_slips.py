"""Which one figure of an energy balance, a power of ten larger or smaller, would make a sum come out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cityghg.activity.layouts.balance_columns import Column
from cityghg.activity.layouts.balance_grid import Cell, Grid
from cityghg.activity.slips import Term, slipped
from cityghg.base.problems import Words

Signed = tuple[int, Cell]  # 1 or -1, and the cell it goes with


def likely(grid: Grid, column: Column, cells: Iterable[Signed], within: Decimal) -> Words:
    """Return words for the figure that explains why a signed sum over cells is not 0, or blanks."""
    given = (Term(sign, cell, q) for sign, cell in cells if (q := grid.quantities.get(cell)))
    return slipped(given, column.unit, within)
