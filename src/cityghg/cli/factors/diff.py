"""`cityghg factors diff`: two libraries beside each other, and what the change does to emissions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cityghg.cli.options import AreaOption, GwpSet, Lang, ProjectFile, YearOption
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.factors.load import Library

FORMATS = ("text", "json", "csv")


def diff(
    old: Annotated[str, typer.Argument(help=help_text("factors.old"), show_default=False)],
    new: Annotated[str, typer.Argument(help=help_text("factors.fresh"), show_default=False)],
    activity: Annotated[
        list[str] | None, typer.Option("--activity", help=help_text("factors.activity"), show_default=False)
    ] = None,
    project: ProjectFile = None,
    gwp: GwpSet = None,
    area: AreaOption = None,
    year: YearOption = None,
    format_: Annotated[str, typer.Option("--format", help=help_text("factors.diff_format"))] = "text",
    lang: Lang = None,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli import run
    from cityghg.cli.factors.differences import print_difference
    from cityghg.cli.factors.differences_plain import as_csv, as_json
    from cityghg.cli.factors.effect import compiled_twice
    from cityghg.cli.factors.effects import print_effect
    from cityghg.cli.factors.listed import codes_of
    from cityghg.factors.diff import compare

    if format_ not in FORMATS:
        raise typer.BadParameter(" | ".join(FORMATS), param_hint="--format")
    language = choose_language(lang)
    libraries = _loaded(old, language), _loaded(new, language)
    codes = codes_of(libraries)
    difference = compare(*libraries, codes.sources, codes.units)
    effect = None
    if activity:
        prepared = run.prepare(activity, project=project, gwp=gwp, area=area, year=year, lang=lang)
        language = prepared.language
        effect = compiled_twice(prepared, *libraries)
    if format_ == "json":
        typer.echo(as_json(difference, effect))
    elif format_ == "csv":
        typer.echo(as_csv(difference, effect), nl=False)
    else:
        print_difference(difference, codes, language)
        if effect is not None:
            print_effect(effect, language)
    if effect is not None and effect.failed:
        raise typer.Exit(1)


def _loaded(name: str, language: Language) -> Library:
    """Read a library; one that is missing or faulty ends the run."""
    from cityghg.base.problems import Severity
    from cityghg.cli import run
    from cityghg.world import load_stack

    stack, problems = load_stack([(name, Path())])
    if not stack:
        errors = [found for found in problems if found.severity is Severity.ERROR]
        run.show_problems(errors, run.stderr_console(), language, all_of_them=True)
        raise typer.Exit(1)
    return stack[0]
