"""What a batch is made of: single files, and project folders with their files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cityghg.activity.columns import Defaults
from cityghg.activity.files import expand
from cityghg.activity.read import read_activity
from cityghg.base.problems import Place, Problem, has_errors, problem
from cityghg.batch.context import context_for
from cityghg.batch.settings import bare_project, check_settings, check_units, common_project, without_its_own
from cityghg.pipeline import Request
from cityghg.project import FILE_NAME, Opened, OwnUnit, open_project, project_areas
from cityghg.report.result import World
from cityghg.world import open_world

Files = tuple[tuple[Path, str], ...]


@dataclass(frozen=True)
class Unit:
    """What goes in or is left out as a whole: a file, or a project folder with its files.

    `opened` is the project by which the files are read; `problems` are those of the project itself.
    """

    name: str
    files: Files
    opened: Opened
    problems: tuple[Problem, ...] = ()
    is_project: bool = False


@dataclass(frozen=True)
class Plan:
    """The units, the request and the world that all of them are compiled by; `problems` are of no unit."""

    units: tuple[Unit, ...]
    request: Request
    world: World
    problems: tuple[Problem, ...] = ()

    def request_of(self, units: Iterable[Unit]) -> Request:
        """Return the request to compile these units and no others."""
        chosen = list(units)
        files = sorted((file for unit in chosen for file in unit.files), key=lambda file: file[1])
        projects = {id(unit.opened): unit.opened for unit in chosen if self._is_one_of_several(unit)}
        return replace(self.request, files=files, projects=tuple(projects.values()))

    def _is_one_of_several(self, unit: Unit) -> bool:
        return unit.opened.found and unit.opened is not self.request.opened


def make_plan(request: Request, paths: Sequence[str], *, one_project: bool) -> Plan:
    """Part the files of a request into units and settle what holds for all of them.

    With `one_project` each file is a unit of the request's project. Else each folder with a
    `city.yaml`, at or below the given folders, is a unit. The settings are then those of the
    request's project where loose files lie in it, else those of the first project folder; a project
    whose own differ is refused.
    """
    folders = [] if one_project else list(_project_folders(paths))
    inside = [folder.resolve() for folder, _ in folders]
    loose = [(p, n) for p, n in request.files if not any(p.resolve().is_relative_to(f) for f in inside)]
    projects = [_project_unit(folder, shown, request.defaults) for folder, shown in folders]
    home = request.opened if one_project or (request.opened.found and loose) else bare_project()
    if projects:
        home, projects, common = _agreed(home, projects, request)
        request = replace(request, opened=common)
    units = [*projects, *(Unit(shown, ((path, shown),), home) for path, shown in loose)]
    world, problems = open_world(request.opened, request.factors, request.gwp_set)
    stated = read_activity([], context_for(home, world.sources, request.defaults))[1] if loose else []
    ordered = sorted(units, key=lambda unit: unit.name)
    return Plan(tuple(ordered), request, world, (*problems, *stated))


def _agreed(home: Opened, projects: Sequence[Unit], request: Request) -> tuple[Opened, list[Unit], Opened]:
    """Return the project of loose files, the projects with those that differ refused, and what is common."""
    sound = [unit.opened for unit in projects if not has_errors(unit.problems)]
    lead = home if home.found else next(iter(sound), home)
    if not home.found:
        home = replace(without_its_own(lead), found=False)
    taken: dict[str, tuple[OwnUnit, str]] = {}
    check_units(home, taken)
    checked, agreeing = [], [home]
    for unit in projects:
        found = check_settings(lead, unit.opened, request) if unit.opened in sound else []
        if unit.opened in sound and not found:
            found = check_units(unit.opened, taken)
            agreeing += [] if found else [unit.opened]
        checked.append(replace(unit, problems=(*unit.problems, *found)))
    return home, checked, common_project(lead, agreeing)


def _project_unit(folder: Path, shown: str, defaults: Defaults) -> Unit:
    """Open a project and list its files, by names that begin with that of the folder."""
    name = f"{shown}/{FILE_NAME}"
    opened, problems = open_project(folder, FILE_NAME)
    opened = replace(opened, name=name)
    problems = [replace(p, place=replace(p.place, file=opened.shown(p.place.file))) for p in problems]
    found, missing = expand(opened.project.activity or (".",), folder)
    skip = {(folder / one).resolve() for one in opened.project.tables_beside()}
    files = tuple((path, opened.shown(file)) for path, file in found if path not in skip)
    problems += [problem(p.code, Place(file=opened.shown(p.place.file))) for p in missing]
    problems += project_areas(opened)[2]
    return Unit(shown, files, opened, tuple(problems), is_project=True)


def _project_folders(paths: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield the outermost folders with a `city.yaml` at or below the given ones, each with its name."""
    given = [Path(path) for path in paths if Path(path).is_dir()]
    found = sorted({path.parent for folder in given for path in folder.rglob(FILE_NAME)})
    outermost = [f for f in found if not any(other in f.parents for other in found)]
    absolute = [folder.parent for folder in outermost if folder.is_absolute()]
    common = os.path.commonpath(absolute) if absolute else ""
    for folder in outermost:
        yield folder, (folder.relative_to(common) if folder.is_absolute() else folder).as_posix()
