"""Cells of words as areas, years, codes and units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import find_source, split_unit
from cityghg.activity.resolve import Texts, find_area, find_code, find_counterpart, find_unit, find_year
from cityghg.activity.sheet import Sheet
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units())
ZHENJIANG = replace(CONTEXT, city="321100")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("321112",), "321112"),
        (("丹徒区",), "321112"),
        (("镇江市丹徒区",), "321112"),
        (("江苏省镇江市丹徒区",), "321112"),
        (("镇江",), "321100"),
        (("镇江市", "丹徒区"), "321112"),
        (("南京市", "鼓楼区"), "320106"),
        (("321112", "丹徒区"), "321112"),
        (("", "丹徒区"), "321112"),
        (("江苏省", "镇江市", ""), "321100"),
    ],
)
def test_areas(cells: Texts, code: str) -> None:
    assert find_area(cells, CONTEXT).value == code


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("",), "blank_area"),
        (("鼓楼区",), "ambiguous_area"),
        (("321112", "京口区"), "names_differ"),
        (("高新片区",), "unknown_area"),
        (("镇江市", "鼓楼区"), "ambiguous_area"),
        (("全市",), "unknown_area_near"),
    ],
)
def test_areas_that_cannot_be_told(cells: Texts, problem: str) -> None:
    answer = find_area(cells, CONTEXT)
    assert answer.value is None
    assert answer.problem.startswith(problem.removesuffix("_near"))


def test_the_whole_city_is_the_project_city() -> None:
    assert find_area(("全市",), ZHENJIANG).value == "321100"


@pytest.mark.parametrize(
    ("text", "year"),
    [("2021", 2021), ("2021.0", 2021), ("２０２１年", 2021), ("2021年度", 2021), ("2021-01-01", 2021)],
)
def test_years(text: str, year: int) -> None:
    assert find_year((text,), CONTEXT).value == year


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "blank_year"),
        ("21", "bad_year"),
        ("2021年3月", "bad_year"),
        ("1979", "year_out_of_range"),
        ("2101", "year_out_of_range"),
    ],
)
def test_years_that_are_none(text: str, problem: str) -> None:
    assert find_year((text,), CONTEXT).problem == problem


def test_codes_by_id_name_alias_and_numbering() -> None:
    for name in ("raw_coal", "原煤", "原 煤", "Raw coal"):
        source = find_code("source", (name,), CONTEXT.sources).value
        assert source is not None
        assert source.id == "raw_coal"
    for name in ("industry", "工业", "2.工业", "(二)工业", "#工业", "其中：工业"):
        sector = find_code("sector", (name,), CONTEXT.sectors).value
        assert sector is not None
        assert sector.id == "industry"


def test_the_finest_of_agreeing_codes_wins_and_others_contradict() -> None:
    finest = find_code("source", ("原煤", "无烟煤"), CONTEXT.sources).value
    assert finest is not None
    assert finest.id == "anthracite"
    assert find_code("source", ("原煤", "汽油"), CONTEXT.sources).problem == "names_differ"
    assert find_code("source", ("原煤", "某煤"), CONTEXT.sources).problem.startswith("unknown_source")


@pytest.mark.parametrize(
    ("unit", "source", "problem"),
    [
        ("万吨", "raw_coal", ""),
        ("m³", "natural_gas", ""),
        ("万百万千焦", "heat", ""),
        ("亿千瓦小时", "electricity", ""),
        ("", "raw_coal", "blank_unit"),
        ("车", "raw_coal", "unknown_unit"),
        ("kWH", "electricity", "unknown_unit_near"),
        ("立方米", "gasoline", "unit_mass_volume"),
        ("吨", "natural_gas", "unit_mass_volume"),
        ("吨", "electricity", "unit_dimension"),
        ("万吨标准煤", "electricity", "electricity_in_coal"),
        ("吨标准煤", "other_energy", ""),
        ("吨标准煤", "raw_coal", "unit_dimension"),
    ],
)
def test_units(unit: str, source: str, problem: str) -> None:
    answer = find_unit(unit, CONTEXT.sources[source], CONTEXT)
    assert answer.problem == problem
    assert (answer.value is not None) == (problem in ("", "electricity_in_coal"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("华东", "grid:华东"),
        ("华东电网", "grid:华东"),
        ("华东区域电网", "grid:华东"),
        ("grid:华东", "grid:华东"),
        ("安徽省", "340000"),
        ("安徽电网", "340000"),
    ],
)
def test_counterparts(text: str, value: str) -> None:
    assert find_counterpart(text, CONTEXT).value == value


def test_an_unknown_counterpart_is_a_problem() -> None:
    assert find_counterpart("某网", CONTEXT).problem.startswith("unknown_counterpart")


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("原煤(吨)", "原煤", "吨"),
        ("天然气（万立方米）", "天然气", "万立方米"),
        ("天然气(气态)(万立方米)", "天然气(气态)", "万立方米"),
        ("原煤/吨", "原煤", "吨"),
        ("原煤，吨", "原煤", "吨"),
        ("Raw coal (t)", "Raw coal", "t"),
        ("原煤(单位：吨)", "原煤", "吨"),
        ("其他燃料(吨标准煤)", "其他燃料", "吨标准煤"),
        ("天然气(气态)", "天然气(气态)", None),
        ("原煤", "原煤", None),
    ],
)
def test_units_in_headings(heading: str, name: str, unit: str | None) -> None:
    assert split_unit(heading, CONTEXT.units) == (name, unit)


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("原煤消费量", "raw_coal"),
        ("电力消费量", "electricity"),
        ("柴油用量", "diesel"),
        ("产值", None),
        ("消费量", None),
    ],
)
def test_sources_in_headings(heading: str, source: str | None) -> None:
    assert find_source(heading, heading, CONTEXT) == source


def test_findings_keep_the_first_of_many_and_count_the_rest() -> None:
    findings = Findings(Sheet("a.csv", "", []))
    for row in range(50):
        findings.at("unknown_unit", row, 5, found="顿")
    for row in range(300):
        findings.at("amount_not_number", row, 4, found=f"约{row}", suggestion="")
    findings.at("blank_area", 1, 0)
    said = findings.all()
    kept = [one.code for one in said]
    assert [kept.count(code) for code in ("unknown_unit", "amount_not_number", "blank_area")] == [20, 200, 1]
    more = {
        dict(one.values)["first"]: dict(one.values)["count"] for one in said if one.code == "repeated_error"
    }
    assert more == {"F1": "30", "E1": "100"}
