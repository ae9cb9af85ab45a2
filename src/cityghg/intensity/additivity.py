"""Whether emissions and GDP of the areas below an area add up to its own: what is left, listed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas
from cityghg.intensity.reading.vocabulary import CURRENT

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "year": "int64",
    "basis": "object",
    "indicator": "object",
    "own": "float64",
    "sum_of_areas": "float64",
    "residual": "float64",
    "residual_pct": "float64",
    "areas_in_sum": "int64",
}
_QUANTITIES: Final = {"emissions": "emissions_t", "gdp": "gdp_10k_yuan"}
_KEY: Final = ["area", "year", "basis"]


def additivity_table(
    intensity: pd.DataFrame, areas: Areas, *, tolerance_pct: float, told: Collection[str] = tuple(_QUANTITIES)
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return for each area with others directly below it its own figure, their sum, and the residual.

    Emissions are in tonnes, GDP in 10 000 yuan. A sum is made where every one of the areas that the table
    has below has the figure in that year; GDP adds up at one constant price base only, the area's own.
    Areas counted inside another one do not add to it. `told` are the quantities whose
    residual is a warning where it is more than `tolerance_pct` percent of the area's own figure.
    """
    parents = {code: areas[code].parent for code in intensity["area"].unique()}
    adding = {code for code in parents if areas[code].counted != "inside"}
    below = intensity[intensity["area"].isin(list(adding))]
    below = below.assign(parent=below["area"].map(parents)).dropna(subset=["parent"])
    expected = below.groupby("parent")["area"].nunique()
    parts = []
    for name, column in _QUANTITIES.items():
        own = intensity.loc[
            intensity["area"].isin(expected.index), [*_KEY, "area_name", "level", column, "gdp_prices"]
        ]
        inside = below[[*_KEY, "parent", column, "gdp_prices"]].rename(
            columns={"area": "child", "parent": "area"}
        )
        both = own.merge(inside, on=_KEY, suffixes=("", "_child"))
        both = both[both[column].notna() & both[f"{column}_child"].notna()]
        if name == "gdp":
            alike = (both["gdp_prices"] == both["gdp_prices_child"]) & (both["gdp_prices"] != CURRENT)
            both = both[alike]
        sums = both.groupby([*_KEY, "area_name", "level"], as_index=False).agg(
            own=(column, "first"), sum_of_areas=(f"{column}_child", "sum"), areas_in_sum=("child", "nunique")
        )
        parts.append(sums[sums["areas_in_sum"] == sums["area"].map(expected)].assign(indicator=name))
    table = pd.concat(parts, ignore_index=True)
    table["residual"] = table["own"] - table["sum_of_areas"]
    table["residual_pct"] = table["residual"] / table["own"] * 100
    table = table.reindex(columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values([*_KEY, "indicator"], ignore_index=True), _told(
        table[table["residual_pct"].abs() > tolerance_pct], told
    )


def _told(off: pd.DataFrame, quantities: Collection[str]) -> list[Problem]:
    """Warn of each area and quantity that does not add up; name its largest year."""
    off = off[off["indicator"].isin(list(quantities))]
    off = off.assign(size=off["residual_pct"].abs()).sort_values("size", ascending=False, kind="stable")
    problems = []
    for (_, name), rows in off.groupby(["area", "indicator"]):
        worst = rows.to_dict("records")[0]
        said = {"area": worst["area_name"], "count": len(rows), "year": worst["year"]}
        problems.append(problem(f"{name}_not_additive", None, **said, found=f"{worst['residual_pct']:.2f}"))
    return problems
