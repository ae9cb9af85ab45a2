"""Targets on a terminal: how each stands in its last year with figures, and a city's broken down."""

import io

import pandas as pd
from rich.console import Console

from cityghg.intensity.targets.assessed import Targeting, assess_targets
from cityghg.intensity.targets.read import frame_of
from cityghg.intensity.targets.split.request import Split
from cityghg.intensity.targets.split.table import split_table
from cityghg.report.terminal.tables import terminal_tables
from target_series import AREAS, CITY, DISTRICT, OTHER, ZONES, districts, reached, target


def printed(tables: dict[str, pd.DataFrame]) -> str:
    text = io.StringIO()
    console = Console(file=text, width=120)
    for one in terminal_tables(tables, "zh"):
        console.print(one)
    return text.getvalue()


def test_the_last_year_with_figures_is_shown() -> None:
    aims = [target(17.0), target(0.0, area=OTHER)]
    series = pd.concat([reached([8.01, 1.79, 5.35]), reached([2.0], area=OTHER)], ignore_index=True)
    table, _ = assess_targets(frame_of(aims), series, AREAS, Targeting())
    lines = printed({"targets": table}).splitlines()
    assert "碳强度目标（2010—2015 年）" in lines[0]
    shaanxi = next(line for line in lines if AREAS[DISTRICT].name in line)
    assert shaanxi.split() == [
        "丹徒区",
        "2013",
        "17.00",
        "14.49",
        "10.58",
        "85.2",
        "1.48",
        "50.0",
        "达到进度",
    ]
    assert next(line for line in lines if AREAS[OTHER].name in line).split()[-1] == "无目标"


def test_districts_stand_side_by_side_by_rule() -> None:
    two = districts((600.0, 100.0, 10.0), (400.0, 100.0, 10.0))
    table, _ = split_table(Split(2030, 10.0, city=CITY), two, None, ZONES)
    lines = printed({"target_split": table}).splitlines()
    assert "湖汀市 2025—2030 年碳强度下降 10% 分解到区县" in lines[0]
    rows_shown = [line.split() for line in lines[1:] if line.split()]
    assert ["湖汀市", *["10.00"] * 7] in rows_shown
