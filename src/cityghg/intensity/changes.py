"""Districts split or merged between years: earlier years restated for the areas of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas
from cityghg.intensity.findings import listed

_ADDED: Final = (
    "co2e_t",
    "missing",
    "gdp_10k_yuan",
    "population",
    "energy_tce",
    "land_area_km2",
    "emissions_t",
)
_NOT_ADDED: Final = ("gdp_index", "tertiary_share", "coal_share_pct", "non_fossil_share_pct")


class AreaChange(BaseModel):
    """From `year` on, `share_pct` of what was the area `old` belongs to `new`; both by their codes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    old: str
    new: str
    year: int
    share_pct: FiniteFloat = Field(default=100.0, gt=0, le=100)


def usable(changes: Sequence[AreaChange], areas: Areas) -> tuple[list[AreaChange], list[Problem]]:
    """Return the changes between known areas, and report those that name another."""
    bad = [(change, code) for change in changes for code in (change.old, change.new) if code not in areas]
    unknown = {id(change) for change, _ in bad}
    problems = [problem("change_area_unknown", found=code, year=change.year) for change, code in bad]
    return [change for change in changes if id(change) not in unknown], problems


def restated(
    frame: pd.DataFrame, changes: Sequence[AreaChange], areas: Areas, within: Collection[str]
) -> pd.DataFrame:
    """Return the frame with the years before each change restated for the new areas; old ones stay.

    Figures add up by their shares, over what the new area itself had before and all areas it took over;
    `within` are the columns besides area and year that rows must share to be added, such as the price base.
    Where one of the parts lacks a figure the sum has none, and where it lacks the year there is no row.
    Indices and shares of energy do not add up, and are blank.
    """
    by_area: dict[str, list[AreaChange]] = {}
    for change in changes:
        by_area.setdefault(change.new, []).append(change)
    made = [_of_area(frame, code, found, list(within)) for code, found in by_area.items()]
    rows = pd.concat(made, ignore_index=True) if made else frame.iloc[:0]
    if rows.empty:
        return frame
    if "area_name" in frame:
        rows["area_name"] = rows["area"].map(lambda code: areas[code].name)
    key = pd.MultiIndex.from_frame(frame[["area", "year"]])
    replaced = key.isin(pd.MultiIndex.from_frame(rows[["area", "year"]]))
    return pd.concat([frame[~replaced], rows[frame.columns]], ignore_index=True).astype(frame.dtypes)


def parts_missing(
    frame: pd.DataFrame, changes: Sequence[AreaChange], areas: Areas, code: str, within: Collection[str] = ()
) -> tuple[set[tuple[str, int]], list[Problem]]:
    """Return the new areas with the years that cannot be restated, and which of their parts lack the year.

    `frame` has the rows that count; `within` as for `restated`: a part at another price base lacks the year.
    """
    lacking: set[tuple[str, int]] = set()
    problems = []
    for new in dict.fromkeys(change.new for change in changes):
        ours = [change for change in changes if change.new == new]
        parts = frame[frame["area"].isin([new, *(change.old for change in ours)])]
        years: defaultdict[str, list[int]] = defaultdict(list)
        for year, rows in parts.groupby("year"):
            wanted = {change.old for change in ours if change.year > int(str(year))}
            groups = [rows] if not within else [found for _, found in rows.groupby(list(within))]
            for old in min((wanted - set(found["area"]) for found in groups), key=len):
                years[old].append(int(str(year)))
        for old, without in years.items():
            lacking |= {(new, year) for year in without}
            said = {"area": areas[new].name, "part": areas[old].name, "years": listed(sorted(without))}
            problems.append(problem(code, None, **said))
    return lacking, problems


def _of_area(frame: pd.DataFrame, code: str, changes: list[AreaChange], within: list[str]) -> pd.DataFrame:
    parts = [
        frame[(frame["area"] == code) & (frame["year"] < max(c.year for c in changes))].assign(expected=0)
    ]
    for change in changes:
        rows = frame[(frame["area"] == change.old) & (frame["year"] < change.year)]
        columns = [name for name in _ADDED if name in frame and name != "missing"]
        parts.append(
            rows.assign(**{name: rows[name] * (change.share_pct / 100) for name in columns}, expected=1)
        )
    together = pd.concat(parts, ignore_index=True)
    key = ["year", *within]
    groups = together.groupby(key, dropna=False, sort=False)
    sums = {name: groups[name].agg(lambda v: v.sum(skipna=False)) for name in _ADDED if name in frame}
    whole = groups.first().assign(**sums, area=code)
    needed = whole.index.get_level_values("year") if within else whole.index
    taken = groups["expected"].sum()
    wanted = [sum(change.year > year for change in changes) for year in needed]
    whole = whole[(taken == wanted) & (taken > 0)].reset_index()
    return whole.assign(**{name: float("nan") for name in _NOT_ADDED if name in frame})[list(frame.columns)]
