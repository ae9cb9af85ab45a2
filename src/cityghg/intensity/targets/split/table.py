"""The table of `target_split.csv`: every district's target by every rule, and the city's as a check."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Problem, Words, problem
from cityghg.codes import Areas
from cityghg.intensity.targets.split.districts import (
    base_year_of,
    city_of,
    districts_of,
    doubts_of,
    in_base_year,
    with_growth,
)
from cityghg.intensity.targets.split.request import Split
from cityghg.intensity.targets.split.rules import Rule, rules
from cityghg.intensity.targets.split.solve import share_out

_HEAD: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "base_year": "int64",
    "target_year": "int64",
    "emissions_t": "float64",
    "gdp_10k_yuan": "float64",
    "gdp_prices": "object",
    "population": "float64",
    "intensity_t_per_10k_yuan": "float64",
    "growth_pct": "float64",
    "growth": "object",  # `given`, `of_others` or `equal`; "" in the row of the city
    "min_pct": "float64",
    "max_pct": "float64",
    "city_target_pct": "float64",
    "issued_pct": "float64",  # targets that districts have already, and what these give together
}


def columns() -> dict[str, str]:
    """Return the columns of `target_split.csv` with their types; each rule has one."""
    return _HEAD | {column_of(rule): "float64" for rule in rules()} | {"at_bound": "object"}


def column_of(rule: Rule) -> str:
    """Return the column of a rule."""
    return f"{rule.id}_pct"


def split_table(
    split: Split, intensity: pd.DataFrame, targets: pd.DataFrame | None, areas: Areas
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `columns()`, a row a district and one of the city, and what stands in the way.

    `intensity` is the intensity table at one basis, `targets` the frame of `read_targets`. The city's row
    holds what the districts' targets make together, rule by rule; a rule that cannot be kept stays blank.
    """
    city = city_of(split, intensity, areas)
    if city is None:
        return _empty(), [problem("split_city_unclear")]
    inside = districts_of(split, city, intensity, areas)
    if inside["area"].nunique() < 2:
        return _empty(), [problem("split_no_districts", area=areas[city].name)]
    year = base_year_of(split, inside)
    if year is None:
        return _empty(), [problem("split_no_base_year", area=areas[city].name, end=split.target_year)]
    if year >= split.target_year:
        return _empty(), [problem("split_years_reversed", base=year, end=split.target_year)]
    rows, problems = in_base_year(inside, year)
    target = _target(split, city, year, targets)
    if target is None:
        problems.append(problem("split_no_target", area=areas[city].name, base=year, end=split.target_year))
    if problems or target is None:
        return _empty(), problems
    doubts = doubts_of(rows, city, year, intensity, areas)
    rows, problems = with_growth(rows, split, split.target_year - year)
    table, more = _by_rules(rows, target / 100, split.rules or tuple(rules()))
    table = table.assign(issued_pct=_issued(rows, year, split.target_year, targets))
    table = pd.concat([table, _city(table, city, areas)], ignore_index=True)
    table = table.assign(base_year=year, target_year=split.target_year, city_target_pct=target)
    return table.reindex(columns=list(columns())).astype(columns()), [*doubts, *problems, *more]


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns())).astype(columns())


def _target(split: Split, city: str, year: int, targets: pd.DataFrame | None) -> float | None:
    """Return the target in percent: the one stated, else that of the city for the period."""
    if split.target_pct is not None or targets is None:
        return split.target_pct
    found = _of_period(targets, year, split.target_year)
    return found.get(city)


def _of_period(targets: pd.DataFrame, base: int, end: int) -> dict[str, float]:
    rows = targets[
        (targets["indicator"] == "intensity")
        & (targets["base_year"] == base)
        & (targets["target_year"] == end)
    ]
    return {str(a): float(t) for a, t in zip(rows["area"], rows["target_decline_pct"], strict=True) if t > 0}


def _issued(rows: pd.DataFrame, base: int, end: int, targets: pd.DataFrame | None) -> pd.Series:
    found = {} if targets is None else _of_period(targets, base, end)
    return rows["area"].map(found).astype("float64")


def _by_rules(
    rows: pd.DataFrame, target: float, chosen: tuple[Rule, ...]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the districts with a column of percent a rule, and which bounds they are held at."""
    emissions, gdp = rows["emissions_t"].to_numpy(float), rows["gdp_10k_yuan"].to_numpy(float)
    amounts = emissions * rows["ratio"].to_numpy(float)
    left = emissions.sum() * (1 - target) * (gdp * rows["ratio"]).sum() / gdp.sum()
    values = _values(rows, amounts)
    rows = rows.assign(intensity_t_per_10k_yuan=emissions / gdp, at_bound="")
    if amounts.sum() < left:
        found = (1 - amounts.sum() * (1 - target) / left) * 100
        return rows, [problem("split_growth_alone", target=f"{target * 100:g}", found=f"{found:.2f}")]
    problems: list[Problem] = []
    for rule in chosen:
        declines, found_problems = _declines(rule, rows, values, amounts, amounts.sum() - left, target)
        problems += found_problems
        if declines is not None:
            rows = rows.assign(**{column_of(rule): declines * 100}, at_bound=_held(rule, rows, declines))
    return rows, problems


def _values(rows: pd.DataFrame, amounts: Any) -> dict[str, Any]:
    intensity = rows["emissions_t"].to_numpy(float) / rows["gdp_10k_yuan"].to_numpy(float)
    return {
        "amount": amounts,
        "growth": rows["ratio"].to_numpy(float),
        "emissions": rows["emissions_t"].to_numpy(float),
        "gdp": rows["gdp_10k_yuan"].to_numpy(float),
        "population": rows["population"].to_numpy(float),
        "intensity": intensity,
        "lowest_intensity": np.full_like(intensity, intensity.min()),
    }


def _declines(
    rule: Rule, rows: pd.DataFrame, values: dict[str, Any], amounts: Any, reduction: float, target: float
) -> tuple[Any, list[Problem]]:
    missing = {name for name in rule.needs() if np.isnan(values[name]).any()}
    if missing:
        lacking = rows["area_name"][np.any([np.isnan(values[name]) for name in missing], axis=0)]
        names = Words("、".join(lacking), ", ".join(lacking))
        return None, [problem("split_rule_lacks", rule=rule, areas=names)]
    low, high = rows["min_pct"].to_numpy(float) / 100, rows["max_pct"].to_numpy(float) / 100
    high = np.maximum(low, np.minimum(high, rule.ceilings(values)))
    shared = share_out(reduction, amounts, rule.shares(values) / amounts, low, high)
    if shared.declines is not None:
        return shared.declines, []
    tight = reduction > shared.most
    kept = amounts.sum() - (shared.most if tight else shared.least)
    found = (1 - kept * (1 - target) / (amounts.sum() - reduction)) * 100
    code = "split_bounds_too_tight" if tight else "split_bounds_too_high"
    return None, [problem(code, rule=rule, found=f"{found:.2f}", target=f"{target * 100:g}")]


def _held(rule: Rule, rows: pd.DataFrame, declines: Any) -> list[str]:
    """Return which rules hold a district at a stated bound, such as `capacity:max`, joined by blanks."""
    low, high = rows["min_pct"].to_numpy(float), rows["max_pct"].to_numpy(float)
    at_low = np.isclose(declines * 100, low) & (low > 0)
    at = np.where(at_low, f"{rule.id}:min", np.where(np.isclose(declines * 100, high), f"{rule.id}:max", ""))
    return [" ".join(filter(None, pair)) for pair in zip(rows["at_bound"], at, strict=True)]


def _city(table: pd.DataFrame, city: str, areas: Areas) -> pd.DataFrame:
    """Return the row of the city: sums, and the decline that the districts' targets give together."""
    emissions, gdp, ratio = table["emissions_t"], table["gdp_10k_yuan"], table["ratio"]
    before = emissions.sum() / gdp.sum()
    row: dict[str, Any] = {
        "area": city, "area_name": areas[city].name, "level": areas[city].level, "growth": "", "at_bound": "",
        "emissions_t": emissions.sum(), "gdp_10k_yuan": gdp.sum(), "gdp_prices": table["gdp_prices"].iloc[0],
        "population": table["population"].sum(skipna=False), "intensity_t_per_10k_yuan": before,
    }  # fmt: skip
    for name in ["issued_pct", *(column_of(rule) for rule in rules())]:
        if name not in table.columns or table[name].isna().any():
            continue
        after = (emissions * ratio * (1 - table[name] / 100)).sum() / (gdp * ratio).sum()
        row[name] = (1 - after / before) * 100
    return pd.DataFrame([row])
