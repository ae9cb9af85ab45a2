"""Where the columns of a table stand in a sheet, for the formulas that refer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell


@dataclass(frozen=True)
class Layout:
    """A table of `rows` rows under the named columns; rows and columns count from 0."""

    sheet: str
    columns: tuple[str, ...]
    first: int
    rows: int

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.columns)}

    @property
    def last(self) -> int:
        """The last row; an empty table has one blank row, so that a range is always a range."""
        return self.first + max(self.rows, 1) - 1

    def position(self, column: str) -> int:
        return self._positions[column]

    def span(self, columns: Sequence[str]) -> tuple[int, int]:
        """Return the first and last position of columns that stand side by side."""
        found = [self.position(c) for c in columns]
        return min(found), max(found)

    def cell(self, column: str, row: int) -> str:
        """Return a reference within a row of the sheet, such as `$K5`: it survives sorting."""
        return str(xl_rowcol_to_cell(row, self.position(column), col_abs=True))

    def range(self, column: str, outside: bool = True) -> str:
        """Return the cells of a column, such as `'明细'!$K$3:$K$90`, without the sheet's name from within."""
        name = xl_col_to_name(self.position(column), col_abs=True)
        cells = f"{name}${self.first + 1}:{name}${self.last + 1}"
        return f"{quoted(self.sheet)}!{cells}" if outside else cells


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas need it."""
    return "'" + sheet.replace("'", "''") + "'"


def sum_where(values: str, *criteria: tuple[str, str]) -> str:
    """Return a conditional sum; each criterion is a range and the cell or constant it must equal."""
    return f"SUMIFS({values},{','.join(f'{cells},{wanted}' for cells, wanted in criteria)})"


def constant(value: str) -> str:
    """Return a text constant of a formula."""
    return '"' + value.replace('"', '""') + '"'
