"""The tidy layout: one row a quantity, with its area, year, sector, source, amount and unit."""

from __future__ import annotations

import polars as pl

from cityghg.activity.body import (
    Body,
    find_body,
    report_duplicates,
    report_flaws,
    report_hidden,
    report_merged,
)
from cityghg.activity.columns import empty_table
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header, has_doubled, note_ignored, search_header
from cityghg.activity.keys import read_keys, resolve
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.reasons import column_words
from cityghg.activity.marked_rows import needs_natures, without_marked
from cityghg.activity.natures import natures
from cityghg.activity.place_year import What, stated
from cityghg.activity.printed_totals import PrintedTotals, check_sources
from cityghg.activity.quantities import (
    as_gaps,
    assemble,
    check_amounts,
    check_units,
    read_column,
    without_totals,
)
from cityghg.activity.resolve import Answer, Texts, find_code
from cityghg.activity.sheet import Sheet
from cityghg.activity.total_rows import check_total_rows
from cityghg.base.problems import Problem

NAME = "tidy"

_COUNTED = ("source", "amount", "unit", "area", "year", "sector")
_LEAST, _FOR_ALL = 0.5, 0.4  # how sure the needed fields make us, and what all the others add


def score(sheet: Sheet, context: Context) -> Match:
    """Tidy is a heading row with both a source and an amount; the more further fields, the surer."""
    header = find_header(sheet, context)
    if header is None:
        return Match(0.0)
    known = [name for name in _COUNTED if name in header.fields]
    return Match(_LEAST + _FOR_ALL * len(known) / len(_COUNTED), tuple(column_words(name) for name in known))


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Read the rows below the heading. Rows with an error are left out and reported."""
    header = find_header(sheet, context)
    findings = Findings(sheet)
    if header is None or has_doubled(header, sheet, findings):
        return empty_table(), findings.all()
    fields = header.fields
    body = find_body(sheet, header, (*fields["source"], *fields["amount"]), context, findings)
    missing: list[What] = [name for name in ("area", "year") if not body.filled(name)]
    said, problems = stated(sheet, header.row, context, missing)
    findings.extend(problems)
    keys = read_keys(body, said, context, findings)
    used = [column for columns in fields.values() for column in columns]
    flaws = report_flaws(body, used, findings) | report_merged(body, fields["amount"], findings)
    flawed = {row for row, _ in flaws}
    sources = resolve(body, fields["source"], lambda texts: find_source(texts, context), findings)
    unit = header.units.get(fields["amount"][0], said.unit or "")
    of_rows = natures(keys, sources) if needs_natures(body, keys) else {}
    if of_rows:
        named = dict(zip(body.rows, sources, strict=True))
        body = without_marked(body, of_rows, context, findings)
        sources = [named[row] for row in body.rows]
    totals = PrintedTotals(findings)
    check_total_rows(body, {fields["amount"][0]: unit}, of_rows, context, totals)
    frame = _cells(body, sources, unit).with_columns(flawed=pl.col("row").is_in(flawed))
    check_sources(frame, keys, context, totals, by_row=False)
    totals.note_rounding()
    quantities = _quantities(frame, header.column("unit"), context, findings)
    report_duplicates(body, findings)
    report_hidden(body, used, findings)
    note_ignored(header, sheet, findings)
    return assemble(body, keys, quantities, context, findings), findings.all()


def find_header(sheet: Sheet, context: Context) -> Header | None:
    """Return the first row, or else the first several, that name both a source and an amount column."""
    return search_header(sheet, context, lambda h: {"source", "amount"} <= h.fields.keys())


def find_source(texts: Texts, context: Context) -> Answer[str]:
    """Return the code of the source that the cells of one row name."""
    said = find_code("source", texts, context.sources)
    return Answer(said.value.id if said.value else None, said.problem, said.values)


def _cells(body: Body, sources: list[str | None], otherwise: str) -> pl.DataFrame:
    unit_column = body.header.column("unit")
    given = body.texts(unit_column) if unit_column is not None else [""] * len(body.rows)
    return read_column(body, body.header.fields["amount"][0], sources, [text or otherwise for text in given])


def _quantities(
    frame: pl.DataFrame, unit_column: int | None, context: Context, findings: Findings
) -> pl.DataFrame:
    frame = without_totals(frame, context, findings)
    broken = pl.col("flawed")
    sound = check_units(frame.filter(~broken), context, findings, unit_column)
    sound = check_amounts(sound, context, findings, blank_is_error=True)
    return pl.concat([sound, as_gaps(frame.filter(broken))]).drop("flawed")
