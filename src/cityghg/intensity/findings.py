"""What is said about a series of intensities: what is missing, what may not be compared, what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.intensity.decline import Observation, Step, index_differs
from cityghg.intensity.targets.plan import Plan

_OF_GDP: Final = ("intensity_current_prices", "intensity_price_bases")
_LEAST_SHOWN: Final = 0.005  # percentage points: what two decimals show


def emission_problem(
    name: str, year: int, value: float | None, gaps: int, *, incomplete: bool
) -> list[Problem]:
    """Say why no intensity may be computed from a total; nothing where it may."""
    said: dict[str, Any] = {"area": name, "year": year}
    if incomplete:
        return [problem("intensity_incomplete", **said)]
    if gaps:
        return [problem("intensity_gaps", **said, count=gaps)]
    return [problem("intensity_no_total", **said)] if value is None else []


def series_problems(
    name: str, series: Sequence[Observation], taken: Mapping[int, Step], plans: Mapping[int, Plan]
) -> list[Problem]:
    """Return what the series of one area leaves blank, and where its index contradicts its levels."""
    problems = [*_without_gdp(name, series), *_gaps(name, series), *_without_base(name, series, plans)]
    for before, now in zip((None, *series[:-1]), series, strict=True):
        code = taken[now.year].problem
        place = Place(file=now.origin if code in _OF_GDP else "")
        values: dict[str, object] = {"area": name, "year": now.year, "before": now.year - 1}
        if code == "intensity_price_bases" and before is not None:
            values |= {"found": now.prices, "other": before.prices}
        if code:
            problems.append(problem(code, place, **values))
        if before is not None and index_differs(before, now):
            levels = (now.gdp_10k_yuan or 0.0) / (before.gdp_10k_yuan or 1.0) * 100
            values |= {"found": f"{now.index:g}", "expected": f"{levels:.2f}"}
            problems.append(problem("gdp_index_differs", Place(file=now.origin), **values))
    return problems


def contribution(rows: Sequence[Mapping[str, Any]], fixed: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Note for each area how much of its latest cumulative decline comes from the electricity factor.

    Years known only at the factor of the year are listed in a warning.
    """
    at_fixed = {(r["area"], r["year"]): r for r in fixed}
    latest: dict[str, Problem] = {}
    unknown: dict[str, list[int]] = {}
    for row in rows:
        other = at_fixed.get((row["area"], row["year"]), {})
        whole, rest = row["cumulative_decline_pct"], other.get("cumulative_decline_pct")
        if row["emissions_t"] is not None and other.get("emissions_t") is None:
            unknown.setdefault(row["area_name"], []).append(row["year"])
        if whole is not None and rest is not None and abs(whole - rest) >= _LEAST_SHOWN:
            latest[row["area"]] = problem(
                "electricity_factor_contribution",
                area=row["area_name"], base=row["base_year"], year=row["year"],
                whole=f"{whole:.2f}", fixed=f"{rest:.2f}", found=f"{whole - rest:.2f}",
            )  # fmt: skip
    without = [problem("intensity_not_at_fixed", area=n, years=_listed(ys)) for n, ys in unknown.items()]
    return [*without, *latest.values()]


def _without_gdp(name: str, series: Sequence[Observation]) -> list[Problem]:
    years = [o.year for o in series if o.emissions_t is not None and o.gdp_10k_yuan is None]
    return [problem("intensity_no_gdp", area=name, years=_listed(years))] if years else []


def _gaps(name: str, series: Sequence[Observation]) -> list[Problem]:
    problems = []
    for before, now in pairwise(series):
        missing = list(range(before.year + 1, now.year))
        if missing:
            problems.append(problem("intensity_year_gap", area=name, missing=_listed(missing), year=now.year))
    return problems


def _without_base(name: str, series: Sequence[Observation], plans: Mapping[int, Plan]) -> list[Problem]:
    """Warn of base years without an intensity, where later years count from them."""
    known = {o.year for o in series if o.intensity is not None}
    wanted = {plan.base_year for year, plan in plans.items() if year > plan.base_year}
    return [problem("intensity_base_year_absent", area=name, base=year) for year in sorted(wanted - known)]


def _listed(years: Sequence[int]) -> Words:
    return Words("、".join(map(str, years)), ", ".join(map(str, years)))
