"""The command `cityghg`: its commands, its exit codes, and what happens to a bug."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, ClassVar, Final

import typer

from cityghg import __version__
from cityghg.base.labels import LANGUAGE_VARIABLE
from cityghg.cli.lazy import Entry, LazyGroup
from cityghg.cli.options import Lang
from cityghg.cli.translated import usage_error
from cityghg.cli.words import HELP_LANGUAGE, help_text, say

EXIT_DATA: Final = 1
EXIT_USAGE: Final = 2
EXIT_BUG: Final = 3
_OBJECTS_BETWEEN_COLLECTIONS: Final = (
    500_000  # what is read is kept for long, so seeking garbage is time lost
)


class _Commands(LazyGroup):
    """The commands, in the order of the help page."""

    entries: ClassVar = {
        "init": Entry("cityghg.cli.init:init", "init.command"),
        "template": Entry("cityghg.cli.template:template", "template.command"),
        "compile": Entry("cityghg.cli.compile:compile_", "compile.command"),
        "batch": Entry("cityghg.cli.batch:batch", "batch.command"),
        "coverage": Entry("cityghg.cli.coverage:coverage", "coverage.command"),
        "publish": Entry("cityghg.cli.publish:publish", "publish.command"),
        "explain": Entry("cityghg.cli.explain:explain", "explain.command"),
        "diff": Entry("cityghg.cli.diff:diff", "diff.command"),
        "check": Entry("cityghg.cli.check:check", "check.command"),
        "intensity": Entry("cityghg.cli.intensity:intensity", "intensity.command"),
        "factors": Entry("cityghg.cli.factors:app", "factors.command"),
    }


app = typer.Typer(
    name="cityghg",
    cls=_Commands,
    help=help_text("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it looks for them in all that is installed
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
        import traceback  # here, as few runs need it

        from cityghg.cli import bugs

        report = bugs.write_report(traceback.format_exc())
        sys.stderr.write(say("bug", HELP_LANGUAGE, report=report) + "\n")
        raise SystemExit(EXIT_BUG) from None
    finally:
        gc.freeze()  # the process ends: what is left need not be searched for garbage once more
