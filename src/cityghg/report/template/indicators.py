"""The sheet of GDP, population and what else carbon intensity is set against."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from cityghg.intensity.reading.headings import read_heading
from cityghg.intensity.reading.vocabulary import CURRENT, indicator_columns
from cityghg.report.excel.page import is_missing
from cityghg.report.excel.styles import HELPER, Styles
from cityghg.report.template import lists
from cityghg.report.template.form import Form
from cityghg.report.template.sheet import HEAD_ROW
from cityghg.units import load_units

SHEET: Final = "indicators"
_KEYS: Final = ("area", "year")
_VALUES: Final = (
    "gdp", "gdp_prices", "gdp_index", "population", "energy_tce", "energy_basis", "tertiary_share"
)  # fmt: skip
COLUMNS: Final = (*_KEYS, *_VALUES)
_READ_AS: Final = {"gdp": "gdp_10k_yuan"}
_CHOICES: Final = {"gdp_prices": lists.PRICES, "energy_basis": lists.ENERGY_BASES}
_GREY: Final = {"bg_color": "#F2F2F2", "font_color": HELPER}
_BLANK_ROWS, _WIDTH, _WIDEST = 100, 18, 24
_WIDE: Final = ("area", "gdp_index", "energy_tce")
_DIGITS: Final = 12


def heading(form: Form, column: str) -> str:
    """Return the heading of a column; it states the unit."""
    return form.word(f"{'columns' if column in _KEYS else 'indicators'}.{column}")


def write(sheet: Any, styles: Styles, form: Form) -> None:
    """Fill the sheet: for each area a row of the year before, where it is known, and one to fill in."""
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, form.title(SHEET), styles.title())
    sheet.set_row(1, 30)
    hint = form.word("indicators_hint")
    sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, hint, styles.bare(text_wrap=True, font_color="#595959"))
    sheet.set_row(HEAD_ROW, 33)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, _WIDEST if column in _WIDE else _WIDTH)
        sheet.write_string(HEAD_ROW, at, heading(form, column), styles.header())
    row = HEAD_ROW + 1
    for code, name in form.areas.items():
        known = _known(form.indicators, code)
        if known is not None:
            _write_known(sheet, styles, form, row, name, known)
            row += 1
        sheet.write_string(row, 0, name, styles())
        sheet.write_number(row, 1, form.year, styles(align="center"))
        for at in range(len(_KEYS), len(COLUMNS)):
            sheet.write_blank(row, at, None, styles())
        row += 1
    _rules(sheet, form, row + _BLANK_ROWS)
    sheet.freeze_panes(HEAD_ROW + 1, len(_KEYS))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _known(indicators: pd.DataFrame | None, code: str) -> dict[str, Any] | None:
    if indicators is None:
        return None
    rows = indicators[indicators["area"] == code].to_dict("records")
    return {str(key): value for key, value in rows[0].items()} if rows else None


def _write_known(sheet: Any, styles: Styles, form: Form, row: int, name: str, known: dict[str, Any]) -> None:
    grey = styles(**_GREY)
    sheet.write_string(row, 0, name, grey)
    sheet.write_number(row, 1, form.year - 1, styles(align="center", **_GREY))
    for at, column in enumerate(_VALUES, start=len(_KEYS)):
        value = known[_READ_AS.get(column, column)]
        if is_missing(value):
            sheet.write_blank(row, at, None, grey)
        elif isinstance(value, str):
            sheet.write_string(row, at, _spelt(form, column, value), grey)
        else:
            sheet.write_number(row, at, _in_unit(form, column, float(value)), grey)


def _spelt(form: Form, column: str, value: str) -> str:
    if column == "energy_basis":
        return form.word(f"energy_bases.{value}")
    return form.word("prices.current") if value == CURRENT else form.word("prices.constant", year=value)


def _in_unit(form: Form, column: str, value: float) -> float:
    """Convert a value as it was read into the unit of its heading, without the dust of the division."""
    found = read_heading(heading(form, column), indicator_columns(), load_units())
    factor = found.factor if found is not None and found.factor is not None else 1.0
    return float(f"{value / factor:.{_DIGITS}g}")


def _rules(sheet: Any, form: Form, last: int) -> None:
    first = HEAD_ROW + 1
    refused = {"error_title": form.word("refuse.title")}
    pick = {**refused, "error_message": form.word("refuse.list"), "validate": "list"}
    above_zero = {"validate": "decimal", "criteria": ">", "value": 0}
    number = {**refused, "error_message": form.word("refuse.number"), **above_zero}
    if form.areas:
        sheet.data_validation(first, 0, last, 0, {**pick, "source": f"={lists.AREAS}"})
    for at, column in enumerate(_VALUES, start=len(_KEYS)):
        rule: dict[str, Any] = number
        if column in _CHOICES:
            # Prices of another year are as good as those of the list.
            rule = {**pick, "source": f"={_CHOICES[column]}", "show_error": column != "gdp_prices"}
        sheet.data_validation(first, at, last, at, rule)
