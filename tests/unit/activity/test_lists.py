"""Energy by industry, output of products, electricity moved in and out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityghg.activity.sheet import Value
from grids import Rows, codes, layout_of, read, sheet

BLANK: list[Value] = [None] * 6


def by_industry(rows: Rows, title: str = "丹徒区分行业终端能源消费量（2021年）") -> Rows:
    head: Rows = [
        [title, *BLANK],
        ["行  业", "代码", "原煤", "焦炭", "天然气", "电力", "能源消费总量"],
        [None, None, "(吨)", "(吨)", "(万立方米)", "(万千瓦时)", "(吨标准煤)"],
        ["甲", "乙", 1, 2, 3, 4, 5],
    ]
    return [*head, *rows, ["注：本表为规模以上工业。", *BLANK]]


INDUSTRIES: Rows = [
    ["规模以上工业总计", None, 500, 10, 50, 100, 2000],
    ["一、采矿业", "B", 100, None, None, 10, 80],
    ["  煤炭开采和洗选业", "06", 100, None, None, 10, 80],
    ["二、制造业", "C", 400, 10, 50, 90, 1500],
    ["农副食品加工业", 13, 10, 0, 5, 40, 40],
    ["石油、煤炭及其他燃料加工业", 25, 390, 10, 45, 50, 300],
    ["在总计中：轻工业", None, 10, 0, 5, 20, 40],
    ["          重工业", None, 490, 10, 45, 80, 1960],
    ["其中：六大高耗能行业", None, 1, 1, 1, 1, 1],
]


def test_energy_by_industry_is_read_as_a_tree() -> None:
    one = sheet(by_industry(INDUSTRIES))
    table, problems = read(one)
    assert layout_of(one).NAME == "industry_by_fuel"
    coal = table.filter(table["source"] == "raw_coal").select("sector", "amount", "origin").rows()
    assert coal == [
        ("industry", Decimal(500), "Sheet1!C5"),
        ("industry.b", Decimal(100), "Sheet1!C6"),
        ("industry.b06", Decimal(100), "Sheet1!C7"),
        ("industry.c", Decimal(400), "Sheet1!C8"),
        ("industry.c13", Decimal(10), "Sheet1!C9"),
        ("industry.c25", Decimal(390), "Sheet1!C10"),
    ]
    assert [problem.code for problem in problems] == [
        "total_source_skipped",
        "columns_ignored",
        "industry_groups_skipped",
    ]


def test_consumption_that_is_not_final_holds_what_was_transformed() -> None:
    found = codes(sheet(by_industry(INDUSTRIES, "丹徒区2021年分行业能源消费量")))
    assert "industry_with_transformation A7" in found


@pytest.mark.parametrize(("amount", "found"), [(11, []), (40, ["industry_parts_exceed C8"])])
def test_an_industry_against_the_industries_in_it(amount: int, found: list[str]) -> None:
    rows = [*INDUSTRIES[:4], ["农副食品加工业", 13, amount, 0, 5, 40, 40], *INDUSTRIES[5:6]]
    assert [said for said in codes(sheet(by_industry(rows))) if "parts" in said] == found


def test_a_table_of_enterprises_is_not_one_of_industries() -> None:
    rows: Rows = [
        ["法人单位代码", "行业", "地区", "年份", "原煤(吨)", "焦炭(吨)"],
        *(["9132A", name, "丹徒区", 2021, 1, 2] for name in ("纺织业", "食品制造业", "农副食品加工业")),
    ]
    assert layout_of(sheet(rows)).NAME == "wide"


PRODUCTS: Rows = [
    ["2021年丹徒区主要工业产品产量", None, None, None],
    ["产品名称", "代码", "计量单位", "本年产量"],
    ["水泥熟料", "0101", "万吨", 85],
    ["水泥", "0102", "万吨", 95],
    ["布", "0103", "万米", "1,000"],
    ["焦炭", "0104", "万吨", 3],
    ["电石", "0105", "吨", None],
    ["发电量", "0106", "亿千瓦时", 3],
]


def test_of_a_list_of_products_only_those_that_emit_are_read() -> None:
    one = sheet([row for row in PRODUCTS if row[0] != "电石"])
    table, problems = read(one)
    assert layout_of(one).NAME == "process_output"
    assert table.select("sector", "source", "amount", "unit", "origin").rows() == [
        ("process.cement", "cement_clinker", Decimal(85), "万吨", "Sheet1!D3"),
        ("supply", "electricity_generated", Decimal(3), "亿千瓦时", "Sheet1!D7"),
    ]
    assert [(p.code, p.place.cell) for p in problems] == [
        ("products_without_source", "A4"),
        ("products_not_burnt", "A6"),
        ("columns_ignored", "B2"),
    ]
    assert "水泥, 布" in problems[0].text("zh")


def test_a_blank_output_of_a_product_that_counts_is_asked_for() -> None:
    assert "blank_amount D7" in codes(sheet(PRODUCTS))


def test_a_misspelt_product_is_refused_and_others_are_only_named() -> None:
    rows: Rows = [
        *PRODUCTS[:2],
        ["水泥熟科", None, "万吨", 5],
        ["布", None, "万米", 5],
        ["石灰", None, "吨", 5],
    ]
    table, problems = read(sheet(rows))
    assert table["source"].to_list() == ["lime"]
    assert [(p.code, p.place.cell) for p in problems][:2] == [
        ("unknown_source_near", "A3"),
        ("products_without_source", "A4"),
    ]


def test_a_list_of_products_none_of_which_counts() -> None:
    table, problems = read(sheet([*PRODUCTS[:2], ["布", None, "万米", 5]]))
    assert len(table) == 0
    assert [p.code for p in problems] == ["products_without_source"]


def test_steel_without_the_iron_it_was_made_of_would_be_negative_and_is_not_read() -> None:
    steel: Rows = [["粗钢", None, "万吨", 5], ["钢材", None, "万吨", 4]]
    table, problems = read(sheet([*PRODUCTS[:3], *steel]))
    assert table["source"].to_list() == ["cement_clinker"]
    assert [(p.code, p.place.cell) for p in problems][:1] == [("products_deducted_alone", "A4")]
    table, _ = read(sheet([*PRODUCTS[:2], steel[0], ["炼钢用生铁", None, "万吨", 5]]))
    assert table["source"].to_list() == ["crude_steel", "pig_iron_in_steelmaking"]


def trade(rows: Rows) -> Rows:
    head: Rows = [
        ["丹徒区2021年电力调入调出", None, None, None],
        ["数据项", "电网名称", "电量（亿kWh）", "间接排放因子（kgCO2/kWh)"],
    ]
    return [*head, *rows]


FORM: Rows = [
    ["调出电力", None, 1.5, 0.7],
    ["调入电力", None, 4, None],
    ["来自电网1", "华东", 3, 0.7],
    ["来自电网2", "华中电网", 1, 0.5],
    ["来自电网3", None, None, None],
    ["合计", None, 2.5, None],
]


def test_electricity_moved_in_and_out_by_grid() -> None:
    one = sheet(trade(FORM))
    table, problems = read(one)
    assert layout_of(one).NAME == "electricity_trade"
    assert table.select("source", "counterpart", "amount", "unit", "origin").rows() == [
        ("electricity_export", "", Decimal("1.5"), "亿kWh", "Sheet1!C3"),
        ("electricity_import", "grid:华东", Decimal(3), "亿kWh", "Sheet1!C5"),
        ("electricity_import", "grid:华中", Decimal(1), "亿kWh", "Sheet1!C6"),
    ]
    assert [(p.code, p.place.cell) for p in problems] == [("columns_ignored", "D2")]


def test_imports_without_grids_and_totals_that_differ() -> None:
    table, problems = read(sheet(trade([*FORM[:2], ["合计", None, 9, None]])))
    assert table.select("source", "amount").rows() == [
        ("electricity_export", Decimal("1.5")),
        ("electricity_import", Decimal(4)),
    ]
    assert ("trade_total_differs", "C5") in [(p.code, p.place.cell) for p in problems]
    assert "trade_total_differs C4" in codes(sheet(trade([FORM[0], ["调入电力", None, 7, None], *FORM[2:4]])))


def test_text_where_electricity_should_stand_is_reported() -> None:
    table, problems = read(sheet(trade([["调出电力", None, "约2", None], *FORM[2:4]])))
    assert table["notation"].to_list() == ["", "", "NE"]
    assert ("amount_not_number", "C3") in [(p.code, p.place.cell) for p in problems]


def test_a_yearbook_by_industry_with_headings_in_both_languages() -> None:
    """Rows of headings of which one alone names few columns; English labels that run on with noughts."""
    rows: Rows = [
        ["丹徒区2021年工业分行业终端能源消费量"],
        ["单位：万吨"],
        [None, None, "煤合计", "原煤", "洗精煤", "其他洗煤", "其他焦"],
        ["行    业", "Sector", "Coal Total", "Raw Coal", "Cleaned", "Other", "化产品"],
        [None, None, None, None, "Coal", "Washed", None],
        [None, None, None, None, None, "Coal", None],
        ["工业", "Industry", 60, 30, 20, 10, 5],
        ["  煤炭开采和洗选业", "Mining and Washing of Coal", 6, 3, 2, 1, 1],
        ["  木材加工及木、竹、藤、棕、草制品业", "Processing of Timber, Manufacture of Wood,", 6, 3, 2, 1, 1],
        [None, "and Straw Products", None, 0.0, None, 0.0, None],
        ["  食品制造业", "Manufacture of Foods", 58, 24, 16, 8, 3],
    ]
    one = sheet(rows, merged=((1, 0, 1, 6),))
    assert layout_of(one).NAME == "industry_by_fuel"
    table, problems = read(one)
    assert [(p.code, p.place.cell) for p in problems] == [
        ("printed_total_differs", "C11"), ("total_source_skipped", "C7"),
    ]  # fmt: skip
    assert table.filter(table["source"] == "other_washed_coal")["amount"].to_list() == [10, 1, 1, 8]
    assert set(table["unit"]) == {"万吨"}
