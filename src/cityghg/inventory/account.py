"""Emissions from figures: for each gas the method, its values, the mass and, where known, its uncertainty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

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


@dataclass(frozen=True)
class ElectricityPolicy:
    """Which electricity factor: of the inventory year or of a fixed one, and which published variant."""

    fixed_year: int | None = None
    variant: str | None = None


class Accountant:
    """Finds method and values for each figure and computes the masses."""

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
        self._memos: dict[str, str] = {}
        self._booked: dict[tuple[str, str], tuple[str, ...]] = {}

    def account(self, figures: Sequence[Figure]) -> tuple[list[Line], list[Problem]]:
        """Return a line for each figure and gas; what is missing becomes NE and a problem."""
        self._findings.clear()
        found = [line for figure in figures for line in self._lines(figure)]
        lines, problems = spread.over_years(found)
        problems += companions.find_missing(lines, self._sources)
        return compute(lines, self._sources), self._problems() + problems

    def _lines(self, figure: Figure) -> Iterator[Line]:
        source, sector = self._sources[figure.key.source], figure.key.sector
        served = self._resolver.gases(source.id)
        pair = (source.id, sector)
        if pair not in self._booked:
            self._booked[pair] = tuple(self._gases(source, sector, served))
        gases = self._booked[pair]
        if not gases and source.sector != SUPPLY:
            self._find("source_without_gases", figure.place, source=source)
            yield self._without(figure, "", NE)
        for gas in gases:
            if self._resolver.excluded(source.id, sector, gas):
                if gas == gases[0]:
                    yield self._without(figure, gas, NE)
                continue
            yield self._line(figure, gas, bool(served))

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

    def _line(self, figure: Figure, gas: str, source_is_served: bool) -> Line:
        found = self._resolver.resolve(self._query(figure, gas))
        source, year = self._sources[figure.key.source], figure.key.year
        if found is None:
            if figure.notation:
                return self._without(figure, gas, figure.notation)
            code = "gas_not_served" if source_is_served else "factor_missing"
            self._find(code, figure.place, source=source, gas=gas)
            return self._without(figure, gas, NE)
        line = Line(
            figure, gas, self._scope(figure, found), self._memo(figure, found), figure.notation, found
        )
        if figure.notation:
            return line
        if found.missing:
            code = "electricity_factor_missing" if self._is_electricity(source.id) else "parameter_missing"
            self._find(
                code, figure.place, source=source, gas=gas, parameter=_named(found.missing),
                year=str(self._query(figure, gas).year), library=found.library.name,
                known=self._known(self._query(figure, gas), found),
            )  # fmt: skip
            return replace(line, notation=NE)
        if found.carried_from is not None:
            self._find(
                "factor_carried_forward", figure.place, source=source, gas=gas, year=str(year),
                carried=str(found.carried_from),
            )  # fmt: skip
        return line

    def _query(self, figure: Figure, gas: str) -> Query:
        key, year, variant = figure.key, figure.key.year, None
        if self._is_electricity(key.source):
            year, variant = self._policy.fixed_year or year, self._policy.variant
        place = key.area if key.source.endswith(_SENT_OUT) else key.counterpart or key.area
        return Query(key.source, key.sector, gas, place, year, variant)

    def _known(self, query: Query, found: Resolution) -> Words:
        """Say for which years, places or sectors there are values of what is missing."""
        codes = Codes(self._sources, self._sectors, self._resolver.areas, load_units())
        stack, units = self._resolver.stack, found.method.parameters
        each = (known_for(stack, codes, query, name, units[name]).words(codes) for name in found.missing)
        nothing = Words(label("known", "nothing", "zh"), label("known", "nothing", "en"))
        return next((words for words in each if words is not None), nothing)

    def _is_electricity(self, source: str) -> bool:
        return source.startswith("electricity")

    def _without(self, figure: Figure, gas: str, notation: str) -> Line:
        source = self._sources[figure.key.source]
        memo = self._sector_memo(figure) or _source_memo(source, gas)
        bought = source.kind in ("electricity", "heat")
        return Line(figure, gas, "memo" if memo else "2" if bought else "1", memo, notation)

    def _scope(self, figure: Figure, found: Resolution) -> str:
        return "memo" if self._sector_memo(figure) else str(found.entry.factor.scope)

    def _memo(self, figure: Figure, found: Resolution) -> str:
        return self._sector_memo(figure) or found.entry.factor.memo_kind or ""

    def _sector_memo(self, figure: Figure) -> str:
        sector = figure.key.sector
        if sector not in self._memos:
            lineage = self._sectors.lineage(sector) if sector in self._sectors else ()
            kinds = (self._sectors[name].memo_kind for name in lineage)
            self._memos[sector] = next((kind for kind in kinds if kind), "")
        return self._memos[sector]

    def _find(self, code: str, place: Place, **values: object) -> None:
        self._findings[code, tuple(values.items())].append(place)

    def _problems(self) -> list[Problem]:
        """Report each finding once, at its first place, with the number of figures it touches."""
        return [
            problem(code, min(places, key=reading_order), **dict(values), count=len(places))
            for (code, values), places in self._findings.items()
        ]


def _source_memo(source: Source, gas: str) -> str:
    if source.biogenic and gas == CO2:
        return BIOMASS_CO2
    return TRADE if source.kind == "trade" else ""


def _named(parameters: Sequence[str]) -> Words:
    """Return names of parameters as a message says them; one without a label keeps its own."""
    known = label_file("report")["parameters"]
    named = [known.get(name, {"zh": name, "en": name}) for name in parameters]
    return Words("、".join(n["zh"] for n in named), ", ".join(n["en"] for n in named))
