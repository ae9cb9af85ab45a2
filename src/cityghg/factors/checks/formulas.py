"""Formulas of a library: names, linearity, the gas and its GWP set, the dimension of the result."""

from __future__ import annotations

from collections.abc import Iterator

from cityghg.base.problems import Problem, problem
from cityghg.factors.checks.subject import Checked, canonical_units
from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import AGE, AMOUNT, FormulaError, parse
from cityghg.factors.gwp import CO2E, load_gwps
from cityghg.factors.schema import Method


def formulas_are_sound(checked: Checked) -> Iterator[Problem]:
    """Each formula parses, is linear in the activity and names only parameters and constants."""
    for name, method in checked.methods.items():
        place = checked.head_place("methods", name, "formula")
        try:
            formula = parse(method.formula)
        except FormulaError as error:
            yield problem(error.code, place, found=error.found)
            continue
        series = method.kind == "series"
        known = {AMOUNT, *method.parameters, *checked.constants, *([AGE] if series else [])}
        for unknown in sorted(set(formula.names) - known):
            yield problem("formula_unknown_name", place, found=unknown)
        declared = checked.head_place("methods", name, "parameters")
        for unused in sorted(set(method.parameters) - set(formula.names)):
            yield problem("parameter_unused", declared, found=unused)
        for taken in sorted(set(method.parameters) & {AMOUNT, AGE, *checked.constants}):
            yield problem("name_reserved", declared, found=taken)
        if series and AGE not in formula.names:
            yield problem("series_without_age", place)


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
    faults: dict[tuple[str, str], FormulaError | None] = {}
    for entry in checked.library.entries:
        name = entry.factor.method or ""
        for unit in canonical_units(checked, entry) if name in checked.methods else ():
            if (name, unit) not in faults:
                faults[name, unit] = _fault(checked, checked.methods[name], unit)
            error = faults[name, unit]
            if error is not None:
                yield problem(error.code, entry.place, found=error.found, gas=checked.methods[name].gas)


def _fault(checked: Checked, method: Method, unit: str) -> FormulaError | None:
    """Return what is wrong with the dimension for a unit; other faults are told at the formula itself."""
    try:
        formula = parse(method.formula)
        scale_to_tonnes(formula, method.gas, unit, method.parameters, checked.constants, checked.units)
    except FormulaError as error:
        return error if error.code.startswith("dimension") else None
    return None
