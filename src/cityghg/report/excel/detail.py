"""The sheet of rows: the inventory with parameters, live formulas and origins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from cityghg.base.labels import Language, label_file
from cityghg.codes import load_summary_rows
from cityghg.inventory.basis import BASES
from cityghg.inventory.joined import RESIDUAL, SUM
from cityghg.inventory.masses import Line
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.detail_cells import cells, worked_out
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.marks import level_columns
from cityghg.report.excel.page import records, width_of
from cityghg.report.excel.row_formulas import OWN_COPY, groups, parameter_column

_BANDS: Final[dict[str, tuple[str, ...]]] = {
    "what": ("area_name", "year", "sector_name", "source_name", "gas"),
    "activity": ("amount", "unit"),
    "parameters": ("scale",),
    "emissions": ("mass_t", "gwp", "co2e_t", "notation", "uncertainty_pct"),
    "trace": ("provenance", "children_reported", "records", "origin"),
    "kind": ("method", "factor", "library", "carried_from", "deposit_year", "counterpart", "scope",
             "memo_kind", "level"),
    "codes": ("area", "sector", "source", "ipcc", "gpc"),
    "formulas": ("missing", "has_number", "gas_column", *OWN_COPY.values(), "group", "whole_of"),
}  # fmt: skip
_HEADER_ROW: Final = 1
_PRINTED: Final = "origin"
_DEPOSITED: Final = "deposit_year"  # shown only where something was deposited
_WIDE: Final = {"amount": 15.0, "mass_t": 16.0, "co2e_t": 16.0, "scale": 10.0, "notation": 8.0}
_FITTED: Final = (
    "area_name", "sector_name", "source_name", "origin", "method", "factor", "library", "area", "sector",
    "source",
)  # fmt: skip


def bands(rows: pd.DataFrame, lines: Sequence[Line], language: Language) -> dict[str, tuple[str, ...]]:
    """Return the columns by the band they stand under."""
    found = [worked_out(lines, position) for position in rows["line"]]
    used = {name for resolution in found if resolution for name in resolution.parameters}
    known = [name for name in label_file("report")["parameters"] if name in used]
    parameters = [*known, *sorted(used - set(known))]
    parts = [c for c in rows.columns if c.startswith("part_of_")]
    kind = [c for c in _BANDS["kind"] if c != _DEPOSITED or rows[_DEPOSITED].notna().any()]
    marks = [*parts, *level_columns(load_summary_rows()), *(f"in_{basis.id}" for basis in BASES)]
    return {
        **_BANDS,
        "parameters": (*map(parameter_column, parameters), *_BANDS["parameters"]),
        "kind": tuple(kind),
        "formulas": (*_BANDS["formulas"], *marks),
    }


def layout(rows: pd.DataFrame, lines: Sequence[Line], sheet: str, language: Language) -> Layout:
    """Return where the columns stand."""
    columns = tuple(c for group in bands(rows, lines, language).values() for c in group)
    return Layout(sheet, columns, _HEADER_ROW + 1, len(rows))


def write(book: Book) -> None:
    """Fill the sheet."""
    page, place = book.pages["detail"], book.detail
    _write_heads(book)
    sides = [c for c in place.columns if c == "whole_of" or c.startswith("part_of_")]
    made = groups(book.rows, sides)
    for row, record in enumerate(records(book.rows), start=place.first):
        look = {"bg_color": styles.TOTAL} if record["provenance"] in (SUM, RESIDUAL) else {}
        page.put_row(row, place, cells(book, record, row, made.get(record["group"])), **look)
    page.fit([place.position(c) for c in _FITTED], least=8, most=44)
    page.fit([place.position(c) for c in place.columns if c.startswith(parameter_column(""))], least=12)
    page.fit([place.position(c) for c in place.columns if c.startswith("level_")], least=10, most=24)
    page.sheet.freeze_panes(place.first, place.position("gas") + 1)
    page.finish(place, book.word("page"), (0, _HEADER_ROW), a3=True)
    page.sheet.print_area(0, 0, place.last, place.position(_PRINTED))


def _write_heads(book: Book) -> None:
    page, place = book.pages["detail"], book.detail
    words = [_head(column, book.language) for column in place.columns]
    widths = [_WIDE.get(c, min(14.0, width_of(w) + 3)) for c, w in zip(place.columns, words, strict=True)]
    page.heads(_HEADER_ROW, words, widths)
    for band, columns in bands(book.rows, book.result.lines, book.language).items():
        first, last = place.span(columns)
        grey = {"font_color": styles.HELPER} if band in ("codes", "formulas") else {}
        style = page.styles.header(**grey)
        if first == last:
            page.sheet.write_string(0, first, book.word(f"bands.{band}"), style)
        else:
            page.sheet.merge_range(0, first, 0, last, "", style)
            page.sheet.write_string(0, first, book.word(f"bands.{band}"), style)


def _head(column: str, language: Language) -> str:
    kind, _, name = column.partition(".")
    if kind == "parameter":
        return named("parameters", name, language)
    stem, _, number = column.rpartition("_")
    if stem in ("level", "part_of"):
        return head({"level": "summary_level"}.get(stem, stem), language, number=number)
    if column.startswith("in_"):
        return named("basis", column.removeprefix("in_"), language)
    return head(column, language)
