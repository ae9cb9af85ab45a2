"""Decoupling of emissions from GDP by Tapio's elasticity, its states and limits from `decoupling.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
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


def elasticities(emissions_growth: pd.Series, gdp_growth: pd.Series) -> pd.Series:
    """Return the growth of emissions over that of GDP, both as fractions; NaN where GDP stays as it was."""
    return emissions_growth / gdp_growth.where(gdp_growth != 0)


def states(emissions_growth: pd.Series, gdp_growth: pd.Series) -> list[str]:
    """Return the state of decoupling of each row, blank where there is no elasticity."""
    found = elasticities(emissions_growth, gdp_growth)
    tapio = load_tapio()
    bands = [
        found.isna(),
        found < 0,
        found < tapio.coupled.low - _DUST,
        found <= tapio.coupled.high + _DUST,
        found > tapio.coupled.high,
    ]
    growing, falling = (
        np.select(bands, ["", names.negative, names.low, names.band, names.high], "")
        for names in (tapio.growing, tapio.falling)
    )
    return [str(name) for name in np.where(gdp_growth > 0, growing, falling)]
