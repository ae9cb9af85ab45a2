"""Which values a parameter could have had, and why each was taken or not.

The rules are those of `resolve`; here they are told for every value of the stack, not only the winner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cityghg.codes import Areas, CodeList, Sector, Source
from cityghg.factors.fitting import is_for_others, places_around, substitutes_of
from cityghg.factors.load import Entry, Given, Library
from cityghg.factors.resolve import Chosen, Query
from cityghg.factors.schema import Value
from cityghg.factors.years import CARRY_YEARS, covers
from cityghg.units import Units


class Verdict(StrEnum):
    """Why a value was taken or not. The first four say that it is not for the case at all."""

    OTHER_VARIANT = "other_variant"
    OTHER_SECTOR = "other_sector"
    OTHER_REGION = "other_region"
    OTHER_YEAR = "other_year"
    CHOSEN = "chosen"
    LATER_LIBRARY = "later_library"
    SUBSTITUTE = "substitute"
    CARRIED = "carried"
    WIDER_SECTOR = "wider_sector"
    WIDER_PLACE = "wider_place"
    WIDER_YEARS = "wider_years"
    LATER_ENTRY = "later_entry"

    @property
    def fits(self) -> bool:
        """Whether the value is for the case, so that only another one kept it out."""
        return self not in _UNFIT


_UNFIT = (Verdict.OTHER_VARIANT, Verdict.OTHER_SECTOR, Verdict.OTHER_REGION, Verdict.OTHER_YEAR)


@dataclass(frozen=True)
class Candidate:
    """A value with its verdict. `source` is the one it is stated for; `number` is in the declared unit."""

    given: Given
    library: Library
    source: str
    number: float
    verdict: Verdict


@dataclass(frozen=True)
class Codes:
    """What the selectors of values are read by."""

    sources: CodeList[Source]
    sectors: CodeList[Sector]
    areas: Areas
    units: Units


def candidates(
    stack: Sequence[Library], codes: Codes, query: Query, name: str, unit: str, chosen: Chosen | None
) -> list[Candidate]:
    """Return every value of that name and dimension for the source or its substitutes, the fitting first."""
    judge = _Judge(stack, codes, query, chosen)
    found = [
        Candidate(given, library, source, number, judge.verdict(given, library, source, entry))
        for library, source, entry, given, number in _values(stack, codes, query, name, unit)
    ]
    return sorted(found, key=lambda c: (c.verdict is not Verdict.CHOSEN, not c.verdict.fits))


def _values(
    stack: Sequence[Library], codes: Codes, query: Query, name: str, unit: str
) -> Iterator[tuple[Library, str, Entry, Given, float]]:
    canonical = codes.sources[query.source].unit
    wanted = codes.units.expression(unit, canonical)
    for library in stack:
        for source in (query.source, *(s.use for s in substitutes_of(library, query.source))):
            for entry in (e for e in library.entries if source in e.factor.sources):
                method = library.head.methods.get(entry.factor.method or "")
                if method is not None and method.gas != query.gas and wanted.dimensionless:
                    continue
                for given in entry.values.get(name, ()):
                    size = codes.units.expression(given.value.unit, canonical)
                    if wanted.is_compatible_with(size):
                        number = given.value.value * float((size / wanted).to("").magnitude)
                        yield library, source, entry, given, number


class _Judge:
    def __init__(self, stack: Sequence[Library], codes: Codes, query: Query, chosen: Chosen | None) -> None:
        self._order = {id(library): i for i, library in enumerate(stack)}
        self._query, self._chosen = query, chosen
        known = query.sector in codes.sectors
        self._sectors: tuple[str | None, ...] = (
            *(codes.sectors.lineage(query.sector) if known else ()),
            None,
        )
        self._places = tuple(dict.fromkeys(places_around(codes.areas, query.place)))

    def verdict(self, given: Given, library: Library, source: str, entry: Entry) -> Verdict:
        unfit = self._unfit(given.value, library, entry)
        if unfit is not None:
            return unfit
        if self._chosen is None:
            return Verdict.OTHER_YEAR
        return self._against(given, library, source, self._chosen)

    def _unfit(self, value: Value, library: Library, entry: Entry) -> Verdict | None:
        method = library.head.methods.get(entry.factor.method or "")
        here = tuple(s for s in self._sectors if s is not None)
        if value.variant != self._query.variant:
            return Verdict.OTHER_VARIANT
        if value.sector not in self._sectors or (
            method is not None and is_for_others(method, self._query.gas, here)
        ):
            return Verdict.OTHER_SECTOR
        if value.region not in self._places:
            return Verdict.OTHER_REGION
        return Verdict.OTHER_YEAR if _age(value, self._query.year) is None else None

    def _against(self, given: Given, library: Library, source: str, chosen: Chosen) -> Verdict:
        """Return what the chosen value had before this one."""
        if given is chosen.given:
            return Verdict.CHOSEN
        ahead = self._order[id(chosen.library)] - self._order[id(library)]
        if ahead < 0:
            return Verdict.LATER_LIBRARY
        if ahead > 0:
            return Verdict.CARRIED
        if chosen.substitute is None and source != self._query.source:
            return Verdict.SUBSTITUTE
        mine, theirs = given.value, chosen.given.value
        if mine.sector != theirs.sector:
            return Verdict.WIDER_SECTOR
        if mine.region != theirs.region:
            return Verdict.WIDER_PLACE
        if mine.years != theirs.years:
            return Verdict.CARRIED if _age(mine, self._query.year) else Verdict.WIDER_YEARS
        return Verdict.LATER_ENTRY


def _age(value: Value, year: int) -> int | None:
    """Return by how many years the value would be carried, None where it is not for the year."""
    if value.years is None or covers(value, year):
        return 0
    late = year - value.years[1]
    return late if 0 < late <= CARRY_YEARS else None
