"""How each file of a batch fared: what it holds, its problems, and what its areas emit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cityghg.base.problems import Problem, Severity, count_by_severity
from cityghg.report.result import Result

COLUMNS: Final = {
    "file": "object",
    "status": "object",  # ok or failed
    "area": "object",  # codes, with "; " between several
    "area_name": "object",
    "years": "object",
    "layout": "object",
    "rows": "int64",
    "errors": "int64",
    "warnings": "int64",
    "notes": "int64",
    "year": "Int64",  # the latest one
    "territorial_co2e_t": "float64",
    "with_net_electricity_co2e_t": "float64",
    "scope_2_co2e_t": "float64",
    "missing": "Int64",  # how many lines of the basis of the change lack a number
    "change_basis": "object",
    "change_pct": "float64",
}
_BASES: Final = ("territorial", "with_net_electricity", "scope_2")
_PER_CENT: Final = 100.0
Totals = dict[tuple[str, int, str], tuple[float, int]]


@dataclass(frozen=True)
class Fate:
    """A file or project, whether it went in, and what was read of it."""

    name: str
    ok: bool
    areas: Sequence[str]
    years: Sequence[int]
    layouts: Sequence[str]
    rows: int
    problems: Sequence[Problem]

    @property
    def errors(self) -> int:
        return count_by_severity(self.problems)[Severity.ERROR.value]


def status_table(fates: Sequence[Fate], result: Result) -> pd.DataFrame:
    """Return `COLUMNS`, a row for each file, by name.

    The totals are those of the file's areas in the combined inventory, so several files of one area
    show the same; of areas within each other the outermost counts. Files left out have none.
    """
    known: Totals = {
        (row["area"], row["year"], row["basis"]): (row["co2e_t"], row["missing"])
        for row in result.totals[result.totals["co2e_t"].notna()].to_dict("records")
    }
    rows = [_row(fate, known, result) for fate in sorted(fates, key=lambda fate: fate.name)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _row(fate: Fate, known: Totals, result: Result) -> dict[str, Any]:
    areas = result.world.areas
    codes = list(dict.fromkeys(fate.areas))
    outermost = [code for code in codes if not set(areas.lineage(code)[1:]) & set(codes)]
    counts = count_by_severity(fate.problems)
    row: dict[str, Any] = {
        "file": fate.name,
        "status": "ok" if fate.ok else "failed",
        "area": "; ".join(codes),
        "area_name": "; ".join(areas[code].name for code in codes),
        "years": _runs(fate.years),
        "layout": "; ".join(fate.layouts),
        "rows": fate.rows,
        **{f"{severity}s": count for severity, count in counts.items()},
        "change_basis": "",
    }
    if not fate.ok or not fate.years:
        return row
    year = fate.years[-1]
    row["year"] = year
    for basis in _BASES:
        total, missing = _total(outermost, year, basis, known)
        before, _ = _total(outermost, year - 1, basis, known)
        row[f"{basis}_co2e_t"] = total
        if total is not None and not row["change_basis"]:
            row |= {"change_basis": basis, "missing": missing, "change_pct": _change(total, before)}
    return row


def _total(areas: Sequence[str], year: int, basis: str, known: Totals) -> tuple[float | None, int | None]:
    """Return the sum over areas and how many lines lack a number; None where an area has no total."""
    found = [known[key] for area in areas if (key := (area, year, basis)) in known]
    if not areas or len(found) < len(areas):
        return None, None
    return sum(total for total, _ in found), sum(missing for _, missing in found)


def _change(total: float, before: float | None) -> float | None:
    """Return the change against the year before in percent of it."""
    return None if not before else (total - before) / abs(before) * _PER_CENT


def _runs(years: Sequence[int]) -> str:
    """Return years with runs of them as first-last: 2019-2021, 2023."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
