"""The physical dimension of a formula, and the scale that takes its result to tonnes of the gas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cityghg.factors.formula import AGE, AMOUNT, Formula, FormulaError, Operator
from cityghg.units import Quantity, UnitError, Units


def scale_to_tonnes(
    formula: Formula,
    gas: str,
    unit: str,
    parameters: Mapping[str, str],
    constants: Mapping[str, str],
    units: Units,
) -> float:
    """Return the factor from the formula's own units to tonnes of `gas`.

    `parameters` and `constants` map names to dimensions; `unit` is the canonical unit of the
    source. Raises `FormulaError` where the result is not a mass of that gas, where terms of
    different units are added, or where a name is neither a parameter nor a constant.
    """
    try:
        sizes = {name: units.expression(text, unit) for name, text in {**constants, **parameters}.items()}
        sizes[AMOUNT] = units.expression(unit)
        sizes[AGE] = units.expression("a")
        target = units.expression(f"t{gas}")
    except UnitError as error:
        raise FormulaError("dimension_unreadable", error.found) from error
    size = formula.run(_Sizes(sizes, units))
    if not size.is_compatible_with(target):
        raise FormulaError("dimension_wrong", f"{size.units:~}")
    return float((size / target).to("").magnitude)


class _Sizes:
    """Each name stands for one of its unit; numbers have no unit."""

    def __init__(self, sizes: Mapping[str, Quantity], units: Units) -> None:
        self._sizes, self._one = sizes, units.expression("1")

    def name(self, name: str) -> Quantity:
        if name not in self._sizes:
            raise FormulaError("formula_unknown_name", name)
        return self._sizes[name]

    def number(self, value: float) -> Quantity:
        return self._one

    def negate(self, value: Quantity) -> Quantity:
        return value

    def combine(self, operator: Operator, left: Quantity, right: Quantity) -> Any:
        match operator:
            case "*":
                return left * right
            case "/":
                return left / right
            case "**" if _is_one(left) and _is_one(right):
                return left
        if not left.is_compatible_with(right):
            raise FormulaError("dimension_of_terms", f"{left.units:~} {operator} {right.units:~}")
        if not math.isclose(left.to_base_units().magnitude, right.to_base_units().magnitude, rel_tol=1e-12):
            raise FormulaError("dimension_of_terms", f"{left.units:~} {operator} {right.units:~}")
        return left

    def exp(self, value: Quantity) -> Quantity:
        if not _is_one(value):
            raise FormulaError("dimension_of_terms", f"exp({value.units:~})")
        return self._one


def _is_one(size: Quantity) -> bool:
    return bool(size.dimensionless and size.to("").magnitude == 1)
