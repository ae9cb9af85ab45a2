"""The districts of a city in the base year, with what the rules need to know of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.codes import Areas
from cityghg.intensity.reading.vocabulary import CURRENT
from cityghg.intensity.targets.split.request import Split
from cityghg.intensity.targets.split.rules import largest_residual_pct, usual_bounds

_FIGURES: Final = ("emissions_t", "gdp_10k_yuan")
_EXPECTED: Final = ("district", "county")
_KEPT: Final = ["area", "area_name", "level", *_FIGURES, "gdp_prices", "population"]


def city_of(split: Split, intensity: pd.DataFrame, areas: Areas) -> str | None:
    """Return the city: the one stated, else the one area that all others of the table lie directly in."""
    if split.city is not None:
        return split.city
    parents = {areas[code].parent for code in intensity["area"].unique()}
    inner = [code for code in parents if code is not None and _within(code, intensity, areas)]
    return inner[0] if len(inner) == 1 else None


def _within(code: str, intensity: pd.DataFrame, areas: Areas) -> bool:
    others = set(intensity["area"]) - {code}
    return len(others) > 1 and all(areas[other].parent == code for other in others)


def base_year_of(split: Split, inside: pd.DataFrame) -> int | None:
    """Return the base year: the one stated, else the last one in which every district has its figures."""
    if split.base_year is not None:
        return split.base_year
    known = inside.dropna(subset=list(_FIGURES))
    counts = known.groupby("year")["area"].nunique()
    whole = counts[(counts == inside["area"].nunique()) & (counts.index < split.target_year)]
    return None if whole.empty else int(whole.index.max())


def districts_of(split: Split, city: str, intensity: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return the rows of the areas directly below the city that count on their own."""
    inside = [a.code for a in areas.children(city) if a.counted != "inside"]
    return intensity[intensity["area"].isin(inside)]


def with_growth(rows: pd.DataFrame, split: Split, years: int) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the districts with `growth_pct`, `growth` (how it is known), `ratio`, `min_pct` and `max_pct`.

    Where none is stated all grow alike, and the ratio is 1: the targets do not depend on how fast that is.
    Where some are stated, the others grow as these do together.
    """
    usual = usual_bounds()
    columns = ["growth_pct", "min_pct", "max_pct"]
    stated = pd.DataFrame(columns=["area", *columns]) if split.growth is None else split.growth
    found = rows[["area"]].merge(
        stated[["area", *columns]].astype(dict.fromkeys(columns, "float64")), how="left"
    )
    growth = found["growth_pct"].to_numpy()
    ratio = (1 + growth / 100) ** years
    known = ~np.isnan(ratio)
    problems: list[Problem] = []
    how = np.where(known, "given", "equal")
    if known.any() and not known.all():
        gdp = rows["gdp_10k_yuan"].to_numpy()
        together = float(np.sum(gdp[known] * ratio[known]) / np.sum(gdp[known]))
        ratio = np.where(known, ratio, together)
        growth = np.where(known, growth, (together ** (1 / years) - 1) * 100)
        how = np.where(known, "given", "of_others")
        names = rows["area_name"].to_numpy()[~known]
        said = Words("、".join(names), ", ".join(names))
        problems.append(problem("split_growth_missing", areas=said, found=f"{growth[~known][0]:.2f}"))
    result = rows.assign(
        growth_pct=growth,
        growth=how,
        ratio=np.where(np.isnan(ratio), 1.0, ratio),
        min_pct=found["min_pct"].fillna(usual.min_pct).to_numpy(),
        max_pct=found["max_pct"].fillna(usual.max_pct).to_numpy(),
    )
    return result, problems


def in_base_year(inside: pd.DataFrame, year: int) -> tuple[pd.DataFrame, list[Problem]]:
    """Return one row a district with its figures of the base year; problems where one lacks them.

    GDP of all districts must be at the same constant prices, or no sum of it means anything.
    """
    names = inside.drop_duplicates("area")[["area", "area_name", "level"]]
    rows = names.merge(inside.loc[inside["year"] == year].drop(columns=["area_name", "level"]), how="left")
    rows = rows[_KEPT].sort_values("area", ignore_index=True)
    lacking = rows[~(rows[list(_FIGURES)] > 0).all(axis=1)]
    if len(lacking):
        said = Words("、".join(lacking["area_name"]), ", ".join(lacking["area_name"]))
        return rows, [problem("split_figures_missing", Place(), year=year, areas=said)]
    prices = sorted(set(rows["gdp_prices"]))
    if len(prices) > 1 or prices == [CURRENT]:
        return rows, [problem("split_prices", year=year, found=" / ".join(prices))]
    return rows, []


def doubts_of(
    rows: pd.DataFrame, city: str, year: int, intensity: pd.DataFrame, areas: Areas
) -> list[Problem]:
    """Say which districts of the city have no data, and where their sum is not the city's own figure."""
    name, held = areas[city].name, set(rows["area"])
    children = [area for area in areas.children(city) if area.level in _EXPECTED]
    absent = [area.name for area in children if area.code not in held and area.counted != "inside"]
    problems: list[Problem] = []
    if absent:
        names = Words("、".join(absent), ", ".join(absent))
        problems.append(problem("split_districts_absent", area=name, areas=names))
    own = intensity[(intensity["area"] == city) & (intensity["year"] == year)]
    if own.empty:
        return problems
    figures = list(_FIGURES)
    apart = (rows[figures].sum() / own.iloc[0][figures].astype("float64") - 1) * 100
    if (apart.abs() > largest_residual_pct()).any():
        emissions, gdp = (f"{apart[figure]:+.2f}" for figure in figures)
        problems.append(problem("split_residual", area=name, year=year, emissions=emissions, gdp=gdp))
    return problems
