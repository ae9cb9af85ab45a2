"""Checks of form 205-1 against itself: consumption against its parts, and the total in coal equivalent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts.form_205_entries import Entry
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.printed import plain, tolerance
from cityghg.base.problems import Words

_SCALES = tuple(Decimal(10) ** power for power in (-4, -3, -1, 1, 3, 4))
_NEAR = Decimal("0.02")  # of a power of ten
_TOTAL = "energy_total"


def with_total(entry: Entry, findings: Findings) -> Entry:
    """Check 合计 against its parts; where it is blank, work it out from them."""
    parts = [m for m in ("production", "other_use") if m in entry.amounts]
    if not entry.has("total") and parts and not {"production", "other_use"} & entry.bad:
        formula = "+".join(entry.formula(m) for m in parts)
        entry = entry.with_amount("total", sum((entry.get(m) for m in parts), Decimal(0)), formula)
    elif "total" in entry.amounts and parts and not {"production", "other_use"} & entry.bad:
        _compare(entry, parts, findings)
    _within(entry, "feedstock", _around_feedstock(entry), findings)
    _within(entry, "transport", "total", findings)
    return entry


def has_impossible_feedstock(entry: Entry) -> bool:
    """Say whether more was used as raw material than was used at all."""
    return _exceeds(entry, "feedstock", _around_feedstock(entry))


def check_energy_total(entries: Sequence[Entry], context: Context, findings: Findings) -> None:
    """Compare the printed total with the amounts times the printed coefficients, if all are there.

    Where the difference would vanish if one amount were ten, a thousand or ten thousand times as
    large or small, that amount is named: its unit may be wrong.
    """
    printed = next((e for e in entries if e.source.id == _TOTAL and "total" in e.amounts), None)
    counted = _counted(entries, context)
    lacking = [e for e in counted if "total" in e.bad or (e.get("total") and "coefficient" not in e.amounts)]
    if printed is None or not counted or lacking:
        return
    found = printed.get("total")
    terms = [(e, _as_printed(e, context) * e.get("coefficient")) for e in counted if e.get("total")]
    added = sum((amount for _, amount in terms), Decimal(0))
    off = sum((_rounding(e, context) for e, _ in terms), tolerance([found]))
    if abs(found - added) <= off:
        return
    values = {
        "found": plain(found), "added": plain(added.quantize(Decimal("0.01"))),
        "difference": plain((found - added).quantize(Decimal("0.01"))),
    }  # fmt: skip
    suspect = _suspect(terms, found - added, off)
    if suspect is not None:
        entry, scale = suspect
        findings.at(
            "form_205_energy_total_unit", *entry.cell("total"), source=entry.source, ratio=plain(scale),
            amount=plain(entry.get("total")), unit=entry.unit or "", **values,
        )  # fmt: skip
    elif added and (ratio := _power(found / added)):
        findings.at("form_205_energy_total_scale", *printed.cell("total"), ratio=plain(ratio), **values)
    else:
        findings.at("form_205_energy_total_differs", *printed.cell("total"), **values)


def _around_feedstock(entry: Entry) -> str:
    """Return which of the two that hold the raw material is the smaller one."""
    given = [m for m in ("production", "total") if m in entry.amounts]
    return min(given, key=entry.get) if given else "total"


def _compare(entry: Entry, parts: Sequence[str], findings: Findings) -> None:
    total, amounts = entry.get("total"), [entry.get(m) for m in parts]
    added, off = sum(amounts, Decimal(0)), tolerance([total, *amounts])
    complete = "other_use" in entry.cells  # else production is a part, not all there is
    if added - total > off or (complete and total - added > off):
        findings.at(
            "form_205_total_differs", *entry.cell("total"), source=entry.source, found=plain(total),
            parts=" + ".join(map(plain, amounts)), added=plain(added), difference=plain(total - added),
        )  # fmt: skip


def _within(entry: Entry, part: str, around: str, findings: Findings) -> None:
    if _exceeds(entry, part, around):
        measures = load_form_205().by_id
        names = {m: Words(measures[m].zh, measures[m].en) for m in (part, around)}
        findings.at(
            "form_205_part_exceeds", *entry.cell(part), source=entry.source, part=names[part],
            whole=names[around], found=plain(entry.get(part)), expected=plain(entry.get(around)),
        )  # fmt: skip


def _exceeds(entry: Entry, part: str, around: str) -> bool:
    if part not in entry.amounts or around in entry.bad or around in entry.notations:
        return False
    amounts = [entry.get(part), entry.get(around)]
    return amounts[0] - amounts[1] > tolerance(amounts)


def _counted(entries: Sequence[Entry], context: Context) -> list[Entry]:
    """Return the energies that the total adds up: of a whole and its parts those with coefficients."""
    by_source = {e.source.id: e for e in entries if e.source.id != _TOTAL}
    counted = []
    for source, entry in by_source.items():
        around = [by_source[a] for a in context.sources.lineage(source)[1:] if a in by_source]
        below = [e for s, e in by_source.items() if s != source and context.sources.covers(source, s)]
        by_parts = below and "coefficient" not in entry.amounts
        if not by_parts and not any("coefficient" in a.amounts and a.get("total") for a in around):
            counted.append(entry)
    return counted


def _as_printed(entry: Entry, context: Context) -> Decimal:
    """Return what was consumed in the unit the form is printed in, which coefficients are given for."""
    printed = load_form_205().units.get(entry.source.unit)
    if entry.unit is None or printed is None or entry.unit == printed:
        return entry.get("total")
    return entry.get("total") * Decimal(repr(context.units.factor(entry.unit, printed)))


def _rounding(entry: Entry, context: Context) -> Decimal:
    """Return how far amount times coefficient may be off for the digits they are printed with."""
    amount, coefficient = _as_printed(entry, context), entry.get("coefficient")
    return amount * tolerance([coefficient]) + abs(coefficient) * tolerance([amount])


def _suspect(
    terms: Sequence[tuple[Entry, Decimal]], difference: Decimal, off: Decimal
) -> tuple[Entry, Decimal] | None:
    """Return the one amount that would close the difference if its unit were another, and by what ratio."""
    found = [
        (entry, scale)
        for entry, term in terms
        for scale in _SCALES
        if abs(term * (scale - 1) - difference) <= off + abs(term * scale) * _NEAR
        and abs(difference) > 10 * off
    ]
    return found[0] if len(found) == 1 else None


def _power(ratio: Decimal) -> Decimal | None:
    return next((scale for scale in _SCALES if abs(ratio / scale - 1) <= _NEAR), None)
