"""Finds the energy balance in a sheet: its label column and its rows, each with what it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cityghg.activity.context import Context
from cityghg.activity.layouts.balance_columns import Column, find_columns, has_quantity
from cityghg.activity.layouts.balance_rows import BalanceRow, bare_name, load_balance_rows, without_numbering
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Problem
from cityghg.base.text import fold, half_width

FINAL = "final"
_LABEL_COLUMNS = 8  # numbering and codes may stand left of the labels
_LONGEST_HEAD = 200  # rows looked through for the first row of the balance
_FEWEST_SECTORS = 3


@dataclass(frozen=True)
class Line:
    """A row of the balance. `code` or `sector` says what it is; neither: it is not read.

    `section` is the id of the section it stands in, `marked` whether it says that it is a part, and
    `whole` the row of the sector that it is a part of.
    """

    row: int
    label: str
    section: str
    code: BalanceRow | None = None
    sector: str | None = None
    marked: bool = False
    whole: int | None = None

    @property
    def known(self) -> bool:
        return self.code is not None or self.sector is not None


@dataclass(frozen=True)
class Form:
    """The balance of a sheet; above its first row, `start`, stands the header."""

    sheet: Sheet
    start: int
    label_column: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def sectors(self) -> list[Line]:
        """Return the sectors of final consumption that are no part of another one."""
        return [line for line in self.lines if line.sector is not None and line.whole is None]

    def parts(self, whole: Line) -> list[Line]:
        """Return the sectors that are parts of one."""
        return [line for line in self.lines if line.sector is not None and line.whole == whole.row]

    def taken_from(self, whole: Line) -> list[Line]:
        """Return the rows that are subtracted from a sector."""
        return [line for line in self.lines if line.code is not None and line.code.taken_from == whole.sector]

    def title(self) -> str:
        """Return what stands above the balance, folded."""
        return fold("".join(str(v) for row in self.sheet.rows[: self.start] for v in row if v is not None))


def find_form(sheet: Sheet, context: Context) -> tuple[Form | None, list[Problem]]:
    """Find the balance. None where the sheet has no final consumption by sector, or no sources across."""
    label_column = _label_column(sheet)
    if label_column is None:
        return None, []
    lines = _lines(sheet, label_column, context)
    if sum(line.sector is not None for line in lines) < _FEWEST_SECTORS:
        return None, []
    start = lines[0].row
    known = [line.row for line in lines if line.known]
    columns, problems = find_columns(sheet, range(label_column + 1, len(sheet.rows[0])), known, context)
    form = Form(sheet, start, label_column, tuple(columns), tuple(lines))
    return (form, problems) if columns else (None, [])


def _label_column(sheet: Sheet) -> int | None:
    """Return the column in which the section of final consumption is named."""
    names = load_balance_rows().by_name
    width = min(_LABEL_COLUMNS, len(sheet.rows[0]) if sheet.rows else 0)
    for column in range(width):
        for row in sheet.rows[:_LONGEST_HEAD]:
            value = row[column]
            if isinstance(value, str) and (known := names.get(bare_name(value))) and known.id == FINAL:
                return column
    return None


def _lines(sheet: Sheet, column: int, context: Context) -> list[Line]:
    """Name the rows from the first known one to the last section; rows without label are kept."""
    lines: list[Line] = []
    section, row = "", 0
    while row < len(sheet.rows):
        line = _named(sheet.text(row, column), row, section, context)
        if not line.known and row + 1 < len(sheet.rows):
            line = _wrapped(sheet, line, column, context)
        if line.known or section:
            lines.append(line)
            section = line.section
        row = max(row, line.row) + 1
    return _arranged(_alone(lines), context)


def _named(label: str, row: int, section: str, context: Context) -> Line:
    text, marked = without_numbering(label)
    line = Line(row, half_width(label), section, marked=marked)
    code = load_balance_rows().by_name.get(bare_name(label))
    if code is not None and code.parent is None:
        return replace(line, code=code, section=code.id)
    if section == FINAL:
        if code is not None and code.parent == FINAL:
            return replace(line, code=code)
        sector = (context.sectors.find(text) or context.sectors.find(bare_name(label))) if text else None
        return replace(line, sector=sector.id) if sector else line
    in_place = code is not None and code.parent != FINAL and section not in ("difference", "consumption")
    return replace(line, code=code, section=section or str(code.parent)) if code and in_place else line


def _wrapped(sheet: Sheet, line: Line, column: int, context: Context) -> Line:
    """Join a label that runs on in the next row, if that makes it known; its figures stand in either row."""
    below = sheet.text(line.row + 1, column)
    if not line.label or not below or _named(below, line.row + 1, line.section, context).known:
        return line
    joined = _named(line.label + half_width(below), line.row, line.section, context)
    if not joined.known:
        return line
    here = any(has_quantity(v) for v in sheet.rows[line.row][column + 1 :])
    return joined if here else replace(joined, row=line.row + 1)


def _alone(lines: list[Line]) -> list[Line]:
    """Let a group that stands for one sector be that sector where the sector has no row."""
    given = {line.sector for line in lines if line.sector}
    return [
        replace(line, code=None, sector=line.code.sector)
        if line.code and line.code.members and line.code.sector and not given & set(line.code.members)
        else line
        for line in lines
    ]


def _arranged(lines: list[Line], context: Context) -> list[Line]:
    """Say of each sector what it is a part of, and set aside the parts that cannot be used.

    Parts of a sector from which something is taken are such, since nobody says from which of them,
    and so is a marked row of a sector that has a row already.
    """
    taken = {line.code.taken_from for line in lines if line.code and line.code.taken_from}
    rows: dict[str, int] = {}
    for line in sorted(lines, key=lambda x: x.marked):
        if line.sector:
            rows.setdefault(line.sector, line.row)
    arranged: list[Line] = []
    for line in lines:
        around = context.sectors.lineage(line.sector)[1:] if line.sector else ()
        whole = next((code for code in around if code in rows), None)
        if (taken & rows.keys() & set(around)) or (
            line.marked and line.sector and rows[line.sector] != line.row
        ):
            line = replace(line, sector=None, marked=True)
        arranged.append(replace(line, whole=rows[whole] if whole and line.sector else None))
    return arranged
