"""`cityghg compile`: read, account, roll up, write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import (
    AreaOption,
    AsJson,
    BaseYear,
    EngineName,
    FactorStack,
    GwpSet,
    Lang,
    LayoutOption,
    Paths,
    ProjectFile,
    Quiet,
    Remote,
    Scheduler,
    YearOption,
)  # fmt: skip
from cityghg.cli.words import help_text


def compile_(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help=help_text("compile.out"))] = Path("out"),
    project: ProjectFile = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    area: AreaOption = None,
    year: YearOption = None,
    base_year: BaseYear = None,
    layout: LayoutOption = None,
    format_: Annotated[str, typer.Option("--format", help=help_text("compile.format"))] = "csv,xlsx",
    allow_incomplete: Annotated[
        bool, typer.Option("--allow-incomplete", help=help_text("compile.allow_incomplete"))
    ] = False,
    engine: EngineName = "auto",
    scheduler: Scheduler = None,
    remote: Remote = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from dataclasses import replace

    from cityghg.cli import run
    from cityghg.cli.engines import chosen
    from cityghg.cli.formats import known_formats
    from cityghg.cli.outcome import as_data, print_summary
    from cityghg.cli.words import say
    from cityghg.report.folder import FolderRefusedError, check_replaceable
    from cityghg.report.write import write_problems_beside, write_result

    prepared = run.prepare(
        paths, project=project, factors=factors, gwp=gwp, area=area, year=year, base_year=base_year,
        layout=layout, lang=lang,
    )  # fmt: skip
    language, console = prepared.language, run.stderr_console()
    formats = known_formats(format_, language)
    try:
        check_replaceable(out)
        with chosen(engine, scheduler, remote, language) as summing:
            summed_by = replace(prepared.request, engine=summing)
            result = run.run(replace(prepared, request=summed_by), console, quiet=quiet)
        run.show_problems(result.problems, console, language)
        if result.failed and not allow_incomplete:
            beside, copies = write_problems_beside(out, result, language)
            console.print(say("stopped", language, folder=beside))
            run.show_copies(copies, console, language)
            raise typer.Exit(1)
        write_result(result, out, formats, language)
    except FolderRefusedError as error:
        raise run.refuse(error.code, str(error.folder), language) from None
    if as_json:
        typer.echo(json.dumps(as_data(result, out), ensure_ascii=False, indent=2))
    elif not quiet:
        print_summary(result, out, language)
    if result.failed:
        raise typer.Exit(1)
