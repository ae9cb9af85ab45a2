"""`cityghg factors schema`: the form of library files for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import Lang
from cityghg.cli.words import help_text


def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help=help_text("factors.schema_out"), show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli.words import say
    from cityghg.factors.json_schema import any_file, schemas

    language = choose_language(lang)
    if out is None:
        typer.echo(json.dumps(any_file(language), ensure_ascii=False, indent=2))
        return
    out.mkdir(parents=True, exist_ok=True)
    names = []
    for kind, made in schemas(language).items():
        names.append(f"{kind}.schema.json")
        said = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
        (out / names[-1]).write_text(said, encoding="utf-8", newline="\n")
    typer.echo(say("factors.schemas_written", language, folder=out, names=", ".join(names)))
