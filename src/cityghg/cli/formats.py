"""The output formats of a result."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

import typer

from cityghg.base.labels import Language
from cityghg.cli.words import say

FORMATS = ("csv", "xlsx", "parquet", "duckdb")
EXTRAS = ("duckdb",)  # formats whose library is an extra of the same name


def known_formats(text: str, language: Language, known: Sequence[str] = FORMATS) -> list[str]:
    """Return the formats named in a list with commas; one that is not known, or whose extra is not
    installed, is wrong usage (exit 2)."""
    formats = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in formats if name not in known]:
        found = ", ".join(unknown)
        typer.echo(say("unknown_format", language, found=found, known=", ".join(known)), err=True)
        raise typer.Exit(2)
    for name in formats:
        if name in EXTRAS and importlib.util.find_spec(name) is None:
            typer.echo(say("format_needs_extra", language, found=name), err=True)
            raise typer.Exit(2)
    return formats
