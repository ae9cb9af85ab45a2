"""Which method and which value: the documented order, with every choice on record.

The first library of the stack with an entry for a source and gas fixes the method. Each parameter is
then sought through the stack; within a library the most specific sector wins, then the most specific
place, then the year. A value of an earlier year is carried forward at most `CARRY_YEARS`, is
reported, and yields to an exact year in a later library. Nothing is carried backwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cityghg.codes import Areas, CodeList, Sector, Source
from cityghg.factors.fitting import by_source, is_for_others, places_around, serves, substitutes_of, values_of
from cityghg.factors.load import Entry, Given, Library
from cityghg.factors.schema import Method, Substitute
from cityghg.factors.years import by_year
from cityghg.units import Units


@dataclass(frozen=True)
class Query:
    """What a factor is wanted for. `place` is an area code or a `scheme:region`."""

    source: str
    sector: str
    gas: str
    place: str
    year: int
    variant: str | None = None


@dataclass(frozen=True)
class Chosen:
    """The value a parameter got, in its declared dimension, and how it was found.

    `carried_from` is the earlier year the value is for; `substitute` is the recorded decision that
    lets another source's value stand in; `beaten` are candidates for the same place that ranked lower.
    """

    given: Given
    library: Library
    value: float
    unit: str
    carried_from: int | None = None
    substitute: Substitute | None = None
    beaten: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """The method for a query, with the value of each parameter; `missing` names those without one."""

    library: Library
    entry: Entry
    method_name: str
    method: Method
    parameters: dict[str, Chosen]
    missing: tuple[str, ...] = ()
    substitute: Substitute | None = None

    @property
    def carried_from(self) -> int | None:
        years = [c.carried_from for c in self.parameters.values() if c.carried_from is not None]
        return min(years) if years else None


_Candidate = tuple[Given, Method | None]  # with the method of the factor it belongs to
_BySelector = dict[tuple[str | None, str | None], list[_Candidate]]  # by sector and region


@dataclass(frozen=True)
class _Hit:
    given: Given
    carried_from: int | None
    beaten: tuple[Given, ...]


class Resolver:
    """Answers queries against a stack of libraries; answers are kept.

    Places that the values of the stack do not tell apart share their answers. `methods` names for some
    sources the library whose method goes before those of the stack's order.
    """

    def __init__(
        self,
        stack: Sequence[Library],
        sources: CodeList[Source],
        sectors: CodeList[Sector],
        areas: Areas,
        units: Units,
        methods: Mapping[str, str] | None = None,
    ) -> None:
        self._methods = dict(methods or {})
        self.stack, self._sources, self._sectors = tuple(stack), sources, sectors
        self._areas, self._units = areas, units
        self._answers: dict[tuple[object, ...], Resolution | None] = {}
        self._places: dict[str, tuple[str | None, ...]] = {}
        self._kept: dict[tuple[object, ...], _BySelector] = {}
        self._factors: dict[tuple[str, str, str], float] = {}
        self._gases: dict[str, tuple[str, ...]] = {}
        self._fixed: dict[tuple[str, str, str], tuple[Library, Entry, Substitute | None] | None] = {}
        self._by_source = [by_source(library) for library in stack]
        self._regions = {given.value.region for library in stack for given in values_of(library)}

    @property
    def areas(self) -> Areas:
        return self._areas

    def gases(self, source: str) -> tuple[str, ...]:
        """Return the gases some library of the stack has a method for."""
        if source not in self._gases:
            self._gases[source] = self._gases_served(source)
        return self._gases[source]

    def _gases_served(self, source: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for library, index in self._in_order(source):
            for name in (source, *(s.use for s in substitutes_of(library, source))):
                for entry in index.get(name, ()):
                    if entry.factor.method is not None:
                        found[library.head.methods[entry.factor.method].gas] = None
        return tuple(found)

    def excluded(self, source: str, sector: str, gas: str) -> bool:
        """Say whether methods for the source and gas exist, but each leaves this sector out."""
        return gas in self.gases(source) and self._method(source, sector, gas) is None

    def resolve(self, query: Query) -> Resolution | None:
        """Return method and values, or None where no library has a method for the source, sector and gas."""
        around = self.places_of_values(query.place)
        key = (query.source, query.sector, query.gas, around, query.year, query.variant)
        if key not in self._answers:
            self._answers[key] = self._resolve(query)
        return self._answers[key]

    def _resolve(self, query: Query) -> Resolution | None:
        fixed = self._method(query.source, query.sector, query.gas)
        if fixed is None:
            return None
        library, entry, substitute = fixed
        name = entry.factor.method or ""
        method = library.head.methods[name]
        found = {p: self._parameter(query, p, unit, entry) for p, unit in method.parameters.items()}
        return Resolution(
            library,
            entry,
            name,
            method,
            {p: chosen for p, chosen in found.items() if chosen is not None},
            tuple(p for p, chosen in found.items() if chosen is None),
            substitute,
        )

    def _method(self, source: str, sector: str, gas: str) -> tuple[Library, Entry, Substitute | None] | None:
        key = (source, sector, gas)
        if key not in self._fixed:
            self._fixed[key] = self._method_sought(*key)
        return self._fixed[key]

    def _method_sought(
        self, source: str, sector: str, gas: str
    ) -> tuple[Library, Entry, Substitute | None] | None:
        lineage = self._sectors.lineage(sector) if sector in self._sectors else ()
        for library, index in self._in_order(source):
            for substitute in (None, *substitutes_of(library, source)):
                fitting = [
                    entry
                    for entry in index.get(substitute.use if substitute else source, ())
                    if entry.factor.method is not None
                    and serves(library.head.methods[entry.factor.method], gas, lineage)
                ]
                if fitting:
                    narrow = [e for e in fitting if library.head.methods[e.factor.method or ""].only_for]
                    return library, (narrow or fitting)[0], substitute
        return None

    def _in_order(self, source: str) -> list[tuple[Library, dict[str, list[Entry]]]]:
        """Return the libraries with their entries, the one whose method is wanted for the source first."""
        lineage = self._sources.lineage(source) if source in self._sources else (source,)
        wanted = next((self._methods[name] for name in lineage if name in self._methods), "")
        stacked = zip(self.stack, self._by_source, strict=True)
        return sorted(stacked, key=lambda pair: wanted not in (pair[0].name, pair[0].head.id))

    def _parameter(self, query: Query, name: str, unit: str, entry: Entry) -> Chosen | None:
        """Seek one parameter through the stack: an exact hit anywhere beats the first carried one."""
        carried: Chosen | None = None
        beaten: tuple[Given, ...] = ()
        for library, index in zip(self.stack, self._by_source, strict=True):
            for substitute in (None, *substitutes_of(library, query.source)):
                source = substitute.use if substitute else query.source
                candidates = self._candidates(library, index.get(source, ()), query, name, unit)
                hit = self._best(candidates, query, entry)
                if hit is None:
                    continue
                value = self._converted(hit.given, unit, query.source)
                chosen = Chosen(
                    hit.given, library, value, unit, hit.carried_from, substitute, beaten + hit.beaten
                )
                if hit.carried_from is None:
                    return chosen
                carried = carried or chosen
                beaten += (hit.given,)
                break
        return carried

    def _candidates(
        self, library: Library, entries: Sequence[Entry], query: Query, name: str, unit: str
    ) -> _BySelector:
        """Return the values of that name and dimension; a pure number is only shared within the same gas."""
        key = (id(entries), query.source, query.gas, query.variant, name, unit)
        if key not in self._kept:
            canonical = self._sources[query.source].unit
            wanted = self._units.expression(unit, canonical)
            found: _BySelector = {}
            for entry in entries:
                own = library.head.methods.get(entry.factor.method or "")
                if own is not None and own.gas != query.gas and wanted.dimensionless:
                    continue
                for given in entry.values.get(name, ()):
                    size = self._units.expression(given.value.unit, canonical)
                    if given.value.variant == query.variant and wanted.is_compatible_with(size):
                        found.setdefault((given.value.sector, given.value.region), []).append((given, own))
            self._kept[key] = found
        return self._kept[key]

    def _best(self, candidates: _BySelector, query: Query, entry: Entry) -> _Hit | None:
        """Return the best of the candidates; of equal ones that of the entry that fixed the method."""
        sectors = self._sectors.lineage(query.sector) if query.sector in self._sectors else ()
        order = [(s, p) for s in (*sectors, None) for p in self.places_of_values(query.place)]
        fitting = [
            sorted(
                (
                    g
                    for g, own in candidates[selector]
                    if own is None or not is_for_others(own, query.gas, sectors)
                ),
                key=lambda given: given.factor != entry.factor.id,
            )
            for selector in order
            if selector in candidates
        ]
        for rank, here in enumerate(fitting):
            hit = by_year(here, query.year)
            if hit is not None:
                return _Hit(*hit, tuple(given for lower in fitting[rank + 1 :] for given in lower))
        return None

    def places_of_values(self, place: str) -> tuple[str | None, ...]:
        """Return where a value for the place may be given, of those places that some value names.

        Places for which these are the same get the same answers.
        """
        if place not in self._places:
            around = places_around(self._areas, place)
            self._places[place] = tuple(region for region in around if region in self._regions)
        return self._places[place]

    def _converted(self, given: Given, unit: str, source: str) -> float:
        key = (given.value.unit, unit, self._sources[source].unit)
        if key not in self._factors:
            size, wanted = (self._units.expression(text, key[2]) for text in key[:2])
            self._factors[key] = float((size / wanted).to("").magnitude)
        return given.value.value * self._factors[key]
