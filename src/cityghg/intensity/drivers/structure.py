"""Industries fit to be drivers: at the prices of the GDP, every year there, parts taken out of wholes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.codes import load_sectors
from cityghg.intensity.reading.vocabulary import CURRENT

_KEY: Final = ["area", "sector"]


def usable_industries(
    stated: pd.DataFrame, table: pd.DataFrame, names: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return area, year, sector, value_added and energy_tce of the industries that can be decomposed.

    `stated` is as `read_industries` gives it, `table` as `years.yearly` does. Value added at current
    prices, or at others than the GDP of its year, is left out, and so is energy that mixes 当量值 and
    等价值 or lacks a year; each is said. A whole given beside parts stands for what they leave of it.
    """
    known = stated.merge(table[["area", "year", "prices"]], on=["area", "year"], suffixes=("", "_of_gdp"))
    fits = (known["prices"] == known["prices_of_gdp"]) & (known["prices"] != CURRENT)
    problems = _other_prices(known[~fits], names)
    kept = _without_parts(known[fits].reset_index(drop=True))
    kept, more = _one_energy(kept, names)
    problems += more + _gaps(kept, table, names)
    return kept[["area", "year", "sector", "value_added", "energy_tce", "energy_basis"]], problems


def _other_prices(rows: pd.DataFrame, names: Mapping[str, str]) -> list[Problem]:
    problems = []
    for area, found in rows.groupby("area", sort=True):
        first = found.iloc[0]
        said = {"found": first["prices"], "expected": first["prices_of_gdp"] or "-"}
        years = _years(found["year"])
        place = Place(file=str(first["origin"]))
        problems.append(problem("drivers_industry_prices", place, area=names[str(area)], years=years, **said))
    return problems


def _without_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Take industries given beside an industry around them out of it; what is left of none goes."""
    sectors = load_sectors()
    left = {name: rows[name].to_numpy(dtype=float).copy() for name in ("value_added", "energy_tce")}
    for _, group in rows.groupby(["area", "year"], sort=False):
        at = dict(zip(group["sector"], group.index, strict=True))
        for sector, position in at.items():
            around = next((name for name in sectors.lineage(sector)[1:] if name in at), None)
            for name, values in left.items() if around is not None else ():
                values[at[str(around)]] -= rows.at[position, name]
    found = rows.assign(**left)
    return found[found["value_added"] > 0].reset_index(drop=True)


def _one_energy(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave energy out where an area mixes bases, or an industry lacks it, or has none, in some year."""
    with_energy = rows[rows["energy_tce"].notna()]
    bases = with_energy.groupby("area")["energy_basis"].nunique()
    mixed = sorted(set(bases.index[bases > 1]))
    whole = (rows["energy_tce"] > 0).groupby([rows[name] for name in _KEY]).transform("all")
    kept = whole & ~rows["area"].isin(mixed)
    problems = [problem("drivers_energy_bases", area=names[area]) for area in mixed]
    return rows.assign(energy_tce=rows["energy_tce"].where(kept, np.nan)), problems


def _gaps(rows: pd.DataFrame, table: pd.DataFrame, names: Mapping[str, str]) -> list[Problem]:
    """Report the years of an area in which industries of its other years are missing."""
    sectors = load_sectors()
    years = table[table["emissions"].notna()].groupby("area")["year"].agg(set)
    lacking: defaultdict[tuple[str, tuple[int, ...]], list[str]] = defaultdict(list)
    for (area, sector), found in rows.groupby(_KEY, sort=True):
        missing = tuple(sorted(years.get(area, set()) - set(found["year"])))
        if missing:
            lacking[str(area), missing].append(str(sector))
    problems = []
    for (area, missing), codes in lacking.items():
        named = [sectors[code] for code in codes]
        said = Words("、".join(one.zh for one in named), ", ".join(one.en for one in named))
        told = _years(missing)
        problems.append(problem("drivers_industry_gap", area=names[area], sectors=said, years=told))
    return problems


def _years(years: Iterable[int]) -> Words:
    told = [str(year) for year in sorted(set(years))]
    return Words("、".join(told), ", ".join(told))
