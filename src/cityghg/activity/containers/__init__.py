"""Open the files people hand in, as sheets: workbooks of every kind, and delimited text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cityghg.activity.containers.delimited import read_delimited
from cityghg.activity.containers.excel import read_workbook
from cityghg.activity.containers.kind import TEXT, WORKBOOKS, kind_of, named_kind
from cityghg.activity.containers.limits import refusal
from cityghg.activity.sheet import Sheet
from cityghg.base.labels import label_file
from cityghg.base.problems import Place, Problem, Words, problem

SUFFIXES = tuple(f".{kind}" for kind in (*WORKBOOKS, "xlsm", "et", *TEXT))  # et is what WPS calls its xls

_REFUSED = {"empty": "file_empty", "html": "file_is_html", "xml": "file_is_xml", "encrypted": "file_password"}
_MOST_KEPT: Final = 2_000_000  # cells
_Version = tuple[Path, str, int, int]
_latest: dict[_Version, list[Sheet]] = {}


def open_sheets(path: Path, shown: str) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets of a file, hidden ones included, and what is wrong with the file as a file.

    `shown` is how messages call it. A file whose content is another kind of table than its name
    says is read by its content, and that is noted.
    """
    place = Place(file=shown)
    try:
        refused = refusal(path, shown)
        if refused is not None:
            return [], [refused]
        kind, version = kind_of(path), _version(path, shown)
    except OSError as error:
        return [], [problem("file_unreadable", place, reason=error.strerror or str(error))]
    if kind in _REFUSED:
        return [], [problem(_REFUSED[kind], place)]
    if kind not in (*WORKBOOKS, "text"):
        return [], [problem("file_not_a_table", place, found=_called(kind), suffix=path.suffix)]
    sheets, problems = read_delimited(path, shown) if kind == "text" else read_workbook(path, shown, kind)
    if sheets and named_kind(path) != kind:
        problems.append(problem("file_other_kind", place, suffix=path.suffix, found=_called(kind)))
    if not problems and all(sheet.is_blank for sheet in sheets):
        problems.append(problem("file_empty", place))
    _keep(version, sheets)
    return sheets, problems


def open_again(path: Path, shown: str) -> list[Sheet]:
    """Return the sheets of a file, as they are at hand where it was opened last and is unchanged."""
    try:
        kept = _latest.get(_version(path, shown))
    except OSError:
        kept = None
    return open_sheets(path, shown)[0] if kept is None else kept


def _keep(version: _Version, sheets: list[Sheet]) -> None:
    _latest.clear()
    if sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in sheets if sheet.rows) <= _MOST_KEPT:
        _latest[version] = list(sheets)


def _version(path: Path, shown: str) -> _Version:
    stat = path.stat()
    return path, shown, stat.st_mtime_ns, stat.st_size


def _called(kind: str) -> Words:
    named = label_file("file_kinds").get(kind, {"zh": kind, "en": kind})
    return Words(named["zh"], named["en"])
