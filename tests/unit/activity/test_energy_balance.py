"""Energy balances of invented places: every expected amount is worked out by hand beside it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityghg.activity.columns import SCHEMA, Defaults
from cityghg.activity.context import Context
from cityghg.activity.layouts import energy_balance
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units())
Row = list[Value]
ORIGIN = re.compile(r"-?[A-Z]+[0-9]+(-[A-Z]+[0-9]+)*")

# The yearbook's form: words split over rows, units between the Chinese and the English heading.
YEARBOOK_HEAD: list[Row] = [
    ["9-9  江苏能源平衡表(实物量)-2031", None, None, None, None, None, None, None, None],
    [None] * 9,
    ["项        目", "Item", "煤合计", "原 煤", "洗精煤", "其他焦", "汽油", "热力", "电力"],
    [None, None, "(万吨)", "(万吨)", "(万吨)", "化产品", "(万吨)", "(万百万", "(亿千瓦"],
    [None, None, None, None, None, "(万吨)", None, "千焦)", "小时)"],
    [None, None, "Coal Total", "Raw Coal", "Cleaned", "Other", "Gasoline", "Heat", "Electricity"],
    [None, None, "(104 tn)", "(104 tn)", "(104 tn)", "(104 tn)", "(104 tn)", "(1010 kJ)", "(108 kW•h)"],
    [None] * 9,
]
YEARBOOK_BODY: list[Row] = [
    ["一.可供本地区消费的能源量", "Supply", None, None, None, None, None, None, None],  # row 9
    ["  1.一次能源生产量", "Production", 500.0, 500.0, None, None, None, None, 3.5],
    ["  2.回收能", "Recovery", None, None, None, None, None, 9.0, None],
    ["  3.外省(区、市)调入量", "Moving in", 700.0, 700.0, None, None, 60.0, 4.0, 20.25],
    ["  4.进口量", "Import", None, None, None, None, None, None, 1.5],
    ["  5.我轮、机在外国加油量", "Bunkers", None, None, None, None, 1.0, None, None],
    ["  6.本省(区、市)调出量(-)", "Moving out", -10.0, -10.0, None, None, None, -1.25, -7.75],
    ["  7.出口量(-)", "Export", None, None, None, None, None, None, -0.25],
    ["  9.库存增(-)、减(+)量", "Stock", -5.0, -5.0, None, None, None, None, None],
    ["二.加工转换投入(-)产出(+)量", "Transformation", -651.5, -701.5, 50.0, 2.0, None, 30.0, 120.5],
    ["  1.火力发电", "Thermal power", -400.25, -400.0, -0.25, None, None, -2.0, 120.5],
    ["  2.供热", "Heating", -100.25, -100.0, -0.25, None, None, 32.0, None],
    ["  3.洗选煤", "Washing", -100.5, -151.0, 50.5, None, None, None, None],
    ["  4.炼焦", "Coking", -50.5, -50.5, None, 2.0, None, None, None],
    ["三.损 失 量", "Loss", None, None, None, None, None, None, 8.0],
    ["四.终端消费量", "Final", 483.6, 482.6, 1.0, 2.0, 60.0, 33.0, 130.0],  # row 24
    ["  1.农、林、牧、渔、水利业", "Farming", 10.5, 10.5, None, None, 2.0, None, 1.0],
    ["  2.工    业", "Industry", 400.1, 399.1, 1.0, 2.0, 3.0, 20.0, 90.0],  # row 26
    ["    #用作原料、材料", "Non-energy", 20.7, 20.7, None, 0.5, None, None, None],
    ["  3.建 筑 业", "Construction", 1.0, 1.0, None, None, 4.0, None, 2.0],
    ["  4.交通运输、仓储和邮政业", "Transport", 2.0, 2.0, None, None, 30.0, None, 3.0],
    ["  5.批发、零售业和住宿、餐饮业", "Trade", 10.0, 10.0, None, None, 5.0, 3.0, 4.0],
    [None, "   Restaurants", 0.0, 0.0, 0.0, None, None, None, None],  # the English label runs on
    ["  6.生活消费", "Residential", 50.0, 50.0, None, None, 10.0, 10.0, 25.0],
    ["     城镇", "Urban", 20.0, 20.0, None, None, 7.0, None, 15.0],
    ["     乡村", "Rural", 30.0, 30.0, None, None, 3.0, None, 10.0],
    ["  7.其他", "Other", 10.0, 10.0, None, None, 6.0, None, 5.0],
    ["五.平衡差额", "Difference", 0.01000000000005441, None, None, None, None, None, None],
    ["六.消费量合计", "Sum", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],  # wrong, and not checked
]

# The form of cities: sectors under the three industries, no supply side.
CITY_HEAD: list[Row] = [
    ["丹徒区2031年能源平衡表", None, None, None, None],
    ["指标名称", "代码", "原煤（吨）", "天然气（万立方米）", "电力（万千瓦时）"],
    ["甲", "乙", "1", "2", "3"],
]
CITY_BODY: list[Row] = [
    ["二、加工转换投入(-)产出(+)量", 1, -40, "-", 70],
    ["（一）火力发电", 2, -40, None, 70],
    ["三、损失量", 3, None, None, 6],
    ["    其中：运输和输配损失", 4, None, None, 5],
    ["四、终端消费量", 5, 95, 36, 200],
    ["（一）第一产业", 6, 5, None, 11],
    ["1．农、林、牧、渔业", 7, 5, None, 11],
    ["（二）第二产业", 8, 70, 18, 119],
    ["1．工业", 9, 60, 18, 110],
    ["  其中：用作原料、材料", 10, "…", 4, None],
    ["2．建筑业", 11, 10, None, 9],
    ["（三）第三产业", 12, 20, 6, 30],
    ["1．交通运输、仓储及邮政业", 13, None, 6, 12],
    ["2．批发、零售业和", 14, 20, None, 10],
    ["住宿、餐饮业", None, None, None, None],
    ["3．其他", 15, None, None, 8],
    ["（四）生活消费", 16, None, 12, 40],
    ["1．城镇", 17, None, 12, 25],
    ["2．乡村", 18, None, None, 15],
    ["五、平衡差额", 19, None, None, None],
    ["注：本表数据为初步数。", None, None, None, None],
]


def sheet(*blocks: list[Row], name: str = "Sheet1") -> Sheet:
    return Sheet("balance.xls", name, [list(row) for block in blocks for row in block])


def yearbook() -> Sheet:
    return sheet(YEARBOOK_HEAD, YEARBOOK_BODY)


def city() -> Sheet:
    return sheet(CITY_HEAD, CITY_BODY)


def cell_row(grid: Sheet, label: str) -> int:
    return next(i for i, row in enumerate(grid.rows) if isinstance(row[0], str) and label in row[0])


def changed(grid: Sheet, changes: dict[tuple[str, int], Value]) -> Sheet:
    rows = [list(row) for row in grid.rows]
    for (label, column), value in changes.items():
        rows[cell_row(grid, label)][column] = value
    return replace(grid, rows=rows)


def amounts(table: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Return the amounts as text, or the notation key that stands in place of one."""
    return {
        (r["source"], r["sector"]): r["notation"] or f"{r['amount'].normalize():f}"
        for r in table.iter_rows(named=True)
    }


def codes(problems: list[Problem]) -> Counter[str]:
    return Counter(p.code for p in problems)


def one(problems: list[Problem], code: str) -> Problem:
    (found,) = [p for p in problems if p.code == code]
    assert found.text("zh")
    assert found.text("en")
    return found


def test_yearbook() -> None:
    table, problems = energy_balance.read(yearbook(), CONTEXT)
    assert table.schema == pl.Schema(SCHEMA)
    assert table["area"].unique().to_list() == ["320000"]
    assert table["year"].unique().to_list() == [2031]
    assert amounts(table) == {
        ("raw_coal", "agriculture"): "10.5",
        ("raw_coal", "industry"): "378.4",  # 399.1 - 20.7, exact
        ("raw_coal", "construction"): "1",
        ("raw_coal", "transport"): "2",
        ("raw_coal", "trade"): "10",
        ("raw_coal", "residential.urban"): "20",
        ("raw_coal", "residential.rural"): "30",
        ("raw_coal", "other"): "10",
        ("raw_coal", "nonenergy_use"): "20.7",
        ("raw_coal", "power"): "400",
        ("raw_coal", "heat_supply"): "100",
        ("cleaned_coal", "industry"): "1",
        ("cleaned_coal", "power"): "0.25",
        ("cleaned_coal", "heat_supply"): "0.25",
        ("other_coking_products", "industry"): "1.5",  # 2 - 0.5
        ("other_coking_products", "nonenergy_use"): "0.5",
        ("gasoline", "agriculture"): "2",
        ("gasoline", "industry"): "3",
        ("gasoline", "construction"): "4",
        ("gasoline", "transport"): "30",
        ("gasoline", "trade"): "5",
        ("gasoline", "residential.urban"): "7",
        ("gasoline", "residential.rural"): "3",
        ("gasoline", "other"): "6",
        ("heat", "industry"): "20",
        ("heat", "trade"): "3",
        ("heat", "residential"): "10",  # not split
        ("heat_import", "supply"): "4",
        ("heat_export", "supply"): "1.25",
        ("electricity", "agriculture"): "1",
        ("electricity", "industry"): "90",
        ("electricity", "construction"): "2",
        ("electricity", "transport"): "3",
        ("electricity", "trade"): "4",
        ("electricity", "residential.urban"): "15",
        ("electricity", "residential.rural"): "10",
        ("electricity", "other"): "5",
        ("electricity_generated", "supply"): "120.5",  # the last of two rows, see below
        ("electricity_import", "supply"): "1.5",
        ("electricity_export", "supply"): "0.25",
        ("electricity_losses", "supply"): "8",
    }
    supply = table.filter(pl.col("sector") == "supply").group_by("source").agg(pl.col("amount").sum())
    sums = {source: f"{amount.normalize():f}" for source, amount in supply.iter_rows()}
    assert sums["electricity_generated"] == "124"  # 3.5 primary + 120.5 thermal
    assert sums["electricity_import"] == "21.75"  # 20.25 + 1.5
    assert sums["electricity_export"] == "8"  # 7.75 + 0.25, positive
    assert codes(problems) == {"balance_blanks": 1}


def test_units_and_origins() -> None:
    table, _ = energy_balance.read(yearbook(), CONTEXT)
    units = dict(table.select("source", "unit").unique().iter_rows())
    assert units["other_coking_products"] == "万吨"
    assert units["heat"] == "万百万千焦"
    assert units["electricity_export"] == "亿千瓦小时"
    origin = {(r["source"], r["sector"]): r["origin"] for r in table.iter_rows(named=True)}
    assert origin["raw_coal", "industry"] == "Sheet1!D26-D27"
    assert origin["raw_coal", "power"] == "Sheet1!-D19"
    assert origin["gasoline", "transport"] == "Sheet1!G29"
    assert all(ORIGIN.fullmatch(text.rpartition("!")[2]) for text in origin.values())
    in_text_file, _ = energy_balance.read(replace(yearbook(), name=""), CONTEXT)
    assert "D26-D27" in in_text_file["origin"].to_list()


def test_city_without_supply_side() -> None:
    table, problems = energy_balance.read(city(), replace(CONTEXT, city="321100"))
    assert table["area"].unique().to_list() == ["321112"]
    assert amounts(table) == {
        ("raw_coal", "power"): "40",
        ("raw_coal", "agriculture"): "5",
        ("raw_coal", "industry"): "60",
        ("raw_coal", "construction"): "10",
        ("raw_coal", "trade"): "20",
        ("natural_gas", "industry"): "14",  # 18 - 4
        ("natural_gas", "nonenergy_use"): "4",
        ("natural_gas", "transport"): "6",
        ("natural_gas", "residential.urban"): "12",
        ("electricity_generated", "supply"): "70",
        ("electricity_losses", "supply"): "6",
        ("electricity", "agriculture"): "11",
        ("electricity", "industry"): "110",
        ("electricity", "construction"): "9",
        ("electricity", "transport"): "12",
        ("electricity", "trade"): "10",
        ("electricity", "other"): "8",
        ("electricity", "residential.urban"): "25",
        ("electricity", "residential.rural"): "15",
    }
    assert codes(problems) == {"balance_blank_cells": 1}
    assert dict(one(problems, "balance_blank_cells").values)["marks"] == "2"  # one - and one …


def test_group_that_has_no_rows() -> None:
    rows = [row for row in city().rows if "农、林" not in str(row[0])]
    table, problems = energy_balance.read(replace(city(), rows=rows), CONTEXT)
    assert amounts(table)["raw_coal", "agriculture"] == "5"  # 第一产业 can only be agriculture
    assert not codes(problems) - Counter({"balance_blank_cells": 1})
    rows = [r for r in city().rows if not any(w in str(r[0]) for w in ("交通", "批发", "住宿", "3．其他"))]
    _, problems = energy_balance.read(replace(city(), rows=rows), CONTEXT)
    assert one(problems, "balance_group_alone").place.cell == "A15"


@pytest.mark.parametrize("own", [399.1, None])
def test_more_raw_material_than_consumption(own: float | None) -> None:
    table, problems = energy_balance.read(
        changed(yearbook(), {("工    业", 3): own, ("用作原料", 3): 500.0}), CONTEXT
    )
    found = one(problems, "balance_negative")
    assert "D27" in str(dict(found.values)["formula"])
    assert "“原煤”" in found.text("zh")
    assert '"Raw coal"' in found.text("en")
    assert amounts(table)["raw_coal", "industry"] == "NE"


def test_negative_within_rounding_is_nothing() -> None:
    grid = changed(yearbook(), {("工    业", 6): 3.0, ("用作原料", 6): 3.01, ("建 筑 业", 6): 4.02})
    table, problems = energy_balance.read(grid, CONTEXT)
    assert amounts(table)["gasoline", "industry"] == "0"  # 3.00 - 3.01, each rounded by up to 0.005
    assert "balance_negative" not in codes(problems)


def test_residential_whose_parts_leave_a_remainder() -> None:
    """Then all three are rows: urban and rural are parts, and the accounts keep the remainder."""
    table, problems = energy_balance.read(changed(yearbook(), {("生活消费", 6): 12.25}), CONTEXT)
    found = {
        key: value for key, value in amounts(table).items() if key[0] == "gasoline" and "resid" in key[1]
    }
    assert found == {
        ("gasoline", "residential"): "12.25",
        ("gasoline", "residential.urban"): "7",
        ("gasoline", "residential.rural"): "3",
    }
    assert codes(problems)["balance_total_differs"] == 2  # residential, and final consumption


def test_total_rows_and_columns_that_differ() -> None:
    grid = changed(yearbook(), {("终端消费量", 6): 60.9, ("建 筑 业", 2): 1.7})
    _, problems = energy_balance.read(grid, CONTEXT)
    places = {p.place.cell: dict(p.values) for p in problems if p.code == "balance_total_differs"}
    assert set(places) == {"G24", "C24", "C28"}
    assert places["G24"]["total"] == "60.9"
    assert places["G24"]["added"] == "60"
    assert places["G24"]["difference"] == "0.9"
    assert places["C28"]["cells"] == "D28"


def test_unknown_rows() -> None:
    body: list[Row] = [
        *YEARBOOK_BODY[:-2],
        ["  8.机关单位用能", None, None, 4.0, None, None, None, None, None],
    ]
    body.insert(10, ["  10.火力发店", None, None, -3.0, None, None, None, None, None])
    body.insert(18, ["    其中:钢铁", None, None, 4.0, None, None, None, None, None])
    _, problems = energy_balance.read(sheet(YEARBOOK_HEAD, body), CONTEXT)
    assert dict(one(problems, "balance_row_unknown").values)["found"] == "8.机关单位用能"
    assert "火力发电" in one(problems, "balance_row_not_read").text("zh")
    assert dict(one(problems, "balance_parts_not_read").values)["cells"] == "A27"


def test_rows_without_label_and_named_twice() -> None:
    body: list[Row] = [*YEARBOOK_BODY[:-2], [None, None, None, None, None, None, 5.0, None, None]]
    body.append(["  9.其它", None, None, None, None, None, 5.0, None, None])
    _, problems = energy_balance.read(sheet(YEARBOOK_HEAD, body), CONTEXT)
    assert one(problems, "balance_row_without_label").place.cell == "G36"
    assert dict(one(problems, "balance_row_twice").values)["other"] == "A35"


def test_parts_of_industry_are_not_counted_twice() -> None:
    body: list[Row] = [*YEARBOOK_BODY]
    body.insert(18, ["    其中：规模以上工业", None, None, 300.0, None, None, None, None, None])
    body.insert(19, ["    采矿业", None, None, 110.0, None, None, None, None, None])
    body.insert(20, ["    煤炭开采和洗选业", None, None, 100.0, None, None, None, None, None])
    table, problems = energy_balance.read(sheet(YEARBOOK_HEAD, body), CONTEXT)
    assert amounts(table) == amounts(energy_balance.read(yearbook(), CONTEXT)[0])
    assert dict(one(problems, "balance_parts_not_read").values)["count"] == "3"


def test_columns_that_cannot_be_read() -> None:
    head: list[Row] = [[*row, None, None] for row in YEARBOOK_HEAD]
    head[2][9], head[3][9], head[3][6] = "煤由", "(万吨)", "(万顿)"
    body: list[Row] = [[*row, None, None] for row in YEARBOOK_BODY]
    body[17][9] = body[17][10] = 1.0
    table, problems = energy_balance.read(sheet(head, body), CONTEXT)
    assert dict(one(problems, "balance_column_unknown").values)["found"] == "煤由"
    assert one(problems, "balance_column_without_header").place.cell == "K8"
    assert [p.place.cell for p in problems if p.code.startswith("unknown_unit")] == ["G4"]
    assert {value for (source, _), value in amounts(table).items() if source == "gasoline"} == {"NE"}


def test_unit_of_the_wrong_kind_or_missing() -> None:
    head: list[Row] = [list(row) for row in YEARBOOK_HEAD]
    head[3][3], head[3][6] = "(万吨标准煤)", None
    table, problems = energy_balance.read(sheet(head, YEARBOOK_BODY), CONTEXT)
    assert codes(problems)["unit_dimension"] == 1
    assert codes(problems)["blank_unit"] == 1
    lost = table.filter(table["source"].is_in(["raw_coal", "gasoline"]))
    assert set(lost["notation"]) == {"NE"}
    assert set(lost["unit"]) == {"t"}


def test_text_and_flaws_in_cells() -> None:
    grid = changed(yearbook(), {("建 筑 业", 6): "约4", ("7.其他", 6): "1,006.5", ("农、林", 6): " "})
    grid = replace(grid, flaws={(28, 6): ("formula_without_value", "=A1")})
    table, problems = energy_balance.read(grid, CONTEXT)
    assert one(problems, "balance_not_a_number").place.cell == "G28"
    assert [p.place.cell for p in problems if p.code == "formula_without_value"] == ["G29"]
    assert amounts(table)["gasoline", "other"] == "1006.5"


def test_dust_is_noted_and_is_nothing() -> None:
    grid = changed(yearbook(), {("交通运输", 4): -1.2e-13, ("农、林", 4): 5.42000000000001})
    table, problems = energy_balance.read(grid, CONTEXT)
    assert ("cleaned_coal", "transport") not in amounts(table)
    assert amounts(table)["cleaned_coal", "agriculture"] == "5.42"
    assert dict(one(problems, "balance_dust").values)["count"] == "1"


def test_hidden_rows_are_read_and_said() -> None:
    table, problems = energy_balance.read(replace(yearbook(), hidden_rows=frozenset({27, 28})), CONTEXT)
    assert table.equals(energy_balance.read(yearbook(), CONTEXT)[0])
    assert codes(problems)["hidden_rows_read"] == 1


def test_duplicate_column() -> None:
    head: list[Row] = [[*row, row[6]] for row in YEARBOOK_HEAD]
    _, problems = energy_balance.read(sheet(head, [[*row, row[6]] for row in YEARBOOK_BODY]), CONTEXT)
    assert one(problems, "balance_column_twice").place.cell == "J4"


def test_year_and_place_are_needed() -> None:
    head: list[Row] = [["能源平衡表(实物量)", *[None] * 8], *YEARBOOK_HEAD[1:]]
    table, problems = energy_balance.read(sheet(head, YEARBOOK_BODY), CONTEXT)
    assert table.is_empty()
    assert {"missing_area", "missing_year"} <= set(codes(problems))
    stated = replace(CONTEXT, defaults=Defaults("321100", 2030))
    table, _ = energy_balance.read(sheet(head, YEARBOOK_BODY), stated)
    assert set(table["area"]) == {"321100"}


def test_score() -> None:
    assert energy_balance.score(yearbook(), CONTEXT).confidence > 0.9
    assert energy_balance.score(city(), CONTEXT).confidence > 0.9
    tidy = sheet([["年份", "部门", "能源品种", "消费量", "单位"], [2031, "工业", "原煤", 3.0, "吨"]])
    sums = sheet([["Coal Consumption", None, "Statistical Difference"], [2984.5, None, -348.4]])
    by_year = sheet([["指标", "2030", "2031"], *([row[0], 1.0, 2.0] for row in CITY_BODY)])
    blank = sheet([])
    assert [energy_balance.score(s, CONTEXT).confidence for s in (tidy, sums, by_year, blank)] == [0, 0, 0, 0]


def test_balance_in_standard_coal_is_refused() -> None:
    head: list[Row] = [["江苏能源平衡表(标准量)-2031", *[None] * 8], *YEARBOOK_HEAD[1:]]
    table, problems = energy_balance.read(sheet(head, YEARBOOK_BODY), CONTEXT)
    assert table.is_empty()
    assert one(problems, "balance_in_standard_coal")


hundredths = st.integers(0, 10**7).map(lambda n: Decimal(n) / 100)
maybe = st.none() | hundredths
FINAL_ROWS = (
    "1.农、林、牧、渔、水利业",
    "2.工业",
    "3.建筑业",
    "4.交通运输、仓储和邮政业",
    "5.批发、零售业和住宿、餐饮业",
    "7.其他",
)


@st.composite
def fuel_columns(draw: st.DrawFn) -> dict[str, Decimal | None]:
    """The figures of one fuel by row, consistent with each other."""
    figures: dict[str, Decimal | None] = {label: draw(maybe) for label in FINAL_ROWS}
    industry = figures["2.工业"]
    share = draw(st.integers(0, 100))
    figures["#用作原料、材料"] = (
        None if industry is None else (industry * share / 100).quantize(Decimal("0.01"))
    )
    figures["城镇"], figures["乡村"] = draw(maybe), draw(maybe)
    split = [x for x in (figures["城镇"], figures["乡村"]) if x is not None]
    figures["6.生活消费"] = sum(split, Decimal(0)) if split else draw(maybe)
    figures["1.火力发电"] = draw(st.none() | hundredths.map(lambda x: -x) | hundredths)
    figures["2.供热"] = draw(st.none() | hundredths.map(lambda x: -x))
    return figures


@settings(max_examples=60, deadline=None)
@given(st.lists(fuel_columns(), min_size=1, max_size=3))
def test_sum_of_activity_follows_the_rule(columns: list[dict[str, Decimal | None]]) -> None:
    """Per fuel: final consumption - raw material + |power| + |heat supply| + non-energy use."""
    names = ["原煤", "柴油", "天然气"][: len(columns)]
    units = ["万吨", "万吨", "亿立方米"][: len(columns)]
    above = ("二.加工转换投入(-)产出(+)量", "1.火力发电", "2.供热", "四.终端消费量")
    residential = ("6.生活消费", "城镇", "乡村")
    order = (*above, *FINAL_ROWS[:2], "#用作原料、材料", *FINAL_ROWS[2:5], *residential, FINAL_ROWS[5])
    body: list[Row] = [[label, *(_as_cell(c.get(label)) for c in columns)] for label in order]
    head: list[Row] = [["江苏2031年能源平衡表", *[None] * len(columns)], ["项目", *names], [None, *units]]
    table, problems = energy_balance.read(sheet(head, body), CONTEXT)
    assert set(codes(problems)) <= {"balance_blanks"}
    sums = dict(table.group_by("source").agg(pl.col("amount").sum()).iter_rows())
    for source, figures in zip(("raw_coal", "diesel", "natural_gas"), columns, strict=False):
        final = sum((figures[label] or Decimal(0) for label in (*FINAL_ROWS, "6.生活消费")), Decimal(0))
        raw = figures["#用作原料、材料"] or Decimal(0)
        burnt = sum(
            (-min(Decimal(0), figures[x] or Decimal(0)) for x in ("1.火力发电", "2.供热")), Decimal(0)
        )
        assert sums.get(source, Decimal(0)) == final - raw + burnt + raw


def _as_cell(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)
