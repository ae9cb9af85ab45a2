"""`cityghg check`: read everything, report every problem, write nothing."""

from __future__ import annotations

import json

import typer

from cityghg.cli.options import (
    AreaOption,
    AsJson,
    FactorStack,
    GwpSet,
    Lang,
    Paths,
    ProjectFile,
    Quiet,
    YearOption,
)


def check(
    paths: Paths,
    project: ProjectFile = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    area: AreaOption = None,
    year: YearOption = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from rich.console import Console

    from cityghg.base.problems import count_by_severity
    from cityghg.cli import run
    from cityghg.cli.words import say
    from cityghg.report.tables import problem_rows

    prepared = run.prepare(paths, project=project, factors=factors, gwp=gwp, area=area, year=year, lang=lang)
    result = run.run(prepared, run.stderr_console(), quiet=quiet)
    if as_json:
        rows = problem_rows(result.problems, prepared.language)
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        console = Console(soft_wrap=True, highlight=False, markup=False)
        run.show_problems(result.problems, console, prepared.language, all_of_them=not quiet)
        counts: dict[str, object] = {"files": len(result.inputs), "rows": result.activity.height}
        counts |= count_by_severity(result.problems)
        console.print(say("check_done", prepared.language, **counts))
    if result.failed:
        raise typer.Exit(1)
