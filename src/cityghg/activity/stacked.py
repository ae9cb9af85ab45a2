"""Several tables in one sheet, one below the other: each becomes a sheet of its own, addresses unchanged.

A new table begins where a row of headings follows figures. What stands between the last figure and
that row is its title; footnotes of the table above stay with that one. A row of headings repeated
under no title of its own, or 续表, continues the table above, as on a further page, under the same title.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from cityghg.activity.beside import beside
from cityghg.activity.body import is_footnote, is_letter_row
from cityghg.activity.context import Context
from cityghg.activity.head_paths import is_figure
from cityghg.activity.headers import read_header
from cityghg.activity.layouts.form_205_measures import find_measure
from cityghg.activity.sheet import Sheet, Value

_FEWEST_HEADINGS = 3
_CONTINUED = re.compile(r"续表|[(（]续[^()（）]{0,3}[)）]|\bcontinued\b", re.IGNORECASE)


def tables_of(sheet: Sheet, context: Context) -> list[Sheet]:
    """Return the tables of a sheet, beside and below one another; the sheet itself where it holds one."""
    found = [table for one in beside(sheet) for table in _below(one, context)]
    return (
        [replace(table, part=number) for number, table in enumerate(found, start=1)] if found[1:] else found
    )


def _below(sheet: Sheet, context: Context) -> list[Sheet]:
    """Return the tables of a sheet, top to bottom; the sheet itself where it holds one or none.

    Each part is the sheet with all rows blank that are not its own.
    """
    heads = _heads(sheet, context)
    if not heads[1:]:
        return [sheet]
    starts = [0, *(_start(sheet, above, head) for above, head in pairwise(heads))]
    ends = [*starts[1:], len(sheet.rows)]
    parts: list[Sheet] = []
    title = range(heads[0])
    for number, (start, head, end) in enumerate(zip(starts, heads, ends, strict=True), start=1):
        own = range(start, head)
        texts = [value for row in own for value in sheet.rows[row] if value is not None]
        if texts and not any(isinstance(text, str) and _CONTINUED.search(text) for text in texts):
            title = own
        parts.append(_part(sheet, number, {*title, *range(start, end)}))
    return parts


def _heads(sheet: Sheet, context: Context) -> list[int]:
    """Return the rows of headings that have figures below them, before the next such row."""
    heads: list[int] = []
    figures = True  # since the last row of headings
    for row, values in enumerate(sheet.rows):
        if any(map(is_figure, values)):
            figures = figures or not is_letter_row(sheet, row)
        elif _is_head(sheet, row, values, context) or (heads and _is_like(sheet.rows[heads[0]], values)):
            if not figures:
                continue  # a heading of several rows, or one without any data
            heads.append(row)
            figures = False
    return heads if figures else heads[:-1]


def _is_head(sheet: Sheet, row: int, values: list[Value], context: Context) -> bool:
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    if len(texts) < _FEWEST_HEADINGS:
        return False
    header = read_header(sheet, row, context)
    measures = sum(find_measure((text,)) is not None for text in texts)
    return measures + len(header.fields) + len(header.sources) >= _FEWEST_HEADINGS


def _is_like(head: list[Value], values: list[Value]) -> bool:
    """Say whether a row repeats headings of the first table where they stand, perhaps not all of them."""
    pairs = zip(head, values, strict=True)
    return sum(isinstance(one, str) and one.strip() != "" and one == other for one, other in pairs) > 1


def _start(sheet: Sheet, above: int, head: int) -> int:
    """Return the first row of the title above a row of headings, which begins below figures and footnotes."""
    start = head
    while start - 1 > above and not any(map(is_figure, sheet.rows[start - 1])):
        start -= 1
    for row in range(start, head):
        if any(isinstance(value, str) and is_footnote(value) for value in sheet.rows[row]):
            blank = (r for r in range(row, head) if all(v is None for v in sheet.rows[r]))
            start = next(blank, row + 1)
    return start


def _part(sheet: Sheet, number: int, rows: set[int]) -> Sheet:
    width = len(sheet.rows[0]) if sheet.rows else 0
    blank: list[Value] = [None] * width
    return replace(
        sheet,
        rows=[row if index in rows else blank for index, row in enumerate(sheet.rows)],
        flaws={cell: flaw for cell, flaw in sheet.flaws.items() if cell[0] in rows},
        merged=tuple(m for m in sheet.merged if m[0] in rows),
        part=number,
    )
