"""The command `cityghg`: its commands, its exit codes, and what happens to a bug."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Final

import typer

from cityghg import __version__
from cityghg.base.labels import LANGUAGE_VARIABLE
from cityghg.cli import (
    batch,
    bugs,
    check,
    coverage,
    diff,
    explain,
    factors,
    init,
    intensity,
    publish,
    template,
)
from cityghg.cli import compile as compile_command
from cityghg.cli.options import Lang
from cityghg.cli.translated import Command, Group, usage_error
from cityghg.cli.words import HELP_LANGUAGE, help_text, say

EXIT_DATA: Final = 1
EXIT_USAGE: Final = 2
EXIT_BUG: Final = 3
_OBJECTS_BETWEEN_COLLECTIONS: Final = (
    200_000  # what is read is kept for long, so seeking garbage is time lost
)

app = typer.Typer(
    name="cityghg",
    cls=Group,
    help=help_text("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("init", cls=Command, help=help_text("init.command"))(init.init)
app.command("template", cls=Command, help=help_text("template.command"))(template.template)
app.command("compile", cls=Command, help=help_text("compile.command"))(compile_command.compile_)
app.command("batch", cls=Command, help=help_text("batch.command"))(batch.batch)
app.command("coverage", cls=Command, help=help_text("coverage.command"))(coverage.coverage)
app.command("publish", cls=Command, help=help_text("publish.command"))(publish.publish)
app.command("explain", cls=Command, help=help_text("explain.command"))(explain.explain)
app.command("diff", cls=Command, help=help_text("diff.command"))(diff.diff)
app.command("check", cls=Command, help=help_text("check.command"))(check.check)
app.command("intensity", cls=Command, help=help_text("intensity.command"))(intensity.intensity)
app.add_typer(factors.app, name="factors", help=help_text("factors.command"))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=help_text("version"))
    ] = False,
    lang: Lang = None,
) -> None:
    """Take the language before the command, too; a command's own `--lang` stands before it."""
    if lang is not None:
        os.environ[LANGUAGE_VARIABLE] = lang


def main() -> None:
    """Run the command line. A bug leaves a report file and exit code 3."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        raise SystemExit(app(standalone_mode=False) or 0)
    except typer.Abort:
        raise SystemExit(EXIT_DATA) from None
    except Exception as error:  # one of wrong usage, or else a bug, and the user needs to know what to send
        if usage := usage_error(error):
            sys.stderr.write(usage)
            raise SystemExit(EXIT_USAGE) from None
        import traceback

        report = bugs.write_report(traceback.format_exc())
        sys.stderr.write(say("bug", HELP_LANGUAGE, report=report) + "\n")
        raise SystemExit(EXIT_BUG) from None
