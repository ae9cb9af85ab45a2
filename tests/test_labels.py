"""Words for people: every problem code the program reports is in the catalogue, whole, in both languages."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cityghg.base.labels import LANGUAGES, label_file
from cityghg.base.locate import codelist
from cityghg.base.problems import Severity

SOURCE = Path(__file__).parents[1] / "src" / "cityghg"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
GROUPS = sorted(path.stem for path in (SOURCE / "labels").iterdir())
PROBLEMS = label_file("problems")

# Calls that report a problem by its code, which is their first argument.
REPORTERS = {"problem", "_find", "_problem", "_add", "at", "sheet", "refuse", "_report"}
RAISED = {"FormulaError", "FolderRefusedError"}
WHOLE = {"problem", "at", "sheet", "refuse"}  # those whose keyword arguments are all the values there are
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(code: str, language: str) -> set[str]:
    return set().union(*(placeholders(sentence) for sentence in PROBLEMS[code][language]))


def calls() -> Iterator[tuple[str, str, str, ast.Call]]:
    """Yield place, name of the function, code, and the call itself."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if (
                called in REPORTERS | RAISED
                and isinstance(first, ast.Constant)
                and CODE.fullmatch(str(first.value))
            ):
                yield f"{path.name}:{node.lineno}", called, str(first.value), node


CALLS = list(calls())


def words() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return every text constant of the program, and a pattern for each code it puts together."""
    constants: set[str] = set()
    made: list[re.Pattern[str]] = []
    for node in (node for tree in TREES.values() for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            constants.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [str(v.value) if isinstance(v, ast.Constant) else "" for v in node.values]
            if any("_" in part for part in parts) and all(re.fullmatch("[a-z0-9_]*", part) for part in parts):
                made.append(re.compile("".join(part or "[a-z0-9_]+" for part in parts)))
    return constants, made


def test_every_reported_code_is_in_the_catalogue() -> None:
    assert len(CALLS) > 100
    assert [(place, code) for place, _, code, _ in CALLS if code not in PROBLEMS] == []


def test_every_entry_of_the_catalogue_is_reported() -> None:
    constants, made = words()
    for path in codelist("").glob("*.yaml"):  # bounds name the problem a value outside them is
        constants.update(re.findall(r"\bproblem: (\w+)", path.read_text(encoding="utf-8")))
    unused = [c for c in PROBLEMS if c not in constants and not any(p.fullmatch(c) for p in made)]
    assert unused == []


def test_every_placeholder_is_given_a_value() -> None:
    """A call that names its values must name all that its sentences use."""
    short = []
    for place, called, code, node in CALLS:
        given = {keyword.arg for keyword in node.keywords}
        if called in WHOLE and None not in given and code in PROBLEMS:
            wanted = texts(code, "zh") | texts(code, "en")
            short += [(place, code, name) for name in sorted(wanted - given)]
    assert short == []


@pytest.mark.parametrize("code", PROBLEMS)
def test_an_entry_is_whole(code: str) -> None:
    entry = PROBLEMS[code]
    assert set(entry) - {"number"} == {"severity", *LANGUAGES}
    assert entry["severity"] in list(Severity)
    for language in LANGUAGES:
        finding, remedy = entry[language]
        assert finding and remedy
        assert finding[-1] not in "。." and remedy[-1] not in "。."  # the program puts the stops
    assert re.search("[一-鿿]", "".join(entry["zh"]))
    assert not re.search("[。，；：]", "".join(entry["en"]))


@pytest.mark.parametrize("code", PROBLEMS)
def test_both_languages_tell_the_same_values(code: str) -> None:
    """Only a library's own reason, which is English, may be left out of the Chinese sentence."""
    assert texts(code, "zh") ^ texts(code, "en") <= {"reason"}


def labels(node: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each label with its dotted key."""
    if LANGUAGES[0] in node:
        yield ".".join(path), node
        return
    for key, inner in node.items():
        yield from labels(inner, (*path, key))


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "problems"])
def test_labels_are_in_both_languages_with_the_same_placeholders(group: str) -> None:
    for key, label in labels(label_file(group)):
        assert {*LANGUAGES} <= set(label), key
        shown = [label[language] for language in LANGUAGES]
        if all(isinstance(text, str) for text in shown):
            assert placeholders(shown[0]) == placeholders(shown[1]), key
            assert all(shown), key


def test_every_help_text_that_is_asked_for_exists() -> None:
    known = {key for key, _ in labels(label_file("help"))}
    asked = {
        str(node.args[0].value)
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "help_text"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked - known == set()
    assert len(asked) > 15


def test_every_sentence_of_the_command_line_exists() -> None:
    known = {key for key, _ in labels(label_file("cli"))}
    asked = {
        str(node.args[0].value)
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "say"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked - known == set()
