"""What a run stands on: code lists, areas, the stack of libraries, the GWP set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cityghg.base.locate import factors_dir
from cityghg.base.problems import Place, Problem, has_errors, problem
from cityghg.codes import CodeList, Source, load_sectors, load_sources
from cityghg.factors import gwp, load, lock
from cityghg.factors.checks import check
from cityghg.factors.load import Library
from cityghg.project import Opened, project_areas, spelled_out
from cityghg.report.result import World


def open_world(
    opened: Opened, factors: tuple[str, ...] = (), gwp_set: str | None = None
) -> tuple[World, list[Problem]]:
    """Load what the run stands on; a library that is missing or faulty is a problem.

    `factors`, relative to the working folder, go in front of the project's stack; `gwp_set` stands
    before the project's.
    """
    areas, city, problems = project_areas(opened)
    named = [(name, Path()) for name in spelled_out(factors)]
    named += [(name, opened.folder) for name in spelled_out(opened.project.factors)]
    stack, found = load_stack(named)
    problems += found
    name = opened.project.gwp if gwp_set is None else gwp_set
    gwps, found = gwp.load_gwps(name)
    problems += found
    sources = _sources(stack)
    methods, found = _methods(opened, stack, sources)
    problems += found
    return World(sources, load_sectors(), areas, city, stack, name, gwps, methods), problems


def _methods(
    opened: Opened, stack: Sequence[Library], sources: CodeList[Source]
) -> tuple[dict[str, str], list[Problem]]:
    """Return the library wanted for each source by its code; names that nothing has are problems."""
    known = {name for library in stack for name in (library.name, library.head.id)}
    wanted: dict[str, str] = {}
    problems: list[Problem] = []
    for text, library in opened.project.methods.items():
        source, place = sources.find(text), Place(file=opened.name)
        if source is None:
            problems.append(problem("method_source_unknown", place, found=text))
        elif library not in known:
            problems.append(
                problem("method_library_unknown", place, found=library, known=", ".join(sorted(known)))
            )
        else:
            wanted[source.id] = library
    return wanted, problems


def load_stack(named: Iterable[tuple[str, Path]]) -> tuple[tuple[Library, ...], list[Problem]]:
    """Load and check libraries, the first one first, each with the folder its name is relative to.

    A library named twice is loaded once; one that is missing or has errors is left out. Advice
    on a library that ships is for its makers and not told here; one that is as it was released was
    checked then, and is not again unless one of another kind stands before it.
    """
    stack: list[Library] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    all_released = True
    for name, base in named:
        folder, found = load.find(name, base)
        problems += found
        if folder is None or folder.resolve() in seen:
            continue
        seen.add(folder.resolve())
        library, found = load.load(folder, base)
        released = folder.resolve().is_relative_to(factors_dir().resolve()) and lock.is_as_released(folder)
        if library is not None and (not released or not all_released):
            advice = not folder.resolve().is_relative_to(factors_dir().resolve())
            found += check(library, _sources(stack), load_sectors(), advice=advice)
        problems += found
        all_released &= released
        if library is not None and not has_errors(found):
            stack.append(library)
    return tuple(stack), problems


def _sources(stack: Sequence[Library]) -> CodeList[Source]:
    """Return the shipped sources with those of the libraries; of equal codes the first library's holds."""
    sources = load_sources()
    for library in reversed(stack):
        sources = sources.with_more(library.own_sources)
    return sources
