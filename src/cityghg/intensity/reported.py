"""Intensity from one table that carries emissions beside the indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.base.problems import Place, Problem, problem
from cityghg.intensity.assess import Material, assess
from cityghg.intensity.changes import AreaChange
from cityghg.intensity.evaluation.table import Period
from cityghg.intensity.reading.indicators import read_indicators
from cityghg.intensity.targets.assessed import Targeting

REPORTED: Final = "as_reported"
_MUST_AGREE: Final = ("basis", "library", "gwp")


def read_and_compute(
    path: Path,
    shown: str,
    context: Context,
    *,
    tolerance_pct: float,
    targets: pd.DataFrame | None = None,
    base_year: int | None = None,
    basis: str | None = None,
    targeting: Targeting | None = None,
    period: Period = None,
    vintage: str | None = None,
    changes: Sequence[AreaChange] = (),
    only: Collection[str] | None = None,
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read indicators with `emissions_t` and return the tables of the assessment by name.

    The basis is the one the table names, else the one stated, else `as_reported`; with a `basis` stated,
    rows that name another one are left out. An area whose rows mix bases, factor libraries or GWP sets
    is refused as a whole. `period` is that of the evaluation; `only` as in `assess`.
    """
    indicators, problems = read_indicators(path, shown, context, needed=("gdp", "emissions_t"))
    known = indicators["emissions_t"].notna()
    emitted = indicators[known | ~known.groupby([indicators["area"], indicators["year"]]).transform("any")]
    if basis is not None:
        emitted = emitted[emitted["basis"].isin(["", basis])].assign(basis=basis)
    several = emitted.groupby("area")[list(_MUST_AGREE)].nunique().max(axis=1)
    mixed = {area: mixture(emitted[emitted["area"] == area]) for area in several.index[several > 1]}
    problems += [found for area in mixed for found in mixed[area]]
    kept = emitted[~emitted["area"].isin(list(mixed))]
    parts: defaultdict[str, list[pd.DataFrame]] = defaultdict(list)
    for of_table, rows in kept.groupby("basis", sort=True):
        name = str(of_table) or REPORTED
        first = rows.drop_duplicates(["area", "year"])
        totals = first[["area", "year"]].assign(basis=name, co2e_t=first["emissions_t"], missing=0)
        stated = indicators[indicators["area"].isin(rows["area"].unique())]
        aims = _aims(targets, rows["area"], kept["area"])
        material = Material(
            totals=totals,
            incomplete=(),
            indicators=stated,
            targets=aims,
            areas=context.areas,
            basis=name,
            tolerance_pct=tolerance_pct,
            base_year=base_year,
            targeting=targeting or Targeting(),
            period=period,
            vintage=vintage,
            changes=changes,
        )
        tables, found = assess(material, only)
        problems += found
        for table, frame in tables.items():
            parts[table].append(frame)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}, problems


def _aims(targets: pd.DataFrame | None, ours: pd.Series, all_areas: pd.Series) -> pd.DataFrame | None:
    """Return the targets without those of areas whose emissions are on another basis."""
    if targets is None:
        return None
    return targets[targets["area"].isin(ours) | ~targets["area"].isin(all_areas)]


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
