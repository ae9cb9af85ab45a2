"""The sheet of targets as assessments print it: planned and reached year by year, progress, score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from cityghg.report.excel import styles
from cityghg.report.excel.book import Assessed, basis_word, named
from cityghg.report.excel.page import records
from cityghg.report.excel.target_columns import Block, Column, columns_of

_PERIOD: Final = ["indicator", "base_year", "target_year", "basis"]
_HEIGHT_OF_HEADS: Final = 30
_AREA_WIDTH: Final = 18.0
_FREEZE_COLUMNS: Final = 1


def write(sheet: Assessed) -> None:
    """Fill the sheet with a block for each indicator and period, then what the colours mean."""
    page = sheet.page
    page.title(page.name)
    row, widths = 1, dict[int, float]()
    for block in _blocks(sheet):
        row = _write_block(sheet, block, row, widths) + 2
    page.put(row - 1, 0, sheet.word("targets.legend"), page.styles.bare(font_color=styles.HELPER))
    for position, width in widths.items():
        page.sheet.set_column(position, position, width)
    page.sheet.freeze_panes(1, _FREEZE_COLUMNS)
    page.print_setup(sheet.word("page"), a3=True)


def _blocks(sheet: Assessed) -> Iterator[Block]:
    """Yield the blocks; areas without a target stand in those of the years in which others have one."""
    frame = sheet.frame
    aimed, without = frame[frame["target_year"].notna()], frame[frame["target_year"].isna()]
    for _, rows in aimed.groupby(_PERIOD, sort=False):
        first = rows.iloc[0]
        indicator, basis, base, end = (first[k] for k in ("indicator", "basis", "base_year", "target_year"))
        others = without[(without["indicator"] == indicator) & (without["basis"] == basis)]
        others = others[others["year"].between(base + 1, end) & ~others["area"].isin(rows["area"])]
        title = sheet.word(
            "targets.title", indicator=named("indicator", indicator, sheet.language), base=base, end=end,
            basis=basis_word(str(basis), sheet.language),
        )  # fmt: skip
        whole = pd.concat([rows, others]).sort_values(["area", "year"]) if len(others) else rows
        yield Block(str(indicator), int(base), int(end), title, whole, sheet.language)


def _write_block(sheet: Assessed, block: Block, row: int, widths: dict[int, float]) -> int:
    """Write title, two rows of heads and a row an area; return the row after it."""
    page, columns = sheet.page, columns_of(block)
    for position in range(len(columns)):
        page.put(row, position, block.title if position == 0 else None, page.styles.section())
    _write_heads(sheet, columns, row + 1)
    for position, column in enumerate(columns):
        widths[position] = max(widths.get(position, 0), _AREA_WIDTH if position == 0 else column.width)
    at = row + 3
    for by_year in _by_area(block):
        for position, column in enumerate(columns):
            value, look = column.cell(by_year, at)
            page.put(at, position, value, page.styles(**look))
        at += 1
    return at


def _by_area(block: Block) -> list[dict[int, dict[str, Any]]]:
    """Return the rows of each area by year."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for record in records(block.rows):
        found.setdefault(str(record["area"]), {})[int(record["year"])] = record
    return list(found.values())


def _write_heads(sheet: Assessed, columns: list[Column], row: int) -> None:
    """Write the heads: a year over its two columns, every other one over both rows."""
    page, style = sheet.page, sheet.page.styles.header()
    page.sheet.set_row(row + 1, _HEIGHT_OF_HEADS)
    for position, column in enumerate(columns):
        if column.over is None:
            page.sheet.merge_range(row, position, row + 1, position, column.head, style)
            continue
        page.sheet.write_string(row + 1, position, column.head, style)
        if position == 0 or columns[position - 1].over != column.over:
            page.sheet.merge_range(row, position, row, position + 1, column.over, style)
