"""Energies of a form 205 that are the sum of others, such as raw coal: checked, or worked out where blank.

The activity table counts parts within their whole, and sums over enterprises. An enterprise that
reports the kinds of coal alone therefore needs its whole too, or another one's raw coal would be
taken for the whole of these kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts.form_205_entries import Entry
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.printed import plain, tolerance
from cityghg.activity.sheet import address


def without_doubles(entries: Sequence[Entry], findings: Findings) -> list[Entry]:
    """Report an energy with two rows in one enterprise; the second one's amounts are not known then."""
    first: dict[str, Entry] = {}
    kept: list[Entry] = []
    for entry in entries:
        other = first.setdefault(entry.source.id, entry)
        if other is entry:
            kept.append(entry)
        else:
            cell = entry.cell("total", "production")
            where = address(*other.cell("total", "production"))
            findings.at("form_205_row_twice", *cell, source=entry.source, other=where)
            kept.append(replace(entry, amounts={}, notations={}, bad=frozenset(entry.cells)))
    return kept


def with_wholes(
    entries: Sequence[Entry], measures: Sequence[str], context: Context, findings: Findings
) -> list[Entry]:
    """Return the entries of one enterprise, a whole worked out in each measure in which it is blank."""
    known = {entry.source.id: entry for entry in reversed(entries)}
    parents = {context.sources.lineage(source)[-1] for source in known}
    result = list(entries)
    for parent in sorted(parents):
        parts = [e for s, e in known.items() if s != parent and context.sources.covers(parent, s)]
        parts = sorted((p for p in parts if p.unit), key=lambda p: p.cell(*measures))
        whole = known.get(parent) or (_made(parent, parts, context) if parts else None)
        if not parts or whole is None or whole.unit is None:
            continue
        for measure in measures:
            whole = _in_measure(whole, parts, measure, context, findings)
        result = [whole if e is known.get(parent) else e for e in result]
        result += [] if parent in known else [whole]
    return result


def _made(parent: str, parts: Sequence[Entry], context: Context) -> Entry:
    first = parts[0]
    return replace(first, source=context.sources[parent], amounts={}, bad=frozenset(), notations={}, cells={})


def _in_measure(
    whole: Entry, parts: Sequence[Entry], measure: str, context: Context, findings: Findings
) -> Entry:
    """Compare a whole with its parts in one measure, or work it out where it is blank."""
    given = [part for part in parts if measure in part.amounts]
    if not given or measure in whole.bad or measure in whole.notations:
        return whole
    amounts = [part.get(measure) * _factor(part, whole, context) for part in given]
    added, formula = sum(amounts, Decimal(0)), "+".join(part.formula(measure) for part in given)
    if measure not in whole.amounts:
        return whole.with_amount(measure, added, formula)
    left = whole.get(measure) - added
    if abs(left) <= tolerance([whole.get(measure), *amounts]):
        return whole
    code = "form_205_parts_exceed_whole" if left < 0 else "form_205_parts_below_whole"
    findings.at(
        code, *whole.cell(measure), source=whole.source, measure=load_form_205().by_id[measure],
        found=plain(whole.get(measure)), parts=plain(added), difference=plain(left),
        cells=formula, unit=whole.unit,
    )  # fmt: skip
    return whole.with_amount(measure, added, formula) if left < 0 else whole


def _factor(part: Entry, whole: Entry, context: Context) -> Decimal:
    if part.unit == whole.unit or part.unit is None or whole.unit is None:
        return Decimal(1)
    return Decimal(repr(context.units.factor(part.unit, whole.unit)))
