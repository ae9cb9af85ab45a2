"""Wide tables, from a grid of cells to rows of the activity table; and which layout a sheet is of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cityghg.activity.columns import Defaults
from cityghg.activity.layouts.registry import choose
from cityghg.activity.sheet import Value
from grids import CONTEXT, HEADINGS, ROW, Rows, clean, codes, layout_of, read, sheet

WIDE: list[Value] = ["地区", "年份", "部门", "原煤(吨)", "天然气（万立方米）"]


def test_a_wide_row_is_a_quantity_for_each_filled_cell() -> None:
    rows: Rows = [WIDE, ["丹徒区", 2021, "工业", 100, 2.5], ["京口区", 2021, "居民生活", None, 0]]
    found = (
        clean(sheet(rows))
        .select("area", "sector", "source", "amount", "unit", "origin")
        .sort("origin")
        .rows()
    )
    assert found == [
        ("321112", "industry", "raw_coal", Decimal(100), "吨", "Sheet1!D2"),
        ("321112", "industry", "natural_gas", Decimal("2.5"), "万立方米", "Sheet1!E2"),
        ("321102", "residential", "natural_gas", Decimal(0), "万立方米", "Sheet1!E3"),
    ]


def test_one_source_with_its_unit_beside_one_key_is_a_table() -> None:
    one = sheet([["丹徒区2021年"], ["部门", "原煤(吨)"], ["工业", 5]])
    assert clean(one).select("area", "source", "amount").rows() == [("321112", "raw_coal", 5)]
    assert choose(sheet([["部门", "原煤"], ["工业", 5]]), CONTEXT)[0] is None


def test_raw_material_of_an_energy_that_is_not_named_is_warned_of() -> None:
    one = sheet([["地区", "年份", "部门", "原煤(吨)", "用于原材料"], ["丹徒区", 2021, "工业", 5, 1]])
    assert codes(one) == ["feedstock_not_taken_off E1", "columns_ignored E1"]


@pytest.mark.parametrize("below", [True, False])
def test_units_in_a_row_of_their_own(below: bool) -> None:
    names: list[Value] = ["地区", "年份", "部门", "原煤", "天然气"]
    units: list[Value] = [None, None, None, "（吨）", "万立方米"]
    head = [names, units] if below else [units, names]
    table = clean(sheet([*head, ["丹徒区", 2021, "工业", 1, 2]]))
    assert table.select("unit", "origin").rows() == [("吨", "Sheet1!D3"), ("万立方米", "Sheet1!E3")]


def test_units_in_the_lower_row_of_a_merged_heading() -> None:
    head: Rows = [["地区", "年份", "部门", "原煤", "天然气"], [None, None, None, "（吨）", "（万立方米）"]]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2))
    table = clean(sheet([*head, ["丹徒区", 2021, "工业", 1, 2]], merged=merged))
    assert table.select("unit", "origin").rows() == [("吨", "Sheet1!D3"), ("万立方米", "Sheet1!E3")]


def test_a_table_that_names_the_source_of_each_row_is_not_wide() -> None:
    head: list[Value] = ["地区", "年份", "能源品种", "部门", "用电量（万千瓦时）"]
    layout, _, problems = choose(sheet([head, ["丹徒区", 2021, "发电量", "工业", 3]]), CONTEXT)
    assert layout is None
    assert [problem.code for problem in problems] == ["heading_missing"]
    assert "用电量" in problems[0].text("zh")


def test_enterprise_rows_add_up_under_their_reporter() -> None:
    rows: Rows = [
        ["法人单位代码", "年份", "行业", "电力(万千瓦时)"],
        ["91320000A", 2021, "工业", 1],
        ["91320000B", 2021, "工业", 2],
    ]
    table = clean(sheet(rows), replace(CONTEXT, defaults=Defaults(area="丹徒区")))
    assert table.select("area", "reporter", "amount").rows() == [
        ("321112", "91320000A", Decimal(1)),
        ("321112", "91320000B", Decimal(2)),
    ]


def test_wide_totals_marks_text_and_negatives() -> None:
    rows: Rows = [
        [*WIDE, "煤合计(吨)", "人口(人)"],
        ["丹徒区", 2021, "工业", "-", "约3", 9, 1],
        ["京口区", 2021, "工业", -1, "…", 9, 1],
        ["合计", 2021, "工业", 5, 5, 18, 2],
    ]
    table, problems = read(sheet(rows))
    assert table.select("origin", "notation", "amount").rows() == [
        ("Sheet1!D3", "NE", None),
        ("Sheet1!E2", "NE", None),
    ]
    assert sorted((p.code, p.place.cell) for p in problems) == [
        ("amount_not_number", "E2"),
        ("columns_ignored", "G1"),
        ("marks_are_missing", "D2"),
        ("negative_amount", "D3"),
        ("total_rows_skipped", "A4"),
        ("total_source_skipped", "F2"),
    ]


def test_a_wide_table_without_a_sector_column_is_told_so_once() -> None:
    rows: Rows = [["地区", "年份", "原煤(吨)", "汽油(吨)", "调入电力(万千瓦时)"], ["丹徒区", 2021, 1, 2, 3]]
    table, problems = read(sheet(rows))
    assert table["source"].to_list() == ["electricity_import"]
    assert [(p.code, dict(p.values)["count"]) for p in problems] == [("missing_sector", "2")]


def test_a_column_of_a_unit_that_does_not_fit_is_a_gap_and_said_at_its_heading() -> None:
    rows: Rows = [["地区", "年份", "部门", "汽油(立方米)", "原煤(吨)"], ["丹徒区", 2021, "工业", 1, 2]]
    table, problems = read(sheet(rows))
    assert table.sort("source").select("source", "notation", "unit").rows() == [
        ("gasoline", "NE", "t"),
        ("raw_coal", "", "吨"),
    ]
    assert [(p.code, p.place.cell) for p in problems] == [("unit_mass_volume", "D1")]


@pytest.mark.parametrize(
    ("rows", "name"),
    [([HEADINGS, ROW], "tidy"), ([WIDE, ["丹徒区", 2021, "工业", 1, 2]], "wide")],
)
def test_which_layout(rows: Rows, name: str) -> None:
    assert name == layout_of(sheet(rows)).NAME


def test_a_sheet_of_words_is_of_no_layout() -> None:
    layout, _, problems = choose(sheet([["会议纪要"], ["能源", "统计"], ["工业", "原煤"]]), CONTEXT)
    assert layout is None
    assert problems == []


def test_a_misspelt_heading_is_told() -> None:
    layout, _, problems = choose(sheet([[*HEADINGS[:4], "消肖量", "单位"], ROW]), CONTEXT)
    assert layout is None
    assert [problem.code for problem in problems] == ["heading_missing"]
    assert "消肖量" in problems[0].text("zh")
