"""Reads a list of products with their output, and takes from it the products that emit when made.

Such lists hold everything that industry makes. Fuels in them were made, not burnt; steel is only taken
off the carbon of the iron it was made of. They and products of no source are noted, never read.
"""

from __future__ import annotations

import polars as pl

from cityghg.activity.body import Body, find_body
from cityghg.activity.columns import empty_table
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import SEARCHED_ROWS, split_unit
from cityghg.activity.layouts import Match, tidy
from cityghg.activity.layouts.list_words import load_list_words, names, rewritten, row_name
from cityghg.activity.layouts.reasons import counted
from cityghg.activity.printed_totals import PrintedTotals
from cityghg.activity.resolve import find_code, unknown
from cityghg.activity.sheet import Sheet, Value
from cityghg.activity.total_rows import check_total_rows
from cityghg.base.problems import Problem, Words
from cityghg.base.text import closest, half_width
from cityghg.codes import Source

NAME = "process_output"

_SURE = 0.91
_PRODUCT, _AMOUNT = "产品名称", "产量"
Cell = tuple[int, int]


def score(sheet: Sheet, context: Context) -> Match:
    """A list of products has a column of product names and one of output."""
    heading = _heading(sheet, context)
    return Match(_SURE, (counted("headings", len(heading)),)) if heading else Match(0.0)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the output of products that are sources of their own sector."""
    findings = Findings(sheet)
    heading = _heading(sheet, context)
    ours = rewritten(sheet, heading, set())
    header = tidy.find_header(ours, context) if heading else None
    if header is None:
        return empty_table(), findings.all()
    column = header.fields["source"][0]
    unused, known = dict[int, str](), dict[int, Source]()
    body = find_body(ours, header, (column,), context, findings)
    _check_totals(body, context, findings)
    for row in body.rows:
        label = half_width(ours.spanned_text(row, column))
        source = find_code("source", (label,), context.sources).value if label else None
        if source is not None:
            known[row] = source
        elif label:
            unused[row] = label
    fuels = {row: source for row, source in known.items() if not source.sector}
    deducted = _deducted_alone(known, context)
    _report(unused, column, context, findings)
    for code, rows in (("products_not_burnt", fuels), ("products_deducted_alone", deducted)):
        if rows:
            named = Words("、".join(s.zh for s in rows.values()), ", ".join(s.en for s in rows.values()))
            findings.at(code, min(rows), column, count=len(rows), found=named)
    left_out = {*unused, *fuels, *deducted, *(row for row, _ in body.totals)}
    if left_out >= {*unused, *known}:
        return empty_table(), findings.all()
    table, problems = tidy.read(rewritten(ours, {}, left_out), context)
    return table, [*findings.all(), *problems]


def _heading(sheet: Sheet, context: Context) -> dict[Cell, Value]:
    """Return the headings of product and output, each with the word that a tidy table has for it."""
    words = load_list_words().products
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        found: dict[Cell, Value] = {}
        kinds: list[str] = []
        for column in range(len(sheet.rows[row])):
            text = half_width(sheet.text(row, column))
            name, unit = split_unit(text, context.units)
            if row_name(name) in names(words.names):
                kinds.append(_PRODUCT)
                found[row, column] = _PRODUCT
            elif row_name(name) in names(words.amounts):
                kinds.append(_AMOUNT)
                found[row, column] = f"{_AMOUNT}({unit})" if unit else _AMOUNT
        if {*kinds} == {_PRODUCT, _AMOUNT}:
            return found
    return {}


def _check_totals(body: Body, context: Context, findings: Findings) -> None:
    """Compare rows of totals with all products, also those that are not read."""
    totals = PrintedTotals(findings)
    units = {column: body.header.units.get(column) for column in body.header.fields["amount"]}
    check_total_rows(body, units, {}, context, totals)
    totals.note_rounding()


def _deducted_alone(known: dict[int, Source], context: Context) -> dict[int, Source]:
    """Return the products that are taken off a carbon balance of which the list has no input."""
    words = load_list_words().products
    if {source.id for source in known.values()} & {*words.deducted_from}:
        return {}
    return {
        row: source
        for row, source in known.items()
        if any(context.sources.covers(deducted, source.id) for deducted in words.deducted)
    }


def _report(unused: dict[int, str], column: int, context: Context, findings: Findings) -> None:
    """Refuse names that are nearly those of a product that counts; note the rest once."""
    counted_ones = [name for source in context.sources if source.sector for name in source.names()]
    near = {
        row: closest(text, counted_ones, at_least=load_list_words().products.near)
        for row, text in unused.items()
    }
    for row, suggestion in near.items():
        if suggestion:
            said = unknown("source", unused[row], suggestion)  # type: ignore[var-annotated]
            findings.at(said.problem, row, column, **said.values)
    rest = [text for row, text in unused.items() if not near[row]]
    if rest:
        first = next(row for row in unused if not near[row])
        findings.at("products_without_source", first, column, count=len(rest), found=", ".join(rest))
