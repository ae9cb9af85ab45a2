"""The sheet of problems: severity, place, finding and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cityghg.base.labels import Language, label
from cityghg.base.problems import Problem, Severity
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Cell, Page, records
from cityghg.report.tables import problems_table

_HEADER_ROW, _FIRST = 1, 2
_WIDTHS: Final = {
    "severity": 8.0, "code": 34.0, "file": 28.0, "sheet": 14.0, "cell": 12.0, "line": 7.0,
    "finding": 60.0, "remedy": 60.0,
}  # fmt: skip
_ORDER: Final = ("severity", "file", "sheet", "cell", "line", "finding", "remedy", "code")


def write(book: Book) -> None:
    """Fill the sheet."""
    fill(book.pages["problems"], book.result.problems, book.language)


def fill(page: Page, problems: Sequence[Problem], language: Language) -> None:
    """Fill a page with problems, errors first."""
    frame = problems_table(problems, language).frame
    place = Layout(page.name, _ORDER, _FIRST, len(frame))
    counts = Counter(p.severity for p in problems)
    page.title(label("workbook", "problems_title", language, **{s.value: counts[s] for s in Severity}))
    page.heads(_HEADER_ROW, [head(c, language) for c in _ORDER], [_WIDTHS[c] for c in _ORDER])
    for row, record in enumerate(records(frame), start=_FIRST):
        cells: dict[str, Cell] = {c: (value, {"text_wrap": True}) for c, value in record.items()}
        severity = record["severity"]
        cells["severity"] = (
            named("severity", severity, language),
            {"bg_color": styles.SEVERITY[severity], "align": "center"},
        )
        cells["code"] = record["code"], {"font_color": styles.HELPER}
        page.put_row(row, place, cells)
        page.stretch(row, [(record[c], _WIDTHS[c]) for c in ("finding", "remedy", "file")])
    page.sheet.freeze_panes(_FIRST, 1)
    page.finish(place, label("workbook", "page", language), (0, _HEADER_ROW))
