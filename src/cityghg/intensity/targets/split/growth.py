"""Tables of what districts are expected to grow by, and of the bounds their targets are to keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.resolve import find_area
from cityghg.base.problems import Problem
from cityghg.intensity.reading.grid import Table, find_tables, numbers, refuse_doubled
from cityghg.intensity.targets.split.rules import growth_columns, usual_bounds

FRAME: Final = {
    "area": "object",
    "growth_pct": "float64",  # of GDP a year; NaN where it is not stated
    "min_pct": "float64",  # bounds of the decline over the whole period
    "max_pct": "float64",
    "origin": "object",
}
_VALUES: Final = ("growth_pct", "min_pct", "max_pct")


def read_growth(path: Path, shown: str, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table of growth and bounds. Returns the columns of `FRAME`, one row an area.

    Rows with an error are left out and reported.
    """
    needed = [("area", name) for name in _VALUES]
    tables, problems = find_tables(path, shown, context, growth_columns(), *needed)
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        for at, row in _read(table, context):
            first = rows.setdefault(row["area"], row)
            if first is not row:
                name = context.areas[row["area"]].name
                table.findings.at("split_area_twice", at, 0, area=name, other=first["origin"])
        problems += table.findings.all()
    return pd.DataFrame(list(rows.values()), columns=list(FRAME)).astype(FRAME), problems


def _read(table: Table, context: Context) -> list[tuple[int, dict[str, Any]]]:
    refuse_doubled(table)
    if "area" not in table.headings:
        return []
    areas = table.meanings("area", lambda texts: find_area(texts, context))
    first = next(table.headings[name][0] for name in _VALUES if name in table.headings)
    values = {name: _column(table, name) for name in _VALUES}
    usual = usual_bounds()
    result = []
    for i, (row, area) in enumerate(zip(table.body.rows, areas, strict=True)):
        growth, low, high = (values[name][i] for name in _VALUES)
        if area is None:
            continue
        lowest = usual.min_pct if low is None else low
        highest = usual.max_pct if high is None else high
        if not lowest <= highest <= usual.max_pct:
            said = {"low": f"{lowest:g}", "high": f"{highest:g}"}
            table.findings.at("split_bounds_wrong", row, first.index, **said)
            continue
        result.append(
            (row, dict(zip(FRAME, (area, growth, low, high, table.origin(row, first)), strict=True)))
        )
    return result


def _column(table: Table, name: str) -> list[float | None]:
    heading, count = table.one(name), len(table.body.rows)
    return [None] * count if heading is None else numbers(table, heading, [1.0] * count)
