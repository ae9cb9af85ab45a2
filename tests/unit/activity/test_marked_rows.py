"""Rows marked 其中 or #: told by the code lists, or refused; never added to what they are parts of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityghg.activity.sheet import Value
from grids import HEADINGS, Rows, clean, codes, read, sheet

WIDE: Rows = [["2021年丹徒区能源消费"], ["部门", "原煤(吨)", "天然气(万立方米)"], ["工业", 100, 5]]


def row(sector: Value, source: Value, amount: Value) -> list[Value]:
    return ["丹徒区", 2021, sector, source, amount, "吨"]


@pytest.mark.parametrize(
    ("sector", "source", "cell"),
    [
        ("工业", "其中：原煤", "D3"),
        ("工业", "#原煤", "D3"),
        ("工业", "其中：洗精煤", "D3"),
        ("#工业", "原煤", "C3"),
        ("  其中：用作原料、材料", "原煤", "C3"),
        ("of which: transport", "原煤", "C3"),
    ],
)
def test_a_part_that_no_list_tells_is_left_out_and_said(sector: str, source: str, cell: str) -> None:
    one = sheet([HEADINGS, row("工业", "原煤", 100), row(sector, source, 30)])
    assert codes(one) == [f"marked_part_is_added {cell}"]
    assert read(one)[0]["amount"].to_list() == [Decimal(100)]


def test_what_the_clerk_reads_of_it() -> None:
    one = sheet([HEADINGS, row("工业", "原煤", 100), row("其中：用于原材料", "原煤", 30)])
    assert read(one)[1][0].finding("zh") == (
        "“其中：用于原材料”写明是其中项，却不是上面“工业”的下级品种、行业或地区，与它相加会重复计算；这一行没有计入"
    )


@pytest.mark.parametrize(
    ("sector", "source"),
    [("其中：化学原料和化学制品制造业", "原煤"), ("工业", "#无烟煤"), ("其中：C26", "其中：褐煤")],
)
def test_a_part_of_a_tree_is_read(sector: str, source: str) -> None:
    table = clean(sheet([HEADINGS, row("工业", "原煤", 100), row(sector, source, 30)]))
    assert len(table) == 2


def test_parts_of_a_total_that_is_not_counted_are_read() -> None:
    rows = [HEADINGS, row("合计", "原煤", 130), row("其中：工业", "原煤", 100), row("建筑业", "原煤", 30)]
    table, problems = read(sheet(rows))
    assert table["amount"].sum() == Decimal(130)
    assert [one.code for one in problems] == ["total_rows_skipped"]
    rows = [HEADINGS, row("工业", "油品合计", 9), row("工业", "其中：汽油", 4), row("工业", "柴油", 5)]
    assert codes(sheet(rows)) == ["total_source_skipped E2"]


def test_several_parts_at_any_depth() -> None:
    rows: Rows = [
        *WIDE, ["  #用作原料、材料", 30, 1], ["  ##化学原料和化学制品制造业", 20, 1],
        ["生活消费", 8, 2], ["  其中：城镇", 6, 1], ["        乡村", 2, 1],
    ]  # fmt: skip
    one = sheet(rows)
    assert codes(one) == ["marked_part_is_added A4"]
    assert set(read(one)[0]["sector"]) == {
        "industry", "industry.c26", "residential", "residential.urban", "residential.rural",
    }  # fmt: skip


def test_a_plant_of_an_enterprise_is_no_further_one() -> None:
    head: list[Value] = ["企业名称", "地区", "年份", "行业", "原煤(吨)", "电力(万千瓦时)"]
    rows: Rows = [
        head,
        ["甲厂", "丹徒区", 2021, "C26", 100, 5],
        ["其中：一分厂", "丹徒区", 2021, "C26", 60, 3],
    ]
    assert codes(sheet(rows)) == ["marked_part_is_added A3"]
    register: Rows = [[*head[:4], "原煤(吨)", "无烟煤(吨)"], *[[*r[:4], r[4], r[4]] for r in rows[1:]]]
    assert codes(sheet(register)) == ["marked_part_is_added A3"]


def test_raw_material_without_a_mark_beside_industry() -> None:
    assert codes(sheet([*WIDE, ["用作原料、材料", 30, 1]])) == ["feedstock_beside_industry A4"]
    assert codes(sheet([*WIDE, ["非能源利用", 30, 1]])) == []
    assert codes(sheet([*WIDE[:2], ["用作原料、材料", 30, 1], ["生活消费", 1, 1]])) == []


def test_a_series_leaves_it_out_too() -> None:
    head: list[Value] = ["地区", "部门", "能源品种", "单位", 2020, 2021]
    rows: Rows = [head, ["丹徒区", "工业", "原煤", "吨", 5, 6], ["丹徒区", "#工业", "原煤", "吨", 1, 2]]
    assert codes(sheet(rows)) == ["marked_part_is_added B3"]
    assert read(sheet(rows))[0]["amount"].to_list() == [5, 6]
