"""`cityghg intensity`: one table with emissions and GDP, without compiling."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import AreaOption, AsJson, BaseYear, Lang, Quiet, YearOption
from cityghg.cli.words import help_text


def intensity(
    file: Annotated[Path, typer.Argument(help=help_text("intensity.file"), exists=True, dir_okay=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help=help_text("intensity.out"), show_default=False)
    ] = None,
    targets: Annotated[
        Path | None, typer.Option("--targets", help=help_text("intensity.targets"), exists=True)
    ] = None,
    area: AreaOption = None,
    year: YearOption = None,
    base_year: BaseYear = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    import sys

    from cityghg.activity.columns import Defaults
    from cityghg.activity.context import Context
    from cityghg.base.labels import choose_language
    from cityghg.base.problems import has_errors, in_order
    from cityghg.cli import run
    from cityghg.codes import load_sectors, load_sources
    from cityghg.intensity.reported import read_and_compute
    from cityghg.intensity.table import empty_table
    from cityghg.intensity.targets.read import read_targets
    from cityghg.project import open_project, project_areas
    from cityghg.report.as_csv import to_text
    from cityghg.report.tables import Table
    from cityghg.units import load_units

    opened, problems = open_project(file.parent)
    language = choose_language(lang or opened.project.language)
    areas, city, found = project_areas(opened)
    problems += found
    context = Context(load_sources(), load_sectors(), areas, load_units(), city, Defaults(area, year))
    wanted = None
    if targets is not None:
        wanted, found = read_targets(targets, str(targets), context)
        problems += found
    tables, found = read_and_compute(file, str(file), context, targets=wanted, base_year=base_year)
    problems = in_order([*problems, *found])
    run.show_problems(problems, run.stderr_console(), language, all_of_them=not quiet)
    if has_errors(problems):
        raise typer.Exit(1)
    table = tables.get("intensity", empty_table())
    if as_json:
        text = table.to_json(orient="records", force_ascii=False) + "\n"
    else:
        text = to_text(Table("intensity", table))
    if out is None:
        sys.stdout.write(text)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8" if as_json else "utf-8-sig", newline="\n")
