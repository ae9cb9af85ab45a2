"""The sheet of intensity: emissions against GDP, with the divisions as live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.intensity.table import FIXED_SUFFIX
from cityghg.inventory.basis import BASES
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, named
from cityghg.report.excel.layout import Layout, sum_where
from cityghg.report.excel.page import Cell, Formula, is_missing, records

_HEADER_ROW, _FIRST = 1, 2
_FORMATS: Final = {
    "year": styles.PLAIN, "base_year": styles.PLAIN, "population": styles.INTEGER,
    "intensity_t_per_10k_yuan": styles.FOUR,
}  # fmt: skip
_WORDS: Final = {"level": "levels", "decoupling": "decoupling", "gdp_prices": "gdp_prices"}
_QUOTIENTS: Final = {
    "intensity_t_per_10k_yuan": ("emissions_t", "gdp_10k_yuan"),
    "per_capita_t": ("emissions_t", "population"),
}
_FITTED: Final = ("area_name", "basis")


def write(book: Book) -> None:
    """Fill the sheet; a column without any value is left out."""
    page, frame = book.pages["intensity"], _shown(book.result.intensity)
    columns = tuple(frame.columns)
    place = Layout(page.name, columns, _FIRST, len(frame))
    page.title(book.word("intensity_title"))
    page.heads(_HEADER_ROW, [named("columns", column, book.language) for column in columns])
    for row, record in enumerate(records(frame), start=_FIRST):
        page.put_row(row, place, {column: _cell(book, place, row, column, record) for column in columns})
    page.fit([place.position(column) for column in _FITTED if column in columns], least=10)
    page.sheet.freeze_panes(_FIRST, place.position("year") + 1)
    page.finish(place, book.word("page"), (0, _HEADER_ROW), a3=True)


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    filled = frame.notna() & (frame != "")
    first = ["area_name", "year", "basis"]
    others = [c for c in frame.columns if c not in (*first, "area") and bool(filled[c].any())]
    return frame[[*first, *others, "area"]]


def _cell(book: Book, place: Layout, row: int, column: str, record: Mapping[str, Any]) -> Cell:
    value = record[column]
    if is_missing(value):
        return None, {}
    if column == "basis":
        return _basis(str(value), book.language), {}
    if column in _WORDS:
        return named(_WORDS[column], value, book.language), styles.CENTRED
    if isinstance(value, str):
        return value, {"font_color": styles.HELPER, **styles.CENTRED} if column == "area" else {}
    text = _formula(book, place, row, column, record)
    usual = styles.PERCENT if column.endswith("_pct") else styles.NUMBER
    look: dict[str, object] = {"num_format": _FORMATS.get(column, usual)}
    if look["num_format"] == styles.PLAIN:
        look |= styles.CENTRED
    return (value if text is None else Formula(text, value)), look


def _formula(book: Book, place: Layout, row: int, column: str, record: Mapping[str, Any]) -> str | None:
    """Return the formula of a quotient, and of emissions that are a total of the inventory."""
    if column in _QUOTIENTS:
        part, whole = _QUOTIENTS[column]
        return f"{place.cell(part, row)}/{place.cell(whole, row)}"
    if column != "emissions_t" or record["basis"] not in [basis.id for basis in BASES]:
        return None
    detail = book.detail
    return sum_where(
        detail.range("co2e_t"),
        (detail.range("area"), place.cell("area", row)),
        (detail.range("year"), place.cell("year", row)),
        (detail.range(f"in_{record['basis']}"), "1"),
    )


def _basis(basis: str, language: Language) -> str:
    word = named("basis", basis.removesuffix(FIXED_SUFFIX), language)
    return f"{word} {named('intensity', 'fixed_factor', language)}" if basis.endswith(FIXED_SUFFIX) else word
