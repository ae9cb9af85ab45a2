"""`cityghg factors list`: the libraries, or the values in them that answer a search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from cityghg.cli.options import AsJson, Lang
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.factors.load import Library


def list_(
    text: Annotated[
        list[str] | None, typer.Argument(help=help_text("factors.text"), show_default=False)
    ] = None,
    library: Annotated[
        list[str] | None, typer.Option("--library", help=help_text("factors.library"), show_default=False)
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help=help_text("factors.source"), show_default=False)
    ] = None,
    gas: Annotated[
        str | None, typer.Option("--gas", help=help_text("explain.gas"), show_default=False)
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", help=help_text("factors.for_sector"), show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help=help_text("factors.for_area"), show_default=False)
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help=help_text("factors.for_year"), show_default=False)
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", help=help_text("factors.status"), show_default=False)
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli.factors import listed
    from cityghg.cli.factors.named import SECTOR, SOURCE, area_named, code_named
    from cityghg.codes import load_areas, load_sectors
    from cityghg.factors.schema import Status

    language = choose_language(lang)
    if status is not None and status not in get_args(Status):
        raise typer.BadParameter(" | ".join(get_args(Status)), param_hint="--status")
    if not any((text, library, source, gas, sector, area, year, status)):
        libraries = listed.library_rows(language)
        if as_json:
            typer.echo(json.dumps(libraries, ensure_ascii=False, indent=2))
        else:
            listed.print_libraries(libraries, language)
        return
    stack = _stack(library, language)
    codes = listed.codes_of(stack)
    wanted = listed.Wanted(
        tuple(text or ()),
        code_named(codes.sources, source, SOURCE, language).id if source else None,
        gas,
        code_named(load_sectors(), sector, SECTOR, language).id if sector else None,
        area_named(load_areas(), area, None, language).code if area else None,
        year,
        status,
    )
    found = listed.search(stack, wanted, codes)
    if as_json:
        typer.echo(json.dumps([row for _, row in found], ensure_ascii=False, indent=2))
    else:
        listed.print_values(found, stack, codes, language)


def _stack(names: list[str] | None, language: Language) -> tuple[Library, ...]:
    """Return the libraries named, else those of the default stack and the newest of the others."""
    from pathlib import Path

    from cityghg.base.problems import has_errors
    from cityghg.cli import run
    from cityghg.cli.factors.versions import searched
    from cityghg.world import load_stack

    stack, problems = load_stack([(name, Path()) for name in names or searched()])
    if has_errors(problems):
        run.show_problems(problems, run.stderr_console(), language, all_of_them=True)
        raise typer.Exit(1)
    return stack
