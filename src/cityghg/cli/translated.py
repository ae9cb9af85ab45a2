"""Help pages whose fixed words, which the library has in English only, are in the user's language.

What is said of wrong usage repeats what was typed, but for addresses of databases.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cityghg.base.labels import label_file
from cityghg.cli.words import HELP_LANGUAGE


def translate(page: str) -> str:
    """Replace the library's fixed English words by those of `labels/help.toml`."""
    for words in label_file("help")["fixed"].values():
        page = page.replace(words["en"], words[HELP_LANGUAGE])
    return page


@contextmanager
def _without_addresses() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if isinstance(message := getattr(error, "message", None), str):
            from cityghg.databases.address import hide_addresses  # here, as no help page needs it

            error.message = hide_addresses(message)  # type: ignore[attr-defined]
        raise


def usage_error(error: Exception) -> str | None:
    """Return what the library says of wrong usage, None for any other exception."""
    show = getattr(error, "show", None)
    if show is None:
        return None
    said = io.StringIO()
    show(said)
    return translate(said.getvalue())


class Command(TyperCommand):
    """A command with a translated help page."""

    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        with _without_addresses():
            return super().make_context(*arguments, **named)


class Group(TyperGroup):
    """A group of commands with a translated help page."""

    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))

    def resolve_command(self, *arguments: Any, **named: Any) -> Any:
        with _without_addresses():
            return super().resolve_command(*arguments, **named)
