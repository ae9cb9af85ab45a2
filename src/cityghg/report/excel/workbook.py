"""`inventory.xlsx`: which sheets there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from cityghg.base.labels import Language, label
from cityghg.report.excel import about, areas, detail, factors, intensity, problems, status, styles, summary
from cityghg.report.excel.book import Book
from cityghg.report.excel.marks import marked_rows
from cityghg.report.excel.page import Page
from cityghg.report.manifest import PROGRAM
from cityghg.report.result import Result

SHEETS: Final[dict[str, Callable[[Book], None]]] = {
    "summary": summary.write,
    "areas": areas.write,
    "detail": detail.write,
    "factors": factors.write,
    "intensity": intensity.write,
    "status": status.write,
    "problems": problems.write,
    "about": about.write,
}
# The same inputs give the same bytes, so the time of writing must not be in them.
_CREATED: Final = datetime(2000, 1, 1)
_NEVER_GUESS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(result: Result, path: Path, language: Language) -> None:
    """Write the workbook. Raises `xlsxwriter.exceptions.FileCreateError` where the file cannot be written."""
    options = {**_NEVER_GUESS, "default_format_properties": styles.default_format(language)}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        title = label("workbook", "title", language)
        workbook.set_properties({"title": title, "author": PROGRAM, "created": _CREATED})
        book = _open(workbook, result, language)
        for name in book.pages:
            SHEETS[name](book)


def _open(workbook: Any, result: Result, language: Language) -> Book:
    made = styles.Styles(workbook)
    sheets = {name: label("workbook", f"sheets.{name}", language) for name in SHEETS}
    absent = {"intensity"} if result.intensity.empty else set()
    absent |= {"status"} if result.status is None else set()
    wanted = [name for name in SHEETS if name not in absent]
    pages = {name: Page(workbook.add_worksheet(sheets[name]), made) for name in wanted}
    rows = marked_rows(result, language)
    used = len(factors.used(result, language))
    return Book(
        result,
        language,
        made,
        pages,
        rows,
        detail.layout(rows, result.lines, sheets["detail"], language),
        factors.constant_cells(sheets["factors"], used),
        factors.gwp_cells(sheets["factors"], used, factors.gases_used(result)),
    )
