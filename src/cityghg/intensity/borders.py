"""Districts that begin or end between the years of those around them, with no change stated for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas
from cityghg.intensity.changes import AreaChange
from cityghg.intensity.findings import listed

_ABOVE: Final = ("province", "city")  # a panel of cities may well be uneven: no border moved


def moved_borders(intensity: pd.DataFrame, changes: Sequence[AreaChange], areas: Areas) -> list[Problem]:
    """Report each district whose first or last year is not that of the others of its city.

    Its own series and the sums of the districts are not comparable over that year. One that `changes`
    made new, or ended, in that way is accounted for.
    """
    rows = intensity[["area", "area_name", "year"]].drop_duplicates()
    places = {code: areas[code] for code in rows["area"].unique()}
    below = {code: place.parent for code, place in places.items() if place.level not in _ABOVE}
    rows = rows.assign(parent=rows["area"].map(below)).dropna(subset=["parent"])
    spans = rows.groupby("area").agg(
        name=("area_name", "first"), parent=("parent", "first"), first=("year", "min"), last=("year", "max")
    )
    years = {str(parent): sorted(set(found)) for parent, found in rows.groupby("parent")["year"]}
    made, ended = {change.new for change in changes}, {change.old for change in changes}
    problems = []
    for row in spans.reset_index().itertuples(index=False):
        of_all = years[str(row.parent)]
        before, after = [y for y in of_all if y < row.first], [y for y in of_all if y > row.last]
        said = {"area": row.name, "around": areas[str(row.parent)].name}
        if before and row.area not in made:
            problems.append(problem("area_appears", None, **said, year=row.first, years=listed(before)))
        if after and row.area not in ended:
            problems.append(problem("area_vanishes", None, **said, year=row.last, years=listed(after)))
    return problems
