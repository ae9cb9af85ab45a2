"""What is checked of a library beyond its form. A further check is a function and an entry in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import FormulaError, parse
from cityghg.factors.load import Entry, Given, Library, load_constants
from cityghg.factors.schema import Method
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

    def method_place(self, name: str) -> Place:
        return self.library.documents["library.yaml"].place(("methods", name))


def check(library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> list[Problem]:
    """Run every check over a library and return what it finds, each with file and line."""
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


def sectors_of_methods_are_known(checked: Checked) -> Iterator[Problem]:
    """The sectors a method is for, or not for, must exist."""
    for name, method in checked.methods.items():
        for sector in (*method.not_for, *method.only_for):
            if sector not in checked.sectors:
                yield _unknown("sector", sector, checked.method_place(name))


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
        try:
            formula = parse(method.formula)
        except FormulaError as error:
            yield problem(error.code, checked.method_place(name), found=error.found)
            continue
        known = {"amount", *method.parameters, *checked.constants}
        for unknown in set(formula.names) - known:
            yield problem("formula_unknown_name", checked.method_place(name), found=unknown)
        for unused in set(method.parameters) - set(formula.names):
            yield problem("parameter_unused", checked.method_place(name), found=unused)


def dimensions_are_right(checked: Checked) -> Iterator[Problem]:
    """Each method gives a mass of its gas for the canonical unit of each source that uses it."""
    for entry in checked.library.entries:
        method = checked.methods.get(entry.factor.method or "")
        for source in entry.factor.sources:
            if method is None or source not in checked.sources:
                continue
            unit = checked.sources[source].unit
            try:
                formula = parse(method.formula)
                scale_to_tonnes(
                    formula, method.gas, unit, method.parameters, checked.constants, checked.units
                )
            except FormulaError as error:
                yield problem(error.code, entry.place, found=error.found, gas=method.gas)


def values_have_the_declared_dimension(checked: Checked) -> Iterator[Problem]:
    """Each value converts to the dimension its parameter is declared with."""
    for entry in checked.library.entries:
        unit = _canonical(checked, entry)
        for given in _values(entry):
            wanted = _declared(checked, entry, given.parameter)
            try:
                size = checked.units.expression(given.value.unit, unit)
                fits = not wanted or any(
                    size.is_compatible_with(checked.units.expression(w, unit)) for w in wanted
                )
            except UnitError as error:
                yield problem("unit_unreadable", given.place, found=error.found)
                continue
            if not fits:
                expected = " / ".join(sorted(wanted))
                yield problem("value_dimension", given.place, found=given.value.unit, expected=expected)


def calorific_values_state_their_basis(checked: Checked) -> Iterator[Problem]:
    """Gross for net cannot be told by dimension, so the basis must be written."""
    for entry in checked.library.entries:
        for given in _values(entry):
            if given.parameter == CALORIFIC and given.value.basis is None:
                yield problem("basis_missing", given.place)
            elif given.parameter == CALORIFIC and given.value.basis == "gross":
                yield problem("basis_gross", given.place)


def values_are_told_apart(checked: Checked) -> Iterator[Problem]:
    """No two values of a parameter are meant for the same source, sector, region, year and variant."""
    seen: dict[tuple[object, ...], Given] = {}
    for entry in checked.library.entries:
        for given in _values(entry):
            value = given.value
            dimension = checked.units.expression(value.unit, _canonical(checked, entry)).dimensionality
            selector = (value.sector, value.region, value.year, value.valid, value.variant)
            for source in entry.factor.sources:
                key = (source, given.parameter, str(dimension), entry.factor.method, *selector)
                other = seen.setdefault(key, given)
                if other is not given:
                    yield problem("value_twice", given.place, found=given.parameter, other=other.place)


CHECKS: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    codes_are_known,
    sectors_of_methods_are_known,
    ids_are_unique,
    formulas_are_sound,
    dimensions_are_right,
    values_have_the_declared_dimension,
    calorific_values_state_their_basis,
    values_are_told_apart,
)


def _values(entry: Entry) -> Iterator[Given]:
    for given in entry.values.values():
        yield from given


def _canonical(checked: Checked, entry: Entry) -> str | None:
    source = entry.factor.sources[0]
    return checked.sources[source].unit if source in checked.sources else None


def _declared(checked: Checked, entry: Entry, parameter: str) -> set[str]:
    """Return the dimensions the entry's method, or else any method of the library, declares."""
    own = checked.methods.get(entry.factor.method or "")
    methods: list[Method] = [own] if own is not None else list(checked.methods.values())
    return {m.parameters[parameter] for m in methods if parameter in m.parameters}


def _unknown(kind: str, found: str, place: Place) -> Problem:
    return problem(f"{kind}_unknown_in_library", place, found=found)
