"""Rows marked 其中 or #: parts of a row above, never to be added to it.

A part whose sector, source or area lies within that of a row of the table is told by the code lists,
and taken off it later (`inventory/of_which.py`). Any other marked row would be added to the row of
which it says that it is a part: it is an error and left out. So is a part of an enterprise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from cityghg.activity.body import Body
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts.balance_rows import bare_name, load_balance_rows, without_numbering
from cityghg.activity.natures import Nature, is_part
from cityghg.base.text import half_width

_MARKED = ("area", "sector", "source")
_OF_WHICH = re.compile(r"\s*(其中|of which)", re.IGNORECASE)
_FEEDSTOCK, _INDUSTRY = "nonenergy_use", "industry"


def needs_natures(body: Body, keys: pl.DataFrame) -> bool:
    """Say whether any row is marked as a part, is one of totals, or may be a part of industry."""
    columns = (c for name in (*_MARKED, "reporter") for c in body.header.fields.get(name, ()))
    marked = any(_OF_WHICH.match(t) or without_numbering(t)[1] for c in columns for t in {*body.texts(c)})
    return bool(body.totals) or marked or bool((keys["sector"] == _FEEDSTOCK).any())


def without_marked(body: Body, natures: Mapping[int, Nature], context: Context, findings: Findings) -> Body:
    """Return the body without marked rows that would be added to what they are parts of; report these.

    `natures` says what each row is of; a row of an enterprise may be left out of it.
    """
    marks = {row: mark for row in body.rows if (mark := _mark(body, row))}
    if not marks:
        return body
    totals, known = {row for row, _ in body.totals}, set(natures.values())
    kinds = {source.id for source in context.sources if source.kind == "total"}
    above: int | None = None
    lost: set[int] = set()
    for row in sorted({*body.rows, *totals}):
        if row not in marks:
            above = row
            continue
        (name, column), one = marks[row], natures.get(row, Nature())
        whole = natures.get(-1 if above is None else above, Nature())
        if above is None or above in totals or whole.source in kinds or is_part(one, known, context):
            continue
        if name == "reporter" or _are_alike(one, whole, name):
            label, around = (body.sheet.spanned_text(r, column).strip() for r in (row, above))
            findings.at("marked_part_is_added", row, column, found=label, whole=around)
            lost.add(row)
    return replace(body, rows=tuple(row for row in body.rows if row not in lost)) if lost else body


def _mark(body: Body, row: int) -> tuple[str, int] | None:
    """Return the field and column in which a row says that it is a part."""
    for name in (*_MARKED, "reporter"):
        for column in body.header.fields.get(name, ()):
            text = body.sheet.text(row, column)
            if _OF_WHICH.match(text) or (name != "reporter" and without_numbering(text)[1]):
                return name, column
    return None


def _are_alike(one: Nature, whole: Nature, name: str) -> bool:
    """Say whether both are known, and of the same but for the field that is marked."""
    if None in (one.year, getattr(one, name), getattr(whole, name)):
        return False
    return _without(one, name) == _without(whole, name)


def _without(one: Nature, name: str) -> tuple[object, ...]:
    return tuple(value for field, value in one._asdict().items() if field != name)


def warn_of_feedstock(
    body: Body, natures: Mapping[int, Nature], context: Context, findings: Findings
) -> None:
    """Warn of a row 用作原料、材料 below industry, which holds it in every statistical form.

    For forms; in a list of amounts each row speaks for itself.
    """
    feedstock = next(row for row in load_balance_rows().rows if row.sector == _FEEDSTOCK)
    names = {bare_name(name) for name in feedstock.names()}
    industry = {
        _without(n, "sector")
        for n in natures.values()
        if n.sector and context.sectors.covers(_INDUSTRY, n.sector)
    }
    for column in body.header.fields.get("sector", ()):
        for row in body.rows:
            nature = natures.get(row, Nature())
            if nature.sector != _FEEDSTOCK or _without(nature, "sector") not in industry:
                continue
            text = half_width(body.sheet.spanned_text(row, column))
            if bare_name(text) in names and not _mark(body, row):
                findings.at("feedstock_beside_industry", row, column, found=text)
                return
