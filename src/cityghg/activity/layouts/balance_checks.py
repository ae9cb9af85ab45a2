"""Checks of an energy balance against itself: rows nobody knows, and printed totals against their parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cityghg.activity.context import Context
from cityghg.activity.layouts.balance_columns import Column, has_quantity
from cityghg.activity.layouts.balance_form import FINAL, Form, Line
from cityghg.activity.layouts.balance_grid import Cell, Grid
from cityghg.activity.layouts.balance_rows import bare_name, load_balance_rows, parts_of_total
from cityghg.activity.layouts.balance_slips import likely
from cityghg.activity.layouts.reasons import near_words
from cityghg.activity.sheet import address
from cityghg.base.problems import Problem, problem
from cityghg.base.text import closest

_UNCHECKED = ("difference", "consumption")


def check_rows(form: Form, grid: Grid, context: Context) -> list[Problem]:
    """Report figures in rows without a known label, sectors named twice, and groups without their sectors."""
    return [*_unknown(form, context), *_twice(form), *_groups_alone(form, grid)]


def check_totals(form: Form, grid: Grid, context: Context) -> list[Problem]:
    """Report printed totals that differ from their parts beyond rounding, down rows and across columns."""
    problems: list[Problem] = []
    for total, parts in _row_totals(form):
        for column in form.columns:
            cells = [(part.row, column.index) for part in parts]
            if any(cell in grid.quantities for cell in cells) or not _stands_alone(total, column):
                problems += _compare(form, grid, total, column, cells)
    for column, members in _column_totals(form, context):
        for line in form.lines:
            if line.known and line.section not in _UNCHECKED:
                problems += _compare(form, grid, line, column, [(line.row, m.index) for m in members])
    return problems


def _compare(form: Form, grid: Grid, line: Line, column: Column, parts: list[Cell]) -> list[Problem]:
    total = grid.get(line.row, column.index)
    given = [cell for cell in parts if cell in grid.quantities]
    if total is None:
        return []
    added = sum((grid.quantities[cell] for cell in given), Decimal(0))
    if abs(total - added) <= grid.rounding([(line.row, column.index), *given]):
        return []
    shown = {"total": total, "added": added, "difference": total - added}
    values = {key: f"{value.normalize():f}" for key, value in shown.items()}
    cells = " ".join(address(*cell) for cell in given) or "-"
    here = (line.row, column.index)
    signed = [(1, here), *((-1, cell) for cell in given)]
    names: dict[str, object] = {
        "row": line.label,
        "source": column.source,
        "unit": column.unit,
        "cells": cells,
        "likely": likely(grid, column, signed, grid.rounding([here, *given])),
    }
    return [problem("balance_total_differs", form.sheet.place(line.row, column.index), **names, **values)]


def _stands_alone(total: Line, column: Column) -> bool:
    """Say whether a total without parts loses nothing: the sector itself is read, or other columns are."""
    return total.sector is not None or column.source.kind == "total"


def _row_totals(form: Form) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each total row with the rows it adds up."""
    for line in form.lines:
        if line.sector is not None and (parts := form.parts(line)) and not any(p.marked for p in parts):
            yield line, parts
        elif line.code is not None and line.code.id == FINAL:
            yield line, form.sectors()
        elif line.code is not None and line.code.id == "transformation":
            yield line, [x for x in form.lines if x.section == line.section and _is_part(x)]
        elif line.code is not None and line.code.members:
            yield line, [x for x in form.sectors() if x.sector in line.code.members]


def _is_part(line: Line) -> bool:
    """Say whether a row below a section counts in its total."""
    sections = {row.id for row in load_balance_rows().rows if row.parent is None}
    return line.code.parent in sections if line.code else bool(line.label) and not line.marked


def _column_totals(form: Form, context: Context) -> Iterator[tuple[Column, list[Column]]]:
    """Yield each total column with the columns it adds up; none where they have another unit."""
    present = [column.source.id for column in form.columns]
    for column in form.columns:
        parts = parts_of_total(column.source.id, present, context.sources)
        members = [other for other in form.columns if other.source.id in (parts or ())]
        if parts is not None and all(member.unit == column.unit for member in members):
            yield column, members


def _unknown(form: Form, context: Context) -> Iterator[Problem]:
    names = [*load_balance_rows().by_name, *(name for sector in context.sectors for name in sector.names())]
    aside = []
    for line in form.lines:
        figures = [c.index for c in form.columns if has_quantity(form.sheet.value(line.row, c.index))]
        if line.known or not figures or line.section in _UNCHECKED:
            continue
        place = form.sheet.place(line.row, form.label_column)
        if not line.label:
            yield problem("balance_row_without_label", form.sheet.place(line.row, figures[0]))
        elif line.marked:
            aside.append(place.cell)
        else:
            code = "balance_row_unknown" if line.section == FINAL else "balance_row_not_read"
            yield problem(
                code, place, found=line.label, near=near_words(closest(bare_name(line.label), names))
            )
    if aside:
        place = form.sheet.place(form.start, form.label_column)
        yield problem("balance_parts_not_read", place, count=len(aside), cells=" ".join(aside))


def _twice(form: Form) -> Iterator[Problem]:
    first: dict[str, Line] = {}
    for line in form.lines:
        name = line.sector or (line.code.id if line.code else None)
        if name is None:
            continue
        twin = first.setdefault(f"{line.section} {name}", line)
        if twin is not line:
            place, other = (form.sheet.place(x.row, form.label_column) for x in (line, twin))
            yield problem("balance_row_twice", place, found=line.label, other=other.cell)


def _groups_alone(form: Form, grid: Grid) -> Iterator[Problem]:
    """Report a group, such as 第三产业, whose sectors have no rows."""
    given = {line.sector for line in form.sectors()}
    for line in form.lines:
        if line.code is None or not line.code.members or given & set(line.code.members):
            continue
        if any(grid.get(line.row, column.index) for column in form.columns):
            place = form.sheet.place(line.row, form.label_column)
            yield problem("balance_group_alone", place, found=line.label)
