"""Which base year and which target hold for an area in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Target:
    """A decline in percent to be reached from the base year to the target year."""

    base_year: int
    target_year: int
    decline_pct: float


@dataclass(frozen=True)
class Plan:
    """The base year cumulative decline counts from, and the target of that period, if there is one."""

    base_year: int
    target: Target | None = None


def targets_of(targets: pd.DataFrame) -> dict[str, list[Target]]:
    """Return the declines of intensity that areas are to reach, from the frame of `read_targets`."""
    result: dict[str, list[Target]] = {}
    for row in targets[targets["indicator"] == "intensity"].to_dict("records"):
        target = Target(int(row["base_year"]), int(row["target_year"]), float(row["target_decline_pct"]))
        result.setdefault(str(row["area"]), []).append(target)
    return result


def plan_of(year: int, targets: Sequence[Target], base_year: int | None, first_year: int) -> Plan:
    """Return base year and target of one year.

    The period of a target runs from its base year to its target year; of several, the one with the
    latest base counts, and of these the one that ends first. A stated base year leaves only the
    targets that start from it. Outside all periods the base is the stated year, else the latest base
    of a target that has begun, else the first base of a target, else the first year of the series.
    """
    chosen = [t for t in targets if base_year in (None, t.base_year)]
    running = [t for t in chosen if t.base_year < year <= t.target_year]
    running = running or [t for t in chosen if t.base_year == year]
    if running:
        target = min(running, key=lambda t: (-t.base_year, t.target_year))
        return Plan(target.base_year, target)
    if base_year is not None:
        return Plan(base_year)
    begun = [t.base_year for t in chosen if t.base_year < year]
    return Plan(max(begun, default=min((t.base_year for t in chosen), default=first_year)))
