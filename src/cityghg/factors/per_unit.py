"""What one unit of a source emits: the method, every value with those it beat, and the working."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cityghg.factors.candidates import Candidate, Codes, candidates
from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import AGE, AMOUNT, parse
from cityghg.factors.gwp import CO2E
from cityghg.factors.load import load_constants
from cityghg.factors.resolve import Chosen, Query, Resolution, Resolver
from cityghg.factors.schema import Constant

AGES: Final = (1, 2, 5, 10, 20, 30, 50)
DIGITS: Final = "{:.12g}"


@dataclass(frozen=True)
class Parameter:
    """A parameter of the method: its value if it has one, and every value it could have had."""

    name: str
    unit: str
    chosen: Chosen | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class PerUnit:
    """The emission of one gas from one `unit` of the source.

    `tonnes` is None where a parameter has no value, or where the method is a series: then `by_age`
    holds tonnes by years since the deposit. `working` is the formula with its numbers.
    """

    query: Query
    unit: str
    resolution: Resolution
    parameters: tuple[Parameter, ...]
    constants: dict[str, Constant]
    scale: float
    working: str
    tonnes: float | None
    by_age: dict[int, float]


def gases_of(resolver: Resolver, expected: Sequence[str], source: str, sector: str) -> tuple[str, ...]:
    """Return the gases an inventory shows: those expected and those served, or the CO2 equivalent alone."""
    served = resolver.gases(source)
    here = [gas for gas in served if not resolver.excluded(source, sector, gas)]
    if here[:1] == [CO2E]:
        return (CO2E,)
    return tuple(gas for gas in dict.fromkeys((*expected, *served)) if gas != CO2E)


def per_unit(resolver: Resolver, codes: Codes, query: Query) -> PerUnit | None:
    """Work out the emission of one unit; None where no library has a method for the case."""
    found = resolver.resolve(query)
    if found is None:
        return None
    unit = codes.sources[query.source].unit
    listed = tuple(
        Parameter(
            name, in_unit(declared, unit), found.parameters.get(name),
            tuple(candidates(resolver.stack, codes, query, name, declared, found.parameters.get(name))),
        )
        for name, declared in found.method.parameters.items()
    )  # fmt: skip
    known = load_constants().constants
    formula = parse(found.method.formula)
    constants = {n: known[n] for n in formula.names if n in known and n not in found.method.parameters}
    scale = scale_to_tonnes(
        formula, found.method.gas, unit, found.method.parameters,
        {name: constant.unit for name, constant in known.items()}, codes.units,
    )  # fmt: skip
    ages = AGES if found.method.kind == "series" else (0,)
    tonnes = [] if found.missing else _tonnes(found, constants, scale, ages)
    series = dict(zip(ages, tonnes, strict=False)) if found.method.kind == "series" else {}
    return PerUnit(
        query, unit, found, listed, constants, scale, _working(listed, constants, unit, found, scale),
        None if series or not tonnes else tonnes[0], series,
    )  # fmt: skip


def in_unit(dimension: str, unit: str) -> str:
    """Return a declared dimension with the canonical unit of the source in it: GJ/unit as GJ/t."""
    return re.sub(r"\bunit\b", unit, dimension)


def _tonnes(
    found: Resolution, constants: Mapping[str, Constant], scale: float, ages: Sequence[int]
) -> list[float]:
    numbers = {name: chosen.value for name, chosen in found.parameters.items()}
    numbers |= {name: constant.number for name, constant in constants.items()}
    values = {name: np.full(len(ages), number) for name, number in {**numbers, AMOUNT: 1.0}.items()}
    masses = parse(found.method.formula).compute({**values, AGE: np.array(ages, dtype=float)})
    return [float(mass) for mass in np.broadcast_to(masses * scale, len(ages))]


def _working(
    parameters: Sequence[Parameter],
    constants: Mapping[str, Constant],
    unit: str,
    found: Resolution,
    scale: float,
) -> str:
    words = {AMOUNT: f"1 {unit}"}
    words |= {p.name: _with_unit(DIGITS.format(p.chosen.value), p.unit) for p in parameters if p.chosen}
    words |= {name: _with_unit(str(constant.value), constant.unit) for name, constant in constants.items()}
    working = parse(found.method.formula).working(words)
    return working if scale == 1 else f"{working} × {DIGITS.format(scale)}"


def _with_unit(number: str, unit: str) -> str:
    return number if unit in ("1", "") else f"{number} {unit}"
