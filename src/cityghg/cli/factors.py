"""`cityghg factors`: list, show and check factor libraries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cityghg.cli.options import AsJson, Lang
from cityghg.cli.translated import Command, Group
from cityghg.cli.words import help_text

app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)


@app.command("list", cls=Command, help=help_text("factors.list"))
def list_(lang: Lang = None, as_json: AsJson = False) -> None:
    from rich.console import Console
    from rich.table import Table

    from cityghg.base.labels import choose_language
    from cityghg.cli.words import say
    from cityghg.factors.load import DEFAULT_STACK, available, find, load

    language = choose_language(lang)
    rows: list[dict[str, Any]] = []
    for name in available():
        folder, _ = find(name)
        library = load(folder)[0] if folder is not None else None
        if library is None:
            continue
        title = getattr(library.head.title, language)
        rows.append(
            {"name": name, "title": title, "values": library.value_count, "default": name in DEFAULT_STACK}
        )
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table()
    for key in ("library", "title", "values", "default"):
        table.add_column(say(f"factors.{key}", language))
    for row in rows:
        table.add_row(row["name"], row["title"], str(row["values"]), "✓" if row["default"] else "")
    Console(markup=False).print(table)


@app.command("show", cls=Command, help=help_text("factors.show"))
def show(
    library: Annotated[str, typer.Argument(help=help_text("factors.library"))],
    source: Annotated[str | None, typer.Option("--source", help=help_text("factors.source"))] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from rich.console import Console

    from cityghg.base.labels import choose_language
    from cityghg.cli.factor_rows import print_rows, rows_of
    from cityghg.cli.run import refuse, show_problems
    from cityghg.codes import load_sources
    from cityghg.factors.load import find, load

    language = choose_language(lang)
    folder, problems = find(library)
    loaded = None
    if folder is not None:
        loaded, problems = load(folder)
    if loaded is None:
        show_problems(problems, Console(stderr=True, markup=False), language, all_of_them=True)
        raise typer.Exit(1)
    sources = load_sources().with_more(loaded.own_sources)
    wanted = sources.find(source) if source else None
    if source and wanted is None:
        raise refuse("explain_unknown", "", language, found=source)
    rows = rows_of(loaded, wanted.id if wanted else None)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print_rows(rows, loaded, sources, language)


@app.command("check", cls=Command, help=help_text("factors.check"))
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
