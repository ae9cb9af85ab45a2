"""`cityghg factors show`: what a unit of a source emits, by which values, and why by those."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from cityghg.cli.options import AsJson, FactorStack, GwpSet, Lang, ProjectFile
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.cli.factors.cases import Asked
    from cityghg.project import Project
    from cityghg.report.result import World


def show(
    source: Annotated[str, typer.Argument(help=help_text("factors.of_source"), show_default=False)],
    year: Annotated[int, typer.Option("--year", help=help_text("factors.for_year"), show_default=False)],
    sector: Annotated[
        str | None, typer.Option("--sector", help=help_text("factors.for_sector"), show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help=help_text("factors.for_area"), show_default=False)
    ] = None,
    gas: Annotated[
        str | None, typer.Option("--gas", help=help_text("explain.gas"), show_default=False)
    ] = None,
    variant: Annotated[
        str | None, typer.Option("--variant", help=help_text("factors.variant"), show_default=False)
    ] = None,
    project: ProjectFile = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from cityghg.base.problems import has_errors
    from cityghg.cli import run
    from cityghg.cli.factors.plain import as_plain
    from cityghg.cli.factors.shown import print_all
    from cityghg.world import open_world

    prepared = run.prepare((), project=project, factors=factors, gwp=gwp, lang=lang)
    request, language = prepared.request, prepared.language
    world, problems = open_world(request.opened, request.factors, request.gwp_set)
    if has_errors(problems):
        run.show_problems(problems, run.stderr_console(), language)
        raise typer.Exit(1)
    asked = _asked(world, request.opened.project, (source, sector, area, variant), year, language)
    cases = list(asked.cases(gas))
    if as_json:
        plain = as_plain(asked, cases, language)
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        print_all(asked, cases, language)
    if not any(case.whole for case in cases):
        raise typer.Exit(1)


def _asked(
    world: World,
    project: Project,
    names: tuple[str, str | None, str | None, str | None],
    year: int,
    language: Language,
) -> Asked:
    """Return what is asked for: one sector, or each category of a source that emits in several."""
    from cityghg.cli.factors.cases import Asked
    from cityghg.cli.factors.named import SECTOR, SOURCE, area_named, code_named
    from cityghg.factors.fitting import COUNTRY

    source_name, sector_name, area_name, variant = names
    source = code_named(world.sources, source_name, SOURCE, language)
    place = area_named(world.areas, area_name, world.city, language).code if area_name else world.city
    if sector_name:
        sectors: tuple[str, ...] = (code_named(world.sectors, sector_name, SECTOR, language).id,)
    else:
        sectors = source.categories or (source.sector or "",)
    if source.id.startswith("electricity"):
        year, variant = project.fixed_electricity_year or year, variant or project.electricity_variant
    return Asked(world, source, sectors, place or COUNTRY, year, variant)
