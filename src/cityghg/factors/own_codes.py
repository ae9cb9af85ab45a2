"""The codes a library adds (`codes.yaml`) against the shipped ones, before anything uses them."""

from __future__ import annotations

from collections.abc import Iterator

from cityghg.base.problems import Place, Problem, problem
from cityghg.base.text import fold
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors.load import CODES, Library
from cityghg.units import UnitError, load_units


def check(library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> list[Problem]:
    """Return what is wrong with the library's own codes: names taken, and parents, sectors, units unknown."""
    if not library.own_sources:
        return []
    known = {source.id: source for source in (*sources, *library.own_sources)}
    names = {fold(name): source.id for source in sources for name in source.names()}
    problems: list[Problem] = []
    for i, source in enumerate(library.own_sources):
        place = library.documents[CODES].place(("sources", i))
        problems += _references(source, place, known, sectors)
        for name in source.names():
            other = names.setdefault(fold(name), source.id)
            if other != source.id:
                problems.append(problem("name_taken", place, found=name, other=known[other]))
    return problems


def _references(
    source: Source, place: Place, known: dict[str, Source], sectors: CodeList[Sector]
) -> Iterator[Problem]:
    if source.parent is not None and not _has_root(source, known):
        yield problem("source_unknown_in_library", place, found=source.parent)
    if source.sector is not None and source.sector not in sectors:
        yield problem("sector_unknown_in_library", place, found=source.sector)
    try:
        load_units().parse(source.unit)
    except UnitError as error:
        yield problem("unit_unreadable", place, found=error.found)


def _has_root(source: Source, known: dict[str, Source]) -> bool:
    """Say whether the line of parents ends, rather than in an unknown code or in a circle."""
    seen: set[str] = set()
    while source.parent is not None:
        if source.parent not in known or source.id in seen:
            return False
        seen.add(source.id)
        source = known[source.parent]
    return True
