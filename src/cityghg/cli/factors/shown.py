"""What a source emits per unit, printed for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from cityghg.base.labels import Language
from cityghg.cli.factors import rows
from cityghg.cli.factors.cases import Asked, Case
from cityghg.cli.factors.rows import word
from cityghg.factors.candidates import Candidate, Verdict
from cityghg.factors.load import Library, load_constants
from cityghg.factors.per_unit import DIGITS, Parameter, PerUnit, in_unit
from cityghg.factors.resolve import Chosen
from cityghg.factors.schema import Substitute, Value
from cityghg.inventory.explain import describe

_BEATEN = 6
_NAMED = 12


def print_all(asked: Asked, cases: Sequence[Case], language: Language) -> None:
    """Print every gas with its values, sector by sector, then the stack."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    printer = _Printer(asked, console, language)
    for sector in asked.sectors:
        printer.head(sector)
        here = [case for case in cases if case.sector == sector]
        for case in here:
            printer.case(case)
        if not here:
            console.print(word("show.no_gas", language))
    console.print()
    libraries = " > ".join(library.name for library in asked.world.stack)
    console.print(word("show.stack", language, libraries=libraries))


class _Printer:
    def __init__(self, asked: Asked, console: Console, language: Language) -> None:
        self._asked, self._world = asked, asked.world
        self._console, self._language = console, language

    def head(self, sector: str) -> None:
        """Print what is asked for."""
        source, language = self._asked.source, self._language
        named = rows.sector_name(sector, language, self._world.sectors)
        where = {
            "area": rows.area_name(self._asked.place, self._language, self._world.areas),
            "year": self._asked.year,
        }
        said = {"source": self._source(source.id), **where}
        self._console.print(
            word("show.head", language, sector=named or word("show.no_sector", language), **said),
            style="bold",
        )

    def case(self, case: Case) -> None:
        """Print one gas: method, working, values."""
        self._console.print()
        self._console.print(case.gas, style="bold")
        if case.found is None:
            self._say(case.why)
            return
        self._method(case.found)
        self._result(case.found)
        for parameter in case.found.parameters:
            self._parameter(parameter, case.found)
        documents = load_constants().sources
        for name, constant in case.found.constants.items():
            said = {"value": constant.value, "unit": constant.unit, "at": constant.at}
            self._say("constant", name=name, document=describe(documents[constant.source]), **said)

    def _say(self, key: str, **values: object) -> None:
        self._console.print(word(f"show.{key}", self._language, **values))

    def _method(self, found: PerUnit) -> None:
        resolution, language = found.resolution, self._language
        method, library, entry = resolution.method, resolution.library, resolution.entry
        title = getattr(method.title, language) if method.title else resolution.method_name
        named = {"method": resolution.method_name, "library": library.name, "factor": entry.factor.id}
        self._say("method", title=title, **named, place=entry.place)
        if method.reference is not None:
            document = describe(library.publication(method.reference.source))
            self._say("reference", document=document, at=method.reference.at)
        if resolution.substitute is not None:
            self._substitute(resolution.substitute, library)
        if entry.factor.requires:
            names = [self._source(code) for code in entry.factor.requires]
            self._say("requires", sources=word("comma", language).join(names))

    def _result(self, found: PerUnit) -> None:
        gas, unit = found.query.gas, found.unit
        self._say("formula", formula=found.resolution.method.formula)
        self._console.print(f"  = {found.working}")
        if found.tonnes is not None:
            co2e = self._co2e(found.tonnes, gas, unit)
            self._console.print(f"  = {DIGITS.format(found.tonnes)} t{gas}/{unit}{co2e}")
        if found.scale != 1:
            self._say("scale", scale=DIGITS.format(found.scale))
        if found.resolution.method.kind == "series":
            self._say("series", year=found.query.year)
        for age, tonnes in found.by_age.items():
            co2e = self._co2e(tonnes, gas, unit)
            self._say("age", age=age, tonnes=f"{tonnes:.6g}", gas=gas, unit=unit, co2e=co2e)

    def _co2e(self, tonnes: float, gas: str, unit: str) -> str:
        world = self._world
        gwp = world.gwps.get(gas)
        if gwp is None:
            return word("show.no_gwp", self._language, set=world.gwp_set)
        said = {"gwp": gwp, "set": world.gwp_set, "co2e": f"{tonnes * gwp:.10g}", "unit": unit}
        return word("show.co2e", self._language, **said)

    def _parameter(self, parameter: Parameter, found: PerUnit) -> None:
        chosen, language = parameter.chosen, self._language
        name = rows.parameter_name(parameter.name, language)
        if chosen is None:
            self._say("missing", parameter=name, unit=parameter.unit)
        else:
            self._console.print(f"{name} = {rows.with_unit(chosen.value, parameter.unit)}")
            self._chosen(chosen, found)
        beaten = [c for c in parameter.candidates if c.verdict.fits and c.verdict is not Verdict.CHOSEN]
        for candidate in beaten[:_BEATEN]:
            self._beaten(candidate, parameter)
        if len(beaten) > _BEATEN:
            self._say("more_beaten", count=len(beaten) - _BEATEN)
        self._unfit([c for c in parameter.candidates if not c.verdict.fits])
        if not parameter.candidates:
            self._say("nothing_there")

    def _chosen(self, chosen: Chosen, found: PerUnit) -> None:
        value, library, language = chosen.given.value, chosen.library, self._language
        spread = f" ±{value.uncertainty_pct:g}%" if value.uncertainty_pct is not None else ""
        document, status = (
            describe(library.publication(value.source)),
            rows.status_name(value.status, language),
        )
        stated = rows.with_unit(value.value, in_unit(value.unit, found.unit))
        self._say("as_given", given=stated, uncertainty=spread, document=document, at=value.at, status=status)
        self._say("stands", library=library.name, factor=chosen.given.factor, place=chosen.given.place)
        self._say("chosen", why=self._why(chosen))
        if chosen.substitute is not None:
            self._substitute(chosen.substitute, library)
        if value.acknowledged:
            self._say("acknowledged", reason=value.acknowledged)
        if value.note:
            self._say("note", note=value.note)

    def _why(self, chosen: Chosen) -> str:
        """Say how close the value is to what was asked for: sector, place, year."""
        value, world, language = chosen.given.value, self._world, self._language
        sector = rows.sector_name(value.sector or "", language, world.sectors)
        place = rows.area_name(value.region or "", language, world.areas)
        years = "any_year" if value.years is None else "span" if value.valid is not None else "year"
        if chosen.carried_from is not None:
            years = "carried"
        said = (
            word("match.sector" if sector else "match.any_sector", language, found=sector),
            word("match.place" if place else "match.any_place", language, found=place),
            word(f"match.{years}", language, found=chosen.carried_from or rows.span(value)),
        )
        return word("comma", language).join(said)

    def _substitute(self, substitute: Substitute, library: Library) -> None:
        document = describe(library.publication(substitute.source))
        self._say("substitute", source=self._source(substitute.use), at=substitute.at, document=document)

    def _source(self, code: str) -> str:
        sources = self._world.sources
        name = sources[code].name(self._language) if code in sources else code
        return word("named", self._language, name=name, code=code)

    def _beaten(self, candidate: Candidate, parameter: Parameter) -> None:
        world, language = self._world, self._language
        selector = rows.selector_words(candidate.given.value, language, world.sectors, world.areas)
        value = rows.with_unit(candidate.number, parameter.unit)
        where = {"library": candidate.library.name, "place": candidate.given.place}
        why = word(f"verdict.{candidate.verdict}", language)
        self._say("beaten", value=value, selector=selector, why=why, **where)

    def _unfit(self, candidates: Sequence[Candidate]) -> None:
        """Say which years, places, sectors and variants there are values for, beside the one asked for."""
        for verdict in dict.fromkeys(c.verdict for c in candidates):
            group = [c.given.value for c in candidates if c.verdict is verdict]
            named = sorted({self._stated(verdict, value) for value in group})
            listed = word("listed", self._language).join(named[:_NAMED])
            if len(named) > _NAMED:
                listed += word("unfit.more", self._language, count=len(named))
            said = word(f"unfit.{verdict}", self._language, count=len(group), found=listed)
            self._say("unfit", said=said)

    def _stated(self, verdict: Verdict, value: Value) -> str:
        """Return the selector that keeps the value from the case."""
        language, areas = self._language, self._world.areas
        if verdict is Verdict.OTHER_VARIANT:
            return value.variant or word("unfit.unstated", language)
        if verdict is Verdict.OTHER_SECTOR:
            known = value.sector in self._world.sectors
            named = self._world.sectors[value.sector or ""].name(language) if known else value.sector
            return named or word("unfit.of_method", language)
        if verdict is Verdict.OTHER_REGION:
            region = value.region or ""
            named = rows.area_name(region, language, areas)
            return areas[region].name if region in areas else named
        return rows.span(value)
