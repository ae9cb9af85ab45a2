"""The whole way of the data: read, reduce, account, roll up, total, compare with GDP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from cityghg.activity.columns import KEY, Defaults
from cityghg.activity.context import Context
from cityghg.activity.read import read_activity
from cityghg.base.problems import Problem, has_errors, in_order, problem
from cityghg.codes import load_sectors, load_sources, load_summary_rows
from cityghg.engine.local import sum_rows
from cityghg.factors import check, gwp, load
from cityghg.factors.load import Library
from cityghg.factors.resolve import Resolver
from cityghg.inventory import conflicts, electricity, figures, of_which
from cityghg.inventory.account import Accountant, ElectricityPolicy, Line
from cityghg.inventory.basis import totals
from cityghg.inventory.categories import categorise
from cityghg.inventory.lines import to_table
from cityghg.inventory.rollup import roll_up
from cityghg.inventory.summary import summarise
from cityghg.inventory.top import find_top
from cityghg.project import Conflicts, Opened, project_areas
from cityghg.report.result import Result, World
from cityghg.units import load_units

Step = Callable[..., None]


def _silent(key: str, **values: object) -> None:
    pass


SUM_BY = ("table", *KEY, "notation")


@dataclass(frozen=True)
class Request:
    """What to compile: the opened project, the activity files with the names shown, and the overrides."""

    opened: Opened
    files: Sequence[tuple[Path, str]]
    factors: tuple[str, ...] = ()
    gwp_set: str | None = None
    defaults: Defaults = field(default_factory=Defaults)
    base_year: int | None = None

    def options(self) -> dict[str, Any]:
        """Return what was asked for as plain data, for the manifest."""
        return {
            "area": self.defaults.area,
            "year": self.defaults.year,
            "base_year": self.base_year,
            "factors": list(self.factors),
            "project": self.opened.project.model_dump(mode="json"),
        }


def open_world(request: Request) -> tuple[World, list[Problem]]:
    """Load what the run stands on; a library that is missing or faulty is a problem."""
    project = request.opened.project
    areas, city, problems = project_areas(project)
    stack, found = load_stack(project.stack(request.factors), request.opened.folder)
    problems += found
    gwp_set = request.gwp_set or project.gwp
    gwps, found = gwp.load_gwps(gwp_set)
    problems += found
    sources = load_sources()
    for library in reversed(stack):
        sources = sources.with_more(library.own_sources)
    return World(sources, load_sectors(), areas, city, stack, gwp_set, gwps), problems


def load_stack(names: Sequence[str], base: Path) -> tuple[tuple[Library, ...], list[Problem]]:
    """Load and check the named libraries, the first one first."""
    stack: list[Library] = []
    problems: list[Problem] = []
    for name in names:
        folder, found = load.find(name, base)
        problems += found
        if folder is None:
            continue
        library, found = load.load(folder)
        problems += found
        if library is not None:
            problems += check.check(library, load_sources(), load_sectors())
            stack.append(library)
    return tuple(stack), problems


def compile_inventory(request: Request, step: Step = _silent) -> Result:
    """Run the whole way. User mistakes end up in the result's problems, never in an exception.

    `step` is told where the run is: libraries, read, account, rollup.
    """
    step("libraries")
    world, problems = open_world(request)
    context = Context(world.sources, world.sectors, world.areas, load_units(), world.city, request.defaults)
    activity, found = read_activity(request.files, context)
    problems += found
    step("account", figures=activity.height)
    lines, found = account(activity, world, request)
    problems += found
    table, found = to_table(lines, world.areas, world.gwps)
    problems += found
    step("rollup")
    trees = of_which.Trees(world.sources, world.sectors)
    top, found = find_top(sorted(set(table["area"])), world.areas, world.city)
    problems += found
    rolled, found = roll_up(table, top, world.areas, trees, request.opened.project.rollup.tolerance_pct)
    problems += found
    inventory = categorise(rolled.table, world.sources, world.sectors)
    sums = totals(inventory)
    summary = summarise(inventory, sums, load_summary_rows())
    if table.empty and not has_errors(problems):
        problems.append(problem("nothing_to_compile"))
    return Result(
        world,
        request.files,
        request.options(),
        activity,
        lines,
        inventory,
        sums,
        summary,
        pd.DataFrame(),
        rolled.incomplete,
        in_order(problems),
    )


def account(activity: pl.DataFrame, world: World, request: Request) -> tuple[list[Line], list[Problem]]:
    """From the activity table to accounted lines: sum, settle, separate parts from wholes, account."""
    project = request.opened.project
    sums = sum_rows(activity.lazy(), SUM_BY)
    found, problems = figures.from_sums(sums, world.sources, load_units())
    rule = project.conflicts
    settled, more = conflicts.settle(
        found,
        lambda figure: conflicts.reporters(activity, figure),
        rule="refuse" if isinstance(rule, Conflicts) else rule,
        wins=rule.wins if isinstance(rule, Conflicts) else (),
    )
    problems += more
    separated, more = of_which.separate(settled, of_which.Trees(world.sources, world.sectors))
    problems += more
    derived, more = electricity.derive_net_import(separated)
    problems += more
    resolver = Resolver(world.stack, world.sources, world.sectors, world.areas, load_units())
    policy = ElectricityPolicy(project.fixed_electricity_year, project.electricity_variant)
    accountant = Accountant(resolver, world.sources, world.sectors, policy)
    lines, more = accountant.account([*separated, *derived])
    return lines, problems + more
