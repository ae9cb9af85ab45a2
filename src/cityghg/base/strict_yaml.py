"""YAML 1.2 core schema, read strictly, with line and column of every value.

PyYAML alone keeps the last of two equal keys, reads `NO` as false and `3e-5` as text; here the
parser's scalars are resolved anew and anything that could be read in two ways is a problem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cityghg.base.labels import label, label_file
from cityghg.base.problems import Place, Problem, Words, problem

Loc = tuple[str | int, ...]
Mark = tuple[int, int]
M = TypeVar("M", bound=BaseModel)

_BASE: type[Any] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF))|(\.(nan|NaN|NAN))")
_WORDS = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    w: w.lower() == "true" for w in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_PARAMETERS = "parameters"  # what is below are values of factors
_NUMERIC = frozenset("+-.0123456789")
_OURS = ("plain", "quoted", "map", "seq")


class _Loader(_BASE):  # type: ignore[misc]
    """Marks each node by how it is written, so that an explicit tag stands out."""

    def resolve(self, kind: type[Any], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return "plain" if implicit[0] else "quoted"
        return "map" if kind is yaml.MappingNode else "seq"


@dataclass(frozen=True)
class Document:
    """A parsed file: its data, and where each value stands by its path in the data.

    `marks` holds line and column, counted from 1; those of a value in a mapping are its key's.
    """

    path: Path
    name: str
    data: Any
    marks: dict[Loc, Mark]

    def place(self, loc: Loc) -> Place:
        """Return the place of the value at `loc`, or of its nearest enclosing value."""
        while loc and loc not in self.marks:
            loc = loc[:-1]
        return _place(self.name, self.marks.get(loc, (1, 1)))


def read(path: Path, name: str | None = None) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file strictly; `name` is how messages call it (default: the path as given)."""
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        return None, [problem("file_unreadable", Place(file=shown), reason=_short(error))]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, [problem("yaml_syntax", _place(shown, _mark(mark)), reason=_short(error))]
    builder = _Builder(shown)
    builder.problems += _anchors(text, shown)
    data = builder.build(root, ()) if root is not None else None
    return Document(path, shown, data, builder.marks), builder.problems


def validate(document: Document, model: type[M], at: Loc = ()) -> tuple[M | None, list[Problem]]:
    """Validate the document's data (or the part at `at`) with a pydantic model."""
    data = document.data
    for key in at:
        data = data[key]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, _refusals(document, at, error)


def shipped(path: Path, model: type[M]) -> M:
    """Read a file that ships with the program; a fault in it is a bug and raises `ValueError`."""
    document, problems = read(path, path.name)
    checked: M | None = None
    if document is not None:
        checked, more = validate(document, model)
        problems = problems + more
    if problems or checked is None:
        raise ValueError("\n".join(p.text("en") for p in problems))
    return checked


def _refusals(document: Document, at: Loc, error: ValidationError) -> list[Problem]:
    """Return what the model refuses; of the branches of a choice only the first is told."""
    found: dict[Loc, Problem] = {}
    for each in error.errors(include_url=False):
        loc = at + tuple(each["loc"])
        if each["type"] not in ("missing", "extra_forbidden"):
            while loc and loc not in document.marks:  # a branch is named after its type
                loc = loc[:-1]
        found.setdefault(loc, _refusal(document.place(loc), loc, each))
    return list(found.values())


def _refusal(place: Place, loc: Loc, error: Any) -> Problem:
    path = ".".join(str(part) for part in loc)
    if error["type"] == "extra_forbidden":
        return problem("yaml_unknown_key", place, key=path)
    if error["type"] == "missing":
        return problem("yaml_missing_key", place, key=path, meaning=_meaning(loc))
    if error["input"] is None:
        return problem("yaml_blank", place, key=path) if loc else problem("file_empty", place)
    return problem("yaml_bad_value", place, key=path, found=_clip(error["input"]), reason=_reason(error))


def _meaning(loc: Loc) -> Words | str:
    """Return in brackets what a key of a factor's value is for, blank for any other key."""
    keys = label_file("factor_keys")
    known = {**keys["any"], **keys["Value"]}.get(str(loc[-1])) if _PARAMETERS in loc else None
    return Words(f"（{known['zh']}）", f" ({known['en']})") if known else ""


def _reason(error: Any) -> Words | str:
    """Return why in both languages, in the words of the validating library where we have none."""
    context = error.get("ctx", {})
    kind = str(context["error"]) if error["type"] == "value_error" else error["type"]
    if kind not in label_file("yaml_reasons"):
        return str(error["msg"])
    listed = str(context.get("expected", "")).replace(", ", "、").replace(" or ", "、")
    zh = label("yaml_reasons", kind, "zh").format(**{**context, "expected": listed})
    return Words(zh, label("yaml_reasons", kind, "en").format(**context))


class _Builder:
    def __init__(self, name: str) -> None:
        self.name, self.marks, self.problems = name, dict[Loc, Mark](), list[Problem]()

    def build(self, node: Any, loc: Loc) -> Any:
        self.marks[loc] = _mark(node.start_mark)
        if node.tag not in _OURS:
            self._report("yaml_tag", node, found=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*loc, i)) for i, child in enumerate(node.value)]
        return node.value if node.tag == "quoted" else self._scalar(node)

    def _mapping(self, node: Any, loc: Loc) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in result:
                self._report("yaml_duplicate_key", key_node, key=key)
            inner = (*loc, key)
            result[key] = self.build(value_node, inner)
            self.marks[inner] = _mark(key_node.start_mark)
        return result

    def _key(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._report("yaml_key", node)
            return ""
        if node.tag not in _OURS:
            self._report("yaml_tag", node, found=node.tag)
        return str(node.value)

    def _scalar(self, node: Any) -> Any:
        text: str = node.value
        if text[:1] not in _NUMERIC:
            return _WORDS.get(text, text)
        if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
            return int(text) if _INT.fullmatch(text) else float(text)
        if _NOT_FINITE.fullmatch(text) or _FLOAT.fullmatch(text):
            self._report("yaml_not_finite", node, found=_cut(text))
        return text

    def _report(self, code: str, node: Any, **values: str) -> None:
        self.problems.append(problem(code, _place(self.name, _mark(node.start_mark)), **values))


def _anchors(text: str, name: str) -> list[Problem]:
    if "&" not in text:
        return []
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    return [
        problem("yaml_anchor", _place(name, _mark(event.start_mark)))
        for event in events
        if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent)
    ]


def _mark(mark: Any) -> Mark:
    """Return line and column from 1; the parser counts from 0, and has no mark where it met odd bytes."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _place(name: str, mark: Mark) -> Place:
    return Place(file=name, line=mark[0], column=mark[1])


def _short(error: Exception) -> str:
    text = getattr(error, "problem", None) or getattr(error, "strerror", None) or str(error)
    return str(text).splitlines()[0]


def _clip(value: Any) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
