"""The table of `intensity.csv`: emissions against GDP, year by year, for each area."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas
from cityghg.intensity.decline import Observation, Step, cumulative, steps
from cityghg.intensity.decoupling import state
from cityghg.intensity.findings import contribution, emission_problem, series_problems
from cityghg.intensity.targets.plan import Plan, Target, plan_of, targets_of
from cityghg.inventory.basis import BASES

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "year": "int64",
    "basis": "object",
    "emissions_t": "float64",
    "gdp_10k_yuan": "float64",
    "gdp_prices": "object",
    "population": "float64",
    "intensity_t_per_10k_yuan": "float64",
    "annual_change_pct": "float64",
    "cumulative_decline_pct": "float64",
    "base_year": "int64",
    "target_decline_pct": "float64",
    "progress_pct": "float64",
    "gdp_growth_pct": "float64",
    "emissions_growth_pct": "float64",
    "per_capita_t": "float64",
    "decoupling": "object",
    "gdp_index": "float64",
}
FIXED_SUFFIX: Final = "_fixed_factor"

Key = tuple[str, int]


@dataclass(frozen=True)
class _Inputs:
    indicators: dict[Key, dict[str, Any]]
    targets: dict[str, list[Target]]
    areas: Areas
    base_year: int | None


def empty_table() -> pd.DataFrame:
    """Return an intensity table without rows."""
    return _frame([])


def intensity_table(
    totals: pd.DataFrame,
    incomplete: Collection[Key],
    indicators: pd.DataFrame,
    targets: pd.DataFrame | None,
    areas: Areas,
    *,
    basis: str,
    base_year: int | None,
    fixed: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `intensity.csv` and what keeps figures of it blank.

    `totals` has area, year, basis, co2e_t and missing, as `inventory.basis.totals` gives them;
    `fixed` the same at the electricity factor of the base year, and adds rows of the basis with
    `FIXED_SUFFIX`. A row stands for each area and year of `totals`; from a total that is
    `incomplete`, has gaps or is not known, nothing is computed.
    """
    known = [one.id for one in BASES]
    if basis not in {*known, *totals["basis"]}:
        return empty_table(), [problem("intensity_basis_unknown", found=basis, known=", ".join(known))]
    by_area = {} if targets is None else targets_of(targets)
    inputs = _Inputs(_by_key(indicators), by_area, areas, base_year)
    rows, problems = _rows(totals, incomplete, basis, basis, inputs)
    if fixed is not None:
        more, _ = _rows(fixed, incomplete, basis, basis + FIXED_SUFFIX, inputs)
        problems += contribution(rows, more)
        rows += more
    return _frame(rows), list(dict.fromkeys(problems))


def _rows(
    totals: pd.DataFrame, incomplete: Collection[Key], basis: str, label: str, inputs: _Inputs
) -> tuple[list[dict[str, Any]], list[Problem]]:
    emissions, problems = _emissions(totals, incomplete, basis, inputs.areas)
    series: dict[str, list[Observation]] = {}
    for (code, year), value in sorted(emissions.items()):
        found = inputs.indicators.get((code, year), {})
        series.setdefault(code, []).append(_observation(year, value, found))
    rows: list[dict[str, Any]] = []
    for code, observations in series.items():
        plans = {o.year: _plan(o.year, code, observations, inputs) for o in observations}
        taken = steps(observations)
        problems += series_problems(inputs.areas[code].name, observations, taken, plans)
        head = {"area": code, "area_name": inputs.areas[code].name, "level": inputs.areas[code].level}
        rows += [head | {"basis": label} | _row(o, taken, plans[o.year], observations) for o in observations]
    return rows, problems


def _emissions(
    totals: pd.DataFrame, incomplete: Collection[Key], basis: str, areas: Areas
) -> tuple[dict[Key, float | None], list[Problem]]:
    """Return the total of each area and year, None (and why) where nothing may be computed from it.

    Residuals are no areas, and left out.
    """
    ours = {(str(r["area"]), int(r["year"])): r for r in totals.to_dict("records") if r["basis"] == basis}
    result: dict[Key, float | None] = {}
    problems: list[Problem] = []
    for area, year in totals[["area", "year"]].drop_duplicates().itertuples(index=False):
        key = (str(area), int(year))
        if key[0] not in areas:
            continue
        value = number(ours[key]["co2e_t"]) if key in ours else None
        gaps = int(ours[key]["missing"]) if key in ours else 0
        found = emission_problem(areas[key[0]].name, key[1], value, gaps, incomplete=key in incomplete)
        problems += found
        result[key] = None if found else value
    return result, problems


def _observation(year: int, emissions_t: float | None, found: dict[str, Any]) -> Observation:
    return Observation(
        year,
        emissions_t,
        number(found.get("gdp_10k_yuan")),
        str(found.get("gdp_prices") or ""),
        number(found.get("gdp_index")),
        number(found.get("population")),
        str(found.get("origin") or ""),
    )


def _plan(year: int, code: str, series: Sequence[Observation], inputs: _Inputs) -> Plan:
    return plan_of(year, inputs.targets.get(code, ()), inputs.base_year, series[0].year)


def _row(
    now: Observation, taken: dict[int, Step], plan: Plan, series: Sequence[Observation]
) -> dict[str, Any]:
    """Return the figures of one year; shares become percent here."""
    step, declined, target = taken[now.year], _declined(now, taken, plan, series), plan.target
    wanted = target.decline_pct if target else None
    return {
        "year": now.year,
        "emissions_t": now.emissions_t,
        "gdp_10k_yuan": now.gdp_10k_yuan,
        "gdp_prices": now.prices,
        "population": now.population,
        "intensity_t_per_10k_yuan": now.intensity,
        "annual_change_pct": percent(step.decline),
        "cumulative_decline_pct": percent(declined),
        "base_year": plan.base_year,
        "target_decline_pct": wanted,
        "progress_pct": percent(declined * 100 / wanted)
        if declined is not None and wanted and wanted > 0
        else None,
        "gdp_growth_pct": percent(step.gdp_growth),
        "emissions_growth_pct": percent(step.emissions_growth),
        "per_capita_t": now.per_capita,
        "decoupling": state(step.emissions_growth, step.gdp_growth),
        "gdp_index": now.index,
    }


def _declined(
    now: Observation, taken: dict[int, Step], plan: Plan, series: Sequence[Observation]
) -> float | None:
    base = next((o for o in series if o.year == plan.base_year), None)
    if base is None or base.intensity is None or now.year < base.year:
        return None
    return cumulative(taken, base.year, now.year)


def _by_key(indicators: pd.DataFrame) -> dict[Key, dict[str, Any]]:
    return {(str(r["area"]), int(r["year"])): dict(r) for r in indicators.to_dict("records")}  # type: ignore[arg-type]


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return frame.sort_values(["area", "year", "basis"], ignore_index=True)


def number(value: Any) -> float | None:
    """Return a cell of a frame as a float, None where there is none."""
    return None if value is None or pd.isna(value) else float(value)


def percent(share: float | None) -> float | None:
    return None if share is None else share * 100
