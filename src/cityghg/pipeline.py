"""The whole way of the data: read, reduce, account, roll up, total, compare with GDP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from cityghg.activity import ours
from cityghg.activity.bulk import Batches
from cityghg.activity.bulk.parts import open_batches
from cityghg.activity.bulk.read import Bulk, Engine, read_bulk
from cityghg.activity.bulk.records import ASKED, records, reporters
from cityghg.activity.bulk.tables import Table, sort_out
from cityghg.activity.columns import KEY, SCHEMA, Defaults
from cityghg.activity.context import Context
from cityghg.activity.layouts import Choice
from cityghg.activity.read import read_activity
from cityghg.base.problems import Place, Problem, has_errors, in_order, problem
from cityghg.beside import read_beside
from cityghg.codes import load_summary_rows
from cityghg.databases.address import hide_addresses
from cityghg.engine.local import sum_rows
from cityghg.factors.resolve import Resolver
from cityghg.intensity.assess import Material, assess
from cityghg.inventory import conflicts, electricity, figures, of_which, reallocate, spread, suspicion
from cityghg.inventory.account import Accountant, ElectricityPolicy
from cityghg.inventory.basis import counts_electricity, totals
from cityghg.inventory.categories import categorise
from cityghg.inventory.coverage import find_gaps
from cityghg.inventory.energy import with_energy
from cityghg.inventory.figures import Figure
from cityghg.inventory.lines import check_gwp_sets, to_table
from cityghg.inventory.masses import Line
from cityghg.inventory.rollup import RollUp, roll_up
from cityghg.inventory.summary import summarise
from cityghg.inventory.top import find_top
from cityghg.project import Conflicts, Opened, project_areas
from cityghg.report.result import Result, World
from cityghg.targeting import asked_of, read_targeting
from cityghg.units import load_units
from cityghg.world import open_world

SUM_BY = ("table", *KEY, "notation")
Step = Callable[..., None]
ROWS_EXPLAINED = 100  # of each part of a bulk table


def _silent(key: str, **values: object) -> None:
    pass


@dataclass(frozen=True)
class Request:
    """What to compile: the opened project, the activity files with the names shown, and the overrides.

    `projects` are further projects compiled together with it: their cities are rolled up to, and
    their indicators and targets are read, too. `globs` names the glob by which a file was given,
    `batches` are tables from elsewhere, `engine` is what sums bulk tables where the user chose one.
    """

    opened: Opened
    files: Sequence[tuple[Path, str]]
    factors: tuple[str, ...] = ()
    gwp_set: str | None = None
    defaults: Defaults = field(default_factory=Defaults)
    base_year: int | None = None
    projects: tuple[Opened, ...] = ()
    globs: Mapping[Path, str] = field(default_factory=dict)
    batches: Sequence[Batches] = ()
    engine: Engine | None = None

    def all_defaults(self) -> Defaults:
        """Return what is stated for rows and sheets; the command line comes before the project."""
        return replace(self.defaults, layouts=self.defaults.layouts + self.opened.project.layouts)

    def options(self) -> dict[str, Any]:
        """Return what was asked for as plain data, for the manifest."""
        return {
            "area": self.defaults.area,
            "year": self.defaults.year,
            "base_year": self.base_year,
            "layout": dict(self.defaults.layouts).get("*"),
            "factors": [Path(name).name if Path(name).is_absolute() else name for name in self.factors],
            "project": {
                **self.opened.project.model_dump(mode="json"),
                "activity": [hide_addresses(named) for named in self.opened.project.activity],
            },
        }


@dataclass(frozen=True)
class Gathered:
    """What was read from the files of a request, the figures of it that count, and the problems so far."""

    activity: pl.DataFrame
    choices: Sequence[Choice]
    settled: Sequence[Figure]
    problems: Sequence[Problem]
    bulk: Bulk = field(default_factory=Bulk)


def compile_inventory(request: Request, step: Step = _silent) -> Result:
    """Run the whole way. User mistakes end up in the result's problems, never in an exception.

    `step` is told where the run is: libraries, read, account, rollup.
    """
    step("libraries")
    world, problems = open_world(request.opened, request.factors, request.gwp_set)
    gathered = _gather(world, request, step)
    step("account", figures=gathered.activity.height + gathered.bulk.records)
    settled, more = settle(gathered.activity, world, request, gathered.bulk)
    problems = [*problems, *gathered.problems, *more]
    return finish(request, world, replace(gathered, settled=settled, problems=problems), step)


def _gather(world: World, request: Request, step: Step) -> Gathered:
    """Read the sheets and sum the bulk tables of a request."""
    context, count = context_of(world, request), len(request.files)
    files = sort_out(request.files, request.globs, context, all_text=request.engine is not None)
    choices, problems, tables = list(files.choices), list(files.problems), list(files.tables)
    for batches in request.batches:
        part, found = open_batches(batches, context)
        problems += found
        tables += [Table(batches.name, [part])] if part is not None else []

    def tell(shown: str, number: int) -> None:
        step("read", file=shown, done=number, total=count)

    activity, found = read_activity(files.sheets, context, tell, choices)
    bulk, more = read_bulk(tables, context, request.engine, lambda s, n: tell(s, n + len(files.sheets)))
    bulk.digests |= {batches.name: digest for batches in request.batches if (digest := batches.digest)}
    return Gathered(activity, choices, (), [*problems, *found, *more], bulk)


def context_of(world: World, request: Request) -> Context:
    """Return what readers of the request's files need to know."""
    defaults = request.all_defaults()
    return Context(world.sources, world.sectors, world.areas, load_units(), world.city, defaults)


def finish(request: Request, world: World, gathered: Gathered, step: Step = _silent) -> Result:
    """From the figures that count to the result: account, roll up, total, compare with GDP."""
    problems, settled = list(gathered.problems), gathered.settled
    resolver = Resolver(world.stack, world.sources, world.sectors, world.areas, load_units(), world.methods)
    lines, found = _account(settled, world, request, resolver)
    problems += found
    step("rollup")
    table, rolled, found = _tabulate(lines, world, request)
    table = with_energy(table, lines, world.sources)
    problems += found
    sums = totals(table)
    assessed, found, beside = _assess(table, sums, rolled, settled, world, request, resolver)
    problems = ours.without_read([*problems, *found], {shown for _, shown in beside})
    if table.empty and not has_errors(problems):
        problems.append(problem("nothing_to_compile"))
    summary = summarise(table, sums, load_summary_rows())
    return Result(
        world, [*request.files, *beside], request.options(), gathered.activity, lines, table, sums, summary,
        assessed, rolled.incomplete, in_order(problems), gathered.choices, bulk=gathered.bulk,
    )  # fmt: skip


def settle(
    activity: pl.DataFrame, world: World, request: Request, bulk: Bulk | None = None
) -> tuple[list[Figure], list[Problem]]:
    """From the activity table, and the sums of bulk tables beside it, to the figures that count.

    Sum, settle conflicts, look for slips, part from whole, reallocate, derive trade, book in every category.
    """
    bulk = bulk or Bulk()
    sums = sum_rows(activity.lazy(), SUM_BY, [] if bulk.sums is None else [bulk.sums])
    activity = pl.concat([activity, bulk.activity])
    found, problems = figures.from_sums(sums, world.sources, load_units())
    named = _with_reporters(activity, bulk, found, world, request)
    rule = request.opened.project.conflicts
    settled, more = conflicts.settle(
        found,
        lambda figure: conflicts.reporters(named, figure),
        rule="refuse" if isinstance(rule, Conflicts) else rule,
        wins=rule.wins if isinstance(rule, Conflicts) else (),
    )
    problems += more
    trees = of_which.Trees(world.sources, world.sectors)
    problems += suspicion.look(settled, activity, world.areas, trees)
    separated, more = of_which.separate(settled, trees)
    problems += more
    placed, more = _reallocate(separated, trees, world, request.opened)
    problems += more
    derived, more = electricity.derive_net_import(placed)
    return spread.over_categories([*placed, *derived], world.sources), problems + more


def _with_reporters(
    activity: pl.DataFrame, bulk: Bulk, found: Sequence[Figure], world: World, request: Request
) -> pl.DataFrame:
    """Return the activity table with who reports, and when, what bulk and other tables both report."""
    tables, held = defaultdict[Any, set[str]](set), {table.name for table in bulk.tables}
    for figure in found:
        tables[figure.key].add(figure.table)
    asked = [(table, *key) for key, names in tables.items() if len(names) > 1 for table in names & held]
    if not asked:
        return activity
    schema = {name: SCHEMA[name] for name in ("table", *ASKED)}
    wanted = pl.DataFrame(asked, schema=schema, orient="row")
    rows = reporters(bulk, context_of(world, request), wanted)
    return pl.concat([activity.filter(~pl.col("table").is_in(list(held))), rows])


def _reallocate(
    found: Sequence[Figure], trees: of_which.Trees, world: World, opened: Opened
) -> tuple[list[Figure], list[Problem]]:
    tables, problems = reallocate.choose(opened.project.reallocation, world.stack, Place(file=opened.name))
    placed, more = reallocate.reallocate(found, tables, trees)
    return placed, problems + more


def _account(
    settled: Sequence[Figure], world: World, request: Request, resolver: Resolver, fixed: int | None = None
) -> tuple[list[Line], list[Problem]]:
    project = request.opened.project
    policy = ElectricityPolicy(fixed or project.fixed_electricity_year, project.electricity_variant)
    return Accountant(resolver, world.sources, world.sectors, policy).account(settled)


def _tabulate(
    lines: Sequence[Line], world: World, request: Request
) -> tuple[pd.DataFrame, RollUp, list[Problem]]:
    table, problems = to_table(lines, world.areas, world.gwps)
    problems += check_gwp_sets(lines, world.gwp_set)
    cities = sorted({city for opened in request.projects if (city := project_areas(opened)[1])})
    if not cities:
        top, found = find_top(sorted(set(table["area"])), world.areas, world.city)
        cities = [] if top is None else [top]
        problems += found
    trees = of_which.Trees(world.sources, world.sectors)
    gaps = find_gaps(line.figure for line in lines)
    tolerance = request.opened.project.rollup.tolerance_pct
    rolled, found = roll_up(table, cities, world.areas, trees, tolerance, gaps)
    return categorise(rolled.table, world.sources, world.sectors), rolled, problems + found


def _assess(
    table: pd.DataFrame,
    sums: pd.DataFrame,
    rolled: RollUp,
    settled: Sequence[Figure],
    world: World,
    request: Request,
    resolver: Resolver,
) -> tuple[dict[str, pd.DataFrame], list[Problem], list[tuple[Path, str]]]:
    """Compare with GDP where a project names indicators; also at the base year's electricity factor."""
    project = request.opened.project
    beside = read_beside((request.opened, *request.projects), context_of(world, request))
    if beside.indicators is None:
        return {}, [], []
    base_year = request.base_year or project.intensity.base_year
    fixed = None
    electricity = counts_electricity(project.intensity.basis) and project.fixed_electricity_year is None
    if base_year is not None and electricity:
        lines, _ = _account(settled, world, request, resolver, base_year)
        fixed = totals(_tabulate(lines, world, request)[0])
    targeting, files, problems = read_targeting(asked_of(request.opened), context_of(world, request))
    options = project.intensity
    material = Material(
        totals=sums, incomplete=rolled.incomplete, indicators=beside.indicators, targets=beside.targets,
        areas=world.areas, basis=options.basis, tolerance_pct=project.rollup.tolerance_pct,
        base_year=base_year, fixed=fixed, inventory=table, targeting=targeting, period=options.period,
        industries=beside.industries, electricity_times=options.electricity_times,
        vintage=options.vintage, accept_carried_factor=options.accept_carried_factor,
        changes=options.changes,
    )  # fmt: skip
    assessed, found = assess(material)
    return assessed, [*beside.problems, *problems, *found], [*beside.files, *files]


def with_bulk_rows(result: Result, request: Request, figures: Iterable[Figure]) -> pl.DataFrame:
    """Return the activity table with the rows of bulk tables behind figures, the first of many."""
    asked = [(one.table, *one.key) for figure in figures for one in _read_from(figure)]
    if not result.bulk.tables or not asked:
        return result.activity
    wanted = pl.DataFrame(asked, schema={name: SCHEMA[name] for name in ("table", *ASKED)}, orient="row")
    context = context_of(result.world, request)
    return pl.concat([result.activity, records(result.bulk, context, wanted, ROWS_EXPLAINED)])


def _read_from(figure: Figure) -> Iterator[Figure]:
    """Yield the figures as read that a figure was made from."""
    if not figure.terms:
        yield figure
    for _, term in figure.terms:
        yield from _read_from(term)
