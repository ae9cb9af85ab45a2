"""Series: a column a year, units in a column, in headings or above the table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from cityghg.activity.layouts.registry import choose
from cityghg.activity.sheet import Value
from grids import CONTEXT, Rows, clean, codes, layout_of, read, sheet

HEAD: list[Value] = ["地区", "部门", "能源品种", "单位", 2020.0, "2021年", "２０２２年度"]


def amounts(table: pl.DataFrame) -> list[tuple[object, ...]]:
    return table.select("year", "sector", "source", "unit", "amount", "origin").rows()


def test_each_cell_below_a_year_is_an_amount_of_it() -> None:
    rows: Rows = [
        ["丹徒区", "工业", "原煤", "万吨", 1.5, 1.25, None],
        ["丹徒区", "生活消费", "电力", "千瓦时", None, "NE", 9.0],
    ]
    one = sheet([["各区县能源消费"], HEAD, *rows], "序列")
    assert layout_of(one).NAME == "years_across"
    assert amounts(clean(one)) == [
        (2020, "industry", "raw_coal", "万吨", Decimal("1.5"), "序列!E3"),
        (2021, "industry", "raw_coal", "万吨", Decimal("1.25"), "序列!F3"),
        (2021, "residential", "electricity", "千瓦时", None, "序列!F4"),
        (2022, "residential", "electricity", "千瓦时", Decimal(9), "序列!G4"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        [["丹徒区能源消费量"], ["部门", "能源品种", "2020年(吨)", "2021年(吨)"]],
        [["丹徒区能源消费量   单位：吨"], ["部门", "能源品种", "2020年", "2021年"]],
        [["丹徒区能源消费量"], ["部门", "能源品种", "计量单位", "2021年", "备注"]],
    ],
)
def test_where_the_unit_may_stand(head: Rows) -> None:
    row: list[Value] = ["工业", "柴油", 5.0, 6.0] if head[1][2] != "计量单位" else ["工业", "柴油", "吨", 6.0]
    table = clean(sheet([*head, row]))
    assert table.filter(table["year"] == 2021).select("unit", "amount").rows() == [("吨", Decimal(6))]


def test_what_is_told_of_cells() -> None:
    rows: Rows = [
        ["丹徒区", "工业", "原煤", "吨", "约3", "-", -1.0],
        ["丹徒区", "工业", "煤合计", "吨", 5.0, None, None],
        ["丹徒区", "工业", "原媒", "吨", 5.0, 6.0, None],
        ["丹徒区", "工业", "焦炭", "立方米", 5.0, 6.0, None],
        ["合计", None, None, None, 1.0, 1.0, 1.0],
    ]
    one = sheet([HEAD, *rows])
    assert sorted(set(codes(one))) == [
        "amount_not_number E2",
        "marks_are_missing F2",
        "negative_amount G2",
        "total_rows_skipped A6",
        "total_source_skipped E3",
        "unit_mass_volume D5",
        "unknown_source C4",
    ]
    assert sorted(read(one)[0].select("year", "notation").rows()) == [
        (2020, "NE"),
        (2020, "NE"),
        (2021, "NE"),
        (2022, "NE"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["地区", "部门", "能源品种", "单位", "2020年1-6月", "2021年1-6月"],
        ["地区", "部门", "能源品种", "单位", "2021年比2020年增长%", "占比"],
    ],
)
def test_parts_of_years_and_changes_are_no_years(head: list[Value]) -> None:
    one = sheet([head, ["丹徒区", "工业", "原煤", "吨", 1.0, 2.0]])
    layout, _, problems = choose(one, CONTEXT)
    assert layout is None
    assert [found.code for found in problems] == ["heading_missing"]


def test_other_columns_are_noted() -> None:
    one = sheet([[*HEAD, "2022年比2021年增长%"], ["丹徒区", "工业", "原煤", "吨", 1.0, 2.0, 3.0, 50.0]])
    assert codes(one) == ["columns_ignored H1"]


def test_districts_across() -> None:
    head: list[Value] = ["部门", "能源品种", "单位", "丹徒区", "京口区(万吨)", "全市"]
    rows: Rows = [["2021年分区县能源消费"], head, ["工业", "原煤", "", 1, 2, 3]]
    rows[0].append("单位：万吨")
    one = sheet(rows)
    assert layout_of(one).NAME == "years_across"
    found = clean(one).select("area", "year", "unit", "amount").rows()
    assert found == [("321112", 2021, "万吨", 1), ("321102", 2021, "万吨", 2)]
    assert codes(sheet([*rows[:2], ["工业", "原煤", "", 1, 2, 9]])) == ["printed_total_differs F3"]
    city = clean(one, replace(CONTEXT, city="321100"))  # which then is an area that reports its own
    assert city["area"].to_list() == ["321112", "321102", "321100"]


def test_sectors_across() -> None:
    head: list[Value] = ["能源品种", "单位", "工业", "其中：采矿业", "#用作原料、材料", "建筑业", "合计"]
    rows: Rows = [["丹徒区2021年能源消费"], head, ["原煤", "吨", 100, 30, 20, 5, 105]]
    table, problems = read(sheet(rows))
    assert [(one.code, one.place.cell) for one in problems] == [("marked_part_is_added", "E2")]
    assert table.select("sector", "amount").rows() == [
        ("industry", 100), ("industry.b", 30), ("construction", 5),
    ]  # fmt: skip


def test_a_misspelt_district_is_not_lost() -> None:
    head: list[Value] = ["部门", "能源品种", "单位", "丹徒区", "京口区", "丹徙区", "增速"]
    one = sheet([["2021年能源消费"], head, ["工业", "原煤", "吨", 1, 2, 3, 4]])
    assert codes(one, replace(CONTEXT, city="321100")) == ["unknown_area_near F2", "columns_ignored G2"]
