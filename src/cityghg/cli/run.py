"""From arguments to a request and a result: shared by compile, check and explain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cityghg.base.labels import Language, choose_language
from cityghg.base.problems import Place, Problem, Severity, has_errors, problem
from cityghg.cli.words import say
from cityghg.databases.address import hide_addresses, is_address

if TYPE_CHECKING:
    from rich.console import Console

    from cityghg.activity.columns import Defaults
    from cityghg.activity.database import Rows
    from cityghg.pipeline import Request
    from cityghg.report.result import Result

SHOWN_PROBLEMS = 30
SHOWN_ALIKE = 3
SHOWN_COPIES = 5
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Prepared:
    """A request ready to run, the language to speak, and the problems met so far."""

    request: Request
    language: Language
    problems: list[Problem]


def prepare(
    paths: Sequence[str],
    *,
    project: Path | None = None,
    factors: Sequence[str] | None = None,
    gwp: str | None = None,
    area: str | None = None,
    year: int | None = None,
    base_year: int | None = None,
    layout: str | None = None,
    lang: str | None = None,
) -> Prepared:
    """Open the project and list the files. A path that does not exist is wrong usage (exit 2)."""
    import pandas as pd

    from cityghg.activity.files import expand, globbed
    from cityghg.activity.ours import is_form
    from cityghg.pipeline import Request
    from cityghg.project import FILE_NAME, open_project

    # Arrow's strings, which pandas takes where Arrow is installed, are slower in tables as small as ours.
    pd.set_option("mode.string_storage", "python")

    folder = _project_folder(paths, project)
    stated = project is not None and project.is_file()
    opened, problems = open_project(folder, project.name if project is not None and stated else FILE_NAME)
    language = choose_language(lang or opened.project.language)
    stop_at_errors(problems, language)
    as_project = opened.found and project is None and [Path(p) for p in paths] == [folder]
    given, root = (opened.project.activity or (".",), folder) if as_project else (paths, None)
    batches, unread = _of_databases(given, language)
    problems += unread
    given = [text for text in given if not is_address(text)]
    files, missing = expand(given, root) if given or not batches else ([], [])
    if missing and not as_project:
        for found in missing:
            typer.echo(hide_addresses(found.text(language)), err=True)
        raise typer.Exit(2)
    problems += missing
    named = {(folder / name).resolve() for name in opened.project.tables_beside()}
    files = [(path, shown) for path, shown in files if path not in named or is_form(path)]
    request = Request(
        opened, files, tuple(factors or ()), gwp, _defaults(area, year, layout), base_year,
        globs=globbed(given, root), batches=batches,
    )  # fmt: skip
    return Prepared(request, language, problems)


def _of_databases(given: Sequence[str], language: Language) -> tuple[list[Rows], list[Problem]]:
    """Open what is named by address; one that is wrong is wrong usage (exit 2), what fails is a problem."""
    from cityghg.activity.database import Rows
    from cityghg.databases.errors import USAGE, DatabaseError

    opened: list[Rows] = []
    problems: list[Problem] = []
    for text in (text for text in given if is_address(text)):
        try:
            opened.append(Rows(text))
        except DatabaseError as error:
            problems.append(problem(error.code, None, **error.values))
            if error.code in USAGE:
                show_problems(problems, stderr_console(), language)
                raise typer.Exit(2) from None
    return opened, problems


def _defaults(area: str | None, year: int | None, layout: str | None) -> Defaults:
    from cityghg.activity.columns import Defaults

    return Defaults(area, year, (("*", layout),) if layout else ())


def _project_folder(paths: Sequence[str], project: Path | None) -> Path:
    if project is not None:
        return project if project.is_dir() else project.parent
    first = next((Path(path) for path in paths if not is_address(path)), Path())
    return first if first.is_dir() else first.parent


def run(prepared: Prepared, console: Console, *, quiet: bool = False) -> Result:
    """Compile with a progress line on stderr; problems of the project file come first."""
    from dataclasses import replace

    from cityghg.base.problems import in_order
    from cityghg.pipeline import compile_inventory

    with progress(console, prepared.language, quiet) as step:
        result = compile_inventory(prepared.request, step)
    return replace(result, problems=in_order([*prepared.problems, *result.problems]))


@contextmanager
def progress(console: Console, language: Language, quiet: bool) -> Iterator[Callable[..., None]]:
    """Show which step the run is at, only on a terminal."""
    if quiet or not console.is_terminal:
        yield lambda key, **values: None
        return
    with console.status("") as status:
        yield lambda key, **values: status.update(say(f"step.{key}", language, **values))


def stderr_console() -> Console:
    """Return a console on stderr; stdout is kept for the result."""
    from rich.console import Console

    return Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def show_problems(
    problems: Sequence[Problem], console: Console, language: Language, *, all_of_them: bool = False
) -> None:
    """Print the problems, errors first; of a long list the first ones and how many more there are."""
    from rich.text import Text

    styles = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
    shown = list(problems) if all_of_them else _first_ones(problems)
    for found in shown:
        word = say(f"severity.{found.severity.value}", language)
        console.print(Text.assemble((word, styles[found.severity]), " ", found.text(language)))
    if len(shown) < len(problems):
        console.print(say("more_problems", language, count=len(problems) - len(shown)))


def _first_ones(problems: Sequence[Problem]) -> list[Problem]:
    """Return what fits on a screen: no notes, few of the warnings that differ in place and number only."""
    shown: list[Problem] = []
    alike: Counter[tuple[str, str]] = Counter()
    for found in problems:
        kind = (found.code, _NUMBER.sub("", found.finding("zh")))
        alike[kind] += 1
        enough = alike[kind] > SHOWN_ALIKE and found.severity is Severity.WARNING
        if found.severity is not Severity.NOTE and not enough:
            shown.append(found)
    return shown[:SHOWN_PROBLEMS]


def stop_at_errors(problems: Sequence[Problem], language: Language) -> None:
    """Print the problems and leave with exit code 1 where one of them is an error."""
    if has_errors(problems):
        show_problems(problems, stderr_console(), language)
        raise typer.Exit(1)


def show_copies(copies: Sequence[Path], console: Console, language: Language) -> None:
    """Say which annotated copies of input files were written, of many the first ones."""
    if copies:
        names = "、" if language == "zh" else ", "
        shown = names.join(path.name for path in copies[:SHOWN_COPIES])
        more = say("more_copies", language, count=len(copies) - SHOWN_COPIES)
        shown += more if len(copies) > SHOWN_COPIES else ""
        console.print(say("annotated", language, files=shown))


def refuse(code: str, place: str, language: Language, **values: object) -> typer.Exit:
    """Say a usage problem and return the exit to raise."""
    typer.echo(hide_addresses(problem(code, Place(file=place), **values).text(language)), err=True)
    return typer.Exit(2)
