"""Enterprise forms 205-1 and 205-2: what an enterprise burnt, used as raw material, and transformed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.activity import forms_205
from cityghg.activity.columns import Defaults
from cityghg.activity.layouts.form_205_measures import find_measure
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem
from forms import CODE, form_1, form_2
from grids import CONTEXT, Rows, codes, layout_of, read, sheet

PLANT = "industry.d44"
COLUMNS = ("sector", "source", "amount", "unit", "origin")
Cells = dict[str, dict[str, Any]]


def together(*sheets: Sheet) -> tuple[pl.DataFrame, list[Problem]]:
    """Read sheets as one submission."""
    tables, problems, layouts = [], list[Problem](), dict[str, str]()
    for one in sheets:
        table, found = read(one)
        tables.append(table)
        problems += found
        layouts[one.table] = layout_of(one).NAME
    joined, found = forms_205.join(pl.concat(tables), layouts, CONTEXT)
    return joined, problems + found


def sums(table: pl.DataFrame) -> dict[tuple[str, str], Decimal]:
    """Return the amounts by sector and source, in the unit they have."""
    found: dict[tuple[str, str], Decimal] = {}
    for row in table.iter_rows(named=True):
        key = row["sector"], row["source"]
        found[key] = found.get(key, Decimal(0)) + row["amount"]
    return found


def said(problems: list[Problem]) -> list[str]:
    return [f"{one.code} {one.place.cell}".strip() for one in problems]


def test_consumption_less_raw_material_is_burnt_by_the_industry() -> None:
    rows: Cells = {
        "原煤": {"opening": 5, "bought": 99, "total": 100, "production": 90, "feedstock": 30, "other": 10},
        "柴油": {"total": 10, "production": 4, "other": 6, "transport": 6},
        "天然气": {"total": 2.5, "production": 2.5},
        "电力": {"total": 500, "production": 500},
        "燃料油": {"total": 0},
        "汽油": {},
    }
    one = form_1(rows)
    table, problems = read(one)
    assert layout_of(one).NAME == "form_205_1"
    assert table.select(COLUMNS).rows() == [
        ("industry.c30", "raw_coal", Decimal(70), "吨", "205-1!G9-I9"),
        ("nonenergy_use", "raw_coal", Decimal(30), "吨", "205-1!I9"),
        ("industry.c30", "diesel", Decimal(10), "吨", "205-1!G10"),
        ("industry.c30", "natural_gas", Decimal("2.5"), "万立方米", "205-1!G11"),
        ("industry.c30", "electricity", Decimal(500), "万千瓦时", "205-1!G12"),
        ("industry.c30", "fuel_oil", Decimal(0), "吨", "205-1!G13"),
    ]
    assert table.select("area", "year", "reporter").unique().rows() == [("321112", 2021, CODE)]
    assert said(problems) == ["form_205_transport_stays K10"]


def test_the_name_of_an_enterprise_and_the_dates_of_the_form_state_neither_place_nor_year() -> None:
    table, problems = read(form_1({"焦炭": {"total": 1}}))
    assert problems == []
    assert table.row(0)[1:3] == ("321112", 2021)


@pytest.mark.parametrize(
    ("industry", "sector"),
    [
        ("3011", "industry.c30"),
        ("C3011", "industry.c30"),
        ("水泥制造(3011)", "industry.c30"),
        ("0610", "industry.b06"),
        ("610", "industry.b06"),
        ("非金属矿物制品业", "industry.c30"),
        ("26", "industry.c26"),
    ],
)
def test_the_industry_by_code_or_name(industry: str, sector: str) -> None:
    table, _ = read(form_1({"焦炭": {"total": 1}}, industry))
    assert table["sector"].to_list() == [sector]


def test_without_an_industry_it_is_industry_as_a_whole() -> None:
    table, problems = read(form_1({"焦炭": {"total": 1}}, ""))
    assert table["sector"].to_list() == ["industry"]
    assert said(problems) == ["form_205_industry_assumed A6"]


def test_a_code_in_boxes_is_read_from_the_cells_beside_its_label() -> None:
    one = form_1({"焦炭": {"total": 1}})
    boxed: list[Value] = ["统一社会信用代码", *CODE]
    rows = [row + [None] * (len(boxed) - len(row)) for row in one.rows]
    rows[2] = boxed + [None] * (len(rows[0]) - len(boxed))
    table, _ = read(replace(one, rows=rows))
    assert table["reporter"].to_list() == [CODE]


def test_consumption_is_production_and_other_use_where_the_total_is_blank() -> None:
    table, _ = read(form_1({"原煤": {"production": 60, "feedstock": 10, "other": 5}}))
    assert table.select("sector", "amount", "origin").rows() == [
        ("industry.c30", Decimal(55), "205-1!H9+J9-I9"),
        ("nonenergy_use", Decimal(10), "205-1!I9"),
    ]


def test_raw_coal_is_worked_out_where_only_its_kinds_are_given() -> None:
    rows: Cells = {"无烟煤": {"total": 60, "production": 60, "feedstock": 10}, "一般烟煤": {"total": 40}}
    table, problems = read(form_1(rows))
    assert problems == []
    assert sums(table) == {
        ("industry.c30", "anthracite"): 50,
        ("industry.c30", "bituminous_coal"): 40,
        ("industry.c30", "raw_coal"): 90,
        ("nonenergy_use", "anthracite"): 10,
        ("nonenergy_use", "raw_coal"): 10,
    }
    assert table.filter(pl.col("source") == "raw_coal")["origin"].to_list() == ["205-1!G9+G10-I9", "205-1!I9"]


@pytest.mark.parametrize(
    ("whole", "code", "kept"),
    [(90, "form_205_parts_exceed_whole G9", 100), (120, "form_205_parts_below_whole G9", 120)],
)
def test_raw_coal_against_its_kinds(whole: int, code: str, kept: int) -> None:
    rows: Cells = {"原煤": {"total": whole}, "无烟煤": {"total": 60}, "一般烟煤": {"total": 40}}
    table, problems = read(form_1(rows))
    assert said(problems) == [code]
    assert sums(table)["industry.c30", "raw_coal"] == kept


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ({"total": 100, "production": 80, "other": 10}, ["form_205_total_differs G9"]),
        ({"total": 100.5, "production": 80.4, "other": 20}, []),
        ({"total": 100, "production": 80, "feedstock": 85, "other": 20}, ["form_205_part_exceeds I9"]),
        (
            {"total": 100, "production": 100, "transport": 105},
            ["form_205_part_exceeds K9", "form_205_transport_stays K9"],
        ),
        ({"total": -1}, ["negative_amount G9"]),
        ({"total": "约3"}, ["amount_not_number G9"]),
        ({"total": "3～5"}, ["amount_is_range G9"]),
        ({"total": "ne"}, ["notation_key_case G9"]),
        ({"total": "1e40"}, ["amount_overflow G9"]),
        ({"total": 100, "production": "-", "other": "…"}, ["marks_are_missing H9"]),
        ({"feedstock": 5}, ["form_205_part_exceeds I9"]),
        ({"total": 1, "unit": "立方米"}, ["unit_mass_volume B9"]),
        ({"total": 1, "unit": "万吨"}, ["form_205_unit B9"]),
        ({"total": 1, "code": "21"}, ["form_205_code_against_name C9"]),
    ],
)
def test_what_is_said_of_a_row(amounts: dict[str, Any], found: list[str]) -> None:
    one = form_1({"原煤": amounts, "焦炭": {"total": 1}, "柴油": {"total": 1}})
    assert codes(one) == found


@pytest.mark.parametrize(
    "amounts", [{"total": 9, "feedstock": "约3"}, {"total": 9, "feedstock": 19}, {"total": "无数据"}]
)
def test_what_cannot_be_known_is_a_gap(amounts: dict[str, Any]) -> None:
    table, _ = read(form_1({"原煤": amounts}))
    assert set(table["notation"]) == {"NE"}
    assert table["amount"].to_list() == [None] * len(table)


def test_a_notation_key_stands_for_the_amount() -> None:
    table, problems = read(form_1({"原煤": {"total": "C"}}))
    assert table.select("notation", "amount").rows() == [("C", None)]
    assert problems == []


def test_a_blank_name_is_told_by_its_code_and_an_unknown_one_is_not() -> None:
    one = form_1({"原煤": {"total": 1}, "": {"total": 2, "code": 9.0}, "焦碳": {"total": 3, "code": "09"}})
    table, problems = read(one)
    assert sums(table) == {("industry.c30", "raw_coal"): 1, ("industry.c30", "coke"): 2}
    assert said(problems) == ["form_205_name_by_code A10", "form_205_name_unknown A11"]


def test_codes_of_another_edition_are_said_once() -> None:
    moved = {"原煤": "02", "焦炭": "06", "汽油": "20", "柴油": "22", "电力": "33"}
    one = form_1({name: {"total": 1, "code": code} for name, code in moved.items()})
    table, problems = read(one)
    assert said(problems) == ["form_205_codes_of_another_edition C9"]
    assert len(table) == 5


@pytest.mark.parametrize(
    "letters", [["甲", "乙", "丙", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "丁"], [None] * 3 + [*range(1, 12)]]
)
def test_the_row_of_letters_is_no_data(letters: list[Value]) -> None:
    one = form_1({"原煤": {"total": 1}})
    rows = [*one.rows[:7], letters + [None] * (len(one.rows[0]) - len(letters)), *one.rows[8:]]
    assert sums(read(replace(one, rows=rows))[0]) == {("industry.c30", "raw_coal"): 1}


TOTAL: Cells = {
    "原煤": {"total": 1000, "coefficient": 0.7143},
    "无烟煤": {"total": 1000, "coefficient": 0.7143},
    "柴油": {"total": 10, "coefficient": 1.4571},
    "电力": {"total": 500, "coefficient": 1.229},
}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"柴油": {"total": 100000, "coefficient": 1.4571}}, ["form_205_energy_total_unit G11"]),
        ({"能源合计": {"total": 1350}}, ["form_205_energy_total_differs G13"]),
        ({"能源合计": {"total": 0.134337}}, ["form_205_energy_total_scale G13"]),
        ({"柴油": {"total": 10}}, []),
    ],
)
def test_the_total_in_coal_equivalent(changed: Cells, found: list[str]) -> None:
    rows = {**TOTAL, "能源合计": {"total": 1343.37}, **changed}
    assert codes(form_1(rows)) == found


def test_transformation_is_taken_off_and_power_and_heat_burn_it() -> None:
    first = form_1(
        {
            "原煤": {"total": 900, "production": 880, "other": 20},
            "一般烟煤": {"total": 900, "production": 880, "other": 20},
            "洗精煤": {"total": 100, "production": 100},
            "电力": {"total": 50, "production": 50},
        },
        "4411",
    )
    second = form_2(
        {
            "原煤": {"production": 880, "input": 850, "power": 700, "heat": 150},
            "一般烟煤": {"production": 880, "input": 850, "power": 700, "heat": 150},
            "洗精煤": {"production": 100, "input": 100, "coking": 100},
            "焦炭": {"output": 70},
            "电力": {"production": 50, "output": 200},
            "余热余压": {"recovery": 9},
            "热力": {"output": 3000},
        }
    )
    table, problems = together(first, second)
    assert said(problems) == ["form_205_transformed I11"]
    assert sums(table) == {
        (PLANT, "raw_coal"): 50,
        (PLANT, "bituminous_coal"): 50,
        (PLANT, "cleaned_coal"): 0,
        (PLANT, "electricity"): 50,
        ("power", "raw_coal"): 700,
        ("power", "bituminous_coal"): 700,
        ("heat_supply", "raw_coal"): 150,
        ("heat_supply", "bituminous_coal"): 150,
        ("supply", "electricity_generated"): 200,
    }
    taken = table.filter(pl.col("amount") < 0)
    assert set(taken["table"]) == {first.table}
    assert taken["origin"].to_list()[:2] == ["205-2!F9", "205-2!G9"]


def test_an_input_in_another_unit_and_another_file() -> None:
    first = form_1({"原煤": {"total": 12000}}, "4411")
    second = replace(form_2({"原煤": {"power": 1, "unit": "万吨"}}), file="转换.xlsx")
    table, problems = together(first, second)
    assert [one.code for one in problems] == ["form_205_unit"]
    taken = table.filter(pl.col("amount") < 0).select("table", "amount", "unit", "origin").rows()
    assert taken == [("能源.xlsx|205-1", Decimal(-1), "万吨", "转换.xlsx, 205-2!F9")]


def test_the_input_of_raw_coal_is_that_of_its_one_kind() -> None:
    first = form_1({"原煤": {"total": 900}, "一般烟煤": {"total": 900}}, "4411")
    table, _ = together(first, form_2({"原煤": {"power": 700}}))
    assert sums(table)[PLANT, "bituminous_coal"] == sums(table)[PLANT, "raw_coal"] == 200


def test_a_kind_that_only_form_2_has_stays_within_raw_coal() -> None:
    second = form_2({"原煤": {"power": 700}, "一般烟煤": {"power": 700}})
    table, problems = together(form_1({"原煤": {"total": 900}}, "4411"), second)
    assert sums(table)[PLANT, "raw_coal"] == 200
    assert (PLANT, "bituminous_coal") not in sums(table)
    assert problems == []


def test_more_input_than_consumption_is_an_error_and_a_gap() -> None:
    table, problems = together(form_1({"原煤": {"total": 90}}, "4411"), form_2({"原煤": {"power": 700}}))
    assert said(problems) == ["form_205_2_exceeds F9"]
    assert table.filter(pl.col("sector") == PLANT).select("notation", "amount").rows() == [("NE", None)]


def test_a_form_without_its_partner_is_said() -> None:
    second = form_2({"原煤": {"power": 7}})
    table, problems = together(second)
    assert (sums(table), said(problems)) == ({("power", "raw_coal"): 7}, ["form_205_2_alone"])
    table, problems = together(form_1({"原煤": {"total": 9}}, "4411"))
    assert (sums(table), said(problems)) == ({(PLANT, "raw_coal"): 9}, ["form_205_1_alone"])
    table, problems = together(form_1({"原煤": {"total": 9}}, "3011"))
    assert problems == []


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ({"production": 90, "input": 90, "power": 90}, []),
        ({"production": 90, "input": 80, "power": 90}, ["form_205_input_differs E9"]),
        ({"production": 50, "input": 90, "power": 90}, ["form_205_input_exceeds D9"]),
    ],
)
def test_inputs_against_their_totals(amounts: dict[str, Any], found: list[str]) -> None:
    assert codes(form_2({"原煤": amounts})) == found


def test_recovered_gas_is_said_to_hold_carbon_that_is_counted() -> None:
    table, problems = read(form_2({"高炉煤气": {"recovery": 33}, "电力": {"recovery": 2}}))
    assert sums(table) == {("supply", "electricity_generated"): 2}
    assert said(problems) == ["form_205_recovered O9"]


WIDE: Rows = [
    [
        "统一社会信用代码",
        "单位名称",
        "行业代码",
        "地区",
        "年份",
        "原煤（吨）",
        None,
        None,
        "无烟煤（吨）",
        None,
        "电力(万千瓦时)",
    ],
    [None] * 5 + ["消费合计", "工业生产消费", "用于原材料", "消费合计", "用于原材料", "消费合计"],
    ["9132A", "甲厂", 3011, "丹徒区", 2021, 100, 90, 10, 60, None, 50],
    ["9132B", "乙厂", 2614, "京口区", 2021, None, None, None, 20, 5, 5],
]
MERGED = (*((0, c, 1, c) for c in range(5)), (0, 5, 0, 7), (0, 8, 0, 9))


@pytest.mark.parametrize("merged", [MERGED, ()])
def test_an_enterprise_a_row_with_columns_for_each_energy(
    merged: tuple[tuple[int, int, int, int], ...],
) -> None:
    one = sheet(WIDE, merged=merged)
    table, problems = read(one)
    assert layout_of(one).NAME == "form_205_1"
    assert said(problems) == ["form_205_parts_below_whole F3"]
    assert table.select("reporter", "area", "sector", "source", "amount", "unit", "origin").rows() == [
        ("9132A", "321112", "industry.c30", "raw_coal", Decimal(90), "吨", "Sheet1!F3-H3"),
        ("9132A", "321112", "nonenergy_use", "raw_coal", Decimal(10), "吨", "Sheet1!H3"),
        ("9132A", "321112", "industry.c30", "anthracite", Decimal(60), "吨", "Sheet1!I3"),
        ("9132A", "321112", "industry.c30", "electricity", Decimal(50), "万千瓦时", "Sheet1!K3"),
        ("9132B", "321102", "industry.c26", "anthracite", Decimal(15), "吨", "Sheet1!I4-J4"),
        ("9132B", "321102", "nonenergy_use", "anthracite", Decimal(5), "吨", "Sheet1!J4"),
        ("9132B", "321102", "industry.c26", "electricity", Decimal(5), "万千瓦时", "Sheet1!K4"),
        ("9132B", "321102", "industry.c26", "raw_coal", Decimal(15), "吨", "Sheet1!I4-J4"),
        ("9132B", "321102", "nonenergy_use", "raw_coal", Decimal(5), "吨", "Sheet1!J4"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("原煤消费合计(吨)", "原煤_工业生产消费（吨）", "原煤用于原材料(吨)"),
        ("消费量-原煤(吨)", "工业生产消费-原煤(吨)", "用于原材料：原煤(吨)"),
    ],
)
def test_source_and_measure_in_one_heading(names: tuple[str, ...]) -> None:
    rows: Rows = [
        ["法人单位代码", "年份", "行业代码", *names, "焦炭（吨）"],
        ["9132A", 2021, "C30", 100, 100, 10, 7],
    ]
    table, problems = read(sheet(rows), replace(CONTEXT, defaults=Defaults(area="丹徒区")))
    assert problems == []
    assert sums(table) == {
        ("industry.c30", "raw_coal"): 90,
        ("nonenergy_use", "raw_coal"): 10,
        ("industry.c30", "coke"): 7,
    }


def test_a_part_right_behind_an_energy_is_of_that_energy() -> None:
    """100 t of which 10 t are raw material are 90 t burnt; the diesel of vehicles stays in the industry."""
    rows: Rows = [
        [
            "企业名称",
            "地区",
            "年份",
            "行业",
            "原煤(吨)",
            "其中：用于原材料",
            "柴油(吨)",
            "其中：运输工具消费（吨）",
        ],
        ["甲厂", "丹徒区", 2021, "C30", 100, 10, 7, 6],
        ["合计", None, None, None, 100, 10, 7, 9],
    ]
    table, problems = read(sheet(rows))
    assert [p.code for p in problems] == [
        "total_rows_skipped", "printed_total_differs", "form_205_transport_stays",
    ]  # fmt: skip
    assert sums(table) == {
        ("industry.c30", "raw_coal"): 90,
        ("nonenergy_use", "raw_coal"): 10,
        ("industry.c30", "diesel"): 7,
    }


def test_many_enterprises_in_one_list() -> None:
    head: list[Value] = [
        "法人单位代码",
        "年份",
        "行业代码",
        "地区",
        "能源名称",
        "计量单位",
        "代码",
        "消费量合计",
        "工业生产消费",
        "用于原材料",
    ]
    body: Rows = [
        ["9132A", 2021, 3011, "丹徒区", "原煤", "吨", "01", 100, 100, 5],
        ["9132A", 2021, 3011, "丹徒区", "焦炭", "吨", "09", 10, 10, None],
        ["9132B", 2021, 2614, "丹徒区", "原煤", "吨", 1.0, 10, 10, None],
    ]
    table, problems = read(sheet([head, *body]))
    assert problems == []
    assert table.select("reporter", "sector", "source", "amount").rows() == [
        ("9132A", "industry.c30", "raw_coal", 95),
        ("9132A", "nonenergy_use", "raw_coal", 5),
        ("9132A", "industry.c30", "coke", 10),
        ("9132B", "industry.c26", "raw_coal", 10),
    ]


def test_a_plain_wide_table_stays_wide() -> None:
    rows: Rows = [
        ["法人单位代码", "年份", "行业代码", "地区", "原煤(吨)", "焦炭(吨)"],
        ["9132A", 2021, 3011, "丹徒区", 1, 2],
    ]
    assert layout_of(sheet(rows)).NAME == "wide"


def test_an_energy_named_twice_and_a_measure_with_two_columns() -> None:
    one = form_1({"石脑油": {"total": 1}})
    doubled = replace(one, rows=[*one.rows[:9], one.rows[8], *one.rows[9:]])
    table, problems = read(doubled)
    assert said(problems) == ["form_205_row_twice G10"]
    assert table["notation"].to_list() == ["", "NE"]
    rows = [list(row) for row in one.rows]
    rows[6][10] = "合计"
    table, problems = read(replace(one, rows=rows))
    assert (len(table), said(problems)) == (0, ["column_doubled K6"])


@pytest.mark.parametrize("period", ["2021年1-6月", "2021年1月—9月", "2021年上半年"])
def test_a_part_of_the_year_is_warned_of(period: str) -> None:
    assert codes(form_1({"焦炭": {"total": 1}}, period=period)) == ["form_205_part_of_year E5"]


@pytest.mark.parametrize(
    ("path", "measure"),
    [
        (("消费量", "合计"), "total"),
        (("消费量", "1.工业生产消费"), "production"),
        (("购进量", "实物量"), "purchased"),
        (("消费量", "合计中：运输工具消费"), "transport"),
        (("购进量", "金额（千元）"), "purchased_value"),
        (("加工转换投入", "合计"), "input_total"),
        (("消费量", "其中：用于原材料"), "feedstock"),
        (("消费量", "第一季度"), None),
        (("采用折标系数",), "coefficient"),
        (("期末\n库存量",), "closing_stock"),
    ],
)
def test_headings_of_measures(path: tuple[str, ...], measure: str | None) -> None:
    found = find_measure(path)
    assert (found.id if found else None) == measure


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=4
    )
)
def test_nothing_is_lost_and_nothing_counted_twice(kinds: list[tuple[int, int, int]]) -> None:
    names = ("无烟煤", "炼焦烟煤", "一般烟煤", "褐煤")[: len(kinds)]
    parts: Cells = {
        name: {"total": a + b + c, "production": a + b, "feedstock": a, "other": c}
        for name, (a, b, c) in zip(names, kinds, strict=True)
    }
    whole = {
        m: sum(part[m] for part in parts.values()) for m in ("total", "production", "feedstock", "other")
    }
    table, problems = read(form_1({"原煤": whole, **parts}))
    assert problems == []
    assert sum(table.filter(pl.col("source") == "raw_coal")["amount"]) == whole["total"]
    assert sum(table.filter(pl.col("source") != "raw_coal")["amount"]) == whole["total"]


def test_consumption_in_a_plain_wide_table_meets_form_2_of_its_enterprise() -> None:
    rows: Rows = [
        ["统一社会信用代码", "年份", "行业代码", "地区", "原煤(吨)", "焦炭(吨)"],
        [CODE, 2021, "4411", "丹徒区", 900, 0],
    ]
    table, problems = together(sheet(rows, "企业"), form_2({"原煤": {"power": 700}}))
    assert problems == []
    assert sums(table) == {(PLANT, "raw_coal"): 200, (PLANT, "coke"): 0, ("power", "raw_coal"): 700}


@pytest.mark.parametrize("text", ["12个行业", "甲", "3"])
def test_what_is_no_industry(text: str) -> None:
    table, problems = read(form_1({"焦炭": {"total": 1}}, text))
    assert table["sector"].to_list() == ["industry"]
    assert any(problem.code.startswith("unknown_sector") for problem in problems)
