"""The tables that projects name beside their activity data: indicators, targets, industries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cityghg.activity.context import Context
from cityghg.base.problems import Place, Problem, problem
from cityghg.intensity.drivers.industries import read_industries
from cityghg.intensity.reading.indicators import LEVEL, read_indicators
from cityghg.intensity.targets.read import read_targets
from cityghg.project import Opened, project_areas

Reader = Callable[[Path, str, Context], tuple[pd.DataFrame, list[Problem]]]


@dataclass(frozen=True)
class Beside:
    """What was read, None where no project names such a table; `files` are those that exist."""

    indicators: pd.DataFrame | None
    targets: pd.DataFrame | None
    industries: pd.DataFrame | None
    files: list[tuple[Path, str]]
    problems: list[Problem]


def read_beside(projects: Sequence[Opened], context: Context) -> Beside:
    """Read the indicators of every project, and its targets and industries where it has indicators."""
    named = [opened for opened in projects if opened.project.indicators is not None]
    problems: list[Problem] = []
    files: list[tuple[Path, str]] = []
    gdp = _read(named, context, lambda o: o.project.indicators, read_indicators, files, problems)
    problems += _twice(gdp)
    aims = _read(named, context, lambda o: o.project.intensity.targets, read_targets, files, problems)
    parts = _read(named, context, lambda o: o.project.intensity.industries, read_industries, files, problems)
    return Beside(
        pd.concat(gdp, ignore_index=True).drop_duplicates(list(LEVEL)) if gdp else None,
        pd.concat(aims, ignore_index=True) if aims else None,
        pd.concat(parts, ignore_index=True).drop_duplicates(["area", "year", "sector"]) if parts else None,
        files,
        problems,
    )


def _read(
    projects: Sequence[Opened],
    context: Context,
    table_of: Callable[[Opened], str | None],
    reader: Reader,
    files: list[tuple[Path, str]],
    problems: list[Problem],
) -> list[pd.DataFrame]:
    frames = []
    for opened, name in _named(projects, table_of):
        path, shown = opened.folder / name, opened.shown(name)
        frame, found = reader(path, shown, replace(context, city=project_areas(opened)[1]))
        frames.append(frame)
        problems += found
        files += [(path, shown)] if path.is_file() else []
    return frames


def _named(
    projects: Sequence[Opened], table_of: Callable[[Opened], str | None]
) -> Iterator[tuple[Opened, str]]:
    yield from ((opened, name) for opened in projects if (name := table_of(opened)) is not None)


def _twice(frames: Sequence[pd.DataFrame]) -> list[Problem]:
    """Report what two projects state for one area and year."""
    seen: dict[tuple[object, ...], str] = {}
    problems = []
    for frame in frames:
        for row in frame.to_dict("records"):
            first = seen.setdefault(tuple(row[name] for name in LEVEL), row["origin"])
            if first != row["origin"]:
                place = Place(file=str(row["origin"]).partition(",")[0])
                said = {"area": row["area_name"], "year": row["year"], "other": first}
                problems.append(problem("indicator_twice", place, **said))
    return problems
