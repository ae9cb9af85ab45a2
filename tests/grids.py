"""Grids of cells for tests of layouts, and what a layout reads from them."""

from __future__ import annotations

import polars as pl

from cityghg.activity.columns import SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.layouts import Layout
from cityghg.activity.layouts.registry import choose
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units())
Rows = list[list[Value]]
HEADINGS: list[Value] = ["地区", "年份", "部门", "能源品种", "消费量", "单位"]
ROW: list[Value] = ["丹徒区", 2021.0, "工业", "原煤", 100.0, "吨"]


def sheet(rows: Rows, name: str = "Sheet1", **more: object) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet("能源.xlsx", name, [row + [None] * (width - len(row)) for row in rows], **more)  # type: ignore[arg-type]


def layout_of(one: Sheet, context: Context = CONTEXT) -> Layout:
    layout, _, problems = choose(one, context)
    assert layout is not None, problems
    return layout


def read(one: Sheet, context: Context = CONTEXT) -> tuple[pl.DataFrame, list[Problem]]:
    table, problems = layout_of(one, context).read(one, context)
    assert dict(table.schema) == SCHEMA
    return table, problems


def clean(one: Sheet, context: Context = CONTEXT) -> pl.DataFrame:
    table, problems = read(one, context)
    assert [problem.text("en") for problem in problems] == []
    return table


def codes(one: Sheet, context: Context = CONTEXT) -> list[str]:
    return [f"{problem.code} {problem.place.cell}".strip() for problem in read(one, context)[1]]
