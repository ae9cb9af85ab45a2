"""What districts are assessed on, as tables: intensity first, then what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.codes import Areas
from cityghg.intensity.additivity import additivity_table
from cityghg.intensity.borders import moved_borders
from cityghg.intensity.carried import carried_in_base_year
from cityghg.intensity.changes import AreaChange, parts_missing, restated, usable
from cityghg.intensity.coal_share import with_coal_share
from cityghg.intensity.drivers.decoupling_table import decoupling_table
from cityghg.intensity.drivers.structure_table import structure_table
from cityghg.intensity.drivers.table import drivers_table
from cityghg.intensity.evaluation.coal import coal_shares
from cityghg.intensity.evaluation.table import Period, evaluate
from cityghg.intensity.gdp import chosen_rows, whole
from cityghg.intensity.table import Key, intensity_table
from cityghg.intensity.targets.assessed import Targeting, assess_targets
from cityghg.intensity.targets.split.table import split_table


@dataclass(frozen=True, kw_only=True)
class Material:
    """What an assessment is made from.

    `totals` has area, year, basis, co2e_t and missing, as `inventory.basis.totals` gives them;
    `fixed` the same at the electricity factor of the base year. `inventory` holds the inventory rows
    with their energy, as `inventory.energy` gives them, None where only emissions were reported.
    `indicators` may hold several rows a year, at several price bases and vintages; the tables beside
    `intensity` get the one row that is shown of each. `vintage` leaves only that revision of GDP.
    `accept_carried_factor` assesses areas whose electricity factor of the base year is of another year.
    `changes` restate earlier years of areas that were split or merged.
    `industries` are value added and energy by industry, as `drivers.industries` reads them, and
    electricity counts `electricity_times` its heat content. `period` is that of the
    evaluation, None for all years. A residual beyond `tolerance_pct` percent of an area's own figure is told.
    """

    totals: pd.DataFrame
    incomplete: Collection[Key]
    indicators: pd.DataFrame
    targets: pd.DataFrame | None
    areas: Areas
    basis: str
    tolerance_pct: float
    base_year: int | None = None
    fixed: pd.DataFrame | None = None
    inventory: pd.DataFrame | None = None
    targeting: Targeting = field(default_factory=Targeting)
    period: Period = None
    industries: pd.DataFrame | None = None
    electricity_times: float = 1.0
    vintage: str | None = None
    accept_carried_factor: bool = False
    changes: Sequence[AreaChange] = ()


def _targets(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    ours = intensity[intensity["basis"] == material.basis]
    return assess_targets(material.targets, ours, material.areas, material.targeting)


def _split(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Break a city's target down where that is asked for; else there is no such table."""
    if material.targeting.split is None:
        return pd.DataFrame(), []
    ours = intensity[intensity["basis"] == material.basis]
    return split_table(material.targeting.split, ours, material.targets, material.areas)


def _evaluated(material: Material, intensity: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    coal = coal_shares(material.indicators, material.inventory)
    areas, summary, problems = evaluate(intensity, material.areas, material.period, coal)
    return {"evaluation": areas, "evaluation_summary": summary}, problems


def _added(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """List what areas leave of the whole; the roll-up of an inventory tells residuals of emissions itself."""
    ours = intensity[intensity["basis"] == material.basis]
    told = ("gdp", "emissions") if material.inventory is None else ("gdp",)
    return additivity_table(ours, material.areas, tolerance_pct=material.tolerance_pct, told=told)


Assess = Callable[[Material, pd.DataFrame], tuple[pd.DataFrame | dict[str, pd.DataFrame], list[Problem]]]
ASSESSMENTS: Final = ("targets", "target_split", "evaluation")
"""Tables that judge an area; one whose base year has a carried electricity factor is not in them."""
FURTHER: Final[dict[str, Assess]] = {
    "targets": _targets, "target_split": _split, "evaluation": _evaluated,
    "drivers": drivers_table, "structure": structure_table, "decoupling": decoupling_table,
    "additivity": _added,
}  # fmt: skip
"""The tables beside `intensity`, by name; each is made from the material and the intensity table.

One without columns is not asked for, and left out. What makes several tables returns them by their names.
"""


def _restated(material: Material) -> tuple[Material, list[Problem]]:
    """Return the material with earlier years restated for areas that were split or merged."""
    changes, problems = usable(material.changes, material.areas)
    if not changes:
        return material, problems
    areas = material.areas
    fixed = None if material.fixed is None else restated(material.fixed, changes, areas, ("basis",))
    lacking = {
        (change.new, year) for change in changes for area, year in material.incomplete
        if area == change.old and year < change.year
    }  # fmt: skip
    indicators, at = whole(material.indicators), ("gdp_prices", "vintage")
    alone, found = parts_missing(material.totals, changes, areas, "change_part_without_emissions")
    known = indicators[indicators["gdp_10k_yuan"].notna()]
    _, without = parts_missing(known, changes, areas, "change_part_without_gdp", at)
    return replace(
        material,
        totals=restated(material.totals, changes, areas, ("basis",)),
        indicators=restated(indicators, changes, areas, at),
        fixed=fixed,
        incomplete={*material.incomplete, *lacking, *alone},
    ), [*problems, *found, *without]


def _with_coal(material: Material, intensity: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the shares of coal; the inventory of a year that was restated has none."""
    years = intensity["year"].unique()
    before = {(one.new, int(year)) for one in material.changes for year in years if year < one.year}
    unknown = {*material.incomplete, *before}
    return with_coal_share(intensity, material.inventory, unknown, material.electricity_times)


def _without(
    blocked: frozenset[str], material: Material, intensity: pd.DataFrame
) -> tuple[Material, pd.DataFrame]:
    """Return the material without the targets of the areas, and the table without their progress."""
    theirs = intensity["area"].isin(blocked)
    blank = {name: intensity[name].mask(theirs) for name in ("target_decline_pct", "progress_pct")}
    targets = material.targets
    kept = None if targets is None else targets[~targets["area"].isin(blocked)]
    return replace(material, targets=kept), intensity.assign(**blank)


def assess(
    material: Material, only: Collection[str] | None = None
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return every table by its name, and what keeps figures of them blank.

    With `only`, of the `FURTHER` ones just those named are made, and their findings alone are told.
    """
    material, changed = _restated(material)
    intensity, problems = intensity_table(
        material.totals, material.incomplete, material.indicators, material.targets, material.areas,
        basis=material.basis, base_year=material.base_year, fixed=material.fixed,
        vintage=material.vintage,
    )  # fmt: skip
    problems = [*changed, *moved_borders(intensity, material.changes, material.areas), *problems]
    intensity = _with_coal(material, intensity)
    tables = {"intensity": intensity}
    blocked, found = carried_in_base_year(
        intensity, material.inventory, material.basis, accepted=material.accept_carried_factor
    )
    problems += found
    if blocked:
        material, intensity = _without(blocked, material, intensity)
        tables["intensity"] = intensity
    material = replace(material, indicators=chosen_rows(material.indicators, material.vintage))
    wanted = FURTHER if only is None else {name: FURTHER[name] for name in FURTHER if name in only}
    for name, build in wanted.items():
        kept = intensity[~intensity["area"].isin(blocked)] if name in ASSESSMENTS else intensity
        made, found = build(material, kept)
        problems += found
        several = made if isinstance(made, dict) else {name: made}
        tables |= {each: table for each, table in several.items() if len(table.columns)}
    return tables, list(dict.fromkeys(problems))
