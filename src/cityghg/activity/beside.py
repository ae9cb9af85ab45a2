"""Several tables in one sheet, side by side: each becomes a sheet of its own, addresses unchanged.

They are known by their headings, which come again in the same row. A title above that stands alone
in its row belongs to all of them; of several in a row each belongs to the table that it stands over.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from cityghg.activity.headers import SEARCHED_ROWS
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.text import half_width

_FEWEST_ALIKE = 2  # tables, and headings that come again


def beside(sheet: Sheet) -> list[Sheet]:
    """Return the tables of a sheet from left to right; the sheet itself where it holds one or none."""
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        starts = _starts(sheet, row)
        if starts:
            ends = [*starts[1:], len(sheet.rows[row])]
            return [
                _part(sheet, row, range(first if n else 0, last))
                for n, (first, last) in enumerate(zip(starts, ends, strict=True))
            ]
    return [sheet]


def _starts(sheet: Sheet, row: int) -> list[int]:
    """Return the columns in which the same headings begin anew, none where they do not."""
    texts = [half_width(sheet.text(row, column)) for column in range(len(sheet.rows[row]))]
    first = next((text for text in texts if text), "")
    starts = [column for column, text in enumerate(texts) if text == first]
    if len(starts) < _FEWEST_ALIKE or not first:
        return []
    if any(value is not None for values in sheet.rows[row:] for value in values[: starts[0]]):
        return []  # the headings are those of groups of columns, behind columns that name the rows
    blocks = [texts[a:b] for a, b in pairwise([*starts, len(texts)])]
    sets = [{text for text in block if text} for block in blocks]
    alike = all(len(sets[0] & other) >= _FEWEST_ALIKE for other in sets[1:])
    plain = all(len([t for t in block if t]) == len(found) for block, found in zip(blocks, sets, strict=True))
    return starts if alike and plain else []


def _part(sheet: Sheet, head: int, own: range) -> Sheet:
    """Return the sheet with the cells of other tables blank; titles that stand alone are kept."""
    rows: list[list[Value]] = []
    for row, values in enumerate(sheet.rows):
        alone = row < head and sum(value is not None for value in values) == 1
        rows.append([value if alone or at in own else None for at, value in enumerate(values)])
    return replace(
        sheet,
        rows=rows,
        flaws={cell: flaw for cell, flaw in sheet.flaws.items() if cell[1] in own},
        merged=tuple(m for m in sheet.merged if m[1] in own or m[0] < head),
    )
