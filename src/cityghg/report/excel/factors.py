"""The sheet of factors: every value used with its source; at the foot constants and GWPs."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from cityghg.base.labels import Language
from cityghg.codes import CodeList
from cityghg.factors.load import load_constants
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.layout import Layout, quoted
from cityghg.report.excel.page import Page, records
from cityghg.report.result import Result
from cityghg.report.tables import factors_used_table

_FIRST: Final = 2
_GAP_ROWS: Final = 2  # a blank row and the title of what follows
_WRAPPED: Final = {"document": 52.0, "at": 40.0, "note": 40.0}
_COLUMNS: Final = (
    "source", "gas", "parameter", "value", "unit", "library", "document", "at", "status", "publisher",
    "published", "year", "region", "sector", "variant", "carried_from", "substitute_for",
    "uncertainty_pct", "note", "factor", "file", "line",
)  # fmt: skip
_LOOK: Final[dict[str, dict[str, object]]] = {
    **{name: {"text_wrap": True} for name in _WRAPPED},
    **dict.fromkeys(("unit", "published", "year", "carried_from"), styles.CENTRED),
}
_PRINTED: Final = "status"
_VALUE: Final = _COLUMNS.index("value")


def constant_cells(sheet: str, rows: int) -> dict[str, str]:
    """Return the absolute cell of each constant, below a table of `rows` factors."""
    return _cells(sheet, list(load_constants().constants), _first_constant(rows))


def gwp_cells(sheet: str, rows: int, gases: list[str]) -> dict[str, str]:
    """Return the absolute cell of each GWP, below the constants."""
    return _cells(sheet, gases, _first_gwp(rows))


def gases_used(result: Result) -> list[str]:
    """Return the gases of the inventory that have a GWP."""
    return sorted(set(result.table["gas"]) & set(result.world.gwps))


def used(result: Result, language: Language) -> pd.DataFrame:
    """Return the factors used, with words for people in place of codes."""
    frame = factors_used_table(result, language).frame
    world = result.world

    def name(codes: CodeList[Any], code: str) -> str:
        return codes[code].name(language) if code in codes else code

    return frame.assign(
        source=frame["source"].map(lambda code: name(world.sources, code)),
        sector=frame["sector"].map(lambda code: name(world.sectors, code)),
        region=frame["region"].map(lambda code: world.areas[code].name if code in world.areas else code),
        substitute_for=frame["substitute_for"].map(lambda code: name(world.sources, code)),
        parameter=frame["parameter"].map(lambda code: named("parameters", code, language)),
        status=frame["status"].map(lambda code: named("status", code, language)),
    )[list(_COLUMNS)]


def write(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["factors"]
    frame = used(book.result, book.language)
    place = Layout(page.name, _COLUMNS, _FIRST, len(frame))
    page.title(book.word("factors_title"))
    page.heads(_FIRST - 1, [_head(c, book.language) for c in _COLUMNS])
    for row, record in enumerate(records(frame), start=_FIRST):
        _write_row(page, row, **record)
    _write_constants(book, _first_constant(len(frame)))
    _write_gwps(book, _first_gwp(len(frame)))
    page.fit([i for i, c in enumerate(_COLUMNS) if c not in _WRAPPED], least=8, most=34)
    for column, width in _WRAPPED.items():
        page.sheet.set_column(place.position(column), place.position(column), width)
    page.sheet.freeze_panes(_FIRST, _VALUE)
    page.finish(place, book.word("page"), (1, 1), a3=True)
    last = _first_gwp(len(frame)) + len(gases_used(book.result))
    page.sheet.print_area(0, 0, last, place.position(_PRINTED))


def _write_constants(book: Book, first: int) -> None:
    page, file = book.pages["factors"], load_constants()
    page.sheet.write_string(first - 1, 0, book.word("constants"), page.styles.section())
    for row, (name, constant) in enumerate(file.constants.items(), start=first):
        document = file.sources[constant.source]
        _write_row(
            page, row, parameter=named("constants", name, book.language), value=constant.number,
            unit=constant.unit, document=document.title, publisher=document.publisher,
            published=document.year, at=constant.at,
        )  # fmt: skip


def _write_gwps(book: Book, first: int) -> None:
    page, world = book.pages["factors"], book.result.world
    page.sheet.write_string(first - 1, 0, book.word("gwps", gwp=world.gwp_set), page.styles.section())
    for row, gas in enumerate(gases_used(book.result), start=first):
        by_definition = world.gwps[gas] == 1
        document = book.word("gwp_co2") if by_definition else book.word("gwp_source", gwp=world.gwp_set)
        _write_row(
            page,
            row,
            gas=gas,
            parameter="GWP",
            value=world.gwps[gas],
            unit=f"tCO2e/t{gas}",
            document=document,
        )


def _write_row(page: Page, row: int, **values: object) -> None:
    for column, name in enumerate(_COLUMNS):
        page.put(row, column, values.get(name), page.styles.cell(_LOOK.get(name, {})))
    page.stretch(row, [(values.get(name), width) for name, width in _WRAPPED.items()])


def _head(column: str, language: Language) -> str:
    names = {"source": "source_name", "sector": "sector_name"}
    return head(names.get(column, column), language)


def _first_constant(rows: int) -> int:
    return _FIRST + max(rows, 1) + _GAP_ROWS


def _first_gwp(rows: int) -> int:
    return _first_constant(rows) + len(load_constants().constants) + _GAP_ROWS


def _cells(sheet: str, names: list[str], first: int) -> dict[str, str]:
    return {
        name: f"{quoted(sheet)}!{xl_rowcol_to_cell(row, _VALUE, row_abs=True, col_abs=True)}"
        for row, name in enumerate(names, start=first)
    }
