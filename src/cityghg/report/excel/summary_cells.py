"""The cells of a row of the summary: sums over the sheet of rows, the share, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cityghg.codes import load_summary_rows
from cityghg.inventory.summary import WITHOUT_LUCF
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book
from cityghg.report.excel.layout import Layout, constant, sum_where
from cityghg.report.excel.page import Cell, Formula, is_missing

TOTAL: Final = "total_co2e_t"
MASSES: Final = ("co2_t", "ch4_t", "n2o_t")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """A row of the form. It adds up the inventory rows that carry its label, or a 1, in `mark`."""

    id: str
    label: str
    mark: str
    by_label: bool
    shared: bool
    indent: int
    look: dict[str, object]


@dataclass(frozen=True)
class Form:
    """The sheet in the making; `found` holds the summary by area, year and row."""

    book: Book
    place: Layout
    items: tuple[Item, ...]
    found: Mapping[tuple[str, int, str], Values]

    @cached_property
    def scale(self) -> float:
        return self.book.mass_unit()[1]


def cells(form: Form, item: Item, row: int, keys: Values) -> dict[str, Cell]:
    """Return the cell of each column; `keys` has the area, its name, the year and the label of the row."""
    values = form.found.get((keys["area"], keys["year"], item.id), {})
    whole = form.found.get((keys["area"], keys["year"], WITHOUT_LUCF), {}).get(TOTAL)
    found: dict[str, Cell] = {
        "area_name": (keys["area_name"], {}),
        "year": (keys["year"], {"num_format": styles.PLAIN, **styles.CENTRED}),
        "row": (keys["row"], {"indent": item.indent}),
        "area": (keys["area"], {"font_color": styles.HELPER, **styles.CENTRED}),
        "share": _share(form, row, values.get(TOTAL), whole) if item.shared else (None, {}),
        "missing": _missing(form, item, row, values.get("missing")),
    }
    for column in form.place.columns:
        if column not in found:
            found[column] = _amount(form, item, row, column, values.get(column))
    return {column: (value, {**item.look, **look}) for column, (value, look) in found.items()}


def _amount(form: Form, item: Item, row: int, column: str, value: Any) -> Cell:
    if is_missing(value):
        told = item.by_label or column == TOTAL  # a basis has no totals by gas
        return form.book.word("no_data") if told else None, {"align": "right"}
    detail = form.book.detail
    criteria = _criteria(form, item, row)
    if column != TOTAL:
        criteria.append((detail.range("gas_column"), constant(column)))
    values = detail.range("mass_t" if column in MASSES else "co2e_t")
    formula = f"{sum_where(values, *criteria)}/{form.scale:.15g}"
    return Formula(formula, value / form.scale), {"num_format": styles.NUMBER}


def _missing(form: Form, item: Item, row: int, value: Any) -> Cell:
    if is_missing(value):
        return None, {}
    formula = sum_where(form.book.detail.range("missing"), *_criteria(form, item, row))
    return Formula(formula, value), {**styles.CENTRED, **({"bg_color": styles.GAP} if value else {})}


def _criteria(form: Form, item: Item, row: int) -> list[tuple[str, str]]:
    detail, cell = form.book.detail, form.place.cell
    return [
        (detail.range("area"), cell("area", row)),
        (detail.range("year"), cell("year", row)),
        (detail.range(item.mark), cell("row", row) if item.by_label else "1"),
    ]


def _share(form: Form, row: int, value: Any, whole: Any) -> Cell:
    """Return the share in the total without land use."""
    if is_missing(value) or is_missing(whole) or not whole:
        return None, {}
    place = form.place

    def within(column: str) -> str:
        return place.range(column, outside=False)

    of = sum_where(
        within(TOTAL),
        *((within(column), place.cell(column, row)) for column in ("area", "year")),
        (within("row"), constant(load_summary_rows()[WITHOUT_LUCF].name(form.book.language))),
    )
    return Formula(f"{place.cell(TOTAL, row)}/{of}", value / whole), {"num_format": styles.SHARE}
