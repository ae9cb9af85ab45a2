"""Workflow commands of GitHub Actions, which show each finding beside its line in a pull request."""

from __future__ import annotations

from cityghg.base.labels import Language
from cityghg.base.problems import Problem, Severity
from cityghg.factors.lint import Findings
from cityghg.report.findings import text

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def write(findings: Findings, language: Language, strict: bool) -> str:
    """Return one command a finding, and for the log the line that counts them."""
    commands = [_command(found, language) for found in findings.problems]
    return "\n".join([*commands, *text.summary(findings, language)])


def _command(found: Problem, language: Language) -> str:
    place = found.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": found.number}
    named = ",".join(f"{key}={_escaped(str(v), _IN_PROPERTY)}" for key, v in properties.items() if v)
    return f"::{_LEVELS[found.severity]} {named}::{_escaped(found.message(language), _IN_TEXT)}"


def _escaped(said: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in said)
