"""Workbooks. Values come from calamine; what it does not show comes from `marks` of the same kind."""

from __future__ import annotations

import errno
from pathlib import Path

import python_calamine as calamine

from cityghg.activity.containers import ods_marks, xls_marks, xlsb_marks, xlsx_marks
from cityghg.activity.containers.kind import BROKEN_ARCHIVE
from cityghg.activity.containers.marks import Marks
from cityghg.activity.sheet import Sheet, Value, address
from cityghg.base.problems import Place, Problem, problem

_MARKS = {
    "xlsx": xlsx_marks.read_marks,
    "xls": xls_marks.read_marks,
    "xlsb": xlsb_marks.read_marks,
    "ods": ods_marks.read_marks,
}
_FAULTS = (calamine.CalamineError, *xlsx_marks.FAULTS, *xls_marks.FAULTS, *ods_marks.FAULTS, *BROKEN_ARCHIVE)
_PANIC = "PanicException"  # of calamine, which cannot be imported and is no Exception
_WITHIN_FILE = (None, errno.EINVAL)  # a wrong address in the file, as against one that cannot be opened
_MOST_CELLS = 20_000_000
# Looked at by Python first: all sheets of ods are unpacked when it is opened, and calamine takes the whole
# process down with it where a broken xls makes it ask for more memory than there is.
_MARKS_FIRST = ("ods", "xls")


def read_workbook(path: Path, shown: str, kind: str) -> tuple[list[Sheet], list[Problem]]:
    """Return every worksheet of a workbook of the given kind, in the workbook's order."""
    place = Place(file=shown)
    try:
        marks = _MARKS[kind](path) if kind in _MARKS_FIRST else None
        if problems := _too_large(marks or {}, shown):
            return [], problems
        with path.open("rb") as file:
            workbook = calamine.load_workbook(file)
            return _sheets(workbook, shown, _MARKS[kind](path) if marks is None else marks)
    except calamine.PasswordError:
        return [], [problem("file_password", place)]
    except OSError as error:
        code = "file_corrupt" if error.errno in _WITHIN_FILE else "file_unreadable"
        return [], [problem(code, place, reason=error.strerror or str(error))]
    except _FAULTS as error:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        code = "file_password" if "encrypted" in reason.lower() else "file_corrupt"
        return [], [problem(code, place, reason=reason)]
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        return [], [problem("file_corrupt", place, reason=error)]


def _sheets(
    workbook: calamine.CalamineWorkbook, shown: str, marks: dict[str, Marks]
) -> tuple[list[Sheet], list[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        known = marks.get(meta.name, Marks())
        if found := _too_large({meta.name: known}, shown):
            problems += found
            continue
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        sheets.append(_sheet(workbook.get_sheet_by_name(meta.name), shown, known, hidden))
    return sheets, problems


def _too_large(marks: dict[str, Marks], shown: str) -> list[Problem]:
    """Return a problem for each sheet that reaches too far to be read."""
    return [
        problem(
            "sheet_too_large", Place(file=shown, sheet=name, cell=address(known.end[0] - 1, known.end[1] - 1))
        )
        for name, known in marks.items()
        if known.end[0] * known.end[1] > _MOST_CELLS
    ]


def _sheet(grid: calamine.CalamineSheet, shown: str, marks: Marks, hidden: bool) -> Sheet:
    rows: list[list[Value]] = [
        [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        for row in grid.to_python(skip_empty_area=False)
    ]
    width = len(rows[0]) if rows else 0
    rows, width = _grown(rows, width, marks)
    merged = marks.merged or tuple((*first, *last) for first, last in grid.merged_cell_ranges or ())
    return Sheet(
        shown, grid.name, rows, marks.flaws, marks.hidden_rows, marks.hidden_columns, merged, hidden=hidden
    )


def _grown(rows: list[list[Value]], width: int, marks: Marks) -> tuple[list[list[Value]], int]:
    """Let the grid reach as far as its last flawed cell, which calamine takes for no cell at all."""
    height = max([len(rows), *(row + 1 for row, _ in marks.flaws)])
    wider = max([width, *(column + 1 for _, column in marks.flaws)])
    for row in rows:
        row.extend([None] * (wider - width))
    rows.extend([None] * wider for _ in range(height - len(rows)))
    return rows, wider
