"""Help pages whose fixed words, which the library has in English only, are in the user's language."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from cityghg.base.labels import label_file
from cityghg.cli.words import HELP_LANGUAGE


def translate(page: str) -> str:
    """Replace the library's fixed English words by those of `labels/help.toml`."""
    for words in label_file("help")["fixed"].values():
        page = page.replace(words["en"], words[HELP_LANGUAGE])
    return page


class Command(TyperCommand):
    """A command with a translated help page."""

    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands with a translated help page."""

    def get_help(self, ctx: Any) -> str:
        return translate(super().get_help(ctx))
