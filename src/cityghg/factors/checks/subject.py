"""What a check of a library looks at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import PurePosixPath

from cityghg.base.locate import factors_dir
from cityghg.base.problems import Place, Problem
from cityghg.base.text import measured
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors.load import HEAD, REALLOCATION, Entry, Given, Library, load_constants
from cityghg.units import UnitError, Units, load_units

Key = tuple[object, ...]
Doubt = tuple[Given, Problem]  # what is unlikely of a value, and may be acknowledged there


class Checked:
    """What the checks look at: a library, every method known to it, the code lists and units."""

    def __init__(self, library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> None:
        self.library, self.sectors = library, sectors
        self.sources = sources.with_more(library.own_sources)
        self.units: Units = load_units()
        self.methods = library.head.methods
        self.constants = {name: c.unit for name, c in load_constants().constants.items()}
        self.canonical: dict[int, dict[str, None]] = {}  # by entry, see `canonical_units`
        self.is_shipped = library.folder.resolve().is_relative_to(factors_dir().resolve())

    @cached_property
    def meant(self) -> tuple[tuple[Entry, Given, Key], ...]:
        """Every value with what it is meant for but its time: source, parameter, dimension, selectors.

        A value for several sources stands once for each. In place of the dimension of a pure number,
        which is only shared within a method, stands the method. A value whose unit is unreadable is left out.
        """
        return tuple(
            (entry, given, key)
            for entry in self.library.entries
            for given in values_of(entry)
            if is_readable(self, entry, given)
            for key in self._keys(entry, given)
        )

    def _keys(self, entry: Entry, given: Given) -> Iterator[Key]:
        value = given.value
        for source in entry.factor.sources:
            unit = self.sources[source].unit if source in self.sources else None
            kind = dimension_of(value.unit, unit) if unit else ""
            kind = kind or entry.factor.method or ""
            yield source, given.parameter, kind, value.sector, value.region, value.variant

    def head_place(self, *path: str) -> Place:
        """Return where something stands in `library.yaml`."""
        return self.library.documents[HEAD].place(path)

    def file(self, name: str) -> str:
        """Return how messages call a file of the library."""
        return (PurePosixPath(self.library.documents[HEAD].name).parent / name).as_posix()


def values_of(entry: Entry) -> Iterator[Given]:
    """Yield every value of a factor."""
    for given in entry.values.values():
        yield from given


def stated(checked: Checked) -> Iterator[Given]:
    """Yield every value of the library, the shares of its reallocation tables among them."""
    for entry in checked.library.entries:
        yield from values_of(entry)
    for i, table in enumerate(checked.library.reallocations):
        document = checked.library.documents[REALLOCATION]
        for j, move in enumerate(table.moves):
            place = document.place(("reallocations", i, "moves", j, "share"))
            yield Given(table.id, "share", move.share, place)


def canonical_units(checked: Checked, entry: Entry) -> dict[str, None]:
    """Return the canonical units of the entry's sources, each once."""
    if id(entry) not in checked.canonical:
        known = (checked.sources[s].unit for s in entry.factor.sources if s in checked.sources)
        checked.canonical[id(entry)] = dict.fromkeys(known)
    return checked.canonical[id(entry)]


def is_readable(checked: Checked, entry: Entry, given: Given) -> bool:
    """Say whether the value's unit can be read for each source of its factor."""
    try:
        for unit in canonical_units(checked, entry):
            checked.units.expression(given.value.unit, unit)
    except UnitError:
        return False
    return True


def number_of(given: Given) -> str:
    """Return number and unit as the library states them."""
    return measured(f"{given.value.value:.12g}", given.value.unit)


@cache
def dimension_of(unit: str, canonical: str | None) -> str:
    """Return the dimension of a unit in words, blank for a pure number. Raises `UnitError`."""
    dimension = load_units().expression(unit, canonical).dimensionality
    return str(dimension) if dimension else ""
