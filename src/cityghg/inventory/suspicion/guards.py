"""The guards of `factors/codelists/suspicion.yaml`: how far apart amounts may lie before they are doubted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.lists import ListHead


class _Guards(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class YearGuards(_Guards):
    """Between neighbouring years; `tolerance` by power of ten, and all spans as decimal logarithms."""

    longest_gap: int
    tolerance: dict[int, float]
    noise: float
    agree: float
    steady: float
    fewest_steps: int


class AreaGuards(_Guards):
    """Between the areas of one city in one year."""

    fewest_areas: int
    fewest_columns: int
    tolerance: dict[int, float]
    spread: float
    spread_below: float


class WholeGuards(_Guards):
    """Between an area's own figure and the sum of the areas in it; `agree` is a share."""

    powers: tuple[int, ...]
    agree: float


class Share(_Guards):
    """How much energy things measured alike may hold, as a ratio to all others."""

    most: float
    least: float = 0
    fewest_sources: int = 1


class EnergyGuards(_Guards):
    """Between the sources of an area and year; the ratios are those of one source's energy to all others'."""

    fewest_sources: int
    fewest_sectors: int
    measures: dict[str, Share]
    most_of_others: float
    least_electricity: float
    power: int


class CeilingGuard(_Guards):
    """What no single amount can exceed, with where it is printed."""

    value: float
    unit: str
    source: str = Field(alias="from")
    at: str
    zh: str
    en: str


class MixedUnit(_Guards):
    """A unit that people take for another one of its dimension."""

    unit: str
    zh: str
    en: str


class Guards(ListHead):
    """The whole file."""

    years: YearGuards
    areas: AreaGuards
    wholes: WholeGuards
    energy: EnergyGuards
    ceiling: CeilingGuard
    most_rounding: float
    units: tuple[MixedUnit, ...]


@cache
def load_guards() -> Guards:
    """Return the shipped guards."""
    return shipped(codelist("suspicion.yaml"), Guards)


def nearest_power(log: float, tolerance: Mapping[int, float]) -> int:
    """Return the signed power of ten that a decimal logarithm lies near, 0 where it lies near none."""
    power = next((p for p, within in tolerance.items() if abs(abs(log) - p) <= within), 0)
    return power if log > 0 else -power
