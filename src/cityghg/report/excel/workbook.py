"""`inventory.xlsx`: which sheets there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from cityghg.base.labels import Language, label
from cityghg.base.problems import Problem
from cityghg.report.excel import about, areas, assessed, detail, factors, problems, status, styles, summary
from cityghg.report.excel.book import Assessed, Book
from cityghg.report.excel.marks import marked_rows
from cityghg.report.excel.page import Page
from cityghg.report.excel.quick import PlainFormulas
from cityghg.report.manifest import PROGRAM
from cityghg.report.result import Result

SHEETS: Final[dict[str, Callable[[Book], None]]] = {
    "summary": summary.write,
    "areas": areas.write,
    "detail": detail.write,
    "factors": factors.write,
    "status": status.write,
    "problems": problems.write,
    "about": about.write,
}
_BEFORE_ASSESSED: Final = "factors"
# The same inputs give the same bytes, so the time of writing must not be in them.
_CREATED: Final = datetime(2000, 1, 1)
_NEVER_GUESS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(result: Result, path: Path, language: Language) -> None:
    """Write the workbook. Raises `xlsxwriter.exceptions.FileCreateError` where the file cannot be written."""
    with opened(path, "title", language) as workbook:
        book = _open(workbook, result, language)
        for name, page in book.pages.items():
            if name in SHEETS:
                SHEETS[name](book)
            else:
                assessed.write(Assessed(name, page, result.assessed, language, book.detail))


def write_assessment(
    tables: Mapping[str, pd.DataFrame], found: Sequence[Problem], path: Path, language: Language
) -> None:
    """Write a workbook of an assessment alone: a sheet a table, then the problems.

    Raises `xlsxwriter.exceptions.FileCreateError` where the file cannot be written.
    """
    with opened(path, "intensity_title", language) as workbook:
        made = styles.Styles(workbook)
        pages = _pages(workbook, [*assessed.shown(tables), "problems"], made, language)
        for name in assessed.shown(tables):
            assessed.write(Assessed(name, pages[name], tables, language))
        problems.fill(pages["problems"], found, language)


@contextmanager
def opened(path: Path, title: str, language: Language) -> Iterator[Any]:
    """Open a workbook to be written; `title` is the key of its title."""
    options = {**_NEVER_GUESS, "default_format_properties": styles.default_format(language)}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        named = label("workbook", title, language)
        workbook.set_properties({"title": named, "author": PROGRAM, "created": _CREATED})
        yield workbook


def _pages(workbook: Any, names: Sequence[str], made: styles.Styles, language: Language) -> dict[str, Page]:
    sheets = {name: label("workbook", f"sheets.{name}", language) for name in names}
    return {name: Page(workbook.add_worksheet(sheets[name], PlainFormulas), made) for name in names}


def _open(workbook: Any, result: Result, language: Language) -> Book:
    made = styles.Styles(workbook)
    wanted = [name for name in SHEETS if name != "status" or result.status is not None]
    at = wanted.index(_BEFORE_ASSESSED) + 1
    pages = _pages(workbook, [*wanted[:at], *assessed.shown(result.assessed), *wanted[at:]], made, language)
    rows = marked_rows(result, language)
    used = len(factors.used(result, language))
    return Book(
        result,
        language,
        made,
        pages,
        rows,
        detail.layout(rows, result.lines, pages["detail"].name, language),
        factors.constant_cells(pages["factors"].name, used),
        factors.gwp_cells(pages["factors"].name, used, factors.gases_used(result)),
    )
