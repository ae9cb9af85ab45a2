"""What is checked of a library beyond its form. A further check is a function and an entry in `CHECKS`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import CodeList, Sector, Source, load_areas
from cityghg.codes.regions import load_schemes
from cityghg.factors import own_codes
from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import AMOUNT, FormulaError, parse
from cityghg.factors.gwp import CO2E, load_gwps
from cityghg.factors.load import HEAD, Entry, Given, Library, load_constants
from cityghg.factors.plausible import outside
from cityghg.factors.resolve import COUNTRY
from cityghg.factors.schema import Method, Value
from cityghg.units import UnitError, Units, load_units

CALORIFIC = "net_calorific_value"


class Checked:
    """What the checks look at: a library, every method known to it, the code lists and units."""

    def __init__(self, library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> None:
        self.library, self.sectors = library, sectors
        self.sources = sources.with_more(library.own_sources)
        self.units: Units = load_units()
        self.methods = library.head.methods
        self.constants = {name: c.unit for name, c in load_constants().constants.items()}

    def head_place(self, *path: str) -> Place:
        return self.library.documents[HEAD].place(path)


def check(library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> list[Problem]:
    """Run every check over a library and return what it finds, each with file and line.

    A library whose own codes are at fault is not looked at further.
    """
    if faults := own_codes.check(library, sources, sectors):
        return faults
    checked = Checked(library, sources, sectors)
    return [found for each in CHECKS for found in each(checked)]


def codes_are_known(checked: Checked) -> Iterator[Problem]:
    """Sources, methods, publications and the sectors of values must exist."""
    for entry in checked.library.entries:
        for source in entry.factor.sources:
            if source not in checked.sources:
                yield _unknown("source", source, entry.place)
        if entry.factor.method is not None and entry.factor.method not in checked.methods:
            yield _unknown("method", entry.factor.method, entry.place)
        for given in _values(entry):
            if given.value.source not in checked.library.head.sources:
                yield _unknown("publication", given.value.source, given.place)
            if given.value.sector is not None and given.value.sector not in checked.sectors:
                yield _unknown("sector", given.value.sector, given.place)


def names_in_the_head_are_known(checked: Checked) -> Iterator[Problem]:
    """Sectors, publications and substitutes that `library.yaml` names must exist."""
    head = checked.library.head
    for name, method in head.methods.items():
        for sector in (*method.not_for, *method.only_for):
            if sector not in checked.sectors:
                yield _unknown("sector", sector, checked.head_place("methods", name))
        if method.reference is not None and method.reference.source not in head.sources:
            place = checked.head_place("methods", name, "reference")
            yield _unknown("publication", method.reference.source, place)
    for name, substitute in head.substitutes.items():
        place = checked.head_place("substitutes", name)
        for source in (name, substitute.use):
            if source not in checked.sources:
                yield _unknown("source", source, place)
        if substitute.source not in head.sources:
            yield _unknown("publication", substitute.source, place)


def regions_are_known(checked: Checked) -> Iterator[Problem]:
    """The region of a value is an area or a region of a scheme, or else one that only a project knows."""
    areas = load_areas()
    regions = {f"grid:{area.region}" for area in areas if area.region}
    regions |= {f"{scheme.id}:{name}" for scheme in load_schemes() for name in scheme.regions}
    for entry in checked.library.entries:
        for given in _values(entry):
            region = given.value.region
            if region not in (None, COUNTRY) and region not in areas and region not in regions:
                yield _unknown("region", region, given.place)


def ids_are_unique(checked: Checked) -> Iterator[Problem]:
    """An id names one factor of the library."""
    seen: set[str] = set()
    for entry in checked.library.entries:
        if entry.factor.id in seen:
            yield problem("factor_id_twice", entry.place, found=entry.factor.id)
        seen.add(entry.factor.id)


def formulas_are_sound(checked: Checked) -> Iterator[Problem]:
    """Each formula parses, is linear in the activity and names only parameters and constants."""
    for name, method in checked.methods.items():
        place = checked.head_place("methods", name, "formula")
        try:
            formula = parse(method.formula)
        except FormulaError as error:
            yield problem(error.code, place, found=error.found)
            continue
        known = {AMOUNT, *method.parameters, *checked.constants}
        for unknown in sorted(set(formula.names) - known):
            yield problem("formula_unknown_name", place, found=unknown)
        declared = checked.head_place("methods", name, "parameters")
        for unused in sorted(set(method.parameters) - set(formula.names)):
            yield problem("parameter_unused", declared, found=unused)
        for taken in sorted(set(method.parameters) & {AMOUNT, *checked.constants}):
            yield problem("name_reserved", declared, found=taken)


def equivalents_name_their_set(checked: Checked) -> Iterator[Problem]:
    """A method that gives CO2 equivalents says which GWP set made them."""
    for name, method in checked.methods.items():
        place = checked.head_place("methods", name)
        if method.gas == CO2E and method.gwp is None:
            yield problem("gwp_not_named", place)
        if method.gwp is not None:
            _, found = load_gwps(method.gwp)
            yield from (problem(p.code, place, **dict(p.values)) for p in found)


def dimensions_are_right(checked: Checked) -> Iterator[Problem]:
    """Each method gives a mass of its gas for the canonical unit of each source that uses it."""
    for entry in checked.library.entries:
        method = checked.methods.get(entry.factor.method or "")
        if method is None:
            continue
        for unit in _canonical(checked, entry):
            try:
                scale_to_tonnes(
                    parse(method.formula),
                    method.gas,
                    unit,
                    method.parameters,
                    checked.constants,
                    checked.units,
                )
            except FormulaError as error:
                if error.code.startswith("dimension"):  # the others are told at the formula itself
                    yield problem(error.code, entry.place, found=error.found, gas=method.gas)


def values_have_the_declared_dimension(checked: Checked) -> Iterator[Problem]:
    """Each value converts to the dimension its parameter is declared with, for each of its sources."""
    for entry in checked.library.entries:
        for given in _values(entry):
            wanted = _declared(checked, entry, given.parameter)
            for unit in _canonical(checked, entry):
                try:
                    size = checked.units.expression(given.value.unit, unit)
                    declared = [checked.units.expression(w, unit) for w in wanted]
                except UnitError as error:
                    yield problem("unit_unreadable", given.place, found=error.found)
                    break
                if declared and not any(size.is_compatible_with(d) for d in declared):
                    expected = " / ".join(sorted(wanted))
                    yield problem("value_dimension", given.place, found=given.value.unit, expected=expected)
                    break


def calorific_values_state_their_basis(checked: Checked) -> Iterator[Problem]:
    """Gross for net cannot be told by dimension, so the basis must be written."""
    for entry in checked.library.entries:
        for given in _values(entry):
            if given.parameter == CALORIFIC and given.value.basis is None:
                yield problem("basis_missing", given.place)
            elif given.parameter == CALORIFIC and given.value.basis == "gross":
                yield problem("basis_gross", given.place)


def values_are_plausible(checked: Checked) -> Iterator[Problem]:
    """A value lies within what is possible for each of its sources."""
    for entry in checked.library.entries:
        sources = [checked.sources[s] for s in entry.factor.sources if s in checked.sources]
        for given in _values(entry):
            if not _readable(checked, entry, given):
                continue
            broken = ((s, b) for s in sources for b in outside(given.parameter, given.value, s))
            for source, ((low, high), unit) in islice(broken, 1):
                found = f"{given.value.value:.12g} {given.value.unit}"
                named = {
                    "source": source,
                    "found": found,
                    "low": f"{low:g}",
                    "high": f"{high:g}",
                    "unit": unit,
                }
                yield problem("value_implausible", given.place, **named)


def values_are_told_apart(checked: Checked) -> Iterator[Problem]:
    """No two values of a parameter are meant for the same source, sector, region, year and variant."""
    seen: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    for entry in checked.library.entries:
        for given in _values(entry):
            for key in _selected(checked, entry, given):
                for other in seen[key]:
                    if _same_time(given.value, other.value):
                        yield problem("value_twice", given.place, found=given.parameter, other=other.place)
                        break
                seen[key].append(given)


CHECKS: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    codes_are_known,
    names_in_the_head_are_known,
    regions_are_known,
    ids_are_unique,
    formulas_are_sound,
    equivalents_name_their_set,
    dimensions_are_right,
    values_have_the_declared_dimension,
    calorific_values_state_their_basis,
    values_are_plausible,
    values_are_told_apart,
)


def _values(entry: Entry) -> Iterator[Given]:
    for given in entry.values.values():
        yield from given


def _canonical(checked: Checked, entry: Entry) -> dict[str, None]:
    """Return the canonical units of the entry's sources, each once."""
    return {checked.sources[s].unit: None for s in entry.factor.sources if s in checked.sources}


def _declared(checked: Checked, entry: Entry, parameter: str) -> set[str]:
    """Return the dimensions the entry's method, or else any method of the library, declares."""
    own = checked.methods.get(entry.factor.method or "")
    methods: list[Method] = [own] if own is not None else list(checked.methods.values())
    return {m.parameters[parameter] for m in methods if parameter in m.parameters}


def _selected(checked: Checked, entry: Entry, given: Given) -> Iterator[tuple[object, ...]]:
    """Yield what the value is meant for but its time, once a source; nothing where its unit is unreadable."""
    value = given.value
    for source in entry.factor.sources:
        unit = checked.sources[source].unit if source in checked.sources else None
        try:
            dimension = checked.units.expression(value.unit, unit).dimensionality
        except UnitError:
            return
        method = entry.factor.method
        yield source, given.parameter, str(dimension), method, value.sector, value.region, value.variant


def _same_time(one: Value, other: Value) -> bool:
    """Say whether two values are both undated, or have a year in common."""
    if one.years is None or other.years is None:
        return one.years == other.years
    return one.years[0] <= other.years[1] and other.years[0] <= one.years[1]


def _readable(checked: Checked, entry: Entry, given: Given) -> bool:
    try:
        for unit in _canonical(checked, entry):
            checked.units.expression(given.value.unit, unit)
    except UnitError:
        return False
    return True


def _unknown(kind: str, found: str, place: Place) -> Problem:
    return problem(f"{kind}_unknown_in_library", place, found=found)
