"""The sheet of a table as it is: headings for people, codes as words, numbers in the format of their unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.report.excel import styles
from cityghg.report.excel.book import Assessed, basis_word, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Cell, Formula, is_missing, records

Formulas = Callable[[Layout, int, str, Mapping[str, Any]], str | None]
"""From place, row, column and the row's values to a formula, or None for a plain value."""

_HEADER_ROW, _FIRST = 1, 2
_LEADING: Final = ("area_name", "year", "basis")
_TRAILING: Final = ("area",)
_FITTED_LEAST: Final = 10
_FORMATS: Final = {
    "year": styles.PLAIN, "population": styles.INTEGER, "intensity_t_per_10k_yuan": styles.FOUR,
    "energy_intensity_tce_per_10k_yuan": styles.FOUR, "price_bridge": styles.FOUR,
    "areas": styles.PLAIN, "years_known": styles.PLAIN, "years_since_peak": styles.PLAIN,
    "rank_intensity": styles.PLAIN, "rank_total": styles.PLAIN,
}  # fmt: skip
_ENDS: Final = {"_pct": styles.PERCENT, "_points": styles.PERCENT, "_p": styles.FOUR, "_year": styles.PLAIN}
# Other columns of codes go by labels of their own name.
_WORDS: Final = {"level": "levels", "class_untested": "class"}


def write(sheet: Assessed, formula: Formulas | None = None, title: str | None = None) -> Layout:
    """Fill the sheet, by default titled by its name, and say where its columns and rows are.

    A column without any value is left out.
    """
    page, frame = sheet.page, _shown(sheet.frame)
    columns = tuple(frame.columns)
    place = Layout(page.name, columns, _FIRST, len(frame))
    page.title(title or page.name)
    page.heads(_HEADER_ROW, [named("columns", column, sheet.language) for column in columns])
    for row, record in enumerate(records(frame), start=_FIRST):
        page.put_row(row, place, {c: _cell(sheet, place, row, c, record, formula) for c in columns})
    texts = [c for c in columns if c in _LEADING or frame[c].map(lambda v: isinstance(v, str)).any()]
    page.fit([place.position(c) for c in texts if c != "year"], least=_FITTED_LEAST)
    leading = [place.position(c) for c in _LEADING if c in columns]
    page.sheet.freeze_panes(_FIRST, min(max(leading, default=0), 1) + 1)
    page.finish(place, sheet.word("page"), (0, _HEADER_ROW), a3=True)
    return place


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    filled = frame.notna() & (frame != "")
    first = [column for column in _LEADING if column in frame.columns]
    last = [column for column in _TRAILING if column in frame.columns]
    others = [c for c in frame.columns if c not in (*first, *last) and bool(filled[c].any())]
    return frame[[*first, *others, *last]]


def _cell(
    sheet: Assessed, place: Layout, row: int, column: str, record: Mapping[str, Any], formula: Formulas | None
) -> Cell:
    value = record[column]
    if is_missing(value):
        return None, {}
    if isinstance(value, str):
        return _text(value, column, sheet.language)
    text = formula(place, row, column, record) if formula else None
    return (value if text is None else Formula(text, value)), _look(column)


def _text(value: str, column: str, language: Language) -> Cell:
    if column == "basis":
        return basis_word(value, language), {}
    if column in _TRAILING:
        return value, {"font_color": styles.HELPER, **styles.CENTRED}
    word = named(_WORDS.get(column, column), value, language)
    return word, {} if column == "area_name" else styles.CENTRED


def _look(column: str) -> dict[str, object]:
    by_end = (shape for end, shape in _ENDS.items() if column.endswith(end))
    shape = _FORMATS.get(column) or next(by_end, styles.NUMBER)
    return {"num_format": shape} | (styles.CENTRED if shape == styles.PLAIN else {})
