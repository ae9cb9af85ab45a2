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
_ONCE: Final = ["rules"]  # the same in every row, so written once below the table
_CHART: Final = {"width": 560, "height": 300}


def write(sheet: Assessed) -> None:
    """Fill the sheet of the areas."""
    place = _table(sheet, sheet.frame)
    for column, colours in COLOURS.items():
        if column in place.columns:
            _colour(sheet, place, column, colours)


def write_summary(sheet: Assessed) -> None:
    """Fill the sheet of the sets, with a chart of the classes of the first of them."""
    frame = sheet.frame
    pairs = zip(frame["group_by"], frame["group_name"], strict=True)
    words = [group_word(by, group, sheet.language) for by, group in pairs]
    place = _table(sheet, frame.assign(group_name=words))
    rows = frame.index[frame["group_by"] == "class"]
    rows = rows[frame.loc[rows, "set"] == frame.loc[rows[0], "set"]] if len(rows) else rows
    rows = rows[frame.loc[rows, "basis"] == frame.loc[rows[0], "basis"]] if len(rows) else rows
    if len(rows) and "share_pct" in place.columns:
        _chart(sheet, place, int(rows[0]), int(rows[-1]))


def _table(sheet: Assessed, frame: pd.DataFrame) -> Layout:
    shown = frame.drop(columns=_ONCE)
    place = plain.write(replace(sheet, tables={**sheet.tables, sheet.name: shown}))
    below = place.first + len(frame) + 1
    sheet.page.sheet.write_string(below, 0, load_rules().stated(sheet.language))
    return place


def _colour(sheet: Assessed, place: Layout, column: str, colours: dict[str, str]) -> None:
    at, last = place.position(column), place.first + len(sheet.frame) - 1
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
        if column not in place.columns:
            continue
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
    sheet.page.sheet.insert_chart(place.first + len(sheet.frame) + 3, 0, chart)
