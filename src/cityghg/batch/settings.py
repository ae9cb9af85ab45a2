"""The settings common to a batch: one inventory has one stack of libraries, one GWP set, one rule each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cityghg.base.problems import Place, Problem, problem
from cityghg.pipeline import Request
from cityghg.project import Conflicts, Opened, OwnUnit, Project, spelled_out

_OF_ITS_OWN = {
    "city": None,
    "units": (),
    "activity": (),
    "indicators": None,
    "layout": None,
    "language": None,
}


def without_its_own(opened: Opened) -> Opened:
    """Return a project's settings without what concerns its own places and files."""
    intensity = opened.project.intensity.model_copy(update={"targets": None})
    conflicts = "refuse" if isinstance(opened.project.conflicts, Conflicts) else opened.project.conflicts
    update = {**_OF_ITS_OWN, "intensity": intensity, "conflicts": conflicts}
    return replace(opened, project=opened.project.model_copy(update=update))


def check_settings(lead: Opened, opened: Opened, request: Request) -> list[Problem]:
    """Return a problem where a project states settings for its figures other than the leading project's."""
    ours, theirs = _comparable(lead, request), _comparable(opened, request)
    names = [name for name in ours if ours[name] != theirs[name]]
    if not names:
        return []
    place = Place(file=opened.name)
    return [problem("batch_settings_differ", place, settings=", ".join(names), other=lead.name)]


def check_units(opened: Opened, taken: dict[str, tuple[OwnUnit, str]]) -> list[Problem]:
    """Return a problem for each unit of a project that another project declares otherwise.

    `taken` has the units by id, each with the project file it stands in; the project's are added.
    """
    problems = []
    for unit in opened.project.units:
        other, name = taken.setdefault(unit.id, (unit, opened.name))
        if other != unit:
            problems.append(problem("batch_unit_differs", Place(file=opened.name), found=unit.id, other=name))
    return problems


def common_project(lead: Opened, projects: Sequence[Opened]) -> Opened:
    """Return the project of the combined inventory: the lead's settings, the units and winners of all."""
    units = {unit.id: unit for opened in projects for unit in opened.project.units}
    update: dict[str, Any] = {"units": tuple(units.values())}
    wins = tuple(_winners(projects))
    if wins:
        update["conflicts"] = Conflicts(wins=wins)
    bare = without_its_own(lead)
    return replace(bare, project=bare.project.model_copy(update=update))


def bare_project() -> Opened:
    """Return what holds for files that lie in no project."""
    return Opened(Project(), Path())


def _winners(projects: Sequence[Opened]) -> Iterable[str]:
    for opened in projects:
        if isinstance(opened.project.conflicts, Conflicts):
            yield from (opened.shown(table) for table in opened.project.conflicts.wins)


def _comparable(opened: Opened, request: Request) -> dict[str, object]:
    """Return the settings that bear on figures, by their keys in city.yaml."""
    project = opened.project
    return {
        "factors": [_library(name, opened.folder) for name in spelled_out(project.factors)],
        "gwp": request.gwp_set or project.gwp,
        "electricity_factor": project.electricity_factor,
        "electricity_variant": project.electricity_variant,
        "reallocation": project.reallocation,
        "conflicts": project.conflicts == "sum",
        "rollup": project.rollup,
        "intensity": (project.intensity.base_year, project.intensity.basis),
    }


def _library(name: str, folder: Path) -> str:
    """Return the name of a shipped library, or the full path of one that lies beside the project."""
    return name if "@" in name else str((folder / name).resolve())
