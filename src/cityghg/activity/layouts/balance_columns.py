"""The columns of an energy balance: which source each is of, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cityghg.activity.context import Context
from cityghg.activity.headers import is_unit
from cityghg.activity.layouts.balance_rows import load_balance_rows, without_numbering
from cityghg.activity.layouts.reasons import near_words
from cityghg.activity.resolve import find_unit
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem, problem
from cityghg.base.text import closest, fold, half_width
from cityghg.codes import Source

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BRACKET = re.compile(r"\(([^()]+)\)?")


@dataclass(frozen=True)
class Column:
    """A column of one source; `unit` is spelled as in the sheet, blank where none was found.

    `row` is the last row of its heading.
    """

    index: int
    row: int
    source: Source
    unit: str


def find_columns(
    sheet: Sheet, indexes: range, rows: list[int], context: Context
) -> tuple[list[Column], list[Problem]]:
    """Return the columns of a known source. `rows` are the known rows; above the first stands the header."""
    columns: dict[str, Column] = {}
    problems: list[Problem] = []
    for index in indexes:
        header = {
            r: text for r in range(rows[0]) if (text := half_width(sheet.text(r, index)).replace(" ", ""))
        }
        column = _column(index, header, context)
        if column is None:
            problems += _unread(sheet, index, header, rows, context)
        elif first := columns.get(column.source.id):
            other = sheet.place(first.row, first.index).cell
            place = sheet.place(column.row, index)
            problems.append(problem("balance_column_twice", place, found=column.source, other=other))
        else:
            columns[column.source.id] = column
    return list(columns.values()), problems


def check_units(
    sheet: Sheet, columns: Iterable[Column], stated: str, context: Context
) -> tuple[tuple[Column, ...], list[Problem]]:
    """Return the columns whose unit is known and fits the source, and a problem for each other one.

    `stated` is the unit of the whole sheet, for columns that name none.
    """
    usable, problems = [], []
    for column in columns:
        answer = find_unit(column.unit or stated, column.source, context)
        if answer.value is None:
            problems.append(problem(answer.problem, sheet.place(column.row, column.index), **answer.values))
        else:
            usable.append(replace(column, unit=answer.value))
    return tuple(usable), problems


def has_quantity(value: Value) -> bool:
    """Say whether a cell holds a number other than 0, or text with a digit."""
    if isinstance(value, str):
        return any(sign in "123456789" for sign in half_width(value))
    return isinstance(value, int | float) and value != 0


def _column(index: int, header: dict[int, str], context: Context) -> Column | None:
    """Find source and unit in the cells above a column, whose words may be split over the cells.

    The longest run of cells that names a source wins; of two equally long the lower one, since a
    heading over several columns stands above the first of them. Chinese stands before English.
    """
    chinese = {row: text for row, text in header.items() if _CHINESE.search(text)}
    named = any(not is_unit(text, context.units) for text in chinese.values())
    cells = list((chinese if named else header).items())
    for size in range(len(cells), 0, -1):
        for first in range(len(cells) - size, -1, -1):
            text, rest = (
                "".join(t for _, t in part) for part in (cells[first : first + size], cells[first + size :])
            )
            for name, unit in _name_and_unit(text, context):
                if source := context.sources.find(name):
                    return Column(index, cells[-1][0], source, unit or _bare_unit(rest))
    return None


def _name_and_unit(text: str, context: Context) -> Iterator[tuple[str, str]]:
    """Yield the readings of a heading: all of it a name, or one bracket of it a unit (a known one first)."""
    yield without_numbering(text)[0], ""
    brackets = list(_BRACKET.finditer(text))
    for known in (True, False):
        for match in reversed(brackets):
            if is_unit(match.group(1), context.units) == known:
                yield without_numbering(text[: match.start()] + text[match.end() :])[0], match.group(1)


def _bare_unit(text: str) -> str:
    match = _BRACKET.search(text)
    return match.group(1) if match else text


def _unread(
    sheet: Sheet, index: int, header: dict[int, str], rows: list[int], context: Context
) -> list[Problem]:
    """Report a column of figures that has no known source above it."""
    skipped = any(fold(text) in load_balance_rows().ignored for text in header.values())
    if skipped or not any(_is_figure(sheet.value(row, index)) for row in rows):
        return []
    if not header:
        return [problem("balance_column_without_header", sheet.place(rows[0] - 1, index))]
    row, shown = next(((r, t) for r, t in header.items() if _CHINESE.search(t)), next(iter(header.items())))
    near = closest(shown, (name for source in context.sources for name in source.names()))
    return [problem("balance_column_unknown", sheet.place(row, index), found=shown, near=near_words(near))]


def _is_figure(value: Value) -> bool:
    return has_quantity(value) and not (isinstance(value, str) and _CHINESE.search(value))
