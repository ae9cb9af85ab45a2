"""The form as a workbook: instructions, a sheet for each domain, indicators, and hidden lists."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from cityghg.report.excel.styles import Styles, default_format
from cityghg.report.manifest import PROGRAM
from cityghg.report.template import indicators, instructions, sheet
from cityghg.report.template.form import Form
from cityghg.report.template.lists import Lists

# The same form gives the same bytes, so the time of writing must not be in them.
_CREATED: Final = datetime(2000, 1, 1)
_NEVER_GUESS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(form: Form, path: Path) -> None:
    """Write the workbook. Raises `xlsxwriter.exceptions.FileCreateError` where the file cannot be written."""
    options = {**_NEVER_GUESS, "default_format_properties": default_format(form.language)}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        title = form.word("instructions.title", place=form.place, year=form.year)
        workbook.set_properties({"title": title, "author": PROGRAM, "created": _CREATED})
        styles = Styles(workbook)
        instructions.write(workbook.add_worksheet(form.word("sheets.instructions")), styles, form)
        for domain in form.domains:
            sheet.write(workbook.add_worksheet(form.word(f"sheets.{domain.id}")), styles, form, domain)
        page = workbook.add_worksheet(form.word(f"sheets.{indicators.SHEET}"))
        indicators.write(page, styles, form)
        hidden = workbook.add_worksheet(form.word("sheets.lists"))
        Lists(workbook, hidden, form)
        hidden.very_hidden()
