"""Reads a form 205 up to its entries: the table, the title, who reports, and every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from cityghg.activity.body import Body, find_body, report_duplicates, report_hidden
from cityghg.activity.columns import SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import note_ignored
from cityghg.activity.keys import read_keys
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.form_205_entries import Entry, Who, read_entries
from cityghg.activity.layouts.form_205_find import Column, FormTable, find_form
from cityghg.activity.layouts.form_205_measures import FormName
from cityghg.activity.layouts.form_205_title import Title, is_titled, read_title
from cityghg.activity.layouts.reasons import counted
from cityghg.activity.marked_rows import without_marked
from cityghg.activity.place_year import What
from cityghg.activity.printed_totals import PrintedTotals
from cityghg.activity.sheet import Sheet
from cityghg.activity.total_rows import check_total_rows

_TITLED, _UNTITLED = 0.96, 0.92  # how sure the columns of a form make us
_INDUSTRY = "industry"


@dataclass(frozen=True)
class Opened:
    """The entries of a sheet, and where what is found about them goes."""

    sheet: Sheet
    entries: list[Entry]
    findings: Findings

    def by_who(self) -> dict[Who, list[Entry]]:
        """Return the entries of each enterprise."""
        groups: dict[Who, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(entry.who, []).append(entry)
        return groups

    def row(self, entry: Entry, sector: str, formula: str, source: str = "", **amount: Any) -> dict[str, Any]:
        """Return a row of the activity table; `amount` gives amount or notation, a gap without unit."""
        prefix = f"{self.sheet.name}!" if self.sheet.name else ""
        blank = dict.fromkeys(("counterpart", "notation", "quality", "note"), "")
        who = entry.who._asdict() | {"sector": sector}
        head = {
            "table": self.sheet.table,
            "origin": f"{prefix}{formula}",
            "unit": entry.unit or entry.source.unit,
        }
        return blank | who | head | {"source": source or entry.source.id, "amount": None} | amount


def score_form(sheet: Sheet, context: Context, form: FormName) -> Match:
    """Say how sure it is that a sheet is of that form."""
    table = find_form(sheet, context)
    if table is None or table.form != form:
        return Match(0.0)
    titled = is_titled(sheet, table.header.row)
    return Match(_TITLED if titled else _UNTITLED, (counted("measures", len(table.columns)),))


def open_form(sheet: Sheet, context: Context) -> Opened:
    """Return the entries of a sheet that holds a form 205."""
    findings = Findings(sheet)
    table = find_form(sheet, context)
    if table is None or _doubled(table, findings):
        return Opened(sheet, [], findings)
    body = _body(sheet, table, context, findings)
    missing: list[What] = [name for name in ("area", "year") if not body.filled(name)]
    title, problems = read_title(sheet, table.header.row, context, tuple(missing))
    findings.extend(problems)
    body = without_marked(body, {}, context, findings)
    who = _who(body, title, context, findings)
    entries = read_entries(table, body, who, context, findings)
    _check_totals(table, body, context, findings)
    report_hidden(body, [column.index for column in table.columns], findings)
    if table.wide:
        report_duplicates(body, findings)
    note_ignored(table.header, sheet, findings)
    return Opened(sheet, entries, findings)


def to_table(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as an activity table."""
    return pl.DataFrame(list(rows), schema=SCHEMA)


def _doubled(table: FormTable, findings: Findings) -> bool:
    """Report a measure that has two columns; say whether there is any."""
    first: dict[tuple[str | None, str], Column] = {}
    doubled = False
    for column in table.columns:
        other = first.setdefault((column.source, column.measure.id), column)
        if other is not column:
            doubled = True
            findings.at(
                "column_doubled", table.header.row, column.index, first=other.heading,
                second=column.heading, column=column.measure,
            )  # fmt: skip
    return doubled


def _body(sheet: Sheet, table: FormTable, context: Context, findings: Findings) -> Body:
    """Return the rows in which anything stands in the columns of amounts."""
    indexes = [column.index for column in table.columns]
    needed = (*indexes, *table.header.fields.get("source", ()))
    body = find_body(sheet, table.header, needed, context, findings)
    flawed = {row for row, column in sheet.flaws if column in indexes}
    rows = (r for r in body.rows if r in flawed or any(sheet.value(r, i) is not None for i in indexes))
    return replace(body, rows=tuple(rows))


def _check_totals(table: FormTable, body: Body, context: Context, findings: Findings) -> None:
    """Compare rows of totals with the enterprises above or below them, in each column that adds up."""
    units = {c.index: c.unit for c in table.columns if "coefficient" not in c.measure.id}
    totals = PrintedTotals(findings)
    check_total_rows(body, units, {}, context, totals)
    totals.note_rounding()


def _who(body: Body, title: Title, context: Context, findings: Findings) -> dict[int, Who]:
    """Return who each row is of; a row whose area or year cannot be told is left out, and reported."""
    keys = read_keys(body, title.said, context, findings)
    assumed = keys.filter(pl.col("sector") == "") if not title.sector else keys.clear()
    if len(assumed):
        findings.at("form_205_industry_assumed", body.header.row, 0)
    if not any(keys["reporter"]) and not title.reporter and len(keys):
        findings.at("form_205_no_reporter", body.header.row, 0)
    return {
        key["row"]: Who(
            key["area"], key["year"], key["sector"] or title.sector or _INDUSTRY,
            key["reporter"] or title.reporter, key["month"],
        )
        for key in keys.iter_rows(named=True)
        if None not in (key["area"], key["year"], key["sector"])
    }  # fmt: skip
