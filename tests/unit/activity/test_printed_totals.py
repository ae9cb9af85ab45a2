"""Printed totals against their parts, in every layout: what is warned of, what rounding explains."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.activity.layouts import process_output
from cityghg.activity.printed_totals import Shown, agrees, listed
from cityghg.activity.sheet import Value
from cityghg.base.problems import Problem
from grids import CONTEXT, HEADINGS, Rows, clean, layout_of, read, sheet

WIDE: list[Value] = ["地区", "年份", "部门", "煤合计(吨)", "原煤(吨)", "洗精煤(吨)", "天然气(万立方米)"]
OURS = ("printed_total_differs", "printed_totals_rounded", "total_source_alone")


def said(rows: Rows, **more: object) -> list[Problem]:
    return [found for found in read(sheet(rows, **more))[1] if found.code in OURS]


def told(rows: Rows, **more: object) -> list[tuple[str, str, str]]:
    """Return cell, difference and cells of the parts of each total that differs."""
    differing = [one for one in said(rows, **more) if one.code == "printed_total_differs"]
    return [
        (p.place.cell, str(dict(p.values)["difference"]), str(dict(p.values)["cells"])) for p in differing
    ]


def row(area: Value, sector: Value, source: Value, amount: Value, unit: Value = "吨") -> list[Value]:
    return [area, 2021, sector, source, amount, unit]


def test_a_total_row_that_is_right_is_only_skipped() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 100), row("京口区", "工业", "原煤", 60)]
    assert said([*rows, row("合计", "工业", "原煤", 160)]) == []
    assert said([*rows, row("全市合计", "工业", "原煤", 160)]) == []


def test_a_total_row_that_is_wrong_names_both_sums_and_the_figure_that_would_mend_it() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 100), row("京口区", "工业", "原煤", 6)]
    (one,) = said([*rows, row("合计", "工业", "原煤", 160)])
    assert one.text("zh") == (
        "能源.xlsx, Sheet1!E4：“合计”为 160 吨，各分项（E2:E3）之和为 106，相差 54；如 E3 为 60 吨，"
        "则正好相符，像是单位或小数点有误。合计不参与计算，以分项为准；请核对合计与分项，看是否漏行、重复或填错"
    )


def test_a_total_row_adds_up_the_rows_that_agree_with_it() -> None:
    rows = [
        HEADINGS,
        row("丹徒区", "工业", "原煤", 100), row("丹徒区", "工业", "焦炭", 7),
        row("京口区", "工业", "原煤", 60), row("京口区", "工业", "焦炭", 3),
        row("合计", "工业", "原煤", 160), row("合计", "工业", "焦炭", 13), row("合计", None, None, 170),
    ]  # fmt: skip
    assert told(rows) == [("E7", "3", "E3 E5")]


def test_what_is_in_several_units_is_not_added() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 1, "万吨"), row("京口区", "工业", "原煤", 60)]
    assert said([*rows, row("合计", "工业", "原煤", 5)]) == []


def test_subtotals_and_the_total_of_all() -> None:
    rows = [
        HEADINGS,
        row("丹徒区", "工业", "原煤", 10), row("丹徒区", "建筑业", "原煤", 20),
        row("丹徒区小计", None, None, 30),
        row("京口区", "工业", "原煤", 1), row("京口区", "建筑业", "原煤", 2), row("小计", None, None, 7),
        row("合计", None, None, 33),
    ]  # fmt: skip
    assert told(rows) == [("E7", "4", "E5:E6")]


def test_a_total_may_stand_above_its_parts() -> None:
    rows = [HEADINGS, row("合计", None, None, 30), row("丹徒区", "工业", "原煤", 10)]
    assert told([*rows, row("京口区", "工业", "原煤", 20)]) == []
    assert told([*rows, row("京口区", "工业", "原煤", 15)]) == [("E2", "5", "E3:E4")]


def test_parts_of_parts_are_not_added_twice() -> None:
    """Industry of 100 holds chemicals of 30, so the total is not 130; a city's 160 hold its districts'."""
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 100), row("丹徒区", "其中：C26", "原煤", 30)]
    assert told([*rows, row("合计", None, None, 100)]) == []
    assert told([*rows, row("合计", None, None, 130)]) == [("E4", "30", "E2")]
    rows = [HEADINGS, row("镇江市", "工业", "原煤", 160), row("丹徒区", "工业", "原煤", 100)]
    assert told([*rows, row("合计", None, None, 160)]) == []


def test_a_sum_over_a_cell_that_cannot_be_read_is_not_compared() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", "约100"), row("京口区", "工业", "原煤", 60)]
    assert said([*rows, row("合计", "工业", "原煤", 160)]) == []


def test_a_sum_over_a_row_of_an_unknown_sector_is_not_compared() -> None:
    rows: Rows = [
        ["丹徒区2021年"],
        ["部门", "电力(万千瓦时)"],
        ["合计", 100],
        ["第二产业", 60],
        ["其中：工业", 58],
    ]
    assert said(rows) == []


def test_rounding_is_noted_once() -> None:
    """Each of three figures with one decimal is known to 0.05, so the sum may be 0.15 off, and 0.2 not."""
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 33.3), row("京口区", "工业", "原煤", 33.4)]
    (one,) = said([*rows, row("合计", "工业", "原煤", 66.8)])
    assert (one.code, dict(one.values)) == ("printed_totals_rounded", {"count": "1", "most": "0.1"})
    assert told([*rows, row("合计", "工业", "原煤", 66.9)]) == [("E4", "0.2", "E2:E3")]
    assert said([*rows, row("合计", "工业", "原煤", 66.7)]) == []


@given(
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=8),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_a_total_rounded_from_its_parts_always_agrees(amounts: list[Decimal], at: int, fine: int) -> None:
    def shown(amount: Decimal, places: int) -> Shown:
        rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return Shown((0, 0), rounded, str(rounded))

    parts = [shown(amount, fine) for amount in amounts]
    total = shown(sum(amounts, Decimal(0)), at)
    assert agrees(total, parts)
    off = Decimal(2).scaleb(-min(at, fine)) * (len(amounts) + 2)
    assert not agrees(total._replace(amount=total.amount + off), parts)


def test_a_total_of_coal_beside_its_kinds() -> None:
    rows: Rows = [
        WIDE,
        ["丹徒区", 2021, "工业", 100, 90, 10, 2.5],
        ["京口区", 2021, "工业", 100, 90, 1, None],
    ]
    assert told(rows) == [("D3", "9", "E3:F3")]
    (one,) = said(rows)
    assert "如 F3 为 10 吨" in one.text("zh")


def test_a_total_of_coal_in_another_unit_and_in_rows_of_its_own() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "煤合计", 0.03, "万吨"), row("丹徒区", "工业", "原煤", 150)]
    rows += [row("丹徒区", "工业", "洗精煤", 30), row("丹徒区", "建筑业", "原煤", 8)]
    assert told(rows) == [("E2", "0.012", "E3:E4")]


def test_kinds_of_a_kind_are_not_added_to_it() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "煤合计", 100), row("丹徒区", "工业", "原煤", 90)]
    rows += [row("丹徒区", "工业", "无烟煤", 40), row("丹徒区", "工业", "洗精煤", 10)]
    assert said(rows) == []


def test_a_total_without_its_parts_is_lost_and_said() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "煤合计", 100), row("丹徒区", "工业", "电力", 3, "万千瓦时")]
    (one,) = said(rows)
    assert (one.code, one.place.cell) == ("total_source_alone", "E2")
    assert "100 吨" in one.text("zh")


def test_a_total_in_coal_equivalent_is_not_compared_with_amounts() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "能源合计", 80, "吨标准煤"), row("丹徒区", "工业", "原煤", 100)]
    assert said(rows) == []


def test_a_column_of_totals() -> None:
    head: list[Value] = ["年份", "地区", "部门", "原煤(吨)", "焦炭(吨)", "合计(吨)"]
    rows: Rows = [head, [2021, "丹徒区", "工业", 10, 5, 15], [2021, "京口区", "工业", 10, 5, 16.7]]
    assert told(rows) == [("F3", "1.7", "D3:E3")]
    assert [one.code for one in read(sheet(rows))[1]] == ["printed_total_differs", "columns_ignored"]
    mixed: Rows = [[*head[:4], "天然气(万立方米)", "合计"], [2021, "丹徒区", "工业", 10, 5, 99]]
    assert told(mixed) == []


def test_a_register_of_enterprises() -> None:
    head: list[Value] = [
        "统一社会信用代码",
        "地区",
        "年份",
        "行业",
        "原煤(吨)",
        "无烟煤(吨)",
        "电力(万千瓦时)",
    ]
    rows: Rows = [head, ["A1", "丹徒区", 2021, "C26", 100, 100, 7], ["A2", "丹徒区", 2021, "C30", 50, 50, 8]]
    assert layout_of(sheet(rows)).NAME == "form_205_1"
    assert told([*rows, ["合计", None, None, None, 150, 150, 15]]) == []
    assert told([*rows, ["合计", None, None, None, 150, 150, 25]]) == [("G4", "10", "G2:G3")]


def test_energy_by_industry_has_its_total_on_top() -> None:
    head: list[Value] = ["行业", "原煤(吨)", "电力(万千瓦时)"]
    rows: Rows = [
        ["丹徒区2021年分行业终端能源消费量"], head, ["总计", 100, 50],
        ["（一）采矿业", 10, 5], ["煤炭开采和洗选业", 10, 5],
        ["（二）制造业", 85, 40], ["化学原料和化学制品制造业", 85, 30],
        ["（三）电力、热力、燃气及水生产和供应业", 5, 2],
    ]  # fmt: skip
    assert layout_of(sheet(rows)).NAME == "industry_by_fuel"
    assert told(rows) == [("C3", "3", "C4 C6 C8")]


def test_a_list_of_products_adds_up_what_is_not_read_too() -> None:
    head: list[Value] = ["地区", "年份", "产品名称", "计量单位", "产量"]
    rows: Rows = [head, ["丹徒区", 2021, "水泥熟料", "万吨", 80], ["丹徒区", 2021, "水泥", "万吨", 100]]
    assert layout_of(sheet(rows)).NAME == process_output.NAME
    assert told([*rows, ["合计", 2021, None, "万吨", 180]]) == []
    assert told([*rows, ["合计", 2021, None, "万吨", 80]]) == [("E4", "-100", "E2:E3")]


def test_the_year_among_months_is_their_total_and_not_added() -> None:
    head: list[Value] = ["地区", "年份", "月份", "部门", "能源品种", "消费量", "单位"]
    rows: Rows = [head, *(["丹徒区", 2021, f"{m}月", "工业", "原煤", 10, "吨"] for m in range(1, 13))]
    table = clean(sheet(rows))
    year: list[Value] = ["丹徒区", 2021, "全年", "工业", "原煤", 120, "吨"]
    with_year, problems = read(sheet([*rows, year]))
    assert with_year.equals(table)
    assert [one.code for one in problems] == ["total_rows_skipped"]
    assert told([*rows, [*year[:5], 130, "吨"]]) == [("F14", "10", "F2:F13")]
    assert clean(sheet([head, year]))["amount"].to_list() == [Decimal(120)]


@pytest.mark.parametrize("name", ["合计", "全年", "1-12月"])
def test_months_across_and_their_total(name: str) -> None:
    head: list[Value] = ["地区", "部门", "能源品种", "单位", *(f"{m}月" for m in range(1, 13)), name]
    rows: Rows = [["2021年能源消费"], head, ["丹徒区", "工业", "原煤", "吨", *[10] * 12, 120]]
    one = sheet(rows)
    assert layout_of(one).NAME == "years_across"
    table = clean(one)
    assert table.select("year", "month", "origin").rows()[11] == (2021, "12", "Sheet1!P3")
    assert table["amount"].sum() == Decimal(120)
    assert told([*rows[:2], [*rows[2][:16], 121]]) == []
    assert told([*rows[:2], [*rows[2][:16], 150]]) == [("Q3", "30", "E3:P3")]


def test_months_that_are_not_all_there_are_said() -> None:
    head: list[Value] = ["地区", "部门", "能源品种", "单位", "2021年1月", "2021年2月"]
    _, problems = read(sheet([head, ["丹徒区", "工业", "原煤", "吨", 10, 12]]))
    assert [one.code for one in problems] == ["months_missing"]


def test_an_amount_in_merged_cells_is_of_nobody() -> None:
    rows: Rows = [
        WIDE,
        ["丹徒区", 2021, "工业", None, 90, None, None],
        ["京口区", 2021, "工业", None, None, None, 1],
    ]
    table, problems = read(sheet(rows, merged=((1, 4, 2, 4),)))
    assert [(one.code, one.place.cell) for one in problems] == [("amount_merged", "E2")]
    assert table.filter(table["source"] == "raw_coal")["notation"].to_list() == ["NE", "NE"]


def test_cells_are_listed_as_ranges() -> None:
    assert listed([(1, 4), (2, 4), (5, 4)]) == "E2:E3 E6"
    assert listed([(1, 4), (1, 5), (1, 7)]) == "E2:F2 H2"
    assert listed([(2 * n, 0) for n in range(12)]).endswith(" …")


def test_a_city_that_is_known_reports_its_whole_itself() -> None:
    """The whole city is an area of its own then, which the roll-up compares with its districts."""
    rows = [HEADINGS, row("丹徒区", "工业", "原煤", 100), row("全市合计", "工业", "原煤", 160)]
    table, _ = read(sheet(rows), replace(CONTEXT, city="321100"))
    assert table["area"].to_list() == ["321112", "321100"]


def test_a_key_with_two_totals_and_one_of_no_key_are_not_compared() -> None:
    rows = [HEADINGS, row("丹徒区", "工业", "煤合计", 10), row("丹徒区", "工业", "煤合计", 20)]
    assert said([*rows, row("丹徒区", "工业", "原煤", 30)]) == []
    head: list[Value] = ["部门", "煤合计(吨)", "原煤(吨)"]
    one: Rows = [["丹徒区2021年"], head, [None, 126, None], ["工业", 5, 5], ["不明", 9, 1]]
    assert [p.code for p in said(one)] == []


def test_a_total_in_a_unit_that_its_parts_cannot_have() -> None:
    head: Rows = [["丹徒区2021年", "单位：万吨标准煤"], ["部门", "煤合计", "原煤", "洗精煤"]]
    assert said([*head, ["工业", 35715.1, 30978.8, 1926.9]]) == []
