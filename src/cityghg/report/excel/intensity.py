"""The sheet of intensity: emissions against GDP, with the divisions as live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cityghg.inventory.basis import BASES
from cityghg.report.excel import plain
from cityghg.report.excel.book import Assessed
from cityghg.report.excel.layout import Layout, sum_where

_QUOTIENTS: Final = {
    "intensity_t_per_10k_yuan": ("emissions_t", "gdp_10k_yuan"),
    "per_capita_t": ("emissions_t", "population"),
}


def write(sheet: Assessed) -> None:
    """Fill the sheet; beside an inventory, emissions are sums over its rows."""

    def formula(place: Layout, row: int, column: str, record: Mapping[str, Any]) -> str | None:
        if column in _QUOTIENTS:
            part, whole = _QUOTIENTS[column]
            return f"{place.cell(part, row)}/{place.cell(whole, row)}"
        if column == "emissions_t" and sheet.detail is not None:
            return _total(sheet.detail, place, row, str(record["basis"]))
        return None

    plain.write(sheet, formula, sheet.word("intensity_title"))


def _total(detail: Layout, place: Layout, row: int, basis: str) -> str | None:
    """Return the formula of a total of the inventory; one at a fixed electricity factor is none."""
    if basis not in [known.id for known in BASES]:
        return None
    return sum_where(
        detail.range("co2e_t"),
        (detail.range("area"), place.cell("area", row)),
        (detail.range("year"), place.cell("year", row)),
        (detail.range(f"in_{basis}"), "1"),
    )
