"""The summary sheet: the provincial form for each area and year, then the totals by basis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cityghg.base.labels import Language
from cityghg.codes import load_summary_rows
from cityghg.inventory.basis import BASES
from cityghg.inventory.summary import WITH_LUCF, WITHOUT_LUCF
from cityghg.report.excel import styles
from cityghg.report.excel.area_order import in_order
from cityghg.report.excel.book import Book, head, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.marks import NONENERGY, depth
from cityghg.report.excel.page import records
from cityghg.report.excel.summary_cells import MASSES, TOTAL, Form, Item, cells
from cityghg.report.tables import area_names

_FORM: Final = (*MASSES, "hfcs_co2e_t", "pfcs_co2e_t", "sf6_co2e_t")  # as printed in the form
_RARE: Final = ("nf3_co2e_t", "other_co2e_t")
_HEADER_ROW, _FIRST = 1, 2
_WIDTHS: Final = {
    "area_name": 16.0,
    "year": 7.0,
    "row": 44.0,
    TOTAL: 18.0,
    "share": 9.0,
    "missing": 8.0,
    "area": 10.0,
}
_WIDTH: Final = 14.0
_SCALE_OF_PRINT: Final = 57  # percent, at which a block fills a page


def write(book: Book) -> None:
    """Fill the sheet: the city first, the latest year first."""
    page, summary = book.pages["summary"], book.result.summary
    blocks, items = list(_blocks(book)), tuple(_items(book.language))
    place = Layout(page.name, _columns(book), _FIRST, len(blocks) * len(items))
    form = Form(book, place, items, {(r["area"], r["year"], r["row"]): r for r in records(summary)})
    page.title(book.word("summary_title", gwp=book.result.world.gwp_set))
    words = [head(c, book.language, unit=book.mass_unit()[0]) for c in place.columns]
    page.heads(_HEADER_ROW, words, [_WIDTHS.get(c, _WIDTH) for c in place.columns])
    names = dict(zip(summary["area"], area_names(book.result, summary["area"], book.language), strict=True))
    row = _FIRST
    for area, year in blocks:
        for item in items:
            keys = {"area": area, "area_name": names[area], "year": year, "row": item.label}
            page.put_row(row, place, cells(form, item, row, keys))
            row += 1
    page.sheet.freeze_panes(_FIRST, place.position("row") + 1)
    page.finish(place, book.word("page"), (0, _HEADER_ROW))
    # Excel heeds page breaks only at a given scale, not when it fits the width.
    page.sheet.set_print_scale(_SCALE_OF_PRINT)
    page.sheet.set_h_pagebreaks([_FIRST + n * len(items) for n in range(1, len(blocks))])


def _blocks(book: Book) -> Iterator[tuple[str, int]]:
    years = book.result.summary.groupby("area")["year"].unique().to_dict()
    for area in in_order(book.result):
        if area.code in book.result.world.areas:  # what is not allocated stands on the sheet of areas
            for year in sorted(years.get(area.code, ()), reverse=True):
                yield area.code, int(year)


def _columns(book: Book) -> tuple[str, ...]:
    rare = [c for c in _RARE if book.result.summary[c].notna().any()]
    return ("area_name", "year", "row", *_FORM, *rare, TOTAL, "share", "missing", "area")


def _items(language: Language) -> Iterator[Item]:
    rows = load_summary_rows()
    for row in rows:
        above = [r for r in rows.lineage(row.id)[1:] if r not in (WITH_LUCF, WITHOUT_LUCF)]
        main = not above and not row.memo
        yield Item(
            row.id,
            row.name(language),
            f"level_{depth(row.id, rows)}",
            by_label=True,
            shared=rows.covers(WITHOUT_LUCF, row.id) and row.id != NONENERGY,
            indent=len(above),
            look={"bold": True, "bg_color": styles.TOTAL} if main else {},
        )
    for i, basis in enumerate(BASES):
        look: dict[str, object] = {"italic": True} | ({} if i else {"top": 2})
        yield Item(basis.id, named("basis", basis.id, language), f"in_{basis.id}", False, False, 0, look)
