"""The assessment on its own: from a table of emissions and GDP, or from a result compiled before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.resolve import find_area
from cityghg.base.problems import Place, Problem, in_order, problem
from cityghg.codes import load_sectors, load_sources
from cityghg.intensity.assess import Material, assess
from cityghg.intensity.evaluation.table import Period
from cityghg.intensity.reading.indicators import read_indicators
from cityghg.intensity.reported import read_and_compute
from cityghg.intensity.targets.read import read_targets
from cityghg.inventory.basis import totals
from cityghg.project import FILE_NAME, IntensityOptions, Opened, Project, open_project, project_areas
from cityghg.report.assessment import Assessment
from cityghg.report.compiled import Compiled, project_of, read_compiled
from cityghg.targeting import Asked, read_targeting
from cityghg.units import load_units

File = tuple[Path, str]  # with the name shown


@dataclass(frozen=True)
class Wanted:
    """What to assess: a table or a result folder, the files beside it, and what is stated for the run.

    `opened` is the project whose areas and settings hold; for a result folder it is the one of the result.
    `area` and `year` are those of a table that names none; of a result they choose what is shown.
    `asked` says how targets are scored and broken down; of the tables `only` those named are made, as
    `assess` says.
    """

    source: File
    opened: Opened
    indicators: File | None = None
    targets: File | None = None
    basis: str | None = None
    base_year: int | None = None
    vintage: str | None = None
    area: str | None = None
    year: int | None = None
    asked: Asked = field(default_factory=Asked)
    period: Period = None
    only: Collection[str] | None = None

    @property
    def intensity(self) -> IntensityOptions:
        return self.opened.project.intensity

    def over(self) -> Period:
        """Return the period of the evaluation; an end named for the run goes before the project's."""
        (first, last), stated = self.period or (None, None), self.intensity.period or (None, None)
        return (first or stated[0], last or stated[1])


def open_source(path: Path, project: Path | None = None) -> tuple[Opened, list[Problem]]:
    """Open the project named, else that of a result folder, else the one a table lies in."""
    if project is not None:
        folder, name = (project, FILE_NAME) if project.is_dir() else (project.parent, project.name)
        return open_project(folder, name)
    if path.is_dir() and (stated := project_of(path)) is not None:
        return Opened(Project.model_validate(stated), path), []
    return open_project(path if path.is_dir() else path.parent)


def assess_source(wanted: Wanted) -> Assessment:
    """Read what is named and return every table of the assessment. User mistakes end up in its problems."""
    return _of_result(wanted) if wanted.source[0].is_dir() else _of_table(wanted)


def _of_table(wanted: Wanted) -> Assessment:
    context, problems = _context(wanted)
    aims, named, found = _targets(wanted, context)
    problems += found
    targeting, files, found = read_targeting(wanted.asked, context)
    problems += found
    base_year = wanted.base_year or wanted.intensity.base_year
    tables, found = read_and_compute(
        *wanted.source,
        context,
        targets=aims,
        base_year=base_year,
        basis=wanted.basis,
        targeting=targeting,
        period=wanted.over(),
        vintage=wanted.vintage,
        changes=wanted.intensity.changes,
        only=wanted.only,
        tolerance_pct=wanted.opened.project.rollup.tolerance_pct,
    )
    options = _options(wanted, base_year, wanted.basis)
    return Assessment(tables, [wanted.source, *named, *files], options, in_order([*problems, *found]))


def _of_result(wanted: Wanted) -> Assessment:
    compiled, problems = read_compiled(*wanted.source)
    if compiled is None:
        return Assessment({}, [], _options(wanted, None, None), problems)
    context, found = _context(wanted)
    problems += found
    inputs = [(path, f"{wanted.source[1]}/{path.name}") for path in compiled.files]
    indicators, named, found = _indicators(compiled, wanted, context)
    problems, inputs = problems + found, inputs + named
    aims, named, found = _targets(wanted, context)
    problems, inputs = problems + found, inputs + named
    aims = compiled.targets() if aims is None else aims
    targeting, named, found = read_targeting(wanted.asked, context)
    problems, inputs = problems + found, inputs + named
    basis = wanted.basis or wanted.intensity.basis
    base_year = wanted.base_year or wanted.intensity.base_year
    tables: dict[str, pd.DataFrame] = {}
    if indicators is not None:
        material = Material(
            totals=totals(compiled.inventory),
            incomplete=compiled.incomplete,
            indicators=indicators,
            targets=aims,
            areas=context.areas,
            basis=basis,
            tolerance_pct=wanted.opened.project.rollup.tolerance_pct,
            base_year=base_year,
            fixed=compiled.fixed(basis, base_year),
            inventory=compiled.inventory,
            targeting=targeting,
            period=wanted.over(),
            electricity_times=wanted.intensity.electricity_times,
            vintage=wanted.vintage,
            accept_carried_factor=wanted.intensity.accept_carried_factor,
            changes=wanted.intensity.changes,
        )
        tables, found = assess(material, wanted.only)
        problems += found
        tables, found = _chosen(tables, wanted, context)
        problems += found
    return Assessment(tables, inputs, _options(wanted, base_year, basis), in_order(problems))


def _context(wanted: Wanted) -> tuple[Context, list[Problem]]:
    areas, city, problems = project_areas(wanted.opened)
    defaults = Defaults(wanted.area, wanted.year)
    return Context(load_sources(), load_sectors(), areas, load_units(), city, defaults), problems


def _targets(wanted: Wanted, context: Context) -> tuple[pd.DataFrame | None, list[File], list[Problem]]:
    named = wanted.targets
    if named is None and wanted.intensity.targets is not None and not wanted.source[0].is_dir():
        name = wanted.intensity.targets
        named = (wanted.opened.folder / name, wanted.opened.shown(name))
    if named is None:
        return None, [], []
    frame, problems = read_targets(*named, context)
    return frame, [named] if named[0].is_file() else [], problems


def _indicators(
    compiled: Compiled, wanted: Wanted, context: Context
) -> tuple[pd.DataFrame | None, list[File], list[Problem]]:
    """Read the indicators named, else take those that the result was compared with."""
    if wanted.indicators is not None:
        frame, problems = read_indicators(*wanted.indicators, context)
        return frame, [wanted.indicators], problems
    found = compiled.indicators()
    missing = [] if found is not None else [problem("intensity_no_indicators", Place(file=wanted.source[1]))]
    return found, [], missing


def _chosen(
    tables: dict[str, pd.DataFrame], wanted: Wanted, context: Context
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Keep the area asked for with those within it, and the year asked for, in every table that has them."""
    problems: list[Problem] = []
    if wanted.year is not None:
        tables = {n: t[t["year"] == wanted.year] if "year" in t else t for n, t in tables.items()}
    if wanted.area is not None:
        answer = find_area((wanted.area,), context)
        if answer.value is None:
            return {}, [problem(answer.problem, None, **answer.values)]
        within = {a.code for a in context.areas if answer.value in context.areas.lineage(a.code)}
        tables = {n: t[t["area"].isin(within)] if "area" in t else t for n, t in tables.items()}
    return {name: table.reset_index(drop=True) for name, table in tables.items()}, problems


def _options(wanted: Wanted, base_year: int | None, basis: str | None) -> dict[str, Any]:
    split = wanted.asked.split
    return {
        "basis": basis, "base_year": base_year, "area": wanted.area, "year": wanted.year,
        "scheme": wanted.asked.scheme, "split": None if split is None else split.model_dump(mode="json"),
        "period": wanted.over(),
        "vintage": wanted.vintage,
    }  # fmt: skip
