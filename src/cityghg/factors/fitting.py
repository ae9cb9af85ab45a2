"""What of a library may serve a case: its entries by source, the places and sectors its values are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cityghg.codes import Areas
from cityghg.codes.regions import regions_of
from cityghg.factors.load import Entry, Given, Library
from cityghg.factors.schema import Method, Substitute

COUNTRY: Final = "100000"


def places_around(areas: Areas, place: str) -> Iterator[str | None]:
    """Yield where a value for the place may be given, nearest first; None is everywhere."""
    if place in areas:
        yield from areas.lineage(place)
        yield from regions_of(areas, place)
    else:
        yield place
    yield COUNTRY
    yield None


def serves(method: Method, gas: str, lineage: tuple[str, ...]) -> bool:
    """Say whether the method is for the gas and the sector whose lineage is given."""
    return method.gas == gas and not is_for_others(method, gas, lineage)


def is_for_others(method: Method, gas: str, lineage: tuple[str, ...]) -> bool:
    """Say whether the method is for the gas, but in other sectors."""
    here = set(lineage)
    left_out = set(method.not_for) & here or (method.only_for and not set(method.only_for) & here)
    return method.gas == gas and bool(left_out)


def substitutes_of(library: Library, source: str) -> tuple[Substitute, ...]:
    """Return the decision of the library that lets another source stand in, if there is one."""
    found = library.head.substitutes.get(source)
    return (found,) if found is not None else ()


def values_of(library: Library) -> Iterator[Given]:
    """Yield every value of a library."""
    for entry in library.entries:
        for given in entry.values.values():
            yield from given


def by_source(library: Library) -> dict[str, list[Entry]]:
    """Return the entries of a library by the source they are for."""
    index: dict[str, list[Entry]] = {}
    for entry in library.entries:
        for source in entry.factor.sources:
            index.setdefault(source, []).append(entry)
    return index
