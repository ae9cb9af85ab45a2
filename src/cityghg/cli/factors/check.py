"""`cityghg factors check`: whether libraries are sound."""

from __future__ import annotations

from typing import Annotated

import typer

from cityghg.cli.options import AsJson, Lang
from cityghg.cli.words import help_text


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help=help_text("factors.check_paths"), show_default=False),
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=help_text("factors.check_format"))] = "text",
    strict: Annotated[bool, typer.Option("--strict", help=help_text("factors.strict"))] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", help=help_text("factors.explain"), show_default=False)
    ] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.base.problems import has_errors
    from cityghg.cli.words import say
    from cityghg.factors.lint import lint, targets
    from cityghg.report.findings import FORMATS

    language = choose_language(lang)
    if explain is not None:
        _explain(explain, lang)
        return
    formats = {each.name: each for each in FORMATS}
    wanted = formats.get("json" if as_json else format_)
    if wanted is None:
        typer.echo(say("unknown_format", language, found=format_, known=", ".join(formats)), err=True)
        raise typer.Exit(2)
    found, unknown = targets(paths or ())
    if unknown:
        for each in unknown:
            typer.echo(each.text(language), err=True)
        raise typer.Exit(2)
    findings = lint(found)
    typer.echo(wanted.write(findings, language, strict))
    warned = any(p.severity == "warning" for p in findings.problems)
    if has_errors(findings.problems) or (strict and warned):
        raise typer.Exit(1)


def _explain(number: str, lang: str | None) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli.words import say
    from cityghg.factors.rules import find_rule, load_rules
    from cityghg.report.findings.text import explanation

    language = choose_language(lang)
    rule = find_rule(number)
    if rule is None:
        known = ", ".join(each.number for each in load_rules())
        typer.echo(say("factors.rule_unknown", language, found=number, known=known), err=True)
        raise typer.Exit(2)
    typer.echo(explanation(rule, language))
