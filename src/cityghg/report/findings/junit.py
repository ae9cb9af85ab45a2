"""JUnit XML, which test reports of GitLab, Jenkins and others read: a suite a library, a case a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cityghg.base.labels import Language, label
from cityghg.base.problems import Problem, Severity
from cityghg.factors.lint import Findings
from cityghg.factors.rules import load_rules
from cityghg.report.findings import text

RELEASES = "RELEASED.sha256"
_NOT_XML = {code: "�" for code in range(32) if chr(code) not in "\t\n\r"}


def write(findings: Findings, language: Language, strict: bool) -> str:
    """Return a suite for each library; with `strict` warnings are failures too.

    Of a library that cannot be used the rules that found nothing are skipped, for not all of it was seen.
    """
    top = Element("testsuites", name="cityghg factors check")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    for library in findings.libraries:
        _suite(top, library.name, library.problems, library.loaded, failing, language)
    if findings.general:
        _suite(top, RELEASES, findings.general, True, failing, language)
    for count in ("tests", "failures", "skipped"):
        top.set(count, str(sum(int(suite.get(count, 0)) for suite in top)))
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")


def _suite(
    top: Element,
    name: str,
    problems: Iterable[Problem],
    whole: bool,
    failing: set[Severity],
    language: Language,
) -> None:
    by_rule: defaultdict[str, list[Problem]] = defaultdict(list)
    for found in problems:
        by_rule[found.number].append(found)
    suite = SubElement(top, "testsuite", name=name)
    for rule in load_rules():
        case = SubElement(suite, "testcase", classname=name, name=f"{rule.number} {rule.finding(language)}")
        _outcome(case, by_rule.get(rule.number, []), whole, failing, language)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _outcome(
    case: Element, found: list[Problem], whole: bool, failing: set[Severity], language: Language
) -> None:
    lines = "\n".join(text.line(p, language) for p in found).translate(_NOT_XML)
    if found and found[0].place.file:
        case.set("file", found[0].place.file)
    if any(p.severity in failing for p in found):
        message = found[0].message(language).translate(_NOT_XML)
        SubElement(case, "failure", message=message, type=found[0].severity.value).text = lines
    elif found:
        SubElement(case, "system-out").text = lines
    elif not whole:
        SubElement(case, "skipped", message=label("findings", "not_whole", language))
