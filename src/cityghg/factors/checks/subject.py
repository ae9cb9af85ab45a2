"""What a check of a library looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from cityghg.base.problems import Place
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors.load import HEAD, Entry, Given, Library, load_constants
from cityghg.units import UnitError, Units, load_units


class Checked:
    """What the checks look at: a library, every method known to it, the code lists and units."""

    def __init__(self, library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> None:
        self.library, self.sectors = library, sectors
        self.sources = sources.with_more(library.own_sources)
        self.units: Units = load_units()
        self.methods = library.head.methods
        self.constants = {name: c.unit for name, c in load_constants().constants.items()}

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


def canonical_units(checked: Checked, entry: Entry) -> dict[str, None]:
    """Return the canonical units of the entry's sources, each once."""
    return {checked.sources[s].unit: None for s in entry.factor.sources if s in checked.sources}


def is_readable(checked: Checked, entry: Entry, given: Given) -> bool:
    """Say whether the value's unit can be read for each source of its factor."""
    try:
        for unit in canonical_units(checked, entry):
            checked.units.expression(given.value.unit, unit)
    except UnitError:
        return False
    return True
