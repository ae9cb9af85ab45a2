"""`cityghg factors list`: the libraries that ship."""

from __future__ import annotations

import json
from typing import Any

import typer

from cityghg.cli.options import AsJson, Lang


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
