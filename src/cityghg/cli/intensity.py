"""`cityghg intensity`: the assessment of a table with emissions and GDP, or of a compiled result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cityghg.cli.options import AreaOption, AsJson, BaseYear, Lang, ProjectFile, Quiet, YearOption
from cityghg.cli.target_options import (
    SchemeName,
    ScoresFile,
    SplitFrom,
    SplitGrowth,
    SplitRules,
    SplitTarget,
    SplitTo,
    asked_for,
    shown_file,
)
from cityghg.cli.words import help_text, say

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.report.assessment import Assessment

_ONE: Final = ("intensity",)

IndicatorsFile = Annotated[
    Path | None, typer.Option("--indicators", help=help_text("intensity.indicators"), exists=True)
]
VintageName = Annotated[
    str | None, typer.Option("--vintage", help=help_text("intensity.vintage"), show_default=False)
]


def intensity(
    path: Annotated[Path, typer.Argument(help=help_text("intensity.path"), exists=True)],
    out: Annotated[
        Path | None, typer.Option("--out", help=help_text("intensity.out"), show_default=False)
    ] = None,
    indicators: IndicatorsFile = None,
    targets: Annotated[
        Path | None, typer.Option("--targets", help=help_text("intensity.targets"), exists=True)
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", help=help_text("intensity.basis"), show_default=False)
    ] = None,
    vintage: VintageName = None,
    scheme: SchemeName = None,
    scores: ScoresFile = None,
    split_to: SplitTo = None,
    split_target: SplitTarget = None,
    split_from: SplitFrom = None,
    split_growth: SplitGrowth = None,
    split_rules: SplitRules = None,
    project: ProjectFile = None,
    area: AreaOption = None,
    year: YearOption = None,
    base_year: BaseYear = None,
    first: Annotated[
        int | None, typer.Option("--from", help=help_text("intensity.from"), show_default=False)
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", help=help_text("intensity.to"), show_default=False)
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from cityghg.assessment import Wanted, assess_source, open_source
    from cityghg.base.labels import choose_language
    from cityghg.base.problems import has_errors
    from cityghg.cli import run
    from cityghg.report.folder import FolderRefusedError

    opened, problems = open_source(path, project)
    language = choose_language(lang or opened.project.language)
    run.stop_at_errors(problems, language)
    stated = {"to": split_to, "target_pct": split_target, "base_year": split_from, "rules": split_rules}
    asked = asked_for(opened, scheme, scores, stated, split_growth, language)
    wanted = Wanted(
        (path, str(path)), opened, shown_file(indicators), shown_file(targets), basis, base_year,
        _vintage(vintage, language), area, year, asked, (first, last), _only(out, as_json=as_json),
    )  # fmt: skip
    made = assess_source(wanted)
    run.show_problems(made.problems, run.stderr_console(), language, all_of_them=not quiet)
    if any(len(frame) for frame in made.tables.values()):
        try:
            _tell(made, out, language, as_json=as_json)
        except FolderRefusedError as error:
            raise run.refuse(error.code, str(error.folder), language) from None
    if has_errors(made.problems):
        raise typer.Exit(1)


def _vintage(wanted: str | None, language: Language) -> str | None:
    """Return the revision of GDP asked for; one that is not known is wrong usage (exit 2)."""
    from cityghg.cli import run
    from cityghg.intensity.reading.vocabulary import find_vintage, vintage_words

    if wanted is not None and find_vintage(wanted) is None:
        raise run.refuse("vintage_unknown", "", language, found=wanted, known=", ".join(vintage_words()))
    return wanted and find_vintage(wanted)


def _only(out: Path | None, *, as_json: bool) -> tuple[str, ...] | None:
    """Return the tables that are written, None for every one: csv and JSON hold one table."""
    if as_json or (out is None and not sys.stdout.isatty()):
        return _ONE
    return _ONE if out is not None and out.suffix.lower() in (".csv", ".json") else None


def _tell(made: Assessment, out: Path | None, language: Language, *, as_json: bool) -> None:
    """Print the result, or write it: a workbook, a single table, or a folder of every table."""
    from cityghg.cli import run
    from cityghg.report.as_csv import to_text
    from cityghg.report.assessment import write_folder, write_workbook
    from cityghg.report.folder import write_file
    from cityghg.report.tables import Table

    table = made.tables["intensity"]
    if out is None and not as_json and sys.stdout.isatty():
        _print(made, language)
        return
    as_json = as_json or (out is not None and out.suffix.lower() == ".json")
    text = table.to_json(orient="records", force_ascii=False) + "\n" if as_json else ""
    if out is None:
        sys.stdout.write(text or to_text(Table("intensity", table)))
        return
    if as_json:
        write_file(out, text, "utf-8")
    elif out.suffix.lower() == ".csv":
        write_file(out, to_text(Table("intensity", table)), "utf-8-sig")
    elif out.suffix.lower() == ".xlsx":
        write_workbook(made, out, language)
    else:
        write_folder(made, out, language)
    run.stderr_console().print(say("intensity.written", language, place=out))


def _print(made: Assessment, language: Language) -> None:
    from rich.console import Console

    from cityghg.report.terminal.tables import terminal_tables

    console = Console(markup=False, highlight=False)
    for table in terminal_tables(made.tables, language):
        console.print(table)
