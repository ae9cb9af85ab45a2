"""Rows and columns of totals against the rows or columns they add up.

A row of totals may stand below or above its parts, and add up all rows or those up to the next total. It is
right if it is the sum of any of these; what it is compared with in a message is the likeliest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cityghg.activity.body import Body, is_total, is_total_of_months
from cityghg.activity.cells import read_amounts
from cityghg.activity.context import Context
from cityghg.activity.headers import Header, split_unit
from cityghg.activity.natures import Nature, is_part
from cityghg.activity.printed_totals import PrintedTotals, Shown, agrees
from cityghg.activity.resolve import WHOLE_CITY
from cityghg.base.text import fold

_NO_KEYS = ("amount", "unit", "note", "quality", "uncertainty_pct")
_PART_OF_YEAR = re.compile("季度|半年|[-—~至到](?!12)")
_UNTOLD = Nature()
_SUBTOTAL = re.compile("小计|subtotal", re.IGNORECASE)


def check_total_rows(
    body: Body,
    units: Mapping[int, str | None],
    natures: Mapping[int, Nature],
    context: Context,
    totals: PrintedTotals,
) -> None:
    """Compare the amounts of each total row with those of the rows it adds up, column by column.

    `units` has the columns of amounts, each with the unit of what names none in a column of units.
    Parts are the rows that agree with what else the total row says, in one unit; those that lie
    within another of them (of which) are not added. A cell or a name that cannot be read ends the comparison.
    """
    if not body.totals:
        return
    table = _Table(body, natures, context)
    added_up = {at: [rows for rows in table.parts(*at) if rows] for at in body.totals}
    for column, unit in units.items():
        shown, unread = _amounts(body, column)
        unread |= {row for row, nature in natures.items() if not nature.known}
        for row, at in body.totals:
            sets = added_up[row, at]
            total = shown.get(row)
            if total is None or not sets or any(part in unread for rows in sets for part in rows):
                continue
            own = table.unit(row) or None
            given = {table.unit(part) or unit or "" for part in sets[-1]}
            sums = [[shown[part] for part in rows if part in shown] for rows in sets]
            if len(given | ({own} if own else set())) == 1 and not any(agrees(total, s) for s in sums if s):
                totals.compare(" ".join(body.sheet.spanned_text(row, at).split()), total, sums[0], *given)
            elif len(given) == 1:
                totals.compare("", total, next((s for s in sums if s and agrees(total, s)), []), *given)


def check_total_columns(
    body: Body,
    units: Mapping[int, str | None],
    sources: Mapping[int, str],
    context: Context,
    totals: PrintedTotals,
) -> None:
    """Compare a column 合计 or 全年 with the columns of amounts beside it, row by row, in one unit.

    `sources` names the source of a column, where columns are of sources: parts of another filled one
    are not added, and totals of sources neither.
    """
    kinds = {source.id for source in context.sources if source.kind == "total"}
    parts = {column: unit for column, unit in units.items() if sources.get(column) not in kinds}
    unit_column = body.header.column("unit")
    written = body.texts(unit_column) if unit_column is not None else [""] * len(body.rows)
    for column, heading in total_columns(body.header, context).items():
        if column in units:
            continue
        own = body.header.units.get(column)
        given = {*parts.values()} | ({own} if own else set())
        if _PART_OF_YEAR.search(heading) or (len(given) != 1 and not all(written)):
            continue
        read = {c: _amounts(body, c) for c in (column, *parts)}
        unread = {row for _, rows in read.values() for row in rows}
        for row, unit in zip(body.rows, written, strict=True):
            filled = [c for c in parts if row in read[c][0]]
            held = {sources[c] for c in filled if c in sources}
            outer = [c for c in filled if not held & {*_around(sources.get(c), context)}]
            if row in read[column][0] and row not in unread:
                shown = [read[c][0][row] for c in outer]
                totals.compare(heading, read[column][0][row], shown, unit or next(iter(given)) or "")


def total_columns(header: Header, context: Context) -> dict[int, str]:
    """Return the headings that are 合计, 全年 and the like and belong to no field and no source."""
    names = {column: split_unit(text, context.units)[0] for column, text in header.others.items()}
    return {c: n for c, n in names.items() if is_total(n) or is_total_of_months(n) or n in WHOLE_CITY}


def _around(source: str | None, context: Context) -> tuple[str, ...]:
    return tuple(context.sources.lineage(source)[1:]) if source else ()


class _Table:
    """The words of the rows of a table, data and totals, and which rows a total adds up."""

    def __init__(self, body: Body, natures: Mapping[int, Nature], context: Context) -> None:
        self._body, self._natures, self._context = body, natures, context
        self._kinds = {source.id for source in context.sources if source.kind == "total"}
        self._totals = sorted(row for row, _ in body.totals)
        everything = replace(body, rows=(*body.rows, *self._totals))
        fields = body.header.fields
        self._keys = [c for name, columns in fields.items() if name not in _NO_KEYS for c in columns]
        columns = {c: everything.texts(c) for c in (*self._keys, *fields.get("unit", ()))}
        self._texts = {
            row: {c: fold(texts[i]) for c, texts in columns.items()} for i, row in enumerate(everything.rows)
        }

    def unit(self, row: int) -> str:
        return next((self._texts[row][c] for c in self._body.header.fields.get("unit", ())), "")

    def parts(self, row: int, at: int) -> Iterator[list[int]]:
        """Yield the rows a total may add up, the likeliest first and all of them last."""
        words = self._texts[row]
        own = [c for c in self._keys if c != at and words[c] and not is_total(words[c])]
        rows = [r for r in self._body.rows if all(self._texts[r][c] == words[c] for c in own)]
        before = max((t for t in self._totals if t < row), default=-1)
        after = min((t for t in self._totals if t > row), default=len(self._body.sheet.rows))
        above, below = [r for r in rows if r < row], [r for r in rows if r > row]
        block_above, block_below = [r for r in above if r > before], [r for r in below if r < after]
        twin = any(self._texts[t][at] == words[at] for t in self._totals if t < row)
        blocks = twin or _SUBTOTAL.search(words[at])
        likely = (block_above, above) if blocks else (above, block_above)
        for group in (*likely, *((below, block_below) if not blocks else (block_below, below)), rows):
            yield self._outermost(group)

    def _outermost(self, rows: Sequence[int]) -> list[int]:
        """Return the rows that are no part of another of them, totals of sources only among themselves."""
        single = [r for r in rows if self._natures.get(r, _UNTOLD).source not in self._kinds] or list(rows)
        told = {r: self._natures[r] for r in single if r in self._natures}
        known = {*told.values()}
        return [r for r in single if r not in told or not is_part(told[r], known, self._context)]


def _amounts(body: Body, column: int) -> tuple[dict[int, Shown], set[int]]:
    """Return the figures of a column by row, and the rows in which something else stands."""
    rows = [*body.rows, *(row for row, _ in body.totals)]
    frame = read_amounts([body.sheet.value(row, column) for row in rows])
    shown: dict[int, Shown] = {}
    unread = {row for row, at in body.sheet.flaws if at == column}
    for row, text, amount, fault in zip(rows, frame["text"], frame["amount"], frame["fault"], strict=True):
        if amount is not None and amount < 0:
            unread.add(row)  # reported as such, or of a signed source, whose totals differ in their ways
        elif amount is not None:
            shown[row] = Shown((row, column), amount, text)
        elif fault in ("text", "overflow"):
            unread.add(row)
    return shown, unread
