"""Energy balances that do not close, or whose totals are off, and the figure that would explain it."""

from __future__ import annotations

import pytest

from cityghg.activity.layouts import energy_balance
from cityghg.activity.sheet import Value
from cityghg.base.problems import Problem
from grids import CONTEXT, Rows, sheet

# Columns: raw coal, diesel. 1000 + 200 - 450 = 750 = 3 + 746 + 1; 80 = 80.
BODY: Rows = [
    ["丹徒区2021年能源平衡表(实物量)", None, None],
    ["项目", "原煤（万吨）", "柴油（万吨）"],
    ["一.可供本地区消费的能源量", 1200.0, 80.0],
    ["  1.一次能源生产量", 1000.0, None],
    ["  3.外省(区、市)调入量", 200.0, 80.0],
    ["二.加工转换投入(-)产出(+)量", -450.0, None],
    ["  1.火力发电", -400.0, None],
    ["  2.供热", -50.0, None],
    ["三.损失量", 3.0, None],
    ["四.终端消费量", 746.0, 80.0],
    ["  1.农、林、牧、渔业", 6.0, 10.0],
    ["  2.工业", 730.0, 25.0],
    ["  3.建筑业", 10.0, 5.0],
    ["  4.交通运输、仓储和邮政业", None, 40.0],
    ["五.平衡差额", 1.0, None],
]


def found(**changes: Value) -> dict[str, Problem]:
    """Return warnings by cell; `changes` puts values into cells."""
    rows = [list(row) for row in BODY]
    for cell, value in changes.items():
        rows[int(cell[1:]) - 1]["ABC".index(cell[0])] = value
    problems = energy_balance.read(sheet(rows), CONTEXT)[1]
    codes = ("balance_not_closed", "balance_total_differs")
    return {p.place.cell: p for p in problems if p.code in codes}


def test_a_balance_that_closes() -> None:
    assert found() == {}


def test_the_difference_may_be_printed_with_either_sign() -> None:
    assert found(B15=-1.0) == {}


def test_a_difference_that_is_not_what_the_sections_leave() -> None:
    (one,) = found(B15=5.0).values()
    assert one.text("zh") == (
        "能源.xlsx, Sheet1!B15：“原煤”不平衡：B3+B6−B9−B10 = 1 万吨，平衡差额填的是 5，相差 -4。"
        "请核对这些合计及其分项"
    )


@pytest.mark.parametrize(
    ("cell", "slipped", "right"), [("B3", 12_000_000.0, "1200"), ("B3", 1.2, "1200"), ("B6", -4500.0, "-450")]
)
def test_a_section_that_slipped_is_named(cell: str, slipped: float, right: str) -> None:
    said = found(**{cell: slipped})["B15"].text("zh")
    assert f"如 {cell} 为 {right} 万吨，则正好相符" in said


def test_a_figure_that_slipped_is_named_against_the_printed_total() -> None:
    assert "如 B12 为 730 万吨，则正好相符" in found(B12=7_300_000.0)["B10"].text("zh")
    assert "with 746 万吨 in B10 it comes out" in found(B10=74.6)["B10"].text("en")


def test_no_figure_is_named_where_several_would_do_or_none() -> None:
    assert "正好相符" not in found(B10=700.0)["B10"].text("zh")
    twice = found(C11=25.0, C12=25.0, C10=305.0)["C10"]
    assert "正好相符" not in twice.text("zh")


def test_without_supply_or_without_a_row_for_the_difference_nothing_is_checked() -> None:
    assert found(B3=None, B4=None, B5=None) == {}
    rows = [row for row in BODY if row[0] != "五.平衡差额"]
    rows[9] = ["四.终端消费量", 746.0, 80.0]
    problems = energy_balance.read(
        sheet([*rows[:2], ["一.可供本地区消费的能源量", 5.0, 5.0], *rows[3:]]), CONTEXT
    )[1]
    assert "balance_not_closed" not in {p.code for p in problems}


def test_a_section_that_cannot_be_read_is_not_reckoned_with() -> None:
    assert "B15" not in found(B6="四百五十")
