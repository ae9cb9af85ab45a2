"""How intensity falls from year to year and from a base year on.

The decline of a year is D = 1 − (E(t) / E(t−1)) / (real growth of GDP), which within one price base is
1 − I(t) / I(t−1). Cumulative decline is 1 − Π(1 − D), as in
国家发展改革委, 2014年碳强度累计下降率计算方法. A decline is positive.
All functions take rows sorted by area and year, one a row each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd


def chained(declines: Iterable[float]) -> float:
    """Return the cumulative decline 1 − Π(1 − D) of yearly declines, all as fractions."""
    return 1 - math.prod(1 - decline for decline in declines)


def follows(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether the row before is the same area one year earlier."""
    before = rows.shift(1)
    return (rows["area"] == before["area"]) & (rows["year"] == before["year"] + 1)


def ratio_to_before(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a figure over that of the year before; NaN unless both are known and above 0."""
    values = rows[column].where(rows[column] > 0)
    return (values / values.shift(1)).where(follows(rows))


@dataclass(frozen=True)
class Base:
    """Where the base year of each row stands: its position among the rows, -1 where it has none."""

    position: pd.Series
    years: pd.Series  # from the base year to the row's own


def base_of(rows: pd.DataFrame, base_year: pd.Series) -> Base:
    """Return the row of each row's base year."""
    at = pd.Series(range(len(rows)), index=pd.MultiIndex.from_frame(rows[["area", "year"]]))
    wanted = pd.MultiIndex.from_arrays([rows["area"], base_year])
    position = at.reindex(wanted).fillna(-1).astype("int64").to_numpy()
    return Base(pd.Series(position, index=rows.index), rows["year"] - base_year)


def since_base(rows: pd.DataFrame, ratios: pd.Series, base: Base) -> pd.Series:
    """Return the product of yearly ratios since the base year: 1 in it, NaN before and over a gap."""
    product = ratios.fillna(1.0).groupby(rows["area"]).cumprod().to_numpy()
    gaps = ratios.isna().groupby(rows["area"]).cumsum().to_numpy()
    position = base.position.to_numpy()
    unbroken = (position >= 0) & (base.years.to_numpy() >= 0) & (gaps == gaps[position])
    whole = pd.Series(product / product[position], index=rows.index)
    return whole.where(unbroken)


def yearly_average(whole: pd.Series, years: pd.Series) -> pd.Series:
    """Return the yearly ratio that compounds to the whole, NaN in the base year itself."""
    return (whole ** (1 / years.where(years > 0))).where(years > 0)
