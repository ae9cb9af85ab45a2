"""Reads 地区能源平衡表(实物量): what each sector burnt, and the electricity and heat that moved.

Of a fuel, final consumption is activity of its sector; use as raw material is taken off industry
and booked as non-energy use; what thermal power and heat supply put in is burnt there. Of
electricity and heat only final consumption is activity; trade, generation and the losses of
electricity are sources of their own. Losses and other transformation are not burnt.

`origin` is the sheet's name, `!` and addresses with their signs: `Sheet1!D33-D34`, `Sheet1!-D22`;
in a text file only `D33-D34`. As a pattern, after the last `!`: `-?[A-Z]+[0-9]+(-[A-Z]+[0-9]+)*`.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from cityghg.activity.columns import SCHEMA, empty_table
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.balance_checks import check_rows, check_totals
from cityghg.activity.layouts.balance_closure import check_closure
from cityghg.activity.layouts.balance_columns import check_units
from cityghg.activity.layouts.balance_form import find_form
from cityghg.activity.layouts.balance_grid import read_grid
from cityghg.activity.layouts.balance_terms import UNKNOWN, activity
from cityghg.activity.layouts.reasons import counted
from cityghg.activity.place_year import stated
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Problem, problem

NAME = "energy_balance"
_TITLES = ("平衡表", "energybalance")
_IN_STANDARD_COAL = "标准量"
_TITLED, _UNTITLED = 0.95, 0.8  # how sure the rows and columns of a balance make us


def score(sheet: Sheet, context: Context) -> Match:
    """A balance has final consumption by sector down its side and energy sources across."""
    form, _ = find_form(sheet, context)
    if form is None:
        return Match(0.0)
    titled = any(word in form.title() for word in _TITLES)
    reasons = (counted("sectors", len(form.sectors())), counted("sources", len(form.columns)))
    return Match(_TITLED if titled else _UNTITLED, reasons)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the activity of the balance, amounts in the printed units, and what is to be said about it.

    Without an area or year nothing is returned but the problem; what stands in a column without a
    usable unit is a gap (NE).
    """
    form, found = find_form(sheet, context)
    if form is None:
        return empty_table(), [problem("balance_not_found", sheet.place(0, 0))]
    if _IN_STANDARD_COAL in form.title():
        return empty_table(), [problem("balance_in_standard_coal", sheet.place(0, 0))]
    said, missing = stated(sheet, form.start, context)
    grid, unread = read_grid(form)
    columns = [c for c in form.columns if c.source.kind != "total" and grid.is_used(c.index)]
    usable, units = check_units(sheet, columns, said.unit or "", context)
    rows, negative = activity(replace(form, columns=usable), grid, context)
    known = {column.index for column in usable}
    lost = tuple(replace(c, unit=c.source.unit) for c in columns if c.index not in known)
    gaps, _ = activity(replace(form, columns=lost), grid, context)
    rows += [row | UNKNOWN for row in gaps]
    findings = Findings(sheet)
    for one in (*found, *missing, *units, *unread, *negative):
        findings.add(one)
    checks = (check_rows(form, grid, context), check_totals(form, grid, context), check_closure(form, grid))
    for one in (one for found in checks for one in found):
        findings.add(one)
    if said.area is None or said.year is None:
        return empty_table(), findings.all()
    head = {"table": sheet.table, "area": said.area, "year": said.year}
    blank = dict.fromkeys(("counterpart", "notation", "reporter", "month", "quality", "note"), "")
    return pl.DataFrame([head | blank | row for row in rows], schema=SCHEMA), findings.all()
