"""`cityghg check`: read everything, report every problem, write nothing but annotated copies if asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import (
    AreaOption,
    AsJson,
    FactorStack,
    GwpSet,
    Lang,
    LayoutOption,
    Paths,
    ProjectFile,
    Quiet,
    YearOption,
)
from cityghg.cli.words import help_text


def check(
    paths: Paths,
    project: ProjectFile = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    area: AreaOption = None,
    year: YearOption = None,
    layout: LayoutOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=help_text("check.verbose"))] = False,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", help=help_text("check.annotate"), show_default=False)
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from rich.console import Console

    from cityghg.base.problems import count_by_severity
    from cityghg.cli import layouts, run
    from cityghg.cli.words import say
    from cityghg.report.folder import FolderRefusedError
    from cityghg.report.tables import problem_rows
    from cityghg.report.write import write_annotated

    prepared = run.prepare(
        paths, project=project, factors=factors, gwp=gwp, area=area, year=year, layout=layout, lang=lang
    )
    result = run.run(prepared, run.stderr_console(), quiet=quiet)
    copies: list[Path] = []
    if annotate is not None:
        try:
            copies = write_annotated(annotate, result.sheets, result.problems, prepared.language)
        except FolderRefusedError as error:
            raise run.refuse(error.code, str(error.folder), prepared.language) from None
    if as_json:
        rows = problem_rows(result.problems, prepared.language)
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        console = Console(soft_wrap=True, highlight=False, markup=False)
        if verbose:
            for choice in result.choices:
                console.print(layouts.described(choice, prepared.language))
        run.show_problems(result.problems, console, prepared.language, all_of_them=not quiet)
        rows_read = result.activity.height + result.bulk.records
        counts: dict[str, object] = {"files": len(result.inputs), "rows": rows_read}
        counts |= count_by_severity(result.problems)
        console.print(say("check_done", prepared.language, **counts))
        run.show_copies(copies, console, prepared.language)
    if result.failed:
        raise typer.Exit(1)
