"""The sheet of drivers: a row a comparison, a column a driver, the check as a formula, and a chart."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from cityghg.intensity.drivers.rows import CHANGE, TOTAL
from cityghg.intensity.drivers.spans import YEARLY
from cityghg.report.excel import styles
from cityghg.report.excel.book import Assessed, basis_word, head, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Cell, Formula, is_missing, records
from cityghg.report.wide import PART, drivers_of, part_names, wide

_HEADER_ROW, _FIRST = 1, 2
_CHECK: Final = "check"
_TEXTS: Final = ("area_name", "basis", "model", "span", "detail", PART)
_CHART: Final = {"width": 900, "height": 380}


def write(sheet: Assessed) -> None:
    """Fill the sheet. The chart shows the yearly effects of the first area, such as the city."""
    page, frame = sheet.page, sheet.frame
    drivers = drivers_of(frame)
    table = _named(wide(frame), frame, sheet)
    columns = ("area_name", PART, "model", "span", "from_year", "to_year", "before_t", *drivers, "after_t",
               CHANGE, _CHECK, "detail", "basis", "area")  # fmt: skip
    place = Layout(page.name, columns, _FIRST, len(table))
    page.title(sheet.word("drivers_title"))
    page.heads(_HEADER_ROW, [_heading(sheet, column, drivers) for column in columns])
    for row, record in enumerate(records(table), start=_FIRST):
        page.put_row(row, place, {column: _cell(sheet, place, row, column, record) for column in columns})
    page.fit([place.position(column) for column in _TEXTS], least=10)
    page.sheet.freeze_panes(_FIRST, place.position(PART) + 1)
    page.finish(place, sheet.word("page"), (0, _HEADER_ROW), a3=True)
    _chart(sheet, place, table, drivers)


def _named(table: pd.DataFrame, frame: pd.DataFrame, sheet: Assessed) -> pd.DataFrame:
    table[PART] = part_names(table, frame, sheet.language)
    table[_CHECK] = 0.0
    return table


def _heading(sheet: Assessed, column: str, drivers: list[str]) -> str:
    if column in (*drivers, CHANGE):
        return named("driver", column, sheet.language)
    if column in (PART, _CHECK):
        return sheet.word(f"drivers_{column}")
    return head(column, sheet.language)


def _cell(sheet: Assessed, place: Layout, row: int, column: str, record: dict[str, Any]) -> Cell:
    value = record[column]
    if column == _CHECK:
        first, last = (
            place.columns[place.position("before_t") + 1],
            place.columns[place.position("after_t") - 1],
        )
        effects = f"SUM({place.cell(first, row)}:{place.cell(last, row)})"
        text = f"ROUND({place.cell('after_t', row)}-{place.cell('before_t', row)}-{effects},3)"
        return Formula(text, 0.0), {"num_format": styles.NUMBER, "font_color": styles.HELPER}
    if is_missing(value):
        return None, {}
    if column == "basis":
        return basis_word(str(value), sheet.language), {}
    if column in ("model", "span", "detail"):
        return named(column, value, sheet.language), styles.CENTRED
    if column in ("from_year", "to_year"):
        return value, {"num_format": styles.PLAIN, **styles.CENTRED}
    if isinstance(value, str):
        return value, {"font_color": styles.HELPER, **styles.CENTRED} if column == "area" else {}
    return value, {"num_format": styles.INTEGER}


def _chart(sheet: Assessed, place: Layout, table: pd.DataFrame, drivers: list[str]) -> None:
    """Put stacked columns of the yearly effects of the first area and model beside the table."""
    first = table.iloc[0]
    chosen = (table["area"] == first["area"]) & (table["model"] == first["model"])
    rows = table.index[chosen & (table["span"] == YEARLY) & (table["detail"] == TOTAL)]
    if len(rows) < 2:
        return
    chart = sheet.page.styles.stacked_columns()
    top, bottom = _FIRST + int(rows[0]), _FIRST + int(rows[-1])
    years = [place.sheet, top, place.position("to_year"), bottom, place.position("to_year")]
    for driver in drivers:
        if table.loc[rows, driver].notna().any():
            column = place.position(driver)
            chart.add_series({
                "name": named("driver", driver, sheet.language), "categories": years,
                "values": [place.sheet, top, column, bottom, column], "gap": 60,
            })  # fmt: skip
    chart.set_title({"name": sheet.word("drivers_chart", area=first["area_name"])})
    chart.set_size(_CHART)
    sheet.page.sheet.insert_chart(_FIRST, len(place.columns) + 1, chart)
