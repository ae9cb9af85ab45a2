"""`cityghg factors check`: whether libraries are sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import AsJson, Lang
from cityghg.cli.words import help_text


def check(
    libraries: Annotated[
        list[str] | None, typer.Argument(help=help_text("factors.library"), show_default=False)
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from rich.console import Console

    from cityghg.base.labels import choose_language
    from cityghg.base.problems import has_errors, in_order
    from cityghg.cli import run
    from cityghg.cli.words import say
    from cityghg.factors.load import available
    from cityghg.report.tables import problem_rows
    from cityghg.world import load_stack

    language = choose_language(lang)
    names = libraries or available()
    each = [load_stack([(name, Path())]) for name in names]
    problems = in_order(found for _, more in each for found in more)
    if as_json:
        typer.echo(json.dumps(problem_rows(problems, language), ensure_ascii=False, indent=2))
    else:
        console = Console(soft_wrap=True, highlight=False, markup=False)
        run.show_problems(problems, console, language, all_of_them=True)
        values = sum(library.value_count for stack, _ in each for library in stack)
        said = say("factors.checked", language, libraries=len(names), values=values, problems=len(problems))
        console.print(said)
    if has_errors(problems):
        raise typer.Exit(1)
