"""The first sheet of the form: how to fill it in."""

from __future__ import annotations

from typing import Any, Final

from cityghg.base.notation import KEYS
from cityghg.report.excel.page import lines_of
from cityghg.report.excel.styles import Styles
from cityghg.report.template.form import Form
from cityghg.report.template.indicators import SHEET as INDICATORS

SHEET: Final = "instructions"
_NARROW, _WIDE = 20, 96
_LINE: Final = 17


def write(sheet: Any, styles: Styles, form: Form) -> None:
    """Fill the sheet."""
    text = styles.bare(text_wrap=True)
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(1, 1, _WIDE)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    title = form.word("instructions.title", place=form.place, year=form.year)
    sheet.write_string(0, 0, " ".join(title.split()), styles.title())
    sheet.write_string(1, 0, form.word("instructions.mark"), styles.bare())
    steps = form.word("instructions.steps").split("\n")
    keys = [(form.word(f"keys.{key}"), form.word(f"keys.{key}.help")) for key in ("zero", *KEYS)]
    names = [*(domain.id for domain in form.domains), INDICATORS]
    sheets = [(form.word(f"sheets.{name}"), form.word(f"sheets.{name}.help")) for name in names]
    row = 3
    row = _section(sheet, styles, row, form.word("instructions.how"))
    for number, step in enumerate(steps, start=1):
        row = _pair(sheet, row, str(number), step, (styles.bare(align="center"), text))
    row = _section(sheet, styles, row + 1, form.word("instructions.keys"))
    for key, meaning in keys:
        row = _pair(sheet, row, key, meaning, (styles.bare(bold=True, align="center"), text))
    row = _section(sheet, styles, row + 1, form.word("instructions.sheets"))
    for name, what in sheets:
        row = _pair(sheet, row, name, what, (styles.bare(font_color="#0563C1"), text), link=name)
    row = _section(sheet, styles, row + 1, form.word("instructions.units"))
    _pair(sheet, row, "", form.word("instructions.units_text"), (text, text))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _section(sheet: Any, styles: Styles, row: int, text: str) -> int:
    sheet.set_row(row, 20)
    sheet.write_string(row, 0, text, styles.section())
    sheet.write_blank(row, 1, None, styles.section())
    return row + 1


def _pair(sheet: Any, row: int, left: str, right: str, looks: tuple[Any, Any], link: str = "") -> int:
    if link:
        sheet.write_url(row, 0, f"internal:'{link}'!A1", looks[0], left)
    else:
        sheet.write_string(row, 0, left, looks[0])
    sheet.write_string(row, 1, right, looks[1])
    sheet.set_row(row, _LINE * lines_of(right, _WIDE))
    return row + 1
