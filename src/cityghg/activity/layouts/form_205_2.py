"""Reads form 205-2, 能源加工转换与回收利用, of one enterprise or of many.

Fuel put into thermal power and heat supply is burnt there. What else is put into transformation is
not burnt: coke, gas and oil products are where they are used. Both are part of the consumption in
form 205-1, so each input is also a negative row of the enterprise's industry, which
`activity/forms_205.py` adds to form 205-1 and which never stands alone. Electricity made or
recovered is generation. Electricity and heat put in stay where form 205-1 has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts import Match
from cityghg.activity.layouts.form_205_entries import Entry
from cityghg.activity.layouts.form_205_measures import Measure, load_form_205
from cityghg.activity.layouts.form_205_read import Opened, open_form, score_form, to_table
from cityghg.activity.layouts.form_205_wholes import with_wholes, without_doubles
from cityghg.activity.printed import plain, tolerance
from cityghg.activity.sheet import Sheet
from cityghg.base.notation import NE
from cityghg.base.problems import Problem, Words

NAME = "form_205_2"

_CARRIERS = ("electricity", "heat")
_GENERATED = "electricity_generated"
_SUPPLY = "supply"


def score(sheet: Sheet, context: Context) -> Match:
    """Form 205-2 has for each energy what was put into thermal power, heat supply, coking and so on."""
    return score_form(sheet, context, "205-2")


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return what power and heat supply burnt, what was generated, and what form 205-1 counts too much."""
    form = open_form(sheet, context)
    inputs = [m.id for m in _inputs()]
    rows: list[dict[str, Any]] = []
    for entries in form.by_who().values():
        single = without_doubles(entries, form.findings)
        whole = with_wholes(single, ("production", "input_total", *inputs), context, form.findings)
        for entry in whole:
            if entry.source.kind != "total":
                _check(entry, form.findings)
                rows += _rows(form, entry)
    _note_rest(form.entries, form.findings)
    return to_table(rows), form.findings.all()


def _rows(form: Opened, entry: Entry) -> Iterator[dict[str, Any]]:
    if entry.source.id == "electricity":
        yield from _generated(form, entry)
    if entry.source.kind in _CARRIERS:
        return
    for measure in _inputs():
        if not entry.has(measure.id):
            continue
        formula, amount = entry.formula(measure.id), entry.amounts.get(measure.id)
        known = amount is not None and entry.unit is not None
        if measure.burnt_by and known:
            yield form.row(entry, measure.burnt_by, formula, amount=amount)
        elif measure.burnt_by:
            yield form.row(entry, measure.burnt_by, formula, notation=entry.notations.get(measure.id, NE))
        if amount is not None and known and amount:
            yield form.row(entry, entry.who.sector, formula, amount=-amount)


def _generated(form: Opened, entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield electricity made and recovered."""
    for measure in (m.id for m in load_form_205().measures if m.made):
        known = measure in entry.amounts and entry.unit is not None
        value = (
            {"amount": entry.amounts[measure]} if known else {"notation": entry.notations.get(measure, NE)}
        )
        if entry.has(measure):
            yield form.row(entry, _SUPPLY, entry.formula(measure), _GENERATED, **value)


def _check(entry: Entry, findings: Findings) -> None:
    """Compare the total input with its parts, and with what production used."""
    given = [entry.get(m.id) for m in _inputs() if m.id in entry.amounts]
    added = sum(given, Decimal(0))
    total = entry.amounts.get("input_total")
    if total is not None and abs(total - added) > tolerance([total, *given]):
        findings.at(
            "form_205_input_differs", *entry.cell("input_total"), source=entry.source, found=plain(total),
            parts=" + ".join(map(plain, given)) or "0", added=plain(added), difference=plain(total - added),
        )  # fmt: skip
    used = entry.amounts.get("production")
    if used is not None and added - used > tolerance([used, *given]):
        findings.at(
            "form_205_input_exceeds", *entry.cell("production"), source=entry.source, found=plain(added),
            expected=plain(used), unit=entry.unit or "",
        )  # fmt: skip


def _note_rest(entries: list[Entry], findings: Findings) -> None:
    """Say what was not burnt, and what came out and is counted where it is used."""
    kept = [m.id for m in _inputs() if not m.burnt_by]
    turned = [(e, m) for e in entries for m in kept if e.get(m) and e.source.kind != "total"]
    if turned:
        findings.at("form_205_transformed", *turned[0][0].cell(turned[0][1]), count=len(turned))
    recovered = [e for e in entries if e.get("recovery") and e.source.kind in ("gas", "coal_product")]
    if recovered:
        gases = {e.source.id: e.source for e in recovered}.values()
        names = Words("、".join(g.zh for g in gases), ", ".join(g.en for g in gases))
        findings.at("form_205_recovered", *recovered[0].cell("recovery"), found=names)


def _inputs() -> list[Measure]:
    return [measure for measure in load_form_205().measures if measure.input]
