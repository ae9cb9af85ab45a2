"""Emissions from figures: for each gas the method, its values, the mass and, where known, its uncertainty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cityghg.base.labels import label, label_file
from cityghg.base.notation import NE
from cityghg.base.problems import Place, Problem, Words, problem, reading_order
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors.candidates import Codes
from cityghg.factors.gwp import CO2, CO2E
from cityghg.factors.known import known_for
from cityghg.factors.resolve import Query, Resolution, Resolver
from cityghg.inventory import companions, spread
from cityghg.inventory.categories import BIOMASS_CO2, TRADE
from cityghg.inventory.figures import Figure
from cityghg.inventory.masses import Line, compute
from cityghg.units import load_units

Finding = tuple[str, tuple[tuple[str, object], ...]]
SUPPLY: Final = "supply"  # electricity and heat made, lost or traded: the first two emit nothing themselves
_SENT_OUT: Final = "_export"  # sources so named are made in the area, whoever takes them


class _Booking(NamedTuple):
    """What a line says beside its figure."""

    gas: str
    scope: str
    memo_kind: str
    notation: str
    resolution: Resolution | None = None


@dataclass(frozen=True)
class ElectricityPolicy:
    """Which electricity factor: of the inventory year or of a fixed one, and which published variant."""

    fixed_year: int | None = None
    variant: str | None = None


class Accountant:
    """Finds method and values for each figure and computes the masses.

    Figures that differ in amount, or in places that no value tells apart, share what is found.
    """

    def __init__(
        self,
        resolver: Resolver,
        sources: CodeList[Source],
        sectors: CodeList[Sector],
        policy: ElectricityPolicy | None = None,
    ) -> None:
        self._resolver, self._sources, self._sectors = resolver, sources, sectors
        self._policy = policy or ElectricityPolicy()
        self._findings: defaultdict[Finding, list[Place]] = defaultdict(list)
        self._booked: dict[tuple[object, ...], list[tuple[_Booking, Finding | None]]] = {}

    def account(self, figures: Sequence[Figure]) -> tuple[list[Line], list[Problem]]:
        """Return a line for each figure and gas; what is missing becomes NE and a problem."""
        self._findings.clear()
        found = [line for figure in figures for line in self._lines(figure)]
        lines, problems = spread.over_years(found)
        problems += companions.find_missing(lines, self._sources)
        return compute(lines, self._sources), self._problems() + problems

    def _lines(self, figure: Figure) -> Iterator[Line]:
        key = figure.key
        around = self._resolver.places_of_values(_place(figure))
        same = (key.source, key.sector, key.year, around, figure.notation)
        if same not in self._booked:
            self._booked[same] = list(self._bookings(figure))
        for booking, finding in self._booked[same]:
            if finding is not None:
                self._findings[finding].append(figure.place)
            yield Line(figure, *booking)

    def _bookings(self, figure: Figure) -> Iterator[tuple[_Booking, Finding | None]]:
        """Yield what the lines of a figure say, each with what is to be reported of it."""
        source, sector = self._sources[figure.key.source], figure.key.sector
        served = self._resolver.gases(source.id)
        gases = self._gases(source, sector, served)
        if not gases and source.sector != SUPPLY:
            yield self._without(figure, "", NE), _finding("source_without_gases", source=source)
        for gas in gases:
            if self._resolver.excluded(source.id, sector, gas):
                if gas == gases[0]:
                    yield self._without(figure, gas, NE), None
                continue
            yield self._booking(figure, gas, bool(served))

    def _gases(self, source: Source, sector: str, served: Sequence[str]) -> Sequence[str]:
        """Return the gases to account: those expected and those served, or else the CO2 equivalent alone.

        A factor in CO2 equivalent stands for all gases where it comes first in the stack, and for none
        where it comes after factors of gases: never both.
        """
        here = [gas for gas in served if not self._resolver.excluded(source.id, sector, gas)]
        if here[:1] == [CO2E]:
            return here[:1]
        if served and not here:
            return served
        return [gas for gas in dict.fromkeys((*source.gases, *served)) if gas != CO2E]

    def _booking(self, figure: Figure, gas: str, source_is_served: bool) -> tuple[_Booking, Finding | None]:
        query = self._query(figure, gas)
        found, source = self._resolver.resolve(query), self._sources[figure.key.source]
        if found is None:
            if figure.notation:
                return self._without(figure, gas, figure.notation), None
            code = "gas_not_served" if source_is_served else "factor_missing"
            return self._without(figure, gas, NE), _finding(code, source=source, gas=gas)
        booking = _Booking(gas, self._scope(figure, found), self._memo(figure, found), figure.notation, found)
        if figure.notation:
            return booking, None
        if found.missing:
            code = "electricity_factor_missing" if self._is_electricity(source.id) else "parameter_missing"
            return booking._replace(notation=NE), _finding(
                code, source=source, gas=gas, parameter=_named(found.missing), year=str(query.year),
                library=found.library.name, known=self._known(query, found),
            )  # fmt: skip
        if found.carried_from is None:
            return booking, None
        return booking, _finding(
            "factor_carried_forward", source=source, gas=gas, year=str(figure.key.year),
            carried=str(found.carried_from),
        )  # fmt: skip

    def _query(self, figure: Figure, gas: str) -> Query:
        key, year, variant = figure.key, figure.key.year, None
        if self._is_electricity(key.source):
            year, variant = self._policy.fixed_year or year, self._policy.variant
        return Query(key.source, key.sector, gas, _place(figure), year, variant)

    def _known(self, query: Query, found: Resolution) -> Words:
        """Say for which years, places or sectors there are values of what is missing."""
        codes = Codes(self._sources, self._sectors, self._resolver.areas, load_units())
        stack, units = self._resolver.stack, found.method.parameters
        each = (known_for(stack, codes, query, name, units[name]).words(codes) for name in found.missing)
        nothing = Words(label("known", "nothing", "zh"), label("known", "nothing", "en"))
        return next((words for words in each if words is not None), nothing)

    def _is_electricity(self, source: str) -> bool:
        return source.startswith("electricity")

    def _without(self, figure: Figure, gas: str, notation: str) -> _Booking:
        source = self._sources[figure.key.source]
        memo = self._sector_memo(figure) or _source_memo(source, gas)
        bought = source.kind in ("electricity", "heat")
        return _Booking(gas, "memo" if memo else "2" if bought else "1", memo, notation)

    def _scope(self, figure: Figure, found: Resolution) -> str:
        return "memo" if self._sector_memo(figure) else str(found.entry.factor.scope)

    def _memo(self, figure: Figure, found: Resolution) -> str:
        return self._sector_memo(figure) or found.entry.factor.memo_kind or ""

    def _sector_memo(self, figure: Figure) -> str:
        if figure.key.sector not in self._sectors:
            return ""
        kinds = (self._sectors[s].memo_kind for s in self._sectors.lineage(figure.key.sector))
        return next((k for k in kinds if k), "")

    def _problems(self) -> list[Problem]:
        """Report each finding once, at its first place, with the number of figures it touches."""
        return [
            problem(code, min(places, key=reading_order), **dict(values), count=len(places))
            for (code, values), places in self._findings.items()
        ]


def _place(figure: Figure) -> str:
    """Return the place whose factor counts: where it comes from, if that is known."""
    key = figure.key
    return key.area if key.source.endswith(_SENT_OUT) else key.counterpart or key.area


def _finding(code: str, **values: object) -> Finding:
    return code, tuple(values.items())


def _source_memo(source: Source, gas: str) -> str:
    if source.biogenic and gas == CO2:
        return BIOMASS_CO2
    return TRADE if source.kind == "trade" else ""


def _named(parameters: Sequence[str]) -> Words:
    """Return names of parameters as a message says them; one without a label keeps its own."""
    known = label_file("report")["parameters"]
    named = [known.get(name, {"zh": name, "en": name}) for name in parameters]
    return Words("、".join(n["zh"] for n in named), ", ".join(n["en"] for n in named))
