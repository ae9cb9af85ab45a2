"""Findings in each format: what programs that read them rely on."""

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from cityghg.base.problems import Place, Problem, problem
from cityghg.factors.lint import Findings, Linted
from cityghg.factors.rules import load_rules
from cityghg.report.findings import FORMATS

WRITE = {each.name: each.write for each in FORMATS}
ERROR = problem("source_unknown_in_library", Place("my lib/能源.yaml", line=3, column=5), found="50%, a:b\nc")
WARNING = problem("region_unknown_in_library", Place("my lib/能源.yaml", line=9, column=1), found="X")
NO_LINE = problem("file_unreadable", Place("the lib/x.yaml"), reason="odd")
GENERAL = problem("released_list_unreadable", Place("RELEASED.sha256", line=2, column=1), found="x")

# What the standard requires of the parts that are written here, and the kinds that readers rely on.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id", "shortDescription", "fullDescription", "help"],
                                            "properties": {
                                                name: {"required": ["text"]}
                                                for name in ("shortDescription", "fullDescription", "help")
                                            },
                                        }
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "level", "message"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"pattern": r"^[A-Za-z0-9%._/~-]+$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            key: {"type": "integer", "minimum": 1}
                                                            for key in ("startLine", "startColumn")
                                                        }
                                                    },
                                                },
                                            }
                                        },
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


def findings(*problems: Problem, loaded: bool = True, general: Sequence[Problem] = ()) -> Findings:
    return Findings((Linted("lib@1", 12, loaded, problems),), tuple(general))


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", WRITE)
def test_nothing_found_is_written_too(name: str, strict: bool) -> None:
    assert WRITE[name](findings(), "zh", strict)


def test_text_has_a_line_a_finding_and_a_count() -> None:
    plain = problem("source_unknown_in_library", Place("a.yaml", line=3, column=5), found="x")
    lines = WRITE["text"](findings(WARNING, plain), "en", False).splitlines()
    assert lines[0].startswith('a.yaml:3:5: F201 error: source code "x" is not in the code list. Use')
    assert lines[1].startswith("my lib/能源.yaml:9:1: F203 warning: ")
    assert lines[2] == "Libraries checked: 1, values: 12. Errors: 1, warnings: 1, notes: 0"
    assert WRITE["text"](findings(plain), "zh", False).startswith("a.yaml:3:5: F201 错误：排放源代码“x”")


def test_text_names_what_cannot_be_used_and_counts_what_is_left_out() -> None:
    left_out = Findings((Linted("lib@1", 0, False, (ERROR,), 3),))
    lines = WRITE["text"](left_out, "en", False).splitlines()
    assert lines[-2:] == [
        "Cannot be used for their errors: lib@1",
        "3 more in other files of the same library are not listed",
    ]


def test_json_is_a_list_of_findings() -> None:
    rows = json.loads(WRITE["json"](findings(WARNING, ERROR, NO_LINE), "en", False))
    assert [(row["number"], row["severity"], row["line"], row["column"]) for row in rows] == [
        ("F201", "error", 3, 5),
        ("F101", "error", None, None),
        ("F203", "warning", 9, 1),
    ]
    assert set(rows[0]) == {
        "number", "severity", "code", "file", "line", "column", "finding", "remedy",
    }  # fmt: skip


def test_github_commands_are_escaped() -> None:
    commands = WRITE["github"](findings(ERROR, WARNING, NO_LINE), "en", False).splitlines()
    assert commands[0].startswith("::error file=my lib/能源.yaml,line=3,col=5,title=F201::source code ")
    assert '"50%25, a:b%0Ac"' in commands[0]
    assert commands[1].startswith("::error file=the lib/x.yaml,title=F101::")
    assert commands[2].startswith("::warning file=my lib/能源.yaml,line=9,col=1,title=F203::")
    odd = problem("file_empty", Place("a,b:c.yaml"))
    assert "file=a%2Cb%3Ac.yaml," in WRITE["github"](findings(odd), "en", False)


@pytest.mark.parametrize("found", [(), (ERROR,), (WARNING, NO_LINE, ERROR)], ids=len)
def test_sarif_has_what_the_standard_requires(found: tuple[Problem, ...]) -> None:
    log = json.loads(WRITE["sarif"](findings(*found, general=[GENERAL]), "zh", False))
    jsonschema.validate(log, SARIF)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.number for rule in load_rules()]
    assert len(run["results"]) == len(found) + 1
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_places_a_finding_by_an_escaped_path() -> None:
    log = json.loads(WRITE["sarif"](findings(ERROR, NO_LINE), "en", False))
    one, other = (result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"])
    assert one == {
        "artifactLocation": {"uri": "my%20lib/%E8%83%BD%E6%BA%90.yaml"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert "region" not in other


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_junit_has_a_case_a_rule_and_fails_on_warnings_only_where_asked(strict: bool, failures: int) -> None:
    top = ElementTree.fromstring(WRITE["junit"](findings(ERROR, WARNING), "en", strict))  # noqa: S314
    [suite] = top
    rules = str(len(load_rules()))
    assert (suite.get("name"), suite.get("tests"), top.get("tests")) == ("lib@1", rules, rules)
    assert [top.get("failures"), suite.get("failures")] == [str(failures)] * 2
    assert len(top.findall(".//system-out")) == 2 - failures
    [case] = [case for case in suite if (case.get("name") or "").startswith("F201")]
    assert "my lib/能源.yaml:3:5: F201 error" in (case[0].text or "")


def test_junit_skips_what_was_not_seen_of_a_library_with_errors() -> None:
    odd = problem("yaml_tag", Place("a.yaml", line=1, column=1), found="\x00")
    written = WRITE["junit"](findings(odd, loaded=False, general=[GENERAL]), "zh", False)
    suite, releases = ElementTree.fromstring(written)  # noqa: S314
    assert suite.get("skipped") == str(len(load_rules()) - 1)
    assert (releases.get("name"), releases.get("failures")) == ("RELEASED.sha256", "1")
