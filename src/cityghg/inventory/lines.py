"""The inventory as a table: one row an area, year, sector, source, counterpart and gas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from cityghg.base.notation import NE
from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Areas
from cityghg.inventory.masses import Line

COLUMNS: Final = (
    "area", "level", "year", "sector", "source", "counterpart", "scope", "memo_kind", "gas", "amount",
    "unit", "mass_t", "gwp", "co2e_t", "uncertainty_pct", "notation", "factor", "library",
    "carried_from", "provenance", "children_reported", "records", "origin", "deposit_year", "line",
)  # fmt: skip
_YEARS: Final = ("carried_from", "deposit_year")
TYPES: Final = {
    "year": "int64",
    "amount": "float64",
    "mass_t": "float64",
    "gwp": "float64",
    "co2e_t": "float64",
    "uncertainty_pct": "float64",
    **dict.fromkeys(_YEARS, "Int64"),
    "records": "int64",
    "line": "int64",
}
NO_LINE: Final = -1

OWN: Final = "own"
DERIVED: Final = "derived"


def to_table(
    lines: Sequence[Line], areas: Areas, gwps: Mapping[str, float]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the lines as a table in `COLUMNS`; `line` is the position of the line it came from.

    A gas without a GWP in the set keeps its mass, has no `co2e_t` and is reported.
    """
    table = pd.DataFrame([_row(i, line, areas) for i, line in enumerate(lines)], columns=list(COLUMNS))
    table = table.astype(
        {**dict.fromkeys(("amount", "mass_t", "uncertainty_pct"), float), **dict.fromkeys(_YEARS, "Int64")}
    )
    without = sorted(set(table.loc[table["mass_t"].notna(), "gas"]) - set(gwps))
    problems = [problem("gwp_missing", Place(), gas=gas) for gas in without]
    return with_co2e(table, gwps), problems


def check_gwp_sets(lines: Sequence[Line], gwp_set: str) -> list[Problem]:
    """Return a warning for each factor in CO2 equivalent that another GWP set than the run's has made."""
    found = {
        (line.resolution.entry.place, line.resolution.entry.factor.id, line.resolution.method.gwp): None
        for line in lines
        if line.resolution is not None and line.resolution.method.gwp not in (None, gwp_set)
    }
    return [
        problem("gwp_set_differs", place, factor=factor, found=made, expected=gwp_set)
        for place, factor, made in found
    ]


def with_co2e(table: pd.DataFrame, gwps: Mapping[str, float]) -> pd.DataFrame:
    """Return the table with `gwp` and `co2e_t` filled in from the masses."""
    gwp = table["gas"].map(dict(gwps)).astype(float)
    return table.assign(gwp=gwp, co2e_t=table["mass_t"] * gwp)


def _row(position: int, line: Line, areas: Areas) -> dict[str, object]:
    figure, found = line.figure, line.resolution
    served = found is not None and line.notation != NE
    return {
        "area": figure.key.area,
        "level": areas[figure.key.area].level,
        "year": figure.key.year,
        "sector": figure.key.sector,
        "source": figure.key.source,
        "counterpart": figure.key.counterpart,
        "scope": line.scope,
        "memo_kind": line.memo_kind,
        "gas": line.gas,
        "amount": None if figure.amount is None else float(figure.amount),
        "unit": figure.unit,
        "mass_t": line.mass_t,
        "uncertainty_pct": line.uncertainty_pct,
        "notation": line.notation,
        "factor": found.entry.factor.id if found is not None and served else "",
        "library": found.library.name if found is not None and served else "",
        "carried_from": found.carried_from if found is not None and served else None,
        "provenance": DERIVED if figure.derived else OWN,
        "children_reported": "",
        "records": figure.records,
        "origin": figure.located_origin,
        "deposit_year": figure.deposited,
        "line": position,
    }
