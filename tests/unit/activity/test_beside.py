"""Tables side by side, rows below tables that are no data, and rows that name the columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityghg.activity.beside import beside
from cityghg.activity.sheet import Sheet, Value
from cityghg.activity.stacked import tables_of
from grids import CONTEXT, HEADINGS, ROW, Rows, clean, layout_of, sheet

WIDE: list[Value] = ["部门", "原煤(吨)", "焦炭(吨)"]


def found(rows: Rows) -> list[tuple[object, ...]]:
    """Return what is read of all tables, without a word said about it."""
    rows_of = []
    for one in tables_of(sheet(rows), CONTEXT):
        table, problems = layout_of(one).read(one, CONTEXT)
        assert problems == []
        rows_of += table.select("area", "year", "source", "amount", "origin").rows()
    return rows_of


@pytest.mark.parametrize("between", [[None], []])
def test_tables_with_titles_of_their_own(between: list[Value]) -> None:
    titles: list[Value] = ["丹徒区2021年", None, None, *between, "京口区2020年"]
    rows: Rows = [titles, [*WIDE, *between, *WIDE], ["工业", 1, 2, *between, "工业", 3, 4]]
    first, second = ("E", "F") if not between else ("F", "G")
    assert found(rows) == [
        ("321112", 2021, "raw_coal", Decimal(1), "Sheet1!B3"),
        ("321112", 2021, "coke", Decimal(2), "Sheet1!C3"),
        ("321102", 2020, "raw_coal", Decimal(3), f"Sheet1!{first}3"),
        ("321102", 2020, "coke", Decimal(4), f"Sheet1!{second}3"),
    ]


def test_a_title_that_stands_alone_is_of_all_tables() -> None:
    rows: Rows = [["丹徒区2021年"], [*WIDE, *WIDE], ["工业", 1, None, "建筑业", 3]]
    assert [row[:4] for row in found(rows)] == [
        ("321112", 2021, "raw_coal", Decimal(1)),
        ("321112", 2021, "raw_coal", Decimal(3)),
    ]


def test_tables_beside_and_below_one_another_are_four() -> None:
    titles: list[Value] = ["丹徒区2021年", *[None] * 3, "京口区2021年"]
    half: Rows = [titles, [*WIDE, None, *WIDE], ["工业", 1, 2, None, "工业", 3, 4]]
    other: Rows = [["润州区2021年", *[None] * 3, "丹阳市2021年"], *half[1:]]
    tables = tables_of(sheet([*half, [None], *other]), CONTEXT)
    assert [one.part for one in tables] == [1, 2, 3, 4]
    assert len({one.table for one in tables}) == 4
    assert len(found([*half, [None], *other])) == 8


@pytest.mark.parametrize(
    "head",
    [
        HEADINGS,
        ["项目", "原煤", "焦炭", "项目", "汽油", "柴油"],
        ["地区", "原煤", "焦炭", "原煤", "焦炭"],
        [None, None],
    ],
)
def test_one_table_stays_one(head: list[Value]) -> None:
    one = sheet([head])
    assert beside(one) == [one]


def test_columns_in_groups_are_one_table() -> None:
    head: Rows = [
        ["企业名称", "原煤", None, None, "柴油"],
        [None, *["消费合计", "工业生产消费", "用于原材料"] * 2],
    ]
    one = sheet([*head, ["甲厂", 5, 5, 1, 2, 2, 0]])
    assert beside(one) == [one]


@pytest.mark.parametrize(
    "below",
    [
        ["填表人：张三", None, None, "联系电话：", "12345678"],
        ["单位负责人：", "李四", None, "报出日期：2022-03-01"],
        ["审核人签字："],
        ["注：快报数"],
    ],
)
def test_signatures_below_a_table_are_no_data(below: list[Value]) -> None:
    assert len(clean(sheet([HEADINGS, ROW, below]))) == 1


@pytest.mark.parametrize(
    "letters", [["甲", 1, 2], ["甲", "(1)", "（2）"], ["甲", "乙", "丙"], ["甲", "１", "２"]]
)
def test_a_row_that_names_the_columns_is_no_data(letters: list[Value]) -> None:
    one = sheet([["丹徒区2021年"], WIDE, letters, ["工业", 5, 6]])
    assert clean(one)["amount"].to_list() == [5, 6]


def test_a_title_may_list_the_units_of_its_columns() -> None:
    rows: Rows = [["2021年丹徒区", "单位：吨、万千瓦时"], ["部门", "原煤", "电力"], ["工业", 5, 6]]
    assert clean(sheet(rows))["unit"].to_list() == ["吨", "万千瓦时"]
    doubtful: Rows = [["2021年丹徒区", "单位：吨、万吨"], *rows[1:]]
    one: Sheet = sheet(doubtful)
    assert [p.code for p in layout_of(one).read(one, CONTEXT)[1]] == ["unknown_unit", "unknown_unit"]
