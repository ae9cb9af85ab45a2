"""Intensity from one table that carries emissions beside the indicators."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.base.problems import Place, Problem, problem
from cityghg.intensity.indicators import read_indicators
from cityghg.intensity.table import empty_table, intensity_table

REPORTED: Final = "as_reported"
_MUST_AGREE: Final = ("basis", "library", "gwp")


def read_and_compute(
    path: Path,
    shown: str,
    context: Context,
    *,
    targets: pd.DataFrame | None = None,
    base_year: int | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read indicators with `emissions_t` and return the columns of `intensity.csv`.

    The basis is the one the table names, else `as_reported`. An area whose rows mix bases, factor
    libraries or GWP sets is refused as a whole.
    """
    indicators, problems = read_indicators(path, shown, context, needed=("gdp", "emissions_t"))
    mixed = {area: found for area, rows in indicators.groupby("area") if (found := mixture(rows))}
    problems += [found for area in mixed for found in mixed[area]]
    kept = indicators[~indicators["area"].isin(list(mixed))]
    tables = []
    for basis, rows in kept.groupby("basis", sort=True):
        totals = rows.assign(basis=str(basis) or REPORTED, co2e_t=rows["emissions_t"], missing=0)
        table, found = intensity_table(
            totals, (), rows, targets, context.areas, basis=str(basis) or REPORTED, base_year=base_year
        )
        tables.append(table)
        problems += found
    if not tables:
        return empty_table(), problems
    return pd.concat(tables).sort_values(["area", "year"], ignore_index=True), problems


def mixture(rows: pd.DataFrame) -> list[Problem]:
    """Report each of basis, library and GWP set of which the rows of one area have more than one.

    A blank beside a name counts as another one: nothing shows that it is the same.
    """
    problems = []
    for column in _MUST_AGREE:
        found = sorted(set(rows[column]))
        if len(found) > 1:
            names, name = " / ".join(text or "-" for text in found), rows["area_name"].iloc[0]
            place = Place(file=str(rows["origin"].iloc[0]))
            problems.append(problem(f"series_mixes_{column}", place, area=name, found=names))
    return problems
