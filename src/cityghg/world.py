"""What a run stands on: code lists, areas, the stack of libraries, the GWP set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cityghg.base.problems import Problem
from cityghg.codes import load_sectors, load_sources
from cityghg.factors import check, gwp, load
from cityghg.factors.load import Library
from cityghg.project import Opened, project_areas
from cityghg.report.result import World


def open_world(
    opened: Opened, factors: tuple[str, ...] = (), gwp_set: str | None = None
) -> tuple[World, list[Problem]]:
    """Load what the run stands on; a library that is missing or faulty is a problem.

    `factors` go in front of the project's stack; `gwp_set` stands before the project's.
    """
    areas, city, problems = project_areas(opened.project)
    stack, found = load_stack(opened.project.stack(factors), opened.folder)
    problems += found
    name = gwp_set or opened.project.gwp
    gwps, found = gwp.load_gwps(name)
    problems += found
    sources = load_sources()
    for library in reversed(stack):
        sources = sources.with_more(library.own_sources)
    return World(sources, load_sectors(), areas, city, stack, name, gwps), problems


def load_stack(names: Sequence[str], base: Path) -> tuple[tuple[Library, ...], list[Problem]]:
    """Load and check the named libraries, the first one first; folders are relative to `base`."""
    stack: list[Library] = []
    problems: list[Problem] = []
    for name in names:
        folder, found = load.find(name, base)
        problems += found
        if folder is None:
            continue
        library, found = load.load(folder, base)
        problems += found
        if library is not None:
            problems += check.check(library, load_sources(), load_sectors())
            stack.append(library)
    return tuple(stack), problems
