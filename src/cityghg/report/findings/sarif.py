"""SARIF 2.1.0, the exchange format of static analysis that code-scanning services read.

Source: OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from cityghg import __version__
from cityghg.base.labels import Language
from cityghg.base.problems import Problem, Severity
from cityghg.factors.lint import Findings
from cityghg.factors.rules import Rule, load_rules

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(findings: Findings, language: Language, strict: bool) -> str:
    """Return a log of one run with every rule, so that also rules that found nothing are known."""
    rules = load_rules()
    index = {rule.number: i for i, rule in enumerate(rules)}
    driver = {
        "name": "cityghg",
        "version": __version__,
        "language": "zh-CN" if language == "zh" else "en",
        "rules": [_rule(rule, language) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index, language) for found in findings.problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.number,
        "name": rule.code,
        "shortDescription": {"text": rule.finding(language)},
        "fullDescription": {"text": rule.why(language)},
        "help": {"text": rule.remedy(language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(found: Problem, index: dict[str, int], language: Language) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.number,
        "ruleIndex": index[found.number],
        "level": _LEVELS[found.severity],
        "message": {"text": found.message(language)},
    }
    if found.place.file:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(found.place.file)}}
        if found.place.line:
            location["region"] = {"startLine": found.place.line, "startColumn": found.place.column or 1}
        result["locations"] = [{"physicalLocation": location}]
    return result
