"""The figures of an energy balance as exact decimals, with the rounding they were printed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cityghg.activity.cells import read_amounts
from cityghg.activity.layouts.balance_columns import Column
from cityghg.activity.layouts.balance_form import Form
from cityghg.activity.layouts.balance_rows import load_balance_rows
from cityghg.base.problems import Problem, problem

_DUST = Decimal("1e-9")  # of the largest figure of its column; what spreadsheet sums leave instead of 0
_FLAWS = {"error": "error_cell", "formula_without_value": "formula_without_value"}
_HALF = Decimal("0.5")
Cell = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """The quantities by (row, column). A blank cell, `-` and dust have none; a `bad` one is not known."""

    quantities: dict[Cell, Decimal]
    places: dict[int, int]
    bad: frozenset[Cell] = frozenset()

    def get(self, row: int, column: int) -> Decimal | None:
        return self.quantities.get((row, column))

    def is_used(self, column: int) -> bool:
        """Say whether a column holds any quantity but 0, or a cell that is not known."""
        return any(index == column for _, index in self.bad) or any(
            amount != 0 for (_, index), amount in self.quantities.items() if index == column
        )

    def rounding(self, cells: Iterable[Cell]) -> Decimal:
        """Return by how much a sum over the cells may be off because each was printed rounded."""
        columns = [column for _, column in cells]
        places = max((self.places.get(column, 0) for column in columns), default=0)
        return _HALF.scaleb(-places) * len(columns)


def read_grid(form: Form) -> tuple[Grid, list[Problem]]:
    """Read the cells of every known row and column; notes say what was taken as no quantity."""
    cells = [(line.row, column) for column in form.columns for line in form.lines if line.known]
    frame = read_amounts([form.sheet.value(row, column.index) for row, column in cells])
    quantities: dict[Cell, Decimal] = {}
    problems: list[Problem] = []
    bad: set[Cell] = set()
    marks = blanks = 0
    for (row, column), text, amount, fault in zip(
        cells, frame["text"], frame["amount"], frame["fault"], strict=True
    ):
        place = form.sheet.place(row, column.index)
        if flaw := form.sheet.flaws.get((row, column.index)):
            problems.append(problem(_FLAWS[flaw[0]], place, found=flaw[1]))
            bad.add((row, column.index))
        elif fault == "missing":
            marks, blanks = marks + bool(text), blanks + (not text)
        elif amount is None:
            problems.append(problem("balance_not_a_number", place, found=text))
            bad.add((row, column.index))
        else:
            quantities[row, column.index] = amount
    dust = _dust(form, quantities)
    for cell in dust:
        del quantities[cell]
    problems += _notes(form, blanks, marks, len(dust))
    places = {c.index: _places(c, quantities) for c in form.columns}
    return Grid(quantities, places, frozenset(bad)), problems


def _dust(form: Form, quantities: dict[Cell, Decimal]) -> list[Cell]:
    """Return the cells in which float arithmetic left almost nothing: never a figure that was typed."""
    largest = {c.index: Decimal(0) for c in form.columns}
    for (_, column), amount in quantities.items():
        largest[column] = max(largest[column], abs(amount))
    return [
        (row, column)
        for (row, column), amount in quantities.items()
        if isinstance(value := form.sheet.value(row, column), float)
        and value != 0
        and abs(amount) <= largest[column] * _DUST
        and Decimal(repr(value)) != amount
    ]


def _places(column: Column, quantities: dict[Cell, Decimal]) -> int:
    """Return the decimals that the figures of a column were printed with."""
    exponents = (
        q.normalize().as_tuple().exponent for (_, index), q in quantities.items() if index == column.index
    )
    most = max((-e for e in exponents if isinstance(e, int)), default=0)
    return min(max(most, 0), load_balance_rows().printed_decimals)


def _notes(form: Form, blanks: int, marks: int, dust: int) -> list[Problem]:
    place = form.sheet.place(form.start, form.columns[0].index)
    notes = []
    if blanks or marks:
        code = "balance_blank_cells" if marks else "balance_blanks"
        notes.append(problem(code, place, blanks=blanks, marks=marks))
    if dust:
        notes.append(problem("balance_dust", place, count=dust))
    hidden = sum(line.row in form.sheet.hidden_rows for line in form.lines if line.known)
    if hidden:
        notes.append(problem("hidden_rows_read", place, count=hidden))
    hidden = sum(column.index in form.sheet.hidden_columns for column in form.columns)
    if hidden:
        notes.append(problem("hidden_columns_read", place, count=hidden))
    return notes
