"""The inventory as a table: one row an area, year, sector, source, counterpart and gas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from cityghg.base.notation import NE
from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Areas
from cityghg.inventory.figures import Key
from cityghg.inventory.masses import Line

COLUMNS: Final = (
    "area", "level", "year", "sector", "source", "counterpart", "scope", "memo_kind", "gas", "amount",
    "unit", "mass_t", "gwp", "co2e_t", "uncertainty_pct", "notation", "factor", "library",
    "carried_from", "provenance", "children_reported", "records", "origin", "deposit_year", "line",
)  # fmt: skip
_YEARS: Final = ("carried_from", "deposit_year")
_OF_LINE: Final = ("scope", "memo_kind", "gas", "mass_t", "uncertainty_pct", "notation")
TYPES: Final = {
    **dict.fromkeys(COLUMNS, "str"),
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
    table = pd.DataFrame(_columns(lines, areas), columns=list(COLUMNS)).astype(TYPES)
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


def _columns(lines: Sequence[Line], areas: Areas) -> dict[str, Sequence[object]]:
    """Return the columns as lists: a table of a dictionary for each line takes five times as long."""
    figures = [line.figure for line in lines]
    keys = [figure.key for figure in figures]
    levels = {code: areas[code].level for code in {key.area for key in keys}}
    found = [line.resolution if line.notation != NE else None for line in lines]
    return {
        **{name: [getattr(key, name) for key in keys] for name in Key._fields},
        "level": [levels[key.area] for key in keys],
        **{name: [getattr(line, name) for line in lines] for name in _OF_LINE},
        "amount": [None if figure.amount is None else float(figure.amount) for figure in figures],
        "unit": [figure.unit for figure in figures],
        "factor": ["" if one is None else one.entry.factor.id for one in found],
        "library": ["" if one is None else one.library.name for one in found],
        "carried_from": [None if one is None else one.carried_from for one in found],
        "provenance": [DERIVED if figure.derived else OWN for figure in figures],
        "children_reported": [""] * len(lines),
        "records": [figure.records for figure in figures],
        "origin": [figure.located_origin for figure in figures],
        "deposit_year": [figure.deposited for figure in figures],
        "line": range(len(lines)),
    }
