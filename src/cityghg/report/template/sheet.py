"""A sheet of the form: headings, rules for what may be written, the rows of the year before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from cityghg.report.excel.styles import HELPER, Styles, with_unit
from cityghg.report.template import lists
from cityghg.report.template.domains import Domain
from cityghg.report.template.form import Form, Row, counterpart_name

HEAD_ROW: Final = 2  # below the title and the hint; rows count from 0
CHANGE_PCT: Final = 30  # against the year before, beyond which an amount is to be looked at
_BLANK_ROWS: Final = 500
_SPACE_BEFORE: Final = {"bg_color": "#F2F2F2", "font_color": HELPER}
_WAITING, _DOUBTFUL = "#FFF9DB", "#FFC266"
_WIDTHS: Final = {
    "area": 16, "sector": 36, "source": 26, "amount": 14, "unit": 12, "counterpart": 16, "previous": 18,
    "reporter": 22, "uncertainty_pct": 14, "note": 36,
}  # fmt: skip
_HINT_HEIGHT: Final = 46


def columns_of(domain: Domain) -> tuple[str, ...]:
    """Return the columns of a sheet; the year stands in the title."""
    border = ("counterpart",) if domain.counterpart else ()
    keys = ("area", "sector", "source", "amount", "unit", "previous")
    return (*keys, *border, "reporter", "uncertainty_pct", "note")


def heading(form: Form, domain: Domain, column: str) -> str:
    """Return the heading of a column in the form's language."""
    if column == "source":
        known = ("fuel", "power", "process")
        return form.word(f"source_of.{domain.id if domain.id in known else 'other'}")
    return form.word(f"columns.{column}")


def write(sheet: Any, styles: Styles, form: Form, domain: Domain) -> None:
    """Fill the sheet of a domain."""
    columns = columns_of(domain)
    sheet.set_row(0, 26, styles.bare())
    sheet.write_string(0, 0, form.title(domain.id), styles.title())
    sheet.set_row(1, _HINT_HEIGHT)
    hint = form.word("hint", change=CHANGE_PCT)
    sheet.merge_range(1, 0, 1, len(columns) - 1, hint, styles.bare(text_wrap=True, font_color="#595959"))
    sheet.set_row(HEAD_ROW, 24)
    for at, column in enumerate(columns):
        grey = _SPACE_BEFORE if column == "previous" else {}
        sheet.set_column(at, at, _WIDTHS[column], styles.bare(valign="vcenter", **grey))
        sheet.write_string(HEAD_ROW, at, heading(form, domain, column), styles.header(**grey))
    rows = form.previous.get(domain.id, ())
    for row, one in enumerate(rows, start=HEAD_ROW + 1):
        _write_previous(sheet, styles, form, columns, row, one)
    last = HEAD_ROW + len(rows) + _BLANK_ROWS
    _rules(sheet, form, domain, columns, last)
    _marks(sheet, styles, columns, last)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _write_previous(
    sheet: Any, styles: Styles, form: Form, columns: tuple[str, ...], row: int, one: Row
) -> None:
    language = form.language
    texts = {
        "area": form.area_name(one.area),
        "sector": form.sectors[one.sector].name(language),
        "source": one.source.name(language),
        "unit": one.unit,
        "counterpart": counterpart_name(one.counterpart, form.areas),
    }
    for column, text in texts.items():
        if column in columns and text:
            sheet.write_string(row, columns.index(column), text, styles())
    sheet.write_blank(row, columns.index("amount"), None, styles())
    at = columns.index("previous")
    if isinstance(one.amount, Decimal):
        look = styles(num_format=with_unit(one.unit), **_SPACE_BEFORE)
        sheet.write_number(row, at, float(one.amount), look)
    else:
        sheet.write_string(row, at, one.amount, styles(align="right", **_SPACE_BEFORE))


def _rules(sheet: Any, form: Form, domain: Domain, columns: tuple[str, ...], last: int) -> None:
    first = HEAD_ROW + 1

    def cell(column: str) -> str:
        return f"${chr(ord('A') + columns.index(column))}{first + 1}"

    def rule(column: str, error: str, **what: object) -> None:
        at = columns.index(column)
        said = {"error_title": form.word("refuse.title"), "error_message": form.word(f"refuse.{error}")}
        sheet.data_validation(first, at, last, at, {**what, **said})

    if form.areas:
        rule("area", "list", validate="list", source=f"={lists.AREAS}")
    rule("sector", "list", validate="list", source=f"={domain.id}_sectors")
    rule("source", "list", validate="list", source=lists.sources_for(domain, cell("sector")))
    rule("unit", "list", validate="list", source=lists.units_for(domain, cell("source")))
    amount = lists.is_amount(domain, cell("amount"), cell("source"))
    rule("amount", "amount", validate="custom", value=amount)


def _marks(sheet: Any, styles: Styles, columns: tuple[str, ...], last: int) -> None:
    """Colour amounts that wait to be filled in, and those far from the year before."""
    at = columns.index("amount")
    first = HEAD_ROW + 1
    amount, source, before = (
        f"${chr(ord('A') + columns.index(name))}{first + 1}" for name in ("amount", "source", "previous")
    )
    far = f"=AND(ISNUMBER({amount}),ISNUMBER({before}),ABS({amount}-{before})>ABS({before})*{CHANGE_PCT}%)"
    waiting = f'=AND({source}<>"",{amount}="")'
    for criteria, colour in ((waiting, _WAITING), (far, _DOUBTFUL)):
        look = styles.bare(bg_color=colour)
        sheet.conditional_format(
            first, at, last, at, {"type": "formula", "criteria": criteria, "format": look}
        )
