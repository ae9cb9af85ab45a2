"""Decoupling of emissions from GDP by Tapio's elasticity, its states and limits from `decoupling.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.lists import ListHead

_DUST: Final = 1e-12  # of a ratio: what the division of two equal growths leaves


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Band(_Strict):
    low: float = Field(alias="from")
    high: float = Field(alias="to")


class _States(_Strict):
    negative: str
    low: str
    band: str
    high: str


class Tapio(ListHead):
    """`decoupling.yaml`."""

    coupled: _Band
    growing: _States
    falling: _States


@cache
def load_tapio() -> Tapio:
    """Return the states and their limits."""
    return shipped(codelist("decoupling.yaml"), Tapio)


def elasticity(emissions_growth: float | None, gdp_growth: float | None) -> float | None:
    """Return the growth of emissions over that of GDP, both as fractions; None where GDP stays as it was."""
    if emissions_growth is None or not gdp_growth:
        return None
    return emissions_growth / gdp_growth


def state(emissions_growth: float | None, gdp_growth: float | None) -> str:
    """Return the state of decoupling, blank where there is no elasticity."""
    found = elasticity(emissions_growth, gdp_growth)
    if found is None or gdp_growth is None:
        return ""
    tapio = load_tapio()
    states = tapio.growing if gdp_growth > 0 else tapio.falling
    if found < 0:
        return states.negative
    if found < tapio.coupled.low - _DUST:
        return states.low
    return states.band if found <= tapio.coupled.high + _DUST else states.high


def states(emissions_growth: pd.Series, gdp_growth: pd.Series) -> list[str]:
    """Return the state of each row; a growth that is not known is NaN."""
    pairs = zip(emissions_growth, gdp_growth, strict=True)
    return [state(None if e != e else e, None if g != g else g) for e, g in pairs]
