"""What is advised of a library: intervals, gaps, documents and their places, values of no use."""

from pathlib import Path
from typing import Any

import pytest

from cityghg.base.problems import Problem
from cityghg.factors.checks.provenance import names_a_place
from support import codes, entry, load_and_check, value, write_library

OTHER = {"gas": "CH4", "formula": "amount * emission_factor", "parameters": {"emission_factor": "tCH4/unit"}}


def said(folder: Path, *factors: dict[str, Any], **head: Any) -> list[Problem]:
    library, problems = load_and_check(write_library(folder, *factors, **head))
    assert library is not None
    return problems


def calorific(number: float, **more: Any) -> dict[str, Any]:
    return value(number, "GJ/t", basis="net", **more)


def carbon(number: float, **more: Any) -> dict[str, Any]:
    return value(number, "tC/TJ", **more)


@pytest.mark.parametrize(("number", "expected"), [(42.652, []), (43.9, ["value_outside_interval"])])
def test_a_value_outside_the_interval_of_the_ipcc_is_told(
    tmp_path: Path, number: float, expected: list[str]
) -> None:
    assert codes(said(tmp_path, entry("diesel", None, net_calorific_value=calorific(number)))) == expected


def test_of_several_sources_one_outside_is_enough_and_told_once(tmp_path: Path) -> None:
    shared = entry(["anthracite", "bituminous_coal", "coking_coal"], None, carbon_content=carbon(25.0))
    assert codes(said(tmp_path, shared)) == ["value_outside_interval"]


def test_what_is_not_even_possible_is_told_as_an_error_only(tmp_path: Path) -> None:
    assert codes(said(tmp_path, entry("diesel", None, carbon_content=carbon(87)))) == ["value_implausible"]


def test_an_acknowledged_doubt_is_silent_and_an_acknowledgement_of_nothing_is_told(tmp_path: Path) -> None:
    reason = "analysed twice by the laboratory"
    doubtful = entry("diesel", None, net_calorific_value=calorific(43.9, acknowledged=reason))
    assert said(tmp_path / "doubtful", doubtful) == []
    [told] = said(
        tmp_path / "usual", entry("diesel", None, net_calorific_value=calorific(42.7, acknowledged=reason))
    )
    assert (told.code, dict(told.values)["found"]) == ("acknowledged_for_nothing", reason)


def test_an_acknowledgement_excuses_no_error(tmp_path: Path) -> None:
    slip = entry("diesel", None, net_calorific_value=calorific(42652, acknowledged="as printed"))
    assert codes(said(tmp_path, slip)) == ["value_implausible", "acknowledged_for_nothing"]


def test_years_between_others_are_told_once_with_how_often(tmp_path: Path) -> None:
    values = [value(3, region=r, valid=[2010, 2012]) for r in ("310000", "320000")]
    values += [value(3.1, region=r, year=2014) for r in ("310000", "320000")]
    [told] = said(tmp_path, entry("diesel", emission_factor=values))
    assert told.code == "years_between_missing"
    assert dict(told.values) == {"parameter": "emission_factor", "years": "2013", "count": "2"}


@pytest.mark.parametrize(
    "values",
    [
        [value(3, valid=[2010, 2012]), value(3.1, year=2013)],
        [value(3, valid=[2010, 2012]), value(3.1, year=2014), value(2.9, at="table 2")],
        [value(3, year=2010, region="310000"), value(3.1, year=2014)],
    ],
    ids=["without a gap", "with one for every year", "of different areas"],
)
def test_what_is_no_gap(tmp_path: Path, values: list[dict[str, Any]]) -> None:
    assert said(tmp_path, entry("diesel", emission_factor=values)) == []


def test_a_value_that_lost_its_year_is_told(tmp_path: Path) -> None:
    values = [value(3, year=2019), value(3.1, year=2020), value(3.2)]
    assert codes(said(tmp_path, entry("diesel", emission_factor=values))) == ["undated_beside_dated"]


def test_sectors_without_a_value_are_told_where_no_general_one_stands_behind(tmp_path: Path) -> None:
    only = entry("diesel", emission_factor=[value(3, sector="transport"), value(3.1, sector="agriculture")])
    [told] = said(tmp_path / "only", only)
    assert told.code == "sectors_without_value"
    assert "Industry" in told.text("en") and "交通" not in told.finding("zh")
    general = entry("diesel", emission_factor=[value(3, sector="transport"), value(3.1)])
    assert said(tmp_path / "general", general) == []


def test_a_method_for_certain_sectors_needs_values_for_those_only(tmp_path: Path) -> None:
    method = {
        "gas": "CO2",
        "formula": "amount * emission_factor",
        "parameters": {"emission_factor": "tCO2/unit"},
    }
    served = entry("diesel", emission_factor=[value(3, sector="transport")])
    methods = {"direct": {**method, "only_for": ["transport"]}}
    assert said(tmp_path / "served", served, methods=methods) == []
    methods = {"direct": {**method, "only_for": ["transport", "agriculture"]}}
    [told] = said(tmp_path / "unserved", served, methods=methods)
    assert "Agriculture" in told.text("en")


def test_values_only_without_a_method_leave_no_sector_unserved(tmp_path: Path) -> None:
    measured = entry("diesel", None, net_calorific_value=calorific(42.7, sector="transport"))
    assert said(tmp_path, measured, methods={}) == []


def test_a_number_under_two_documents_is_told(tmp_path: Path) -> None:
    documents = {"doc": {"title": "a document", "year": 2020}, "copy": {"title": "its copy", "year": 2021}}
    twice = (
        entry("diesel", None, net_calorific_value=calorific(42.652)),
        entry("diesel", net_calorific_value=calorific(42.652, **{"from": "copy"})),
    )
    told = said(tmp_path, *twice, sources=documents, methods=with_calorific())
    assert codes(told) == ["number_under_two_documents"]
    assert dict(told[0].values)["document"] == "copy"


def with_calorific() -> dict[str, Any]:
    formula = "amount * net_calorific_value * carbon_content * CO2_per_C"
    units = {"net_calorific_value": "GJ/unit", "carbon_content": "tC/TJ"}
    return {"direct": {"gas": "CO2", "formula": formula, "parameters": units}}


def test_a_document_that_nothing_cites_is_told(tmp_path: Path) -> None:
    documents = {"doc": {"title": "a document", "year": 2020}, "left": {"title": "left over", "year": 2020}}
    [told] = said(tmp_path, entry("diesel", emission_factor=value(3)), sources=documents)
    assert (told.code, dict(told.values)["found"]) == ("publication_not_cited", "left")


def test_a_share_of_a_reallocation_table_cites_its_document_and_names_a_place(tmp_path: Path) -> None:
    place = write_library(tmp_path, methods={}, sources={"doc": {"title": "a document", "year": 2020}})
    share = "{value: 0.95, unit: '1', from: doc, at: default, status: once}"
    (place / "reallocation.yaml").write_text(
        "reallocations:\n  - id: roads\n    title: {zh: 道路, en: Roads}\n    moves:\n"
        f"      - {{source: gasoline, sector: industry, to: transport, share: {share}}}\n",
        encoding="utf-8",
    )
    _, problems = load_and_check(place)
    assert [(p.code, p.place.file, p.place.line) for p in problems] == [
        ("place_not_named", "lib/reallocation.yaml", 5)
    ]


def test_a_wording_that_names_no_place_is_told_once_a_document(tmp_path: Path) -> None:
    values = [value(3, sector="transport", at="default"), value(3.1, at="default")]
    [told] = said(tmp_path, entry("diesel", emission_factor=values))
    assert (told.code, dict(told.values)["count"]) == ("place_not_named", "2")


def test_a_document_may_say_why_it_has_no_place(tmp_path: Path) -> None:
    document = {"title": "a document", "year": 2020, "unpaged": "every copy leaves it out"}
    values = entry("diesel", emission_factor=value(3, at="default"))
    assert said(tmp_path, values, sources={"doc": document}) == []


@pytest.mark.parametrize(
    "text",
    [
        "table 1.7", "Table 2.2", "p. 20", "pp. 3-4", "page 7", "annex A", "appendix C, table C.1",
        "equation 2.4", "chapter 2, cement", "clause 5.2.1", "purpose of the announcement",
        "record no. 2023-118", "§ 4", "row 12", "表1.7", "附录A", "第20页", "20页", "第二章 工业生产过程",
        "第5.2条",
        "公式(3)", "式3", "公告附件1", "报告编号 2023-118",
        "图2", "注3", "表 C.1，第18页", "通知附表", "燃料表", "3号检测记录",
    ],
)  # fmt: skip
def test_words_that_name_a_place(text: str) -> None:
    assert names_a_place(text)


@pytest.mark.parametrize(
    "text",
    ["default", "default, no abatement", "nation", "grid regions", "2023", "缺省值", "全国平均", "该表示"],
)  # fmt: skip
def test_words_that_name_no_place(text: str) -> None:
    assert not names_a_place(text)


def test_a_parameter_that_no_method_takes_is_told(tmp_path: Path) -> None:
    misspelt = entry("diesel", None, net_calorific=calorific(42.7))
    [told] = said(tmp_path, misspelt, methods={})
    assert (told.code, dict(told.values)["found"]) == ("parameter_not_taken", "net_calorific")


def test_a_source_that_no_method_serves_is_told_unless_the_library_has_one(tmp_path: Path) -> None:
    values = {"emission_factor": value(3)}
    assert codes(said(tmp_path / "none", entry("coal_total", None, **values), methods={})) == [
        "source_not_served"
    ]
    assert said(tmp_path / "own", entry("coal_total", **values)) == []


def test_a_library_of_values_is_served_by_the_methods_that_ship(tmp_path: Path) -> None:
    assert said(tmp_path, entry("raw_coal", None, net_calorific_value=calorific(21.35)), methods={}) == []
