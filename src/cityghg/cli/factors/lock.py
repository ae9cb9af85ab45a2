"""`cityghg factors lock`: a version that is released never changes."""

from __future__ import annotations

from typing import Annotated

import typer

from cityghg.cli.options import Lang
from cityghg.cli.words import help_text


def lock(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LIB@VER]...", help=help_text("factors.lock_names"), show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_text("factors.dry_run"))] = False,
    lang: Lang = None,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli.words import say
    from cityghg.factors import locking
    from cityghg.factors.lint import targets
    from cityghg.report.findings.text import line

    language = choose_language(lang)
    found, unknown = targets(names or locking.unlocked())
    for each in unknown:
        typer.echo(each.text(language), err=True)
    if unknown:
        raise typer.Exit(2)
    plans = [locking.plan(folder, found) for folder, _ in found.values()]
    for misplaced in (plan for plan in plans if not plan.is_in_place):
        typer.echo(say("factors.lock_place", language, folder=misplaced.folder), err=True)
        raise typer.Exit(2)
    faults = [fault for plan in plans for fault in plan.faults]
    for fault in faults:
        typer.echo(line(fault, language), err=True)
    if faults:
        typer.echo(say("factors.lock_refused", language), err=True)
        raise typer.Exit(1)
    if not plans:
        typer.echo(say("factors.lock_nothing", language))
    for plan in plans:
        if not plan.lines:
            typer.echo(say("factors.lock_already", language, name=plan.name))
            continue
        if not dry_run:
            locking.carry_out(plan)
        key = "factors.lock_would" if dry_run else "factors.locked"
        typer.echo(say(key, language, name=plan.name, files=len(plan.lines)))
