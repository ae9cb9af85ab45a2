"""Strict YAML: what each text means, on which line it stands, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from cityghg.base import strict_yaml
from cityghg.base.problems import Problem
from support import codes


def read(folder: Path, text: str | bytes) -> tuple[strict_yaml.Document | None, list[Problem]]:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return strict_yaml.read(path, "file.yaml")


def data(folder: Path, text: str | bytes) -> Any:
    document, problems = read(folder, text)
    assert document is not None
    assert [p.text("en") for p in problems] == []
    return document.data


def refused(folder: Path, text: str | bytes) -> list[tuple[str, int]]:
    problems = read(folder, text)[1]
    return list(zip(codes(problems), (p.place.line for p in problems), strict=True))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),  # false in YAML 1.1
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("3e-5", 3e-5),  # text to PyYAML
        ("5.61e4", 56100.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),  # 90 in YAML 1.1
        ("2020-01-01", "2020-01-01"),  # a date in YAML 1.1
        ('"12"', "12"),
        ("'3e-5'", "3e-5"),
        ('"null"', "null"),
    ],
)
def test_scalars_of_the_core_schema(tmp_path: Path, written: str, meant: object) -> None:
    found = data(tmp_path, f"key: {written}\n")["key"]
    assert (found, type(found)) == (meant, type(meant))


def test_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    assert data(tmp_path, b"\xef\xbb\xbfa: 1\r\nb:\r\n  - 2\r\n") == {"a": 1, "b": [2]}


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n"])
def test_an_empty_file_holds_nothing(tmp_path: Path, text: str) -> None:
    assert data(tmp_path, text) is None


def test_folded_text_keeps_its_words(tmp_path: Path) -> None:
    assert data(tmp_path, "a: one\n  two\nb: >\n  three\n  four\n") == {"a": "one two", "b": "three four\n"}


NESTED = """\
top:
  - first: 1
    second:
      - {x: 1, y: 2}
      - {x: 3,
         y: 4}
  - [5,
     6]
last: 7
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 1),
        (("top",), 1),
        (("top", 0), 2),
        (("top", 0, "second"), 3),
        (("top", 0, "second", 0), 4),
        (("top", 0, "second", 0, "y"), 4),
        (("top", 0, "second", 1), 5),
        (("top", 0, "second", 1, "y"), 6),
        (("top", 1), 7),
        (("top", 1, 1), 8),
        (("last",), 9),
        (("top", 0, "second", 1, "absent"), 5),  # of what should hold it
    ],
)
def test_every_value_knows_its_line(tmp_path: Path, ends: str, loc: tuple[str | int, ...], line: int) -> None:
    document, _ = read(tmp_path, NESTED.replace("\n", ends))
    assert document is not None
    assert str(document.place(loc)) == f"file.yaml:{line}"


@pytest.mark.parametrize(
    ("loc", "column"),
    [
        ((), 1),
        (("top",), 1),
        (("top", 0), 5),
        (("top", 0, "second"), 5),
        (("top", 0, "second", 0), 9),
        (("top", 0, "second", 0, "y"), 16),
        (("top", 0, "second", 1, "y"), 10),
        (("top", 1, 0), 6),
        (("top", 1, 1), 6),
        (("last", "no such"), 1),
    ],
)
def test_column_of_a_value(tmp_path: Path, loc: strict_yaml.Loc, column: int) -> None:
    document, _ = read(tmp_path, NESTED)
    assert document is not None
    assert document.place(loc).column == column


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nbc: {d: 1, d: 2}\n", 2, 12),
        ("a: [1, !!str 2]\n", 1, 8),
        ("a: [1, .nan]\n", 1, 8),
        ("a:\n  b: &x 1\n", 2, 6),
        ("能源: b: c\n", 1, 6),
    ],
)
def test_column_of_a_fault(tmp_path: Path, text: str, line: int, column: int) -> None:
    _, [found] = read(tmp_path, text)
    assert (found.place.line, found.place.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", [("yaml_duplicate_key", 3)]),
        ("a: {b: 1, b: 1}\n", [("yaml_duplicate_key", 1)]),
        ('a: 1\n"a": 1\n', [("yaml_duplicate_key", 2)]),
        ("a: &x 1\nb: *x\n", [("yaml_anchor", 1)]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", [("yaml_anchor", 1)]),
        ("a: *x\n", [("yaml_syntax", 1)]),
        ("a: !!float 1\n", [("yaml_tag", 1)]),
        ("a: !own 1\n", [("yaml_tag", 1)]),
        ("a:\n  - !!python/object:os.system {}\n", [("yaml_tag", 2)]),
        ("!!str a: 1\n", [("yaml_tag", 1)]),
        ("? [a, b]\n: 1\n", [("yaml_key", 1)]),
        ("a: .inf\nb: -.inf\nc: .nan\nd: 1e999\n", [("yaml_not_finite", n) for n in (1, 2, 3, 4)]),
        (f"a: 1{'0' * 5000}\n", [("yaml_not_finite", 1)]),
        ("a: 1\n---\nb: 2\n", [("yaml_syntax", 2)]),
        ("a: [1, 2\nb: 3\n", [("yaml_syntax", 2)]),
        ("a:\n\t- 1\n", [("yaml_syntax", 2)]),
        ("a: 'x\n", [("yaml_syntax", 2)]),
        ("a: b: c\n", [("yaml_syntax", 1)]),
        (b"a: \x00\n", [("yaml_syntax", 1)]),
        ("名: 表".encode("gb18030"), [("file_unreadable", 0)]),
        ("a: 1".encode("utf-16"), [("file_unreadable", 0)]),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(
    tmp_path: Path, text: str | bytes, found: list[tuple[str, int]]
) -> None:
    assert refused(tmp_path, text) == found


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    assert sorted(refused(tmp_path, "a: !x 1\nb: .nan\nb: 2\nc: &y 3\n")) == [
        ("yaml_anchor", 4),
        ("yaml_duplicate_key", 3),
        ("yaml_not_finite", 2),
        ("yaml_tag", 1),
    ]


def test_an_absent_file_is_a_problem(tmp_path: Path) -> None:
    document, problems = strict_yaml.read(tmp_path / "absent.yaml", "absent.yaml")
    assert (document, codes(problems)) == (None, ["file_unreadable"])


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    number: float
    word: str


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    inner: list[Inner]


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("inner:\n  - number: 1.5\n    word: x\n    other: 2\n", "yaml_unknown_key", 4, "inner.0.other"),
        ("inner:\n  - number: 1.5\n", "yaml_missing_key", 2, "inner.0.word"),
        ("inner:\n  - word: 7\n    number: 1.5\n", "yaml_bad_value", 2, "inner.0.word"),
        ("inner: 3\n", "yaml_bad_value", 1, "inner"),
        ("- 3\n", "yaml_bad_value", 1, ""),
        ("inner:\n", "yaml_blank", 1, "inner"),
    ],
)
def test_refusals_of_a_model_have_the_line_and_the_key(
    tmp_path: Path, text: str, code: str, line: int, key: str
) -> None:
    document, _ = read(tmp_path, text)
    assert document is not None
    model, [found] = strict_yaml.validate(document, Outer)
    assert (model, found.code, found.place.line, dict(found.values)["key"]) == (None, code, line, key)


def test_a_model_finds_nothing_in_an_empty_file(tmp_path: Path) -> None:
    document, _ = read(tmp_path, "# nothing\n")
    assert document is not None
    assert codes(strict_yaml.validate(document, Outer)[1]) == ["file_empty"]


class Choice(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    one_or_several: str | list[str]


def test_of_the_branches_of_a_choice_one_is_told_in_both_languages(tmp_path: Path) -> None:
    document, _ = read(tmp_path, "one_or_several: 3\n")
    assert document is not None
    _, [found] = strict_yaml.validate(document, Choice)
    assert dict(found.values)["key"] == "one_or_several"
    assert "put a number in quotes" in found.text("en") and "应为文字" in found.text("zh")


def test_a_part_of_a_document_can_be_validated(tmp_path: Path) -> None:
    document, _ = read(tmp_path, "list:\n  - number: 1.5\n    word: x\n")
    assert document is not None
    assert strict_yaml.validate(document, Inner, ("list", 0)) == (Inner(number=1.5, word="x"), [])
