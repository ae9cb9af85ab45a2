"""Targets of decline: read from a table, and shared out over the years."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.resolve import find_area, find_year
from cityghg.base.problems import Problem
from cityghg.intensity.reading.grid import Table, find_tables, numbers
from cityghg.intensity.reading.vocabulary import target_columns

FRAME: Final = {
    "area": "object",
    "base_year": "int64",
    "target_year": "int64",
    "target_decline_pct": "float64",
    "origin": "object",
}
_COLUMNS: Final = ("area", "base_year", "target_year", "target_decline_pct")


def yearly_target(decline_pct: float, years: int) -> float:
    """Return the yearly decline, in percent, that compounds to the whole: 1 − (1 − T)^(1/n)."""
    left: float = (1 - decline_pct / 100) ** (1 / years)
    return (1 - left) * 100


def read_targets(path: Path, shown: str, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table of targets. Returns the columns of `FRAME`, one row an area and period.

    Rows with an error are left out and reported. A target that is not positive is kept, and noted:
    no progress is computed against it.
    """
    tables, problems = find_tables(path, shown, context, target_columns(), _COLUMNS)
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, int, int], str] = {}
    for table in tables:
        for row, target in _read(table, context):
            key = (target["area"], target["base_year"], target["target_year"])
            first = seen.setdefault(key, target["origin"])
            if first == target["origin"]:
                rows.append(target)
            else:
                table.findings.at("target_twice", row, 0, area=context.areas[key[0]].name, other=first)
        problems += table.findings.all()
    frame = pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME)
    return frame.sort_values(["area", "base_year", "target_year"], ignore_index=True), problems


def _read(table: Table, context: Context) -> list[tuple[int, dict[str, Any]]]:
    heading = table.one("target_decline_pct")
    if heading is None or any(name not in table.headings for name in _COLUMNS):
        return []
    areas = table.meanings("area", lambda texts: find_area(texts, context))
    bases = table.meanings("base_year", lambda texts: find_year(texts, context))
    ends = table.meanings("target_year", lambda texts: find_year(texts, context))
    declines = numbers(table, heading, [1.0] * len(areas))
    result = []
    for row, area, base, end, decline in zip(table.body.rows, areas, bases, ends, declines, strict=True):
        if table.sheet.text(row, heading.index) == "" and None not in (area, base, end):
            table.findings.at("target_blank", row, heading.index)
        if None in (area, base, end, decline) or not _is_sound(table, row, base, end, decline or 0.0):
            continue
        values = (area, base, end, decline, table.origin(row, heading))
        result.append((row, dict(zip(FRAME, values, strict=True))))
    return result


def _is_sound(table: Table, row: int, base: int, end: int, decline: float) -> bool:
    heading = table.headings["target_decline_pct"][0]
    if base >= end:
        table.findings.at(
            "target_years_reversed", row, table.headings["base_year"][0].index, base=base, end=end
        )
        return False
    if decline >= 100:
        table.findings.at("target_too_large", row, heading.index, found=f"{decline:g}")
        return False
    if decline <= 0:
        table.findings.at("target_not_positive", row, heading.index, found=f"{decline:g}")
    elif decline < 1:
        table.findings.at("target_below_one", row, heading.index, found=f"{decline:g}")
    return True
