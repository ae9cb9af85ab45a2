"""What stands above each column of a heading of any depth, merged cells in every column they span."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cityghg.activity.cells import value_text
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.text import half_width

DEEPEST: Final = 12  # rows of a heading
_FIGURE: Final = frozenset("0123456789.,+-%")


def column_paths(sheet: Sheet, first: int, last: int) -> list[tuple[str, ...]]:
    """Return for each column the texts in the rows `first` to `last`, top first, none repeated below itself.

    A blank cell right of a heading with others below it, as an unmerged sheet or a text file has it,
    belongs to that heading.
    """
    if last < first or first >= len(sheet.rows):
        return []
    width = len(sheet.rows[first])
    grid = [[_text(sheet, row, column) for column in range(width)] for row in range(first, last + 1)]
    _spread(sheet, first, grid)
    _carry(grid)
    return [_path(row[column] for row in grid) for column in range(len(grid[0]))]


def is_figure(value: Value) -> bool:
    """Say whether a cell holds a number, also one written as text; a unit such as 10^4 is none."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    text = half_width(value_text(value)) if isinstance(value, str) else ""
    return bool(text) and set(text) <= _FIGURE and any(sign.isdigit() for sign in text)


def _text(sheet: Sheet, row: int, column: int) -> str:
    return half_width(value_text(sheet.rows[row][column])) if row < len(sheet.rows) else ""


def _spread(sheet: Sheet, first: int, grid: list[list[str]]) -> None:
    """Write the text of each merged range into every cell of it."""
    for top, left, bottom, right in sheet.merged:
        if bottom < first or top >= first + len(grid) or bottom - top >= DEEPEST:
            continue
        text = _text(sheet, top, left) if left < len(sheet.rows[top]) else ""
        for row in range(max(top, first), min(bottom + 1, first + len(grid))):
            for column in range(left, min(right + 1, len(grid[row - first]))):
                grid[row - first][column] = text


def _carry(grid: list[list[str]]) -> None:
    for depth, row in enumerate(grid[:-1]):
        below = [any(lower[column] for lower in grid[depth + 1 :]) for column in range(len(row))]
        parent = ""
        for column, text in enumerate(row):
            if text:
                parent = text if below[column] else ""
            elif parent and below[column]:
                row[column] = parent
            else:
                parent = ""


def _path(texts: Iterable[str]) -> tuple[str, ...]:
    path: list[str] = []
    for text in texts:
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)
