"""Findings as a JSON array, one object a finding."""

from __future__ import annotations

import json
from typing import Any

from cityghg.base.labels import Language
from cityghg.base.problems import Problem
from cityghg.factors.lint import Findings


def write(findings: Findings, language: Language, strict: bool) -> str:
    """Return the findings, errors first; line and column are null where they are not known."""
    return json.dumps([_row(p, language) for p in findings.problems], ensure_ascii=False, indent=2)


def _row(found: Problem, language: Language) -> dict[str, Any]:
    return {
        "number": found.number,
        "severity": found.severity.value,
        "code": found.code,
        "file": found.place.file,
        "line": found.place.line or None,
        "column": found.place.column or None,
        "finding": found.finding(language),
        "remedy": found.remedy(language),
    }
