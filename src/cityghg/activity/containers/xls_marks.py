"""Error cells and hidden rows and columns of .xls; there a formula always has a value."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import xlrd

from cityghg.activity.containers.marks import ERRORS, Marks
from cityghg.activity.sheet import CellFlaw

FAULTS = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error,
    LookupError, ArithmeticError, AssertionError, ValueError, TypeError, AttributeError,
)  # fmt: skip


def read_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name. Raises one of `FAULTS` for a broken workbook."""
    content = path.read_bytes()
    try:
        return _marks(content, formatting=True)
    except FAULTS:  # odd formatting must not keep the errors from being seen
        return _marks(content, formatting=False)


def _marks(content: bytes, formatting: bool) -> dict[str, Marks]:
    talk = io.StringIO()
    with xlrd.open_workbook(
        file_contents=content, formatting_info=formatting, on_demand=True, logfile=talk
    ) as book:
        return {name: _of_sheet(book.sheet_by_name(name)) for name in book.sheet_names()}


def _of_sheet(sheet: Any) -> Marks:
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = {
        (row, column): ("error", ERRORS.get(sheet.cell_value(row, column), "#?"))
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    }
    return Marks(
        flaws=flaws,
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        end=(sheet.nrows, sheet.ncols),
    )
