"""From what was read to one inventory of the files that are sound, and a table of how each file fared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.layouts import Choice
from cityghg.activity.read import together
from cityghg.base.problems import Place, Problem, Severity, has_errors, in_order, problem
from cityghg.batch.plan import Plan, Unit
from cityghg.batch.reading import Readings
from cityghg.batch.status import Fate, status_table
from cityghg.pipeline import Gathered, Step, finish, settle
from cityghg.report.result import Result
from cityghg.units import load_units


@dataclass(frozen=True)
class Batch:
    """The combined result with its status table and the problems of all files.

    `left_out` names the units that are not in it. `whole_failed` says that there are errors which
    lie with no unit, such as a factor that no library has, or that no unit is left.
    """

    result: Result
    left_out: tuple[str, ...]
    whole_failed: bool

    @property
    def failed(self) -> bool:
        return self.whole_failed or bool(self.left_out)


def combine(plan: Plan, readings: Readings, step: Step) -> Batch:
    """Compile the units that are sound by themselves and with each other.

    A unit with an error is left out. So are all units of a conflict, because nothing says which of
    them is right.
    """
    own = {unit.name: _own(unit, readings) for unit in plan.units}
    blamed: dict[str, list[Problem]] = {name: [] for name, found in own.items() if has_errors(found)}
    while True:
        sound = [unit for unit in plan.units if unit.name not in blamed]
        request = plan.request_of(sound)
        activity, choices, apart = _gather([shown for _, shown in request.files], readings, plan)
        step("account", figures=activity.height)
        settled, found = settle(activity, plan.world, request)
        found = [*apart, *found]
        more = _blame(found, sound)
        if not more:
            break
        blamed |= more
    problems = [*plan.problems, *(p for unit in sound for p in own[unit.name]), *found]
    result = finish(request, plan.world, Gathered(activity, choices, settled, problems), step)
    fates = {unit.name: _fate(unit, own[unit.name], blamed, result, readings) for unit in plan.units}
    return Batch(_completed(plan, result, fates, readings), tuple(sorted(blamed)), result.failed)


def _own(unit: Unit, readings: Readings) -> list[Problem]:
    return [*unit.problems, *(p for _, shown in unit.files for p in readings.said(shown).problems)]


def _gather(
    files: Sequence[str], readings: Readings, plan: Plan
) -> tuple[pl.DataFrame, list[Choice], list[Problem]]:
    """Return what was read of the files, the layouts, and what is wrong between one file and another."""
    kept = [readings.get(shown) for shown in files]
    choices = [choice for reading in kept for choice in reading.said.choices]
    world = plan.world
    context = Context(world.sources, world.sectors, world.areas, load_units(), world.city)
    activity, problems = together([reading.table for reading in kept], choices, context)
    return activity, choices, problems


def _blame(problems: Sequence[Problem], units: Sequence[Unit]) -> dict[str, list[Problem]]:
    """Return the units that errors name, by their place or in their words, each with these errors."""
    by_file = {shown: unit.name for unit in units for _, shown in unit.files}
    blamed: defaultdict[str, list[Problem]] = defaultdict(list)
    for found in problems:
        if found.severity is Severity.ERROR:
            for name in sorted({by_file[file] for file in _files_named(found, by_file)}):
                blamed[name].append(found)
    return dict(blamed)


def _files_named(found: Problem, files: Collection[str]) -> list[str]:
    """Return the files a problem is about: that of its place, and those its values point to."""
    words = [value for _, value in found.values if isinstance(value, str)]
    return [
        file
        for file in files
        if file == found.place.file
        or any(re.search(rf"(^|, ){re.escape(file)}($|[,:])", word) for word in words if file in word)
    ]


def _fate(
    unit: Unit,
    own: Sequence[Problem],
    blamed: Mapping[str, Sequence[Problem]],
    result: Result,
    readings: Readings,
) -> Fate:
    files = [shown for _, shown in unit.files]
    ok = unit.name not in blamed
    about = [p for p in result.problems if p.place.file in files] if ok else [*own, *blamed[unit.name]]
    kept = [readings.get(shown) for shown in files]
    return Fate(
        unit.name,
        ok,
        [area for reading in kept for area in reading.table["area"].unique().sort()],
        sorted({year for reading in kept for year in reading.table["year"]}),
        sorted({c.layout for reading in kept for c in reading.said.choices if c.layout}),
        sum(reading.table.height for reading in kept),
        in_order(about),
    )


def _completed(plan: Plan, result: Result, fates: Mapping[str, Fate], readings: Readings) -> Result:
    """Return the result with the status table, the problems of units left out, and all files as inputs."""
    left_out = [fate for fate in fates.values() if not fate.ok]
    marks = [problem("batch_left_out", Place(file=fate.name), count=fate.errors) for fate in left_out]
    others = [p for fate in left_out for p in fate.problems]
    inputs = [file for unit in plan.units for file in unit.files if file[1] in readings.keys]
    beside = [file for file in result.inputs if file not in inputs]
    return replace(
        result,
        inputs=[*sorted(inputs, key=lambda file: file[1]), *beside],
        options={**result.options, "left_out": sorted(fate.name for fate in left_out)},
        problems=in_order([*result.problems, *others, *marks]),
        status=status_table(list(fates.values()), result),
    )
