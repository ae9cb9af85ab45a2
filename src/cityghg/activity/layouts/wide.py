"""The wide layout: one row an area, year or sector, one column a source, the unit in its heading."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

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
from cityghg.activity.headers import (
    Header,
    has_doubled,
    is_unit,
    note_ignored,
    search_header,
    split_unit,
)
from cityghg.activity.keys import read_keys
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.form_205_measures import find_measure
from cityghg.activity.layouts.reasons import column_words, counted
from cityghg.activity.marked_rows import needs_natures, warn_of_feedstock, without_marked
from cityghg.activity.natures import natures
from cityghg.activity.place_year import What, stated
from cityghg.activity.printed_totals import PrintedTotals, check_sources
from cityghg.activity.quantities import as_gaps, assemble, check_amounts, read_cells, without_totals
from cityghg.activity.resolve import find_unit, unknown
from cityghg.activity.sheet import Sheet
from cityghg.activity.total_rows import check_total_columns, check_total_rows, total_columns
from cityghg.base.problems import Problem
from cityghg.base.text import half_width

NAME = "wide"

_KEYS = ("area", "year", "sector", "reporter")
_OF_PEOPLE = {"person"}  # a column of people is population beside the energy, not a misspelt source
_FEEDSTOCK = "feedstock"
_LEAST, _FOR_EACH = 0.5, 0.1  # how sure source columns make us, and what each key column adds


def score(sheet: Sheet, context: Context) -> Match:
    """Wide is a heading row with key columns and sources; the more keys, the surer."""
    header = find_header(sheet, context)
    if header is None:
        return Match(0.0)
    keys = [name for name in _KEYS if name in header.fields]
    found = counted("sources", len(set(header.sources.values())))
    return Match(_LEAST + _FOR_EACH * len(keys), (*map(column_words, keys), found))


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Read a quantity from each cell below a source; a blank cell is none. Bad cells are reported."""
    header = find_header(sheet, context)
    findings = Findings(sheet)
    if header is None or has_doubled(header, sheet, findings):
        return empty_table(), findings.all()
    header = _with_unit_row(sheet, header, context)
    body = find_body(sheet, header, header.sources, context, findings)
    missing: list[What] = [name for name in ("area", "year") if not body.filled(name)]
    said, problems = stated(sheet, header.row, context, missing)
    findings.extend(problems)
    keys = read_keys(body, said, context, findings)
    used = [*(column for columns in header.fields.values() for column in columns), *header.sources]
    flaws = report_flaws(body, used, findings) | report_merged(body, header.sources, findings)
    units = _units(sheet, header, said.unit, context, findings)
    totals = PrintedTotals(findings)
    of_rows = natures(keys) if needs_natures(body, keys) else {}
    if of_rows:
        warn_of_feedstock(body, of_rows, context, findings)
        body = without_marked(body, of_rows, context, findings)
    check_total_rows(body, units, of_rows, context, totals)
    check_total_columns(body, units, header.sources, context, totals)
    frame = _cells(body, units, flaws)
    check_sources(frame, keys, context, totals, by_row=True)
    totals.note_rounding()
    quantities = _quantities(frame, context, findings)
    report_duplicates(body, findings)
    report_hidden(body, used, findings)
    _report_others(sheet, header, context, findings)
    return assemble(body, keys, quantities, context, findings), findings.all()


def find_header(sheet: Sheet, context: Context) -> Header | None:
    """Return the first row with a key column and two sources, or one beside further keys or with its unit.

    A column that names the source of each row makes a table tidy, whatever stands above its amounts.
    """

    def fits(header: Header) -> bool:
        keys, sources = sum(name in header.fields for name in _KEYS), len(header.sources)
        sure = keys + sources >= 3 or header.units.keys() & header.sources.keys()
        return "source" not in header.fields and keys >= 1 and sources >= 1 and bool(sure)

    return search_header(sheet, context, fits)


def _with_unit_row(sheet: Sheet, header: Header, context: Context) -> Header:
    """Take the units from a row of units in, right below or right above the headings, if there is one."""
    for row in (*range(header.row + 1, header.last_row + 2), header.row - 1):
        cells = {c: half_width(sheet.text(row, c)) for c in header.sources} if row >= 0 else {}
        words = {column: text for column, text in cells.items() if text}
        if words and all(is_unit(text, context.units) for text in words.values()):
            units = {column: text.strip("()[]【】") for column, text in words.items()}
            return replace(header, last_row=max(row, header.last_row), units={**units, **header.units})
    return header


def _units(
    sheet: Sheet, header: Header, otherwise: str | None, context: Context, findings: Findings
) -> dict[int, str | None]:
    """Return the unit of each source column, None where it cannot be read, which is reported."""
    units: dict[int, str | None] = {}
    times = Counter(header.sources.values())
    for column, source in header.sources.items():
        kind = context.sources[source]
        said = find_unit(header.units.get(column, otherwise or ""), kind, context)
        if kind.kind == "total":
            units[column] = said.value or ""
            continue
        if times[source] > 1:
            findings.at("source_doubled", header.row, column, found=header.texts.get(column, ""))
            units[column] = None
            continue
        if said.problem:
            findings.at(said.problem, header.row, column, **said.values)
        units[column] = said.value
    return units


def _cells(body: Body, units: dict[int, str | None], flaws: set[tuple[int, int]]) -> pl.DataFrame:
    """Return the filled cells; `flawed` is a cell that cannot be read, or one beside such a key."""
    sources, rows = body.header.sources, body.rows
    keys = {row for row, column in flaws if column not in sources}
    told = [sources[column] for column in units for _ in rows]
    frame = read_cells(body, list(units), told, [unit for unit in units.values() for _ in rows])
    at = [(row, column) for column in units for row in rows]
    unread = pl.Series([cell in flaws for cell in at], dtype=pl.Boolean)
    beside = pl.Series([row in keys for row, _ in at], dtype=pl.Boolean)
    return frame.with_columns(flawed=unread | beside).filter((frame["text"] != "") | unread)


def _quantities(frame: pl.DataFrame, context: Context, findings: Findings) -> pl.DataFrame:
    frame = without_totals(frame, context, findings)
    sound = check_amounts(frame.filter(~pl.col("flawed")), context, findings, blank_is_error=False)
    return pl.concat([sound, as_gaps(frame.filter(pl.col("flawed")))]).drop("flawed")


def _report_others(sheet: Sheet, header: Header, context: Context, findings: Findings) -> None:
    """Refuse a heading whose unit a source could have, lest a misspelt one go missing; note the rest."""
    units = {s.unit for s in context.sources} - _OF_PEOPLE
    amounts = {str(context.units.parse(unit).dimensionality) for unit in units}
    suspect = {
        column: text
        for column, text in header.others.items()
        if column in header.units
        and column not in total_columns(header, context)
        and str(context.units.parse(header.units[column]).dimensionality) in amounts
    }
    for column, text in suspect.items():
        name, _ = split_unit(text, context.units)
        said = unknown("source", name, context.sources.suggest(name))  # type: ignore[var-annotated]
        findings.at(said.problem, header.row, column, **said.values)
    rest = {column: text for column, text in header.others.items() if column not in suspect}
    for column, text in rest.items():
        measure = find_measure((text,))
        if measure is not None and measure.id == _FEEDSTOCK:
            findings.at("feedstock_not_taken_off", header.row, column, found=text)
    amount = {column: sheet.text(header.row, column) for column in header.fields.get("amount", ())}
    note_ignored(replace(header, others={**rest, **amount}), sheet, findings)
