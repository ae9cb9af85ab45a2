"""Intensity for the terminal: a row an area, its years as sparklines, the figures of its last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.report.excel.book import basis_word
from cityghg.report.excel.page import records
from cityghg.report.terminal.columns import make_table, shown, word
from cityghg.report.terminal.sparkline import sparkline
from cityghg.units import load_units

if TYPE_CHECKING:
    from rich.table import Table

AREAS_SHOWN: Final = 60
_LINES: Final = ("emissions_t", "intensity_t_per_10k_yuan")
_PLACES: Final = {
    "emissions_t": 1, "intensity_t_per_10k_yuan": 4, "annual_change_pct": 2, "cumulative_decline_pct": 2,
    "target_decline_pct": 2, "progress_pct": 1,
}  # fmt: skip


def table(frame: pd.DataFrame, language: Language) -> list[Table]:
    """Return one table a basis. The figures are of the last year of an area that has an intensity."""
    return [_of_basis(str(basis), rows, language) for basis, rows in frame.groupby("basis", sort=False)]


def _of_basis(basis: str, frame: pd.DataFrame, language: Language) -> Table:
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    figures = {name: places for name, places in _PLACES.items() if frame[name].notna().any()}
    title = word("intensity.title", language, basis=basis_word(basis, language))
    lines = [f"{name}_line" for name in _LINES]
    columns = ("area_name", *lines, "years", *figures)
    made = make_table(title, columns, language, left=("area_name", *lines))
    mass = load_units().factor(word("columns.emissions_t", language), "t")
    areas = list(frame.groupby("area", sort=False))
    for _, rows in areas[:AREAS_SHOWN]:
        known = rows[rows["intensity_t_per_10k_yuan"].notna()]
        last = records((rows if known.empty else known).tail(1))[0]
        drawn = [sparkline(rows.set_index("year")[name].reindex(years).tolist()) for name in _LINES]
        last["emissions_t"] /= mass
        numbers = [shown(last[name], places) for name, places in figures.items()]
        made.add_row(last["area_name"], *drawn, f"{last['base_year']}–{last['year']}", *numbers)
    made.caption = word("intensity.caption", language, years=f"{years[0]}–{years[-1]}")
    if len(areas) > AREAS_SHOWN:
        made.caption += "\n" + word("more_areas", language, count=len(areas) - AREAS_SHOWN)
    return made
