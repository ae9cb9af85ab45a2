"""Sheets that this program wrote: those of its form, and the list in front of an annotated copy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from cityghg.activity.containers import open_sheets
from cityghg.activity.sheet import Sheet
from cityghg.base.labels import LANGUAGES, label, label_file
from cityghg.base.problems import Place, Problem, problem

_MARK: Final = "cityghg"
_MARKED_ROWS, _HEAD_ROWS = 3, 3  # where the mark stands, and what stands above the data
_INDICATORS: Final = "indicators"
_BESIDE: Final = ("instructions", _INDICATORS, "lists")
_NOT_READ: Final = "form_has_indicators"
_YEAR: Final = re.compile(r"[0-9]{4}")


def with_data(sheets: list[Sheet], shown: str) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets that may hold activity data: of a form neither the instructions nor blank sheets.

    A form in which nothing is filled in is an error.
    """
    kept = [sheet for sheet in sheets if not (_is_ours(sheet) and _holds_none(sheet))]
    if any(map(_is_ours, sheets)) and all(sheet.is_blank for sheet in kept):
        return [], [problem("form_not_filled_in", Place(file=shown))]
    filled = [sheet for sheet in sheets if _has_indicators(sheet)]
    return kept, [problem(_NOT_READ, Place(file=shown, sheet=one.name)) for one in filled]


def _has_indicators(sheet: Sheet) -> bool:
    """Say whether the form's table of indicators holds any of the year that its title names."""
    names = [label("template", f"sheets.{_INDICATORS}", language) for language in LANGUAGES]
    year = _YEAR.search(sheet.text(0, 0))
    if year is None or not _is_ours(sheet) or not any(sheet.name.startswith(name) for name in names):
        return False
    own = (row for row in range(_HEAD_ROWS, len(sheet.rows)) if sheet.text(row, 1).startswith(year[0]))
    return any(cell is not None for row in own for cell in sheet.rows[row][2:])


def is_form(path: Path) -> bool:
    """Say whether a file is a form of this program, filled in or not."""
    names = {label("template", "sheets.instructions", language) for language in LANGUAGES}
    return path.is_file() and any(_is_ours(s) and s.name in names for s in open_sheets(path, path.name)[0])


def _is_ours(sheet: Sheet) -> bool:
    return any(_MARK in sheet.text(row, 0) for row in range(_MARKED_ROWS))


def _holds_none(sheet: Sheet) -> bool:
    if any(sheet.name.startswith(name) for name in _names_beside()):
        return True
    return all(cell is None for row in sheet.rows[_HEAD_ROWS:] for cell in row)


def _names_beside() -> Iterator[str]:
    for language in LANGUAGES:
        yield from (label_file("template")["sheets"][name][language] for name in _BESIDE)
        yield label("annotated", "sheet", language)


def without_read(problems: Iterable[Problem], files: Collection[str]) -> list[Problem]:
    """Return the problems but those of indicators left unread in forms that are read for them after all."""
    return [p for p in problems if p.code != _NOT_READ or p.place.file not in files]
