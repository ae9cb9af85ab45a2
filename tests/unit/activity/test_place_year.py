"""Areas, years and units in titles, sheet names and file names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.place_year import Stated, areas_in, stated, years_in
from cityghg.activity.sheet import Sheet
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units())
ZHENJIANG = replace(CONTEXT, city="321100")


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("9-9  江苏能源平衡表(实物量)-2031", ["320000"]),
        ("镇江市2021年能源消费", ["321100"]),
        ("2021年度镇江市丹徒区规模以上工业", ["321112"]),
        ("填报单位：丹徒区统计局", ["321112"]),
        ("丹徒区", ["321112"]),
        ("江苏地区能源平衡表", ["320000"]),
        ("内蒙古自治区能源", ["150000"]),
        # A province's short name is the province where others share it.
        ("吉林能源平衡表", ["220000"]),
        ("海南能源平衡表", ["460000"]),
        # What goes on to name a smaller place is not the larger one.
        ("镇江市区用电", []),
        ("江苏省各县区能源", []),
        ("镇江市谏壁街道能源", []),
        ("镇江市城镇居民用电", ["321100"]),
        ("2021年1-12月丹徒区能源消费", ["321112"]),
        ("行政区划代码：321112", ["321112"]),
        ("统计用区划代码: 321112001002", ["321112"]),
        ("区划代码：999999", []),
        # Words that are also the short names of counties do not count.
        ("资源能源消费表", []),
        ("公安系统用电", []),
        ("和平里街道", []),
        # Names that occur more than once.
        ("鼓楼区能源消费", []),
        ("南京市鼓楼区能源消费", ["320106"]),
        ("能源消费情况", []),
        ("2021", []),
        ("", []),
    ],
)
def test_areas_in_titles(title: str, codes: list[str]) -> None:
    assert areas_in(title, CONTEXT) == codes


def test_short_names_of_districts_count_within_the_city() -> None:
    assert areas_in("丹徒能源消费", CONTEXT) == []
    assert areas_in("丹徒能源消费", ZHENJIANG) == ["321112"]


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("镇江市2021年能源消费", [2021]),
        ("江苏能源平衡表-2007", [2007]),
        ("二〇二一年镇江市能源", [2021]),
        ("２０２１年", [2021]),
        ("2015—2021年镇江市能源", [2015, 2021]),
        ("国统字〔2020〕105号", []),
        ("有效期至：2022年6月", []),
        ("地区生产总值（2010年不变价）", []),
        ("代码 320210", []),
        ("12021", []),
        ("填报日期：2022年3月", []),
        ("2021年报（2022年3月15日报出）", [2021]),
        ("二0二一年能源消费", [2021]),
        ("二〇二Ｏ年能源消费", [2020]),
        ("报告期：202112", [2021]),
        ("报告期：202106", []),
        ("丹徒区", []),
    ],
)
def test_years_in_titles(title: str, years: list[int]) -> None:
    assert years_in(title) == years


def sheet(*titles: str, name: str = "Sheet1", file: str = "表.xlsx") -> Sheet:
    return Sheet(file, name, [[title, None] for title in titles])


def say(one: Sheet, context: Context = CONTEXT) -> tuple[Stated, list[str]]:
    found, problems = stated(one, len(one.rows), context)
    return found, [problem.code for problem in problems]


def test_title_sheet_name_and_unit() -> None:
    assert say(sheet("丹徒区能源消费", "单位：万吨", name="2021")) == (Stated("321112", 2021, "万吨"), [])


def test_what_stands_right_of_a_colon_may_be_a_number() -> None:
    one = Sheet("表.xlsx", "Sheet1", [["年份：", 2021.0, "区划代码：", 321112.0]])
    assert say(one) == (Stated("321112", 2021), [])


def test_the_sheet_name_may_name_a_part_of_what_the_title_names() -> None:
    assert say(sheet("镇江市2021年能源消费", name="丹徒区"))[0].area == "321112"


def test_contradictions_are_errors() -> None:
    found, codes = say(sheet("丹徒区2021年能源", name="京口区2020"))
    assert (found, codes) == (Stated(), ["area_contradiction", "year_contradiction"])
    stated_otherwise = replace(CONTEXT, defaults=Defaults("京口区", 2020))
    found, codes = say(sheet("丹徒区2021年能源"), stated_otherwise)
    assert (found, codes) == (Stated(), ["stated_area_contradiction", "stated_year_contradiction"])


def test_what_is_stated_fills_what_the_sheet_leaves_open() -> None:
    assert say(sheet("能源"), replace(CONTEXT, defaults=Defaults("321112", 2021))) == (
        Stated("321112", 2021),
        [],
    )


def test_the_file_name_is_the_last_resort_and_is_noted() -> None:
    found, codes = say(sheet("能源", file="data/丹徒区2021.xlsx"))
    assert (found, codes) == (Stated("321112", 2021), ["area_from_file_name", "year_from_file_name"])
    assert say(sheet("能源", file="data2021/2020-2021.xlsx"))[1] == ["missing_area", "missing_year"]


def test_a_doubtful_name_is_reported_with_the_candidates() -> None:
    assert say(sheet("2021年鼓楼区能源"))[1] == ["ambiguous_area"]


def test_nothing_is_asked_that_is_not_needed() -> None:
    one = sheet("能源")
    assert stated(one, 1, CONTEXT, need=()) == (Stated(), [])


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("单位：吨", "吨"),
        ("（计量单位：万吨标准煤）", "万吨标准煤"),
        ("单位:万元", "万元"),
        ("填报单位：吨", None),
        ("单位：详见各列", None),
        ("Unit (kt)", "kt"),
        ("Units: MWh", "MWh"),
        ("单  位：吨", "吨"),
        ("实物量单位：吨", "吨"),
        ("单位：吨、万千瓦时", "吨、万千瓦时"),
        ("单位：吨、见各列", None),
    ],
)
def test_units_in_titles(title: str, unit: str | None) -> None:
    assert say(sheet(title))[0].unit == unit
