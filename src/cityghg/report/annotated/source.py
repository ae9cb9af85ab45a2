"""The input file as a workbook to mark: with its formats where that can be, else its values alone."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from cityghg.activity.containers import open_again
from cityghg.activity.containers.kind import kind_of
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.labels import Language
from cityghg.report.annotated.marks import FileMarks
from cityghg.report.annotated.words import word
from cityghg.report.excel.page import width_of

_LARGEST_XML: Final = 4_000_000  # bytes unpacked, some hundred thousand cells; more takes too long
_MOST_ROWS: Final = 5000  # of a sheet copied whole, where only values are copied
_TOP, _AROUND = 30, 2  # rows of a larger sheet: where its headings are, and around each marked row
_NARROWEST, _WIDEST, _MEASURED = 8, 40, 200
_LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_DATE: Final = "yyyy-mm-dd"


@dataclass(frozen=True)
class Source:
    """A workbook of openpyxl, the names its sheets have in it, and sentences on what it lacks."""

    book: Any
    sheets: Mapping[str, str]
    said: tuple[str, ...]


def open_source(path: Path, file: str, marks: FileMarks, language: Language) -> Source | None:
    """Return the file as a workbook, or None where nothing of it can be read."""
    try:
        kind = kind_of(path)
    except OSError:
        return None
    if kind == "xlsx" and _unpacked(path) <= _LARGEST_XML:
        book = _with_formats(path)
        if book is not None:
            return Source(book, {sheet.title: sheet.title for sheet in book.worksheets}, ())
    sheets = open_again(path, file)
    if not sheets:
        return None
    missing = "formats_lost" if kind == "xlsx" else "values_only"
    suffix = path.suffix.removeprefix(".").lower()
    return _values(sheets, marks, language, (word(missing, language, suffix=suffix),))


def _unpacked(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml"))
    except (OSError, zipfile.BadZipFile):
        return _LARGEST_XML + 1


def _with_formats(path: Path) -> Any | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions it leaves out, none of which is data
        try:
            with path.open("rb") as content:
                return openpyxl.load_workbook(content)
        except (OSError, InvalidFileException):
            return None
        except Exception:  # it raises many kinds for what other office programs write; the values remain
            return None


def _values(sheets: list[Sheet], marks: FileMarks, language: Language, said: tuple[str, ...]) -> Source:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    names: dict[str, str] = {}
    for sheet in sheets:
        if sheet.is_blank:
            continue
        page = book.create_sheet(_sheet_name(sheet.name or word("data_sheet", language)))
        names[sheet.name] = page.title
        marked = {row for name, row, _ in marks.by_cell if name == sheet.name}
        rows = _wanted_rows(len(sheet.rows), marked)
        if len(rows) < len(sheet.rows):
            said += (word("excerpt", language, sheet=page.title, rows=len(sheet.rows)),)
            page.sheet_format.zeroHeight = True
        _fill(page, sheet, rows)
    return Source(book, names, said)


def _wanted_rows(count: int, marked: set[int]) -> list[int]:
    if count <= _MOST_ROWS:
        return list(range(count))
    near = {at for row in marked for at in range(row - _AROUND, row + _AROUND + 1)}
    return sorted({*range(_TOP), *(row for row in near if 0 <= row < count)})


def _fill(page: Any, sheet: Sheet, rows: list[int]) -> None:
    excerpt = len(rows) < len(sheet.rows)
    for row in rows:
        if excerpt:
            page.row_dimensions[row + 1].hidden = False
            page.row_dimensions[row + 1].height = 15
        for column, value in enumerate(sheet.rows[row]):
            flaw = sheet.flaws.get((row, column))
            _put(page, row, column, flaw[1] if flaw else value)
    for top, left, bottom, right in sheet.merged:
        if not excerpt and (top, left) != (bottom, right):
            page.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    for column in range(len(sheet.rows[0])):
        texts = (sheet.text(row, column) for row in rows[:_MEASURED] if (row, column) not in _held(sheet))
        width = max((width_of(text) for text in texts if text), default=0) + 2
        letters = get_column_letter(column + 1)
        page.column_dimensions[letters].width = min(_WIDEST, max(_NARROWEST, width))


def _held(sheet: Sheet) -> set[tuple[int, int]]:
    """Return the cells that begin a merged range: their text runs over columns."""
    return {(top, left) for top, left, _, right in sheet.merged if right > left}


def _put(page: Any, row: int, column: int, value: Value) -> None:
    """Write a value by its type: a text stays a text whatever it begins with."""
    if value is None or value == "":
        return
    cell = page.cell(row + 1, column + 1)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def _sheet_name(name: str) -> str:
    return _NOT_IN_SHEET_NAME.sub("_", name)[:_LONGEST_SHEET_NAME].strip("'") or "_"
