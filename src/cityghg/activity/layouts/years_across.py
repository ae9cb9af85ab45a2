"""The layout of series: one row an area, sector and source, one column a year or a month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

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
from cityghg.activity.layouts.reasons import column_words, counted
from cityghg.activity.layouts.tidy import find_source
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
from cityghg.activity.sheet import Sheet
from cityghg.activity.total_rows import check_total_columns, check_total_rows, natures, total_columns
from cityghg.base.problems import Problem

NAME = "years_across"

_PERIOD = re.compile(
    r"(?:(19[89][0-9]|20[0-9]{2})(?:\.0)?(?:年度?)?)?(?:(?<![0-9])(0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)月份?)?"
)
_IN_BRACKETS = re.compile(r"\s*[(].*[)]$")
_SPELT = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LEAST, _FOR_EACH = 0.6, 0.1  # how sure a source column beside years makes us, and what others add
_KEYS = ("unit", "area", "sector")
_MONTHS = 12


class Period(NamedTuple):
    """The year that a heading names, 0 for none, and the month, blank for none."""

    year: int
    month: str


def score(sheet: Sheet, context: Context) -> Match:
    """Series have a column of sources and headings that are years or months, and no column of amounts."""
    header = find_header(sheet, context)
    if header is None:
        return Match(0.0)
    known = [name for name in _KEYS if name in header.fields]
    periods = _periods(header)
    what = "months" if any(p.month for p in periods.values()) else "years"
    reasons = (column_words("source"), *map(column_words, known), counted(what, len(periods)))
    return Match(_LEAST + _FOR_EACH * len(known), reasons)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Read a quantity from each cell below a year or month; a blank cell is none. Bad cells are reported."""
    header = find_header(sheet, context)
    findings = Findings(sheet)
    if header is None or has_doubled(header, sheet, findings):
        return empty_table(), findings.all()
    periods = _periods(header)
    body = find_body(sheet, header, (*header.fields["source"], *periods), context, findings)
    dated = all(period.year for period in periods.values())
    missing: list[What] = [n for n in ("area", "year") if not body.filled(n) and not (n == "year" and dated)]
    said, problems = stated(sheet, header.row, context, missing)
    findings.extend(problems)
    keys = read_keys(body, said, context, findings)
    by_period = pl.concat([_in_period(keys, column, period) for column, period in periods.items()])
    quantities = _quantities(body, by_period, said.unit, context, findings)
    _check_months(header, periods, findings)
    used = [*(column for columns in header.fields.values() for column in columns), *periods]
    report_duplicates(body, findings)
    report_hidden(body, used, findings)
    aside = {*periods, *total_columns(header, context)}
    note_ignored(
        replace(header, others={c: t for c, t in header.others.items() if c not in aside}), sheet, findings
    )
    return assemble(body, by_period, quantities, context, findings), findings.all()


def find_header(sheet: Sheet, context: Context) -> Header | None:
    """Return the heading with a column of sources and columns of years, or of two months or more."""

    def fits(header: Header) -> bool:
        periods = _periods(header).values()
        months = sum(bool(period.month) for period in periods)
        own = {"amount", "month"} if months else {"amount", "month", "year"}
        return "source" in header.fields and not own & header.fields.keys() and bool(periods) and months != 1

    return search_header(sheet, context, fits)


def _periods(header: Header) -> dict[int, Period]:
    """Return the period of each column whose heading is one; a year beside months is the sum of them."""
    periods = {}
    for column, text in header.others.items():
        bare = _IN_BRACKETS.sub("", text) if column in header.units else text
        match = _PERIOD.fullmatch(re.sub(r"\s", "", bare))
        if match and match.group():
            year, month = match.groups()
            number = str(_SPELT.index(month)) if month in _SPELT else month or ""
            periods[column] = Period(int(year or 0), number.lstrip("0"))
    if any(period.month for period in periods.values()):
        return {column: period for column, period in periods.items() if period.month}
    return periods


def _in_period(keys: pl.DataFrame, column: int, period: Period) -> pl.DataFrame:
    known = {"year": pl.lit(period.year, pl.Int32)} if period.year else {}
    months = {"month": pl.lit(period.month)} if period.month else {}
    return keys.with_columns(column=pl.lit(column, pl.Int64), **known, **months)


def _quantities(
    body: Body, keys: pl.DataFrame, unit: str | None, context: Context, findings: Findings
) -> pl.DataFrame:
    header, unit_column = body.header, body.header.column("unit")
    columns = keys["column"].unique(maintain_order=True).to_list()
    sources = resolve(body, header.fields["source"], lambda texts: find_source(texts, context), findings)
    given = body.texts(unit_column) if unit_column is not None else [""] * len(body.rows)
    flaws = report_flaws(body, (*header.fields["source"], *columns), findings)
    flaws |= report_merged(body, columns, findings)
    units = {column: header.units.get(column, unit or "") for column in columns}
    totals = PrintedTotals(findings)
    of_rows = natures(keys.filter(pl.col("column") == columns[0]), sources)
    check_total_rows(body, units, of_rows, context, totals)
    check_total_columns(body, units, {}, context, totals)
    frames = []
    for column, otherwise in units.items():
        frame = read_column(body, column, sources, [text or otherwise for text in given])
        flawed = pl.col("row").is_in({row for row, at in flaws if at == column or at not in units})
        frames.append(frame.with_columns(flawed=flawed).filter((pl.col("text") != "") | flawed))
    frame = pl.concat(frames)
    check_sources(frame, keys, context, totals)
    totals.note_rounding()
    frame = without_totals(frame, context, findings)
    sound = check_units(frame.filter(~pl.col("flawed")), context, findings, unit_column)
    sound = check_amounts(sound, context, findings, blank_is_error=False)
    return pl.concat([sound, as_gaps(frame.filter(pl.col("flawed")))]).drop("flawed")


def _check_months(header: Header, periods: Mapping[int, Period], findings: Findings) -> None:
    """Warn where there are columns for some months of a year only: their sum is not the year's."""
    given: dict[int, list[str]] = {}
    for period in periods.values():
        given.setdefault(period.year, []).append(period.month)
    for months in given.values():
        if months[0] and len({*months}) < _MONTHS:
            findings.at(
                "months_missing", header.row, min(periods), count=len({*months}), found=", ".join(months)
            )
