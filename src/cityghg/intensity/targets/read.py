"""Tables of targets: area, period, indicator, and a decline in percent or a cap in tonnes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.resolve import Answer, Texts, find_area
from cityghg.base.problems import Problem
from cityghg.base.text import fold
from cityghg.engine.amounts import MISSING_MARKS
from cityghg.intensity.reading.grid import Table, find_tables, numbers, refuse_doubled
from cityghg.intensity.targets.own_path import Path as OwnPath
from cityghg.intensity.targets.own_path import read_paths, short_of
from cityghg.intensity.targets.spans import PERIOD, YEARS, has_period, read_spans
from cityghg.intensity.targets.vocabulary import indicators, no_target_words, target_columns

FRAME: Final = {
    "area": "object",
    "base_year": "int64",
    "target_year": "int64",
    "target_decline_pct": "float64",  # NaN where a cap is set instead
    "origin": "object",
    "indicator": "object",  # `intensity`, `total` or `energy_intensity`
    "cap_t": "float64",
    "path": "object",  # own yearly declines as pairs of year and percent, () where there are none
}
_DEFAULTS: Final[dict[str, Any]] = {"origin": "", "indicator": "intensity", "path": ()}
_VALUES: Final = ("target_decline_pct", "energy_decline_pct", "cap_t")
_KEY: Final = ("area", "indicator", "base_year", "target_year")


@dataclass(frozen=True)
class _Row:
    """One body row: where it stands, whose target it is, for which years, and of what."""

    at: int
    area: str
    base: int
    end: int
    indicator: str | None


def frame_of(targets: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return targets as a frame with the columns of `FRAME`, sorted; what is not given is as usual."""
    rows = [_DEFAULTS | dict(target) for target in targets]
    frame = pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME)
    return frame.sort_values(list(_KEY), ignore_index=True)


def read_targets(path: Path, shown: str, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table of targets. Returns the columns of `FRAME`, one row an area, indicator and period.

    Rows with an error are left out and reported. A decline that is not positive is kept, and noted:
    it is no target, and nothing is divided by it.
    """
    choices = [("area", *period, value) for value in _VALUES for period in (YEARS, PERIOD)]
    tables, problems = find_tables(path, shown, context, target_columns(), *choices)
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[Any, ...], str] = {}
    for table in tables:
        for at, target in _read(table, context):
            key = tuple(target[name] for name in _KEY)
            first = seen.setdefault(key, target["origin"])
            if first == target["origin"]:
                rows.append(target)
                continue
            said = {"area": context.areas[key[0]].name, "indicator": indicators()[str(key[1])]}
            table.findings.at("target_twice", at, 0, **said, other=first)
        problems += table.findings.all()
    return frame_of(rows), problems


def _read(table: Table, context: Context) -> list[tuple[int, dict[str, Any]]]:
    refuse_doubled(table)
    if "area" not in table.headings or not has_period(table):
        return []
    count = len(table.body.rows)
    areas = table.meanings("area", lambda texts: find_area(texts, context))
    spans = read_spans(table, context)
    named = table.meanings("indicator", _find_indicator) if table.one("indicator") else [None] * count
    unknown = [table.one("indicator") is not None and name is None for name in named]
    values = {name: _values(table, name) for name in _VALUES}
    paths = read_paths(table)
    result = []
    for i, (row, area, span) in enumerate(zip(table.body.rows, areas, spans, strict=True)):
        if area is None or span is None or unknown[i]:
            continue
        where = _Row(row, area, *span, named[i] or None)
        if where.base >= where.end:
            at = next(table.headings[name][0].index for name in (*PERIOD, *YEARS) if name in table.headings)
            table.findings.at("target_years_reversed", row, at, base=where.base, end=where.end)
            continue
        found = _targets(table, where, {name: column[i] for name, column in values.items()})
        result += [(row, one) for one in _with_path(table, where, found, paths[i], context)]
    return result


def _find_indicator(texts: Texts) -> Answer[str]:
    """Return the indicator, "" where the cell is blank: then the columns say what is meant."""
    if not texts[0].strip():
        return Answer("")
    found = indicators().find(texts[0])
    return Answer(found.id) if found else Answer(None, "target_indicator_unknown", {"found": texts[0]})


def _values(table: Table, name: str) -> list[float | None]:
    heading, count = table.one(name), len(table.body.rows)
    if heading is None:
        return [None] * count
    if heading.column.unit and heading.factor is None:
        said = {"column": heading.column, "unit": heading.column.unit}
        table.findings.at("indicator_unit_missing", table.title_rows, heading.index, **said)
        return [None] * count
    factor = 1.0 if heading.factor is None else heading.factor
    return numbers(table, heading, [factor] * count, [fold(word) for word in no_target_words()])


def _targets(table: Table, row: _Row, values: Mapping[str, float | None]) -> list[dict[str, Any]]:
    """Return the targets of one row: a decline, one of energy intensity, a cap, as they are filled in."""
    found = []
    for name in ("target_decline_pct", "energy_decline_pct"):
        decline = _decline(table, row, name, values[name])
        usual = "energy_intensity" if name == "energy_decline_pct" else row.indicator or "intensity"
        if decline is not None:
            found.append(_target(table, row, name, usual, decline))
    cap = values["cap_t"]
    if cap is not None and any(one["indicator"] == "total" for one in found):
        table.findings.at("target_cap_and_decline", row.at, table.headings["cap_t"][0].index)
        return []
    if cap is not None:
        found.append(_target(table, row, "cap_t", "total", cap))
    if not found and all(_is_blank(table, row.at, name) for name in _VALUES):
        at = next(table.headings[name][0].index for name in _VALUES if name in table.headings)
        table.findings.at("target_blank", row.at, at)
    return found


def _target(table: Table, row: _Row, name: str, indicator: str, value: float) -> dict[str, Any]:
    decline = None if name == "cap_t" else value
    cap = value if name == "cap_t" else None
    values = (row.area, row.base, row.end, decline, table.origin(row.at, table.headings[name][0]))
    return dict(zip(FRAME, (*values, indicator, cap, ()), strict=True))


def _decline(table: Table, row: _Row, name: str, value: float | None) -> float | None:
    """Return a sound decline, 0 where the cell says that there is none, None where it is blank or bad."""
    heading = table.one(name)
    if heading is None:
        return None
    if value is None:
        text = table.sheet.text(row.at, heading.index).strip()
        if not text or not _says_none(text):
            return None
        table.findings.at("target_none_stated", row.at, heading.index, found=text)
        return 0.0
    if value >= 100:
        table.findings.at("target_too_large", row.at, heading.index, found=f"{value:g}")
        return None
    if value <= 0:
        table.findings.at("target_not_positive", row.at, heading.index, found=f"{value:g}")
    elif value < 1:
        table.findings.at("target_below_one", row.at, heading.index, found=f"{value:g}")
    return value


def _says_none(text: str) -> bool:
    return text in MISSING_MARKS or fold(text) in map(fold, no_target_words())


def _is_blank(table: Table, row: int, name: str) -> bool:
    heading = table.one(name)
    return heading is None or not table.sheet.text(row, heading.index).strip()


def _with_path(
    table: Table, row: _Row, found: list[dict[str, Any]], path: OwnPath, context: Context
) -> list[dict[str, Any]]:
    """Give the yearly path of a row to its first target; years outside the period are reported."""
    outside = [year for year, _ in path if not row.base < year <= row.end]
    for year in outside:
        heading = table.headings[f"path_{year}"][0]
        table.findings.at("target_path_outside", row.at, heading.index, year=year, base=row.base, end=row.end)
    if not found or not path or outside:
        return found
    first = found[0]
    short = short_of(first["target_decline_pct"], path, row.end - row.base)
    if short is not None:
        heading = table.headings[f"path_{path[0][0]}"][0]
        said = {"area": context.areas[row.area].name, "target": f"{first['target_decline_pct']:g}"}
        table.findings.at("target_path_short", row.at, heading.index, **said, found=f"{short:.2f}")
    return [first | {"path": path}, *found[1:]]
