"""The layout across: one row a source, one column a year, a month, an area or a sector.

The other ones of area, year, month and sector stand in columns of their own or above the table.
"""

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
from cityghg.activity.columns import SCHEMA, empty_table
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header, has_doubled, note_ignored, search_header
from cityghg.activity.keys import read_keys, resolve
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.balance_rows import without_numbering
from cityghg.activity.layouts.reasons import column_words, counted
from cityghg.activity.layouts.tidy import find_source
from cityghg.activity.marked_rows import warn_of_feedstock, without_marked
from cityghg.activity.natures import is_part, natures
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
from cityghg.activity.resolve import find_area, find_sector
from cityghg.activity.sheet import Sheet
from cityghg.activity.total_rows import check_total_columns, check_total_rows, total_columns
from cityghg.base.problems import Problem

NAME = "years_across"

_PERIOD = re.compile(
    r"(?:(19[89][0-9]|20[0-9]{2})(?:\.0)?(?:年度?)?)?(?:(?<![0-9])(0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)月份?)?"
)
_IN_BRACKETS = re.compile(r"\s*[(].*[)]$")
_DISTRICT = re.compile("[一-鿿]{1,12}[区县市旗镇乡]")  # a heading that can only be an area's name
_SPELT = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LEAST, _FOR_EACH = 0.6, 0.1  # how sure a source column beside years makes us, and what others add
_KEYS = ("unit", "area", "sector")
_MONTHS = 12


class Across(NamedTuple):
    """What a heading says of the amounts below it; blank or 0 where it does not say it."""

    year: int = 0
    month: str = ""
    area: str = ""
    sector: str = ""

    @property
    def what(self) -> str:
        """The name of the finest thing it says."""
        return next((n for n in ("month", "year", "area", "sector") if getattr(self, n)), "")


def score(sheet: Sheet, context: Context) -> Match:
    """There are columns of sources and of years, months, areas or sectors, and none of amounts."""
    header = find_header(sheet, context)
    if header is None:
        return Match(0.0)
    known = [name for name in _KEYS if name in header.fields]
    across = _across(header, context)
    what = next(iter(across.values())).what
    reasons = (column_words("source"), *map(column_words, known), counted(f"{what}s", len(across)))
    return Match(_LEAST + _FOR_EACH * len(known), reasons)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Read a quantity from each cell below such a heading; a blank cell is none. Bad cells are reported."""
    header = find_header(sheet, context)
    findings = Findings(sheet)
    if header is None or has_doubled(header, sheet, findings):
        return empty_table(), findings.all()
    across = _across(header, context)
    body = find_body(sheet, header, (*header.fields["source"], *across), context, findings)
    told = {name for name in ("area", "year") if all(getattr(one, name) for one in across.values())}
    missing: list[What] = [n for n in ("area", "year") if not body.filled(n) and n not in told]
    said, problems = stated(sheet, header.row, context, missing)
    findings.extend(problems)
    keys = read_keys(body, said, context, findings)
    across = _without_parts(header, across, context, findings)
    spread = pl.concat([_of_column(keys, column, one) for column, one in across.items()])
    quantities = _quantities(body, spread, said.unit, context, findings)
    _check_months(header, across, findings)
    used = [*(column for columns in header.fields.values() for column in columns), *across]
    report_duplicates(body, findings)
    report_hidden(body, used, findings)
    _report_others(header, across, sheet, context, findings)
    return assemble(body, spread, quantities, context, findings), findings.all()


def find_header(sheet: Sheet, context: Context) -> Header | None:
    """Return the heading with a column of sources and one of a year, or two of months, areas or sectors."""

    def fits(header: Header) -> bool:
        if "source" not in header.fields or {"amount", "month"} & header.fields.keys():
            return False
        across = _across(header, context)
        return len(across) > 1 or any(one.what == "year" for one in across.values())

    return search_header(sheet, context, fits)


def _across(header: Header, context: Context) -> dict[int, Across]:
    """Return what the headings say that have no other meaning: all of the same kind, the first that is there.

    A year beside months is the sum of them, and none of these columns.
    """
    texts = {
        column: _IN_BRACKETS.sub("", text) if column in header.units else text
        for column, text in header.others.items()
    }
    periods = {column: _period(text) for column, text in texts.items()}
    found = [{c: one for c, one in periods.items() if one.what == what} for what in ("month", "year")]
    if "year" in header.fields:
        found[1] = {}
    if "area" not in header.fields:
        areas = {c: find_area((text,), context).value for c, text in texts.items()}
        found.append({c: Across(area=area) for c, area in areas.items() if area})
    if "sector" not in header.fields:
        sectors = {c: find_sector((text,), context).value for c, text in texts.items()}
        found.append({c: Across(sector=sector.id) for c, sector in sectors.items() if sector})
    return next((columns for columns in found if columns), {})


def _period(text: str) -> Across:
    match = _PERIOD.fullmatch(re.sub(r"\s", "", text))
    year, month = match.groups() if match else ("", "")
    number = str(_SPELT.index(month)) if month in _SPELT else month or ""
    return Across(int(year or 0), number.lstrip("0"))


def _of_column(keys: pl.DataFrame, column: int, one: Across) -> pl.DataFrame:
    said = {name: value for name, value in one._asdict().items() if value}
    return keys.with_columns(
        column=pl.lit(column, pl.Int64), **{n: pl.lit(v, SCHEMA[n]) for n, v in said.items()}
    )


def _without_parts(
    header: Header, across: dict[int, Across], context: Context, findings: Findings
) -> dict[int, Across]:
    """Leave out, and report, columns marked as a part of a sector that is none of its own in the tree."""
    kept, above = dict[int, Across](), None
    for column, one in across.items():
        text = header.texts[column]
        marked = bool(one.sector) and without_numbering(text)[1]
        if not marked:
            above = column
        elif above is not None and not context.sectors.covers(across[above].sector, one.sector):
            whole = header.texts[above]
            findings.at("marked_part_is_added", header.row, column, found=text, whole=whole)
            continue
        kept[column] = one
    return kept


def _quantities(
    body: Body, keys: pl.DataFrame, unit: str | None, context: Context, findings: Findings
) -> pl.DataFrame:
    header, unit_column = body.header, body.header.column("unit")
    columns = keys["column"].unique(maintain_order=True).to_list()
    sources = resolve(body, header.fields["source"], lambda texts: find_source(texts, context), findings)
    flaws = report_flaws(body, (*header.fields["source"], *columns), findings)
    flaws |= report_merged(body, columns, findings)
    units = {column: header.units.get(column, unit or "") for column in columns}
    totals = PrintedTotals(findings)
    named = dict(zip(body.rows, sources, strict=True))
    of_rows = natures(keys.filter(pl.col("column") == columns[0]), sources)
    warn_of_feedstock(body, of_rows, context, findings)
    body = without_marked(body, of_rows, context, findings)
    sources = [named[row] for row in body.rows]
    given = body.texts(unit_column) if unit_column is not None else [""] * len(body.rows)
    check_total_rows(body, units, of_rows, context, totals)
    check_total_columns(body, _outermost(keys, units, context), {}, context, totals)
    frames = []
    for column, otherwise in units.items():
        frame = read_column(body, column, sources, [text or otherwise for text in given])
        flawed = pl.col("row").is_in({row for row, at in flaws if at == column or at not in units})
        frames.append(frame.with_columns(flawed=flawed).filter((pl.col("text") != "") | flawed))
    frame = pl.concat(frames)
    check_sources(frame, keys, context, totals, by_row=False)
    totals.note_rounding()
    frame = without_totals(frame, context, findings)
    sound = check_units(frame.filter(~pl.col("flawed")), context, findings, unit_column)
    sound = check_amounts(sound, context, findings, blank_is_error=False)
    return pl.concat([sound, as_gaps(frame.filter(pl.col("flawed")))]).drop("flawed")


def _outermost(
    keys: pl.DataFrame, units: Mapping[int, str | None], context: Context
) -> dict[int, str | None]:
    """Return the columns that are no part of another: neither a district beside its city nor a branch."""
    of_columns = natures(keys.group_by("column", maintain_order=True).first().with_columns(row="column"))
    known = {*of_columns.values()}
    return {c: unit for c, unit in units.items() if not is_part(of_columns[c], known, context)}


def _check_months(header: Header, across: Mapping[int, Across], findings: Findings) -> None:
    """Warn where there are columns for some months of a year only: their sum is not the year's."""
    given: dict[int, list[str]] = {}
    for one in across.values():
        given.setdefault(one.year, []).append(one.month)
    for months in given.values():
        if months[0] and len({*months}) < _MONTHS:
            values = {"count": len({*months}), "found": ", ".join(months)}
            findings.at("months_missing", header.row, min(across), **values)


def _report_others(
    header: Header, across: Mapping[int, Across], sheet: Sheet, context: Context, findings: Findings
) -> None:
    """Refuse headings that are nearly those of an area or sector, lest a column be lost; note the rest."""
    aside = {*_across(header, context), *total_columns(header, context)}
    others = {column: text for column, text in header.others.items() if column not in aside}
    for column, text in list(others.items()):
        said = find_area((text,), context) if next(iter(across.values())).area else None
        if next(iter(across.values())).sector:
            said = find_sector((text,), context)  # type: ignore[assignment]
        if said is not None and said.problem and ("suggestion" in said.values or _DISTRICT.fullmatch(text)):
            findings.at(said.problem, header.row, column, **said.values)
            del others[column]
    note_ignored(replace(header, others=others), sheet, findings)
