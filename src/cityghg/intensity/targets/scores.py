"""Points that assessors give by hand: area, year, item, points, and the points there are for the item."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.resolve import find_area, find_year
from cityghg.base.problems import Problem
from cityghg.intensity.reading.grid import Table, find_tables, numbers, refuse_doubled
from cityghg.intensity.targets.vocabulary import score_columns

FRAME: Final = {
    "area": "object",
    "year": "int64",
    "item": "object",
    "score": "float64",
    "full": "float64",
    "origin": "object",
}


def read_scores(path: Path, shown: str, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table of points. Returns the columns of `FRAME`; bad rows are left out and reported."""
    tables, problems = find_tables(path, shown, context, score_columns(), FRAME.keys() - {"origin"})
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, int, str], str] = {}
    for table in tables:
        for at, row in _read(table, context):
            first = seen.setdefault((row["area"], row["year"], row["item"]), row["origin"])
            if first == row["origin"]:
                rows.append(row)
            else:
                said = {"area": context.areas[row["area"]].name, "year": row["year"], "item": row["item"]}
                table.findings.at("score_twice", at, 0, **said, other=first)
        problems += table.findings.all()
    return pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME), problems


def _read(table: Table, context: Context) -> list[tuple[int, dict[str, Any]]]:
    refuse_doubled(table)
    if any(name not in table.headings for name in FRAME if name != "origin"):
        return []
    areas = table.meanings("area", lambda texts: find_area(texts, context))
    years = table.meanings("year", lambda texts: find_year(texts, context))
    count = len(table.body.rows)
    points = {name: numbers(table, table.headings[name][0], [1.0] * count) for name in ("score", "full")}
    given = table.headings["score"][0]
    result = []
    for i, (row, item) in enumerate(zip(table.body.rows, table.texts("item"), strict=True)):
        score, full = points["score"][i], points["full"][i]
        if None in (areas[i], years[i]):
            continue
        if score is None or full is None:
            table.findings.at("score_blank", row, given.index, item=item)
            continue
        if not 0 <= score <= full:
            table.findings.at(
                "score_outside", row, given.index, item=item, found=f"{score:g}", full=f"{full:g}"
            )
            continue
        values = (areas[i], years[i], item.strip(), score, full, table.origin(row, given))
        result.append((row, dict(zip(FRAME, values, strict=True))))
    return result
