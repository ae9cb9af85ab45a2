"""Lines, and their masses: each formula is evaluated once, on all the lines it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from cityghg.codes import CodeList, Source
from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import AGE, AMOUNT, Column, parse
from cityghg.factors.load import load_constants
from cityghg.factors.resolve import Resolution
from cityghg.inventory.figures import Figure
from cityghg.units import Units, load_units

_PER_CENT: Final = 100.0
_Formula = tuple[str, str, str, tuple[tuple[str, str], ...]]  # with gas, unit of the source, parameters


@dataclass(frozen=True)
class Line:
    """The emission of one gas from one figure.

    `mass_t` is in tonnes of the gas, None where `notation` stands in its place. `scope` is "1",
    "2", "3" or "memo".
    """

    figure: Figure
    gas: str
    scope: str
    memo_kind: str
    notation: str
    resolution: Resolution | None = None
    mass_t: float | None = None
    uncertainty_pct: float | None = None


def compute(lines: Sequence[Line], sources: CodeList[Source]) -> list[Line]:
    """Fill in mass and uncertainty, evaluating each formula once on all the lines it serves."""
    result = list(lines)
    groups: defaultdict[_Formula, list[int]] = defaultdict(list)
    known: dict[tuple[int, str], list[int]] = {}
    for i, line in enumerate(lines):
        if line.resolution is None or line.notation:
            continue
        same = (id(line.resolution), line.figure.key.source)
        if same not in known:
            method, unit = line.resolution.method, sources[line.figure.key.source].unit
            known[same] = groups[method.formula, method.gas, unit, tuple(method.parameters.items())]
        known[same].append(i)
    for (formula, gas, unit, parameters), rows in groups.items():
        values = _columns([lines[i] for i in rows], [name for name, _ in parameters])
        scale = _scale(formula, gas, unit, parameters)
        parsed = parse(formula)
        masses = np.broadcast_to(parsed.compute(values) * scale, len(rows)).tolist()
        spreads = _half_widths([lines[i] for i in rows], parsed.gradient(values), values, scale)
        for i, mass, spread in zip(rows, masses, spreads, strict=True):
            percent = _PER_CENT * spread / abs(mass) if spread is not None and mass else None
            result[i] = _with_mass(lines[i], mass, percent)
    return result


def _with_mass(line: Line, mass: float, percent: float | None) -> Line:
    """Return a copy by the constructor: `replace` takes four times as long, and this is for every line."""
    return Line(
        line.figure, line.gas, line.scope, line.memo_kind, line.notation, line.resolution, mass, percent
    )


def scale_of(resolution: Resolution, unit: str) -> float:
    """Return the factor from the formula's own units to tonnes, for a source of that canonical unit."""
    method = resolution.method
    return _scale(method.formula, method.gas, unit, tuple(method.parameters.items()))


def _columns(lines: Sequence[Line], names: Sequence[str]) -> dict[str, Column]:
    constants = {n: np.full(len(lines), c.number) for n, c in load_constants().constants.items()}
    amounts = np.array([float(line.figure.amount or 0) for line in lines])
    chosen = [line.resolution.parameters if line.resolution else {} for line in lines]
    parameters = {n: np.array([values[n].value for values in chosen]) for n in names}
    ages = np.array([float(line.figure.age) for line in lines])
    return {**constants, AMOUNT: amounts, AGE: ages, **parameters}


def _half_widths(
    lines: Sequence[Line], slopes: dict[str, Column], values: dict[str, Column], scale: float
) -> list[float | None]:
    """Combine the half-widths of amount and parameters as independent; unknown where one is unknown."""
    result: list[float | None] = []
    for i, line in enumerate(lines):
        amount = line.figure.uncertainty_pct
        if amount is None:
            result.append(None)
            continue
        percents: dict[str, float | None] = {AMOUNT: amount}
        if line.resolution is not None:
            percents |= {n: c.given.value.uncertainty_pct for n, c in line.resolution.parameters.items()}
        known = [
            (float(slopes[n][i]) * float(values[n][i]) * p / _PER_CENT * scale) ** 2
            for n, p in percents.items()
            if p is not None
        ]
        result.append(sum(known) ** 0.5 if len(known) == len(percents) else None)
    return result


@lru_cache(maxsize=1024)
def _scale(formula: str, gas: str, unit: str, parameters: tuple[tuple[str, str], ...]) -> float:
    constants = {name: c.unit for name, c in load_constants().constants.items()}
    units: Units = load_units()
    return scale_to_tonnes(parse(formula), gas, unit, dict(parameters), constants, units)
