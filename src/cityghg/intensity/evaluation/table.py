"""The tables `evaluation` and `evaluation_summary`: each area of a set, and the set as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.base.problems import Problem
from cityghg.codes import Areas
from cityghg.intensity.evaluation.coal import coal_columns
from cityghg.intensity.evaluation.findings import findings, period_problems
from cityghg.intensity.evaluation.measures import measures
from cityghg.intensity.evaluation.panel import Panel, heads_of, panel_of
from cityghg.intensity.evaluation.peak import peaks
from cityghg.intensity.evaluation.rules import Rules, load_rules
from cityghg.intensity.evaluation.sets import inside, left_out, set_of
from cityghg.intensity.evaluation.summary import SUMMARY, summary

COLUMNS: Final = {
    "area": "object", "area_name": "object", "level": "object", "set": "object", "basis": "object",
    "period": "object", "first_year": "Int64", "last_year": "Int64", "years_known": "int64",
    "class": "object", "class_untested": "object", "left_out": "object", "missing_years": "object",
    "emissions_first_t": "float64", "emissions_last_t": "float64", "emissions_change_pct": "float64",
    "emissions_rate_pct": "float64", "emissions_trend_pct": "float64", "emissions_sen_pct": "float64",
    "emissions_p": "float64", "emissions_first_half_pct": "float64",
    "emissions_second_half_pct": "float64", "growth_slope_points": "float64", "growth_p": "float64",
    "gdp_change_pct": "float64", "gdp_rate_pct": "float64", "gdp_trend_pct": "float64",
    "intensity_change_pct": "float64", "intensity_rate_pct": "float64", "intensity_trend_pct": "float64",
    "intensity_sen_pct": "float64", "intensity_p": "float64", "intensity_falls": "object",
    "first_per_capita_t": "float64", "last_per_capita_t": "float64", "per_capita_rate_pct": "float64",
    "peak_year": "Int64", "years_since_peak": "Int64", "below_peak_pct": "float64", "peak_state": "object",
    "peak_reason": "object", "peak_p": "float64", "peak_confidence_pct": "float64",
    "coal_share_first_pct": "float64", "coal_share_last_pct": "float64",
    "coal_share_change_points": "float64",
    "coal_share_of": "object", "coal_reference": "object", "coal_against_reference_points": "float64",
    "rank_intensity": "Int64", "rank_total": "Int64", "rules": "object",
}  # fmt: skip
"""One row an area and basis."""

Period = tuple[int | None, int | None] | None


@dataclass(frozen=True)
class _Basis:
    """What one basis is evaluated from: `panel` holds the years of the period, `before` all up to its end."""

    panel: Panel
    before: Panel
    sets: pd.Series
    left_out: NDArray[np.object_]


def evaluate(
    intensity: pd.DataFrame, areas: Areas, period: Period = None, coal: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Return `evaluation` and `evaluation_summary` of the rows of an intensity table.

    The period runs over the years that the table has between the given ones, an end left open as far as
    there are emissions. A basis with emissions of one year alone is not evaluated. `coal` is what
    `coal_shares` returns.
    """
    rules, problems = load_rules(), list[Problem]()
    parts, summaries = [], []
    for basis, rows in intensity.groupby("basis", sort=True):
        material, found = _material(rows, areas, period, rules)
        problems += found
        if material is None:
            continue
        years = material.panel.years
        stated = {"basis": str(basis), "period": f"{years[0]}-{years[-1]}", "rules": rules.stated()}
        part = _areas(material, rules)
        if coal is not None:
            part = part.join(coal_columns(part, coal, (years[0], years[-1]), areas))
        parts.append(part.assign(**stated))
        summaries.append(summary(material.panel, material.before, part, rules).assign(**stated))
        problems += findings(part, summaries[-1], rules, period)
    return _frame(parts, COLUMNS), _frame(summaries, SUMMARY), list(dict.fromkeys(problems))


def _material(
    rows: pd.DataFrame, areas: Areas, period: Period, rules: Rules
) -> tuple[_Basis | None, list[Problem]]:
    known = sorted(rows[rows["emissions_t"].notna()]["year"].unique())
    first, last = period or (None, None)
    years = [y for y in known if (first is None or first <= y) and (last is None or y <= last)]
    problems = period_problems(period, known, years)
    if len(years) < 2:
        return None, problems
    heads = heads_of(rows)
    panel = panel_of(rows[rows["year"].between(years[0], years[-1])], heads)
    sets = set_of(heads, rules)
    reasons = left_out(panel, inside(heads, sets, areas), sets)
    return _Basis(panel, panel_of(rows[rows["year"] <= years[-1]], heads), sets, reasons), problems


def _areas(basis: _Basis, rules: Rules) -> pd.DataFrame:
    panel, before = basis.panel, basis.before
    found = panel.heads.join(measures(panel, rules)).join(peaks(before.emissions, before.years, rules))
    found["set"], found["left_out"] = basis.sets.to_numpy(), basis.left_out
    found["missing_years"] = _missing(panel)
    counted = found["left_out"] == ""
    for rank, by in (("rank_intensity", "intensity_change_pct"), ("rank_total", "emissions_change_pct")):
        found[rank] = found[by].where(counted).groupby(found["set"]).rank(method="min").astype("Int64")
    return found


def _missing(panel: Panel) -> list[str]:
    missing = ~np.isfinite(panel.emissions)
    return [" ".join(str(y) for y, gone in zip(panel.years, row, strict=True) if gone) for row in missing]


def _frame(parts: list[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    return pd.concat(parts, ignore_index=True).reindex(columns=list(columns)).astype(columns)
