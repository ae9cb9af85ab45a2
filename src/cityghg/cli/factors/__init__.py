"""`cityghg factors`: what can be done with factor libraries, one module a command."""

from __future__ import annotations

from typing import ClassVar

import typer

from cityghg.cli.lazy import Entry, LazyGroup
from cityghg.cli.words import help_text


class _Commands(LazyGroup):
    """The commands, in the order of the help page."""

    entries: ClassVar = {
        "list": Entry("cityghg.cli.factors.list:list_", "factors.list"),
        "show": Entry("cityghg.cli.factors.show:show", "factors.show"),
        "check": Entry("cityghg.cli.factors.check:check", "factors.check"),
        "lock": Entry("cityghg.cli.factors.lock:lock", "factors.lock"),
        "schema": Entry("cityghg.cli.factors.schema:schema", "factors.schema"),
        "new": Entry("cityghg.cli.factors.new:new", "factors.new"),
        "diff": Entry("cityghg.cli.factors.diff:diff", "factors.diff"),
    }


app = typer.Typer(
    name="factors",
    cls=_Commands,
    help=help_text("factors.command"),
    no_args_is_help=True,
    rich_markup_mode=None,
)
