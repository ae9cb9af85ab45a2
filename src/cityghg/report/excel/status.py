"""The sheet of files: how each file of a batch fared."""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.base.labels import label_file
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Cell, records

_HEADER_ROW, _FIRST = 1, 2
_WIDTHS: Final = {
    "file": 40.0, "status": 9.0, "area_name": 16.0, "years": 12.0, "layout": 18.0, "rows": 7.0, "errors": 7.0,
    "warnings": 8.0, "notes": 7.0, "year": 7.0, "territorial_co2e_t": 16.0,
    "with_net_electricity_co2e_t": 16.0, "scope_2_co2e_t": 16.0, "missing": 8.0, "change_basis": 16.0,
    "change_pct": 12.0, "area": 12.0,
}  # fmt: skip
_ORDER: Final = tuple(_WIDTHS)
_COLOUR: Final = {"ok": styles.SEVERITY["note"], "failed": styles.SEVERITY["error"]}
_WRAPPED: Final = ("file", "area_name", "layout", "area")


def write(book: Book) -> None:
    """Fill the sheet."""
    page, frame = book.pages["status"], book.result.status
    if frame is None:
        return
    place = Layout(page.name, _ORDER, _FIRST, len(frame))
    failed = int((frame["status"] == "failed").sum())
    page.title(book.word("status_title", ok=len(frame) - failed, failed=failed))
    heads = [head("fate" if column == "status" else column, book.language) for column in _ORDER]
    page.heads(_HEADER_ROW, heads, list(_WIDTHS.values()))
    for row, record in enumerate(records(frame), start=_FIRST):
        page.put_row(row, place, {column: _cell(book, column, record[column]) for column in _ORDER})
        page.stretch(row, [(record[column], _WIDTHS[column]) for column in _WRAPPED])
    page.sheet.freeze_panes(_FIRST, 2)
    page.finish(place, book.word("page"), (0, _HEADER_ROW), a3=True)


def _cell(book: Book, column: str, value: object) -> Cell:
    if column == "status":
        return named("fates", value, book.language), {"bg_color": _COLOUR[str(value)], **styles.CENTRED}
    if column == "change_basis":
        return named("basis", value, book.language) if value else None, {}
    if column == "layout":
        known = label_file("layouts")["names"]
        names = [str(known[n][book.language]) if n in known else n for n in str(value).split("; ")]
        return "; ".join(names), {"text_wrap": True}
    if isinstance(value, str):
        return value, {"text_wrap": True}
    if value is None or value is pd.NA:
        return None, {}
    return value, {"num_format": _number_format(column)}


def _number_format(column: str) -> str:
    if column == "year":
        return styles.PLAIN
    if column.endswith("_t"):
        return styles.NUMBER
    return styles.PERCENT if column == "change_pct" else styles.INTEGER
