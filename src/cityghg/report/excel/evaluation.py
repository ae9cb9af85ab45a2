"""The sheets of the evaluation: areas with their classes in colour, and the shares with a chart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from cityghg.intensity.evaluation.rules import load_rules
from cityghg.report.excel import plain
from cityghg.report.excel.book import Assessed, group_word, named
from cityghg.report.excel.layout import Layout

COLOURS: Final = {
    "class": {
        "total_falling": "#C6E0B4", "growth_slowing": "#E2EFDA", "intensity_only": "#FFF2CC",
        "intensity_not_falling": "#F8CBAD", "undetermined": "#EDEDED", "too_short": "#EDEDED",
    },
    "peak_state": {
        "peaked": "#C6E0B4", "plateau": "#FFF2CC", "not_peaked": "#F8CBAD", "unknown": "#EDEDED",
    },
}  # fmt: skip
AREAS: Final = [
    "area_name", "basis", "set", "period", "class", "emissions_last_t", "emissions_rate_pct",
    "emissions_trend_pct", "emissions_p", "gdp_rate_pct", "intensity_change_pct", "intensity_trend_pct",
    "intensity_p", "rank_intensity", "rank_total", "peak_state", "peak_year", "peak_reason",
    "peak_confidence_pct", "last_per_capita_t", "per_capita_rate_pct", "coal_share_last_pct",
    "coal_share_change_points", "coal_against_reference_points", "class_untested", "left_out",
    "missing_years", "area",
]  # fmt: skip
"""The columns for people, in reading order; `evaluation.csv` has all."""
SETS: Final = [
    "set", "basis", "period", "group_by", "group_name", "areas", "share_pct", "emissions_last_t",
    "emissions_share_pct", "emissions_rate_pct", "emissions_trend_pct", "emissions_p", "gdp_rate_pct",
    "gdp_trend_pct", "intensity_change_pct", "intensity_rate_pct", "intensity_trend_pct", "intensity_p",
    "last_per_capita_t", "per_capita_rate_pct", "class", "peak_year", "peak_state",
]  # fmt: skip
_TONNES: Final = 16  # characters of a mass in tonnes
_CHART: Final = {"width": 560, "height": 300}


def write(sheet: Assessed) -> None:
    """Fill the sheet of the areas."""
    place = _table(sheet, sheet.frame[AREAS])
    for column, colours in COLOURS.items():
        if column in place.columns:
            _colour(sheet, place, column, colours)


def write_summary(sheet: Assessed) -> None:
    """Fill the sheet of the sets, with a chart of the classes of the first of them."""
    frame = sheet.frame[SETS]
    pairs = zip(frame["group_by"], frame["group_name"], strict=True)
    words = [group_word(by, group, sheet.language) for by, group in pairs]
    place = _table(sheet, frame.assign(group_name=words))
    classes = frame[frame["group_by"] == "class"]
    if not classes.empty:
        of_first = classes[(classes[["set", "basis"]] == classes[["set", "basis"]].iloc[0]).all(axis=1)]
        _chart(sheet, place, int(of_first.index[0]), int(of_first.index[-1]))


def _table(sheet: Assessed, frame: pd.DataFrame) -> Layout:
    """Write the table and, below it, the thresholds."""
    place = plain.write(replace(sheet, tables={**sheet.tables, sheet.name: frame}))
    for column in (c for c in place.columns if c.startswith("emissions_") and c.endswith("_t")):
        at = place.position(column)
        sheet.page.sheet.set_column(at, at, _TONNES)
    sheet.page.sheet.write_string(place.last + 2, 0, load_rules().stated(sheet.language))
    return place


def _colour(sheet: Assessed, place: Layout, column: str, colours: dict[str, str]) -> None:
    at, last = place.position(column), place.last
    for code, colour in colours.items():
        rule = {
            "type": "cell", "criteria": "==", "value": f'"{named(column, code, sheet.language)}"',
            "format": sheet.page.styles.bare(bg_color=colour),
        }  # fmt: skip
        sheet.page.sheet.conditional_format(place.first, at, last, at, rule)


def _chart(sheet: Assessed, place: Layout, first: int, last: int) -> None:
    """Draw the shares of the classes by number and by emissions, below the thresholds."""
    chart, name = sheet.page.styles.chart("column"), sheet.page.name
    names = [
        name,
        place.first + first,
        place.position("group_name"),
        place.first + last,
        place.position("group_name"),
    ]
    for column in ("share_pct", "emissions_share_pct"):
        at = place.position(column)
        series: dict[str, Any] = {
            "name": named("columns", column, sheet.language), "categories": names,
            "values": [name, place.first + first, at, place.first + last, at],
        }  # fmt: skip
        chart.add_series(series)
    record = sheet.frame.loc[first]
    set_name = named("set", record["set"], sheet.language)
    chart.set_title({"name": f"{set_name} {record['period']}", "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_size(_CHART)
    sheet.page.sheet.insert_chart(place.last + 4, 0, chart)
