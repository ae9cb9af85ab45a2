"""Reads form 205-1, 能源购进、消费与库存, of one enterprise or of many.

What an enterprise consumed, less what it used as raw material, is activity of its industry; the raw
material is non-energy use. Consumption holds what went into transformation: form 205-2 of the same
enterprise takes that off again (`activity/forms_205.py`). What vehicles used stays in the industry.
Consumption is 合计, or 工业生产消费 and 非工业生产消费 where that is blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.form_205_checks import check_energy_total, has_impossible_feedstock, with_total
from cityghg.activity.layouts.form_205_entries import Entry
from cityghg.activity.layouts.form_205_read import Opened, open_form, score_form, to_table
from cityghg.activity.layouts.form_205_wholes import with_wholes, without_doubles
from cityghg.activity.sheet import Sheet
from cityghg.base.notation import NE, NO
from cityghg.base.problems import Problem

NAME = "form_205_1"

_MEASURES = ("total", "production", "other_use", "feedstock")
_CARRIERS = ("electricity", "heat")  # kinds of source that cannot become part of a product
_NONE = (NO, "NA")
_NONENERGY = "nonenergy_use"


def score(sheet: Sheet, context: Context) -> Match:
    """Form 205-1 has consumption split into production, raw material and other use for each energy."""
    return score_form(sheet, context, "205-1")


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the consumption of each enterprise by its industry, and its raw materials as non-energy use."""
    form = open_form(sheet, context)
    rows: list[dict[str, Any]] = []
    for entries in form.by_who().values():
        single = [with_total(entry, form.findings) for entry in without_doubles(entries, form.findings)]
        whole = with_wholes(single, _MEASURES, context, form.findings)
        check_energy_total(whole, context, form.findings)
        rows += [row for entry in whole if entry.source.kind != "total" for row in _rows(form, entry)]
    _note_transport(form.entries, form.findings)
    return to_table(rows), form.findings.all()


def _rows(form: Opened, entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield consumption and raw material of one energy; a gap for what cannot be known."""
    sector, total, used = entry.who.sector, entry.formula("total"), entry.formula("feedstock")
    carrier, material = entry.source.kind in _CARRIERS, entry.get("feedstock")
    unknown = "feedstock" in entry.bad or entry.notations.get("feedstock", NO) not in _NONE
    if not entry.has("total") and not material:
        return
    if carrier and material:
        form.findings.at("form_205_feedstock_of_carrier", *entry.cell("feedstock"), source=entry.source)
    if entry.unit is None or "total" in entry.bad or (unknown and not carrier):
        yield form.row(entry, sector, total, notation=NE)
    elif "total" in entry.notations:
        yield form.row(entry, sector, total, notation=entry.notations["total"])
    elif carrier or not material:
        yield form.row(entry, sector, total, amount=entry.get("total"))
    elif has_impossible_feedstock(entry):
        yield form.row(entry, sector, f"{total}-{used}", notation=NE)
        yield form.row(entry, _NONENERGY, used, notation=NE)
    else:
        yield form.row(entry, sector, _less(total, used), amount=entry.get("total") - material)
        yield form.row(entry, _NONENERGY, used, amount=material)


def _less(total: str, used: str) -> str:
    return f"{total}-{used}" if "+" not in used else f"{total}-({used})"


def _note_transport(entries: list[Entry], findings: Findings) -> None:
    moved = [entry for entry in entries if entry.get("transport")]
    if moved:
        findings.at("form_205_transport_stays", *moved[0].cell("transport"), count=len(moved))
