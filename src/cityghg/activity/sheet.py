"""One sheet as it was handed in: values by row and column, and what a value alone does not show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final, Literal

from cityghg.base.problems import Place

Value = str | float | int | bool | date | datetime | time | timedelta | None
PART: Final = "\n"  # in the id of a table; stands in the name of no file and no sheet
CellFlaw = Literal["error", "formula_without_value"]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A grid of cells. Rows and columns count from 0 here and from 1 in addresses.

    `rows` are of equal length; a blank cell is None. `flaws` names the cells that hold an Excel
    error or a formula without a cached value, which readers show as blank. `file` is the path as
    the user wrote it, `name` is empty for a text file. `merged` has (first row, first column, last row,
    last column); only the first cell of a merged range holds its value.
    """

    file: str
    name: str
    rows: list[list[Value]]
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    part: int = 1  # of the tables in the sheet, counted from the top

    @property
    def table(self) -> str:
        """The id of the table this sheet is: file and sheet, and on a further line which of its tables."""
        name = f"{self.file}|{self.name}" if self.name else self.file
        return name if self.part == 1 else f"{name}{PART}{self.part}"

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all stands in the sheet."""
        return not self.flaws and all(cell is None for row in self.rows for cell in row)

    @cached_property
    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The cells that a vertically merged range covers, each with the cell that holds its value."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            if top < bottom and top < len(self.rows)
            for row in range(top, min(bottom + 1, len(self.rows)))
            for column in range(left, min(right + 1, len(self.rows[row])))
        }

    def value(self, row: int, column: int) -> Value:
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """Return the cell as text, blank for an empty cell or one outside the grid."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        value = self.rows[row][column]
        return "" if value is None else str(value)

    def spanned_text(self, row: int, column: int) -> str:
        """Return the cell as text, or what stands in the merged range that covers it."""
        return self.text(*self.spans.get((row, column), (row, column)))

    def place(self, row: int, column: int) -> Place:
        return Place(file=self.file, sheet=self.name, cell=address(row, column))


def without_part(table: str) -> str:
    """Return the file and sheet of a table, whichever of the tables there it is."""
    return table.partition(PART)[0]


def address(row: int, column: int) -> str:
    """Return the address of a cell as Excel writes it: (0, 0) is A1."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
