"""The first sheet of an annotated copy: every problem, with links to its cells."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from cityghg.activity.sheet import address
from cityghg.report.annotated.words import COLOURS, WIDTHS, Listing, Row
from cityghg.report.excel.layout import quoted
from cityghg.report.excel.page import lines_of

_LINE_HEIGHT: Final = 16
_SIDE: Final = Side(style="thin", color="BFBFBF")
_EDGE: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEAD: Final = PatternFill("solid", fgColor="D6E4F0")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_CENTRED: Final = Alignment(horizontal="center", vertical="top")
_BLUE: Final = "0563C1"
_SEVERITY, _CELL = 2, 4  # columns


def add_list(book: Any, name: str, found: Listing, font: str) -> None:
    """Put the list in front of the workbook and show it when the workbook is opened."""
    sheet = book.create_sheet(name, 0)
    for page in book.worksheets:
        page.sheet_view.tabSelected = page is sheet
    book.active = 0
    plain, bold = Font(name=font, size=10), Font(name=font, size=10, bold=True)
    link = Font(name=font, size=10, color=_BLUE, underline="single")
    _text(sheet, 1, 1, found.title, Font(name=font, size=14, bold=True))
    for row, line in enumerate(found.lines, start=2):
        _text(sheet, row, 1, line, plain).alignment = _WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
        sheet.row_dimensions[row].height = _LINE_HEIGHT * lines_of(line, sum(WIDTHS))
    heads = len(found.lines) + 2
    for column, text in enumerate(found.heads, start=1):
        cell = _text(sheet, heads, column, text, bold)
        cell.fill, cell.border, cell.alignment = _HEAD, _EDGE, _CENTRED
    for row, one in enumerate(found.rows, start=heads + 1):
        _write_row(sheet, row, one, plain, link)
    if found.more:
        _text(sheet, heads + len(found.rows) + 1, 1, found.more, plain)
    _arrange(sheet, heads, len(found.rows))


def _write_row(sheet: Any, row: int, one: Row, plain: Font, link: Font) -> None:
    for column, text in enumerate(one.texts, start=1):
        cell = _text(sheet, row, column, text, plain)
        cell.border, cell.alignment = _EDGE, _WRAPPED if column > _CELL else _CENTRED
    sheet.cell(row, _SEVERITY).fill = PatternFill("solid", fgColor=COLOURS[one.severity])
    if one.target is not None:
        at = sheet.cell(row, _CELL if one.texts[_CELL - 1] else _CELL - 1)
        name, cell = one.target
        at.hyperlink = Hyperlink(ref=at.coordinate, location=f"{quoted(name)}!{cell}")
        at.font = link
    heights = (lines_of(text, width) for text, width in zip(one.texts, WIDTHS, strict=True))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(heights)


def _arrange(sheet: Any, heads: int, rows: int) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.column_dimensions[address(0, column)[:-1]].width = width
    sheet.freeze_panes = f"A{heads + 1}"
    sheet.auto_filter.ref = f"A{heads}:{address(heads + rows - 1, len(WIDTHS) - 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{heads}:{heads}"


def _text(sheet: Any, row: int, column: int, text: str, font: Font) -> Any:
    cell = sheet.cell(row, column)
    cell.value, cell.font = text, font
    cell.data_type = "s"
    return cell
