"""`cityghg coverage`: for which areas and years there is an inventory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cityghg.cli.options import Lang
from cityghg.cli.words import help_text, say

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.report.coverage.matrix import Matrix

FORMATS: Final = ("table", "csv", "html")


def coverage(
    folders: Annotated[
        list[Path], typer.Argument(help=help_text("coverage.folders"), exists=True, file_okay=False)
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help=help_text("coverage.out"), show_default=False)
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help=help_text("coverage.format"), show_default=False)
    ] = None,
    cities: Annotated[bool, typer.Option("--cities", help=help_text("coverage.cities"))] = False,
    lang: Lang = None,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.base.problems import Problem
    from cityghg.cli import run
    from cityghg.cli.formats import known_formats
    from cityghg.report.coverage.held import Held, find_results, read_result
    from cityghg.report.coverage.matrix import make_matrix

    language = choose_language(lang)
    formats = known_formats(format_ or (",".join(FORMATS) if out else FORMATS[0]), language, FORMATS)
    found = find_results(folders)
    if not found:
        raise run.refuse("coverage_nothing", ", ".join(map(str, folders)), language)
    results: list[Held] = []
    problems: list[Problem] = []
    for folder in found:
        held, wrong = read_result(folder)
        results += [] if held is None else [held]
        problems += wrong
    run.show_problems(problems, run.stderr_console(), language, all_of_them=True)
    _tell(make_matrix(results, only_cities=cities), formats, out, language)
    if problems:
        raise typer.Exit(1)


def _tell(matrix: Matrix, formats: list[str], out: Path | None, language: Language) -> None:
    """Print what goes to the terminal; the csv and the page go into `out` where there is one."""
    from cityghg.cli import run
    from cityghg.report import as_csv
    from cityghg.report.coverage import tables
    from cityghg.report.folder import FolderRefusedError, write_file

    if "table" in formats:
        _print(matrix, language)
    texts = {
        "csv": lambda: as_csv.to_text(tables.table(matrix)),
        "html": lambda: tables.page(matrix, language),
    }
    for name in [name for name in texts if name in formats]:
        if out is None:
            sys.stdout.write(texts[name]())
            continue
        path = out / f"coverage.{name}"
        try:
            write_file(path, texts[name](), "utf-8-sig" if name == "csv" else "utf-8")
        except FolderRefusedError as error:
            raise run.refuse(error.code, str(error.folder), language) from None
        run.stderr_console().print(say("coverage.written", language, file=path))


def _print(matrix: Matrix, language: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    from cityghg.report.coverage.held import State
    from cityghg.report.coverage.tables import SIGNS, word

    styles = {State.COMPLETE: "green", State.INCOMPLETE: "yellow", State.ONLY_ELECTRICITY: "cyan"}
    shown = Table(title=say("coverage.title", language, results=len(matrix.results)))
    shown.add_column(say("column_area", language), no_wrap=True)
    for year in matrix.years:
        shown.add_column(str(year), justify="center", no_wrap=True)
    for row in matrix.rows:
        cells = [row.state(year) for year in matrix.years]
        signs = [f"[{styles.get(state, 'dim')}]{SIGNS[state]}[/]" for state in cells]
        shown.add_row(_escaped(f"  {row.name}" if row.within else row.name), *signs)
    console = Console()
    console.print(shown)
    legend = "   ".join(f"{SIGNS[state]} {word(state, language)}" for state in reversed(State))
    console.print(legend, markup=False)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
