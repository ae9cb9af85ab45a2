"""`cityghg template`: the workbook to fill in, with what was reported the year before beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cityghg.cli.options import Lang, Quiet
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.activity.context import Context
    from cityghg.base.labels import Language
    from cityghg.base.problems import Problem
    from cityghg.codes import Area
    from cityghg.project import Opened
    from cityghg.report.template.form import Form
    from cityghg.report.template.previous import Files

_YEARS = {"min": 1980, "max": 2100}


def template(
    year: Annotated[int, typer.Option("--year", help=help_text("template.year"), **_YEARS)],
    project: Annotated[
        Path | None, typer.Option("--project", help=help_text("project"), exists=True, show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help=help_text("template.area"), show_default=False)
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help=help_text("template.previous"), exists=True, show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=help_text("template.out"), show_default=False)
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    from cityghg.activity.columns import Defaults
    from cityghg.activity.context import Context
    from cityghg.base.labels import choose_language
    from cityghg.cli import run
    from cityghg.cli.words import say
    from cityghg.report.template import form
    from cityghg.report.template.previous import read_before
    from cityghg.units import load_units
    from cityghg.world import open_world

    opened, found = _opened(project)
    world, more = open_world(opened)
    language = choose_language(lang or opened.project.language)
    run.stop_at_errors([*found, *more], language)
    defaults = Defaults(layouts=opened.project.layouts)
    context = Context(world.sources, world.sectors, world.areas, load_units(), world.city, defaults)
    offered, place = _offered(area, context, opened, language)
    named = say("template.file", language, place=place, year=year)
    target = out or Path(" ".join(named.split()))
    if target.exists():
        raise run.refuse("template_exists", str(target), language)
    activity, indicators, doubts = read_before(*_files_before(opened, previous), context)
    made = form.build(year, language, world, offered, place, activity, indicators)
    _write(made, target)
    if not quiet:
        _tell(made, target, doubts)


def _opened(project: Path | None) -> tuple[Opened, list[Problem]]:
    """Open the project file named, that of the folder named, or that of the working folder."""
    from cityghg.project import FILE_NAME, open_project

    if project is None or project.is_dir():
        return open_project(project or Path())
    return open_project(project.parent, project.name or FILE_NAME)


def _offered(
    wanted: str | None, context: Context, opened: Opened, language: Language
) -> tuple[list[Area], str]:
    """Return the areas to choose from and the name of the place.

    These are an area and all in it, the city by default; without a city the project's own units.
    """
    from cityghg.activity.resolve import find_area
    from cityghg.base.problems import problem
    from cityghg.report.template.form import inside

    areas, code = context.areas, context.city
    if wanted is not None:
        said = find_area((wanted,), context)
        if said.value is None:
            typer.echo(problem(said.problem, None, **said.values).text(language), err=True)
            raise typer.Exit(2)
        code = said.value
    if code is None:
        return [areas[unit.id] for unit in opened.project.units], ""
    return inside(areas, code), areas[code].name


def _files_before(opened: Opened, named: Path | None) -> tuple[Files, Files]:
    """Return the files with activity and those with indicators: of the path named, else of the project."""
    from cityghg.activity.files import expand
    from cityghg.activity.ours import is_form

    if named is not None:
        files, _ = expand([named])
        return files, [(path, shown) for path, shown in files if is_form(path)]
    project, folder = opened.project, opened.folder
    if not opened.found:
        return [], []
    files, _ = expand(project.activity or (".",), folder)
    aside = {(folder / name).resolve() for name in project.tables_beside()}
    files = [(path, shown) for path, shown in files if path not in aside or is_form(path)]
    tables = [(folder / project.indicators, project.indicators)] if project.indicators else []
    return files, [(path, shown) for path, shown in tables if path.is_file()]


def _write(made: Form, target: Path) -> None:
    from cityghg.cli import run
    from cityghg.report.template import workbook

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb"):
            pass
    except OSError:
        raise run.refuse("out_not_writable", str(target), made.language) from None
    workbook.write(made, target)


def _tell(made: Form, target: Path, doubts: list[Problem]) -> None:
    from cityghg.base.problems import has_errors
    from cityghg.cli import run
    from cityghg.cli.words import say

    console = run.stderr_console()
    rows = sum(map(len, made.previous.values()))
    console.print(say("template.written", made.language, file=target))
    if rows:
        console.print(say("template.previous", made.language, rows=rows, year=made.year - 1))
    if has_errors(doubts):
        console.print(say("template.previous_flawed", made.language))
