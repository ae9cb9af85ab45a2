"""The sheet of areas side by side: for each basis a row an area and a column a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from cityghg.inventory.basis import BASES, Basis
from cityghg.inventory.joined import RESIDUAL, residual_code
from cityghg.report.excel import styles
from cityghg.report.excel.area_order import Placed, in_order
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.layout import Layout, sum_where
from cityghg.report.excel.page import Cell, Formula, records
from cityghg.report.tables import area_names

_HEADER_ROW, _FIRST = 1, 2
_NEAR: Final = 1e-9
_WIDTHS: Final = {"area_name": 28.0, "basis": 30.0, "area": 16.0}
_WIDTH: Final = 14.0


@dataclass(frozen=True)
class Section:
    """The rows of one basis: `place` is where they stand, `values` in tonnes by area and year."""

    basis: Basis
    areas: Sequence[Placed]
    place: Layout
    values: Mapping[tuple[str, int], float]
    gaps: frozenset[tuple[str, int]]

    def cell(self, area: Placed, year: int) -> str:
        return self.place.cell(str(year), self.place.first + self.areas.index(area))


def write(book: Book) -> None:
    """Fill the sheet: a section for each basis that has a total."""
    page, result = book.pages["areas"], book.result
    areas, years = in_order(result), sorted(int(y) for y in result.table["year"].unique())
    codes = pd.Series([area.code for area in areas], dtype=object)
    names = dict(zip(codes, area_names(result, codes, book.language), strict=True))
    columns = ("area_name", "basis", *map(str, years), "area")
    unit, _ = book.mass_unit()
    page.title(book.word("areas_title", unit=unit, gwp=result.world.gwp_set))
    words = [c if c.isdigit() else head(c, book.language) for c in columns]
    page.heads(_HEADER_ROW, words, [_WIDTHS.get(c, _WIDTH) for c in columns])
    row = _FIRST
    for basis in BASES:
        values = _values(book, basis)
        if not values:
            continue
        shown = [
            a for a in areas if a.code in result.world.areas or any((a.code, y) in values for y in years)
        ]
        place = Layout(page.name, columns, row, len(shown))
        section = Section(basis, shown, place, values, _gaps(book, basis))
        for area in shown:
            look = {} if area.depth else {"bold": True, "bg_color": styles.TOTAL, "top": 2}
            page.put_row(row, place, _cells(book, section, area, names[area.code]), **look)
            row += 1
    page.sheet.freeze_panes(_FIRST, 2)
    page.finish(Layout(page.name, columns, _FIRST, row - _FIRST), book.word("page"), (0, _HEADER_ROW))


def _values(book: Book, basis: Basis) -> dict[tuple[str, int], float]:
    """Return the totals in tonnes; beside a total, whatever is booked in its residual area."""
    totals = book.result.totals
    known = totals[(totals["basis"] == basis.id) & totals["co2e_t"].notna()]
    residual = book.rows[(book.rows["provenance"] == RESIDUAL) & (book.rows[f"in_{basis.id}"] == 1)]
    booked = residual.groupby(["area", "year"], as_index=False)[["co2e_t"]].sum(min_count=1).dropna()
    values = {(r["area"], int(r["year"])): float(r["co2e_t"]) for r in records(known)}
    owners = {residual_code(area): area for area, _ in values}
    return values | {
        (r["area"], int(r["year"])): float(r["co2e_t"])
        for r in records(booked)
        if (owners.get(r["area"]), int(r["year"])) in values
    }


def _gaps(book: Book, basis: Basis) -> frozenset[tuple[str, int]]:
    """Return the totals that lack a row or a child area."""
    totals = book.result.totals
    lacking = totals[(totals["basis"] == basis.id) & (totals["missing"] > 0)]
    return frozenset(zip(lacking["area"], lacking["year"].astype(int), strict=True)) | book.result.incomplete


def _cells(book: Book, section: Section, area: Placed, name: str) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "area_name": (name, {"indent": area.depth}),
        "basis": (named("basis", section.basis.id, book.language), {}),
        "area": (area.code, {"font_color": styles.HELPER, **styles.CENTRED}),
    }
    years = (int(column) for column in section.place.columns if column.isdigit())
    return cells | {str(year): _total(book, section, area, year) for year in years}


def _total(book: Book, section: Section, area: Placed, year: int) -> Cell:
    """Return the total as the sum of the areas below where it is that, else as the sum of its rows."""
    value = section.values.get((area.code, year))
    gap = {"bg_color": styles.GAP} if (area.code, year) in section.gaps else {}
    if value is None:
        return book.word("no_data"), {"align": "right", **gap}
    below = [
        a for a in section.areas if a.parent == area.code and a.adds and (a.code, year) in section.values
    ]
    parts = sum(section.values[a.code, year] for a in below)
    scale = book.mass_unit()[1]
    if below and abs(parts - value) <= _NEAR * abs(value):
        text = "+".join(section.cell(a, year) for a in below)
    else:
        detail, place = book.detail, section.place
        text = sum_where(
            detail.range("co2e_t"),
            (detail.range("area"), place.cell("area", place.first + section.areas.index(area))),
            (detail.range("year"), str(year)),
            (detail.range(f"in_{section.basis.id}"), "1"),
        )
        text = f"{text}/{scale:.15g}"
    return Formula(text, value / scale), {"num_format": styles.NUMBER, **gap}
