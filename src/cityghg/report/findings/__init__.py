"""Findings of `cityghg factors check`, written for people and programs: a module and an entry a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cityghg.base.labels import Language
from cityghg.factors.lint import Findings
from cityghg.report.findings import as_json, github, junit, sarif, text


@dataclass(frozen=True)
class Format:
    """A way to write findings; `write` also takes whether warnings count as errors."""

    name: str
    write: Callable[[Findings, Language, bool], str]


FORMATS: tuple[Format, ...] = (
    Format("text", text.write),
    Format("json", as_json.write),
    Format("github", github.write),
    Format("sarif", sarif.write),
    Format("junit", junit.write),
)
