"""One line a finding, `file:line:column: number`, as editors and terminals jump to it."""

from __future__ import annotations

from cityghg.base.labels import Language, label
from cityghg.base.problems import Problem, count_by_severity
from cityghg.factors.lint import Findings
from cityghg.factors.rules import Rule


def write(findings: Findings, language: Language, strict: bool) -> str:
    """Return the findings, errors first, and a line that counts them."""
    lines = [line(found, language) for found in findings.problems]
    return "\n".join([*lines, *summary(findings, language)])


def line(found: Problem, language: Language) -> str:
    """Return place, number, severity, finding and remedy."""
    severity = label("cli", f"severity.{found.severity.value}", language)
    named = " ".join(word for word in (found.number, severity) if word)
    place = found.place.with_column()
    said = f"{named}{'：' if language == 'zh' else ': '}{found.message(language)}"
    return f"{place}: {said}" if place else said


def explanation(rule: Rule, language: Language) -> str:
    """Return a rule at length: number and severity, what it reports, what for, what to do."""
    severity = label("cli", f"severity.{rule.severity.value}", language)
    colon = "：" if language == "zh" else ": "
    rows = [(key, getattr(rule, key)(language)) for key in ("finding", "remedy")]
    finding, remedy = (f"{label('findings', f'explain.{key}', language)}{colon}{said}" for key, said in rows)
    return f"{rule.number} {severity} ({rule.code})\n{finding}\n\n{rule.why(language)}\n\n{remedy}"


def summary(findings: Findings, language: Language) -> list[str]:
    """Return how much was checked and found, and how much is left out of this list."""
    counts: dict[str, object] = {
        "libraries": len(findings.libraries),
        "values": sum(library.values for library in findings.libraries),
        **count_by_severity(findings.problems),
    }
    lines = [label("findings", "checked", language, **counts)]
    unread = [library.name for library in findings.libraries if not library.loaded]
    if unread:
        lines.append(label("findings", "unusable", language, names=", ".join(unread)))
    if elsewhere := sum(library.elsewhere for library in findings.libraries):
        lines.append(label("findings", "elsewhere", language, count=elsewhere))
    return lines
