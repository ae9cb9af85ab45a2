"""`cityghg factors show`: the values of a library."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cityghg.cli.options import AsJson, Lang
from cityghg.cli.words import help_text


def show(
    library: Annotated[str, typer.Argument(help=help_text("factors.library"))],
    source: Annotated[str | None, typer.Option("--source", help=help_text("factors.source"))] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from rich.console import Console

    from cityghg.base.labels import choose_language
    from cityghg.cli.factors.rows import print_rows, rows_of
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
