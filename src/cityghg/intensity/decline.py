"""How intensity falls from year to year and from a base year on.

The decline of a year is D = 1 − I(t) / I(t−1), with GDP at the same constant prices in both years;
across a change of the price base, and with GDP at current prices, D = 1 − (E(t) / E(t−1)) / (index / 100).
Cumulative decline is 1 − Π(1 − D), as in
国家发展改革委, 2014年碳强度累计下降率计算方法. A decline is positive.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityghg.intensity.reading.vocabulary import CURRENT

INDEX_ROUNDING: Final = 0.1
"""Points by which an index printed with one decimal may differ from the one its rounded levels give."""


@dataclass(frozen=True)
class Observation:
    """One area and year; None where a figure is not known. `origin` is where the GDP stands."""

    year: int
    emissions_t: float | None
    gdp_10k_yuan: float | None = None
    prices: str = ""
    index: float | None = None
    population: float | None = None
    origin: str = ""

    @property
    def intensity(self) -> float | None:
        """Tonnes per 10 000 yuan at the prices of this year's GDP."""
        return quotient(self.emissions_t, self.gdp_10k_yuan)

    @property
    def per_capita(self) -> float | None:
        """Tonnes per person."""
        return quotient(self.emissions_t, self.population)


@dataclass(frozen=True)
class Step:
    """From the year before to this one, as fractions; None where it cannot be told.

    `problem` is the code of what stands in the way: of the GDP, or of the emissions.
    """

    decline: float | None = None
    gdp_growth: float | None = None
    emissions_growth: float | None = None
    problem: str = ""


def quotient(part: float | None, whole: float | None) -> float | None:
    """Return part / whole, None where either is not known."""
    return None if part is None or whole is None else part / whole


def step(before: Observation | None, now: Observation) -> Step:
    """Return the change from the observation of the year before, if there is one of that very year."""
    if before is None or before.year != now.year - 1:
        return Step()
    growth, problem = _gdp_ratio(before, now)
    ratio = None
    if before.emissions_t is not None and now.emissions_t is not None:
        if before.emissions_t > 0 and now.emissions_t > 0:
            ratio = now.emissions_t / before.emissions_t
        else:
            problem = problem or "intensity_not_positive"
    decline = None if ratio is None or growth is None else 1 - ratio / growth
    return Step(decline, _growth(growth), _growth(ratio), problem)


def steps(series: Sequence[Observation]) -> dict[int, Step]:
    """Return the step of each year. `series` is one area, in the order of years."""
    before = (None, *series[:-1])
    return {now.year: step(earlier, now) for earlier, now in zip(before, series, strict=True)}


def chained(declines: Iterable[float]) -> float:
    """Return the cumulative decline 1 − Π(1 − D) of yearly declines, all as fractions."""
    return 1 - math.prod(1 - decline for decline in declines)


def cumulative(taken: Mapping[int, Step], base_year: int, year: int) -> float | None:
    """Return the decline since the base year; None where a year of the chain is missing or not known."""
    chain: list[float] = []
    for each in range(base_year + 1, year + 1):
        decline = taken[each].decline if each in taken else None
        if decline is None:
            return None
        chain.append(decline)
    return chained(chain)


def index_differs(before: Observation | None, now: Observation) -> bool:
    """Say whether a stated index contradicts two levels at the same constant prices."""
    if before is None or before.year != now.year - 1 or not _comparable(before, now):
        return False
    levels = quotient(now.gdp_10k_yuan, before.gdp_10k_yuan)
    return levels is not None and now.index is not None and abs(levels * 100 - now.index) > INDEX_ROUNDING


def _gdp_ratio(before: Observation, now: Observation) -> tuple[float | None, str]:
    """Return real growth as a ratio; levels of two price bases, or at current prices, are never divided."""
    if _comparable(before, now):
        return quotient(now.gdp_10k_yuan, before.gdp_10k_yuan), ""
    if now.index is not None:
        return now.index / 100, ""
    if before.gdp_10k_yuan is None or now.gdp_10k_yuan is None:
        return None, ""
    return None, "intensity_current_prices" if before.prices == now.prices else "intensity_price_bases"


def _comparable(before: Observation, now: Observation) -> bool:
    return before.prices == now.prices and now.prices not in ("", CURRENT)


def _growth(ratio: float | None) -> float | None:
    return None if ratio is None else ratio - 1
