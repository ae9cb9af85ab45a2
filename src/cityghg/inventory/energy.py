"""Energy in tonnes of standard coal (tce) of inventory rows: amount times calorific value.

What is counted in units of energy (electricity, heat) is converted by the unit library: that is its heat
content, 当量值. A row without a calorific value has no energy: it is not guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from cityghg.codes import CodeList, Source
from cityghg.factors.load import load_constants
from cityghg.factors.resolve import Chosen
from cityghg.inventory.categories import TRADE
from cityghg.inventory.joined import RESIDUAL, SUM
from cityghg.inventory.masses import Line
from cityghg.units import UnitError, Units, load_units

ENERGY: Final = "energy_tce"
_UNIT: Final = "GJ"
FUEL: Final = "fuel"
ELECTRICITY: Final = "electricity"
HEAT: Final = "heat"
_FUELS: Final = ("coal", "coal_product", "gas", "oil", "natural_gas", "biomass", "waste", "other")
_EXPORT: Final = "_export"
_DUST: Final = 1e-12  # of the larger one: what float sums leave of a difference that is none


def carrier(source: Source) -> str:
    """Return `fuel`, `electricity` or `heat`; blank for products, animals, areas and waste landed."""
    if source.kind in _FUELS:
        return FUEL
    if source.kind in (ELECTRICITY, HEAT):
        return str(source.kind)
    if source.kind == TRADE:
        return HEAT if source.id.startswith(HEAT) else ELECTRICITY
    return ""


def with_energy(
    table: pd.DataFrame,
    lines: Sequence[Line],
    sources: CodeList[Source],
) -> pd.DataFrame:
    """Return the rolled-up inventory with `energy_tce`, NaN where a row has no heat value.

    Exports are negative. A sum is known where each of its parts is, a residual where own figure and
    parts are. The gases of one figure each carry its energy: count one of them.
    """
    per_unit = _per_unit(lines, sources)
    own = np.array([*per_unit, np.nan])[table["line"].to_numpy(dtype=int)]  # no line is position -1
    sign = np.where(table["source"].str.endswith(_EXPORT), -1, 1)
    energy = pd.Series(own * sign * table["amount"].to_numpy(dtype=float), index=table.index)
    return table.assign(**{ENERGY: _rolled_up(table, energy)})


def _per_unit(lines: Sequence[Line], sources: CodeList[Source]) -> list[float]:
    """Return for each line the tce of one canonical unit of its source, NaN where that is not known."""
    units, gj_per_tce = load_units(), load_constants().constants["tce"].number
    fixed = {source.id: _fixed(source, units) for source in sources if carrier(source)}
    by_figure: dict[int, float] = {}
    kept: dict[int, float] = {}
    for line in lines:
        if line.resolution is None or line.figure.key.source not in fixed:
            continue
        slot = id(line.resolution)
        if slot not in kept:
            unit = sources[line.figure.key.source].unit
            kept[slot] = heat_value(line.resolution.parameters, unit)
        if not math.isnan(kept[slot]):
            by_figure.setdefault(id(line.figure), kept[slot])
    result = []
    for line in lines:
        stated = fixed.get(line.figure.key.source, math.nan)
        result.append(
            (by_figure.get(id(line.figure), math.nan) if math.isnan(stated) else stated) / gj_per_tce
        )
    return result


def heat_value(parameters: Mapping[str, Chosen], canonical: str) -> float:
    """Return the GJ of one canonical unit by the calorific value among the parameters, NaN without one."""
    sizes = ((chosen.value, _heat_size(chosen.unit, canonical)) for chosen in parameters.values())
    return next((value * size for value, size in sizes if size is not None), float("nan"))


@cache
def _heat_size(unit: str, canonical: str) -> float | None:
    """Return the GJ of a calorific value of 1 in its unit; None where the unit is not of one."""
    units, words = load_units(), re.sub(r"\bunit\b", canonical, unit)
    try:
        size = units.expression(f"({words})*({canonical})") / units.parse(_UNIT)
    except UnitError:
        return None
    return float(size.to("").magnitude) if size.dimensionless else None


def _fixed(source: Source, units: Units) -> float:
    """Return the GJ of a unit that is one of energy itself, NaN for any other."""
    try:
        return units.factor(source.unit, _UNIT)
    except UnitError:
        return float("nan")


def _rolled_up(table: pd.DataFrame, energy: pd.Series) -> pd.Series:
    """Fill in sums and residuals from the rows that went into them, smallest areas first."""
    numbers = table["notation"].eq("")
    sums = table["group"].where(table["provenance"].eq(SUM) & numbers, 0)
    residuals = table["group"].where(table["provenance"].eq(RESIDUAL) & numbers, 0)
    while True:
        parts = _total(energy[numbers], table.loc[numbers, "part_of"])
        filled = energy.where(sums.eq(0), sums.map(parts))
        if filled.equals(energy):
            break
        energy = filled
    own = residuals.map(_total(energy[numbers], table.loc[numbers, "whole_of"]))
    within = residuals.map(parts.fillna(np.inf)).fillna(0.0).replace(np.inf, np.nan)
    left = own - within
    left = left.where(left.abs() > _DUST * np.maximum(own.abs(), within.abs()), left * 0.0)
    return energy.where(residuals.eq(0), left)


def _total(values: pd.Series, groups: pd.Series) -> pd.Series:
    """Return the sum of each group, NaN where one of its values is not known."""
    return values.groupby(groups).sum().where(values.notna().groupby(groups).all())
