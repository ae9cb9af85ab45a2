"""Does an energy balance close? What supply and transformation leave after use is the printed difference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cityghg.activity.layouts.balance_columns import Column
from cityghg.activity.layouts.balance_form import FINAL, Form, Line
from cityghg.activity.layouts.balance_grid import Grid
from cityghg.activity.layouts.balance_slips import Signed, likely
from cityghg.activity.sheet import address
from cityghg.base.problems import Problem, problem

_SIGNS = {"supply": 1, "transformation": 1, "losses": -1, FINAL: -1}


def check_closure(form: Form, grid: Grid) -> list[Problem]:
    """Report columns whose printed difference is not what their sections leave; a blank one is 0.

    Only columns with a printed total of supply can be checked, and only where the form has a row for
    the difference: real balances differ by up to their whole amount.
    """
    rows = {line.code.id: line for line in form.lines if line.code and line.code.parent is None}
    if not {"supply", FINAL, "difference"} <= rows.keys():
        return []
    return [found for column in form.columns for found in _check(form, grid, rows, column)]


def _check(form: Form, grid: Grid, rows: dict[str, Line], column: Column) -> Iterator[Problem]:
    cells: list[Signed] = [
        (sign, (rows[name].row, column.index)) for name, sign in _SIGNS.items() if name in rows
    ]
    difference = (rows["difference"].row, column.index)
    if grid.quantities.get(cells[0][1]) is None or {cell for _, cell in cells} & grid.bad:
        return
    given = [(sign, cell) for sign, cell in cells if cell in grid.quantities]
    left = sum((sign * grid.quantities[cell] for sign, cell in given), Decimal(0))
    printed = grid.quantities.get(difference, Decimal(0))
    within = grid.rounding([*(cell for _, cell in given), difference])
    if abs(left - printed) <= within or abs(left + printed) <= within:
        return
    formula = "".join(("+" if sign > 0 else "−") + address(*cell) for sign, cell in given).removeprefix("+")
    yield problem(
        "balance_not_closed",
        form.sheet.place(*difference),
        source=column.source,
        formula=formula,
        left=f"{left.normalize():f}",
        printed=f"{printed.normalize():f}",
        difference=f"{(left - printed).normalize():f}",
        unit=column.unit,
        likely=likely(grid, column, [*given, (-1, difference)], within),
    )
