"""`cityghg factors`: what can be done with factor libraries, one module a command."""

from __future__ import annotations

import typer

from cityghg.cli.factors import check, diff, lock, new, schema, show
from cityghg.cli.factors import list as list_command
from cityghg.cli.translated import Command, Group
from cityghg.cli.words import help_text

app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)
app.command("list", cls=Command, help=help_text("factors.list"))(list_command.list_)
app.command("show", cls=Command, help=help_text("factors.show"))(show.show)
app.command("check", cls=Command, help=help_text("factors.check"))(check.check)
app.command("lock", cls=Command, help=help_text("factors.lock"))(lock.lock)
app.command("schema", cls=Command, help=help_text("factors.schema"))(schema.schema)
app.command("new", cls=Command, help=help_text("factors.new"))(new.new)
app.command("diff", cls=Command, help=help_text("factors.diff"))(diff.diff)
