"""`cityghg publish`: a result into the tables of a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import AsJson, Lang, Quiet
from cityghg.cli.words import help_text, say


def publish(
    folder: Annotated[str, typer.Argument(help=help_text("publish.folder"), show_default=False)],
    to: Annotated[str, typer.Option("--to", help=help_text("publish.to"), show_default=False)],
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from datetime import UTC, datetime

    from cityghg.base.labels import choose_language
    from cityghg.base.problems import problem
    from cityghg.cli import run
    from cityghg.databases.address import hide_addresses, parse
    from cityghg.databases.errors import USAGE, DatabaseError
    from cityghg.report.publish.held import read_result
    from cityghg.report.publish.publish import publish as publish_result

    language = choose_language(lang)
    held, problems = read_result(Path(hide_addresses(folder)))
    if held is None:
        run.show_problems(problems, run.stderr_console(), language)
        raise typer.Exit(2)
    try:
        address = parse(to)
        if address.table or address.query:
            raise DatabaseError("database_address_wrong")
        done = publish_result(held, address, datetime.now(UTC), language)
    except DatabaseError as error:
        run.show_problems([problem(error.code, None, **error.values)], run.stderr_console(), language)
        raise typer.Exit(2 if error.code in USAGE else 1) from None
    if as_json:
        facts = {"to": address.shown, "edition": done.edition, "run": done.run, "rows": done.rows}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif not quiet:
        rows = sum(count for name, count in done.rows.items() if name in held.tables)
        told = {"rows": rows, "tables": len(held.tables), "pairs": done.areas_and_years}
        typer.echo(say("published", language, to=address.shown, edition=done.edition, **told))
