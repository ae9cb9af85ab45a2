"""Two libraries compared, and the effect on emissions, as JSON and as one flat table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cityghg.cli.factors.effect import Effect
from cityghg.cli.factors.rows import row_of, span
from cityghg.factors.diff import Difference, ValueChange
from cityghg.report.change import Change

COLUMNS = (
    "group", "area", "year", "basis", "source", "gas", "parameter", "sector", "region", "years", "variant",
    "calorific_basis", "name", "field", "old", "old_unit", "new", "new_unit", "difference", "percent",
    "old_document", "old_at", "old_status", "new_document", "new_at", "new_status",
)  # fmt: skip


def as_json(difference: Difference, effect: Effect | None) -> str:
    """Return everything that differs, and where there is an effect all totals and movers."""
    data: dict[str, Any] = {
        "old": difference.old.name,
        "new": difference.new.name,
        "same": difference.same,
        "values": [_value(change, difference) for change in difference.values],
        "edits": [asdict(edit) for edit in difference.edits],
    }
    if effect is not None:
        data["effect"] = {
            "gwp": effect.new.world.gwp_set,
            "old_libraries": [library.name for library in effect.old.world.stack],
            "new_libraries": [library.name for library in effect.new.world.stack],
            "totals": [_change(total) for total in effect.totals],
            "movers": [_change(mover) for mover in effect.movers],
        }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_csv(difference: Difference, effect: Effect | None) -> str:
    """Return one table: values and edits by what became of them, then totals and movers that differ."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_flat(difference))
    if effect is not None:
        changed = [total for total in effect.totals if total.old != total.new]
        writer.writerows({"group": "total", **_change(total)} for total in changed)
        writer.writerows({"group": "mover", **_change(mover)} for mover in effect.movers)
    return out.getvalue()


def _value(change: ValueChange, difference: Difference) -> dict[str, Any]:
    return {
        "change": str(change.kind),
        "sources": list(change.sources),
        "gas": change.gas,
        "percent": change.percent,
        "fields": list(change.fields),
        "old": None if change.old is None else row_of(change.old, difference.old),
        "new": None if change.new is None else row_of(change.new, difference.new),
    }


def _change(change: Change) -> dict[str, Any]:
    return {**asdict(change), "percent": change.percent}


def _flat(difference: Difference) -> Iterator[dict[str, Any]]:
    for change in difference.values:
        value = change.given.value
        row: dict[str, Any] = {
            "group": str(change.kind),
            "source": ";".join(change.sources),
            "gas": change.gas or "",
            "parameter": change.given.parameter,
            "sector": value.sector or "",
            "region": value.region or "",
            "years": span(value),
            "variant": value.variant or "",
            "calorific_basis": value.basis or "",
            "field": ";".join(change.fields),
            "name": change.given.factor,
            "percent": "" if change.percent is None else change.percent,
        }
        sides = (("old", change.old, difference.old), ("new", change.new, difference.new))
        for side, given, library in sides:
            if given is not None:
                stated = given.value
                row |= {
                    side: stated.value,
                    f"{side}_unit": stated.unit,
                    f"{side}_document": library.publication(stated.source).title,
                    f"{side}_at": stated.at,
                    f"{side}_status": stated.status,
                }
        yield row
    for edit in difference.edits:
        yield {"group": edit.what, "name": edit.name, "field": edit.field, "old": edit.old, "new": edit.new}
