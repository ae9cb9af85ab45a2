"""Areas by code, path and name; what a name may mean."""

from collections import Counter

import pytest

from cityghg.codes import Area, load_areas
from support import CITY, DANTU

AREAS = load_areas()
TWICE = sorted(
    n for n, k in Counter(a.name for a in AREAS if a.level in ("district", "county")).items() if k > 1
)


def found(text: str, within: str | None = None) -> list[str]:
    return [area.code for area in AREAS.find(text, within)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("321112", DANTU),
        ("３２１１１２", DANTU),
        ("丹徒区", DANTU),
        (" 丹徒 区 ", DANTU),
        ("丹徒", DANTU),
        ("镇江市丹徒区", DANTU),
        ("镇江丹徒", DANTU),
        ("江苏省镇江市丹徒区", DANTU),
        ("江苏丹徒区", DANTU),
        ("镇江", CITY),
        ("江苏", "320000"),
        ("内蒙古", "150000"),
        ("广西", "450000"),
        ("新疆", "650000"),
        ("北京", "110000"),
        ("吉林", "220000"),  # the province, as in titles of yearbooks
        ("吉林市", "220200"),
        ("海南", "460000"),
        ("北京市朝阳区", "110105"),
        ("长春市朝阳区", "220104"),
        ("朝阳市", "211300"),
        ("东莞", "441900"),
        ("恩施土家族苗族自治州", "422800"),
        ("延边", "222400"),
        ("西双版纳", "532800"),
        ("巴音郭楞", "652800"),
    ],
)
def test_a_name_that_means_one_area(text: str, code: str) -> None:
    assert found(text) == [code]


@pytest.mark.parametrize("text", ["", "县", "市", "苏州市丹徒区", "不存在区", "999999"])
def test_a_name_that_means_none(text: str) -> None:
    assert found(text) == []


def test_twenty_eight_names_occur_twice() -> None:
    assert len(TWICE) == 28


@pytest.mark.parametrize("name", TWICE)
def test_a_name_that_occurs_twice_is_refused_with_candidates_unless_its_city_is_known(name: str) -> None:
    candidates = AREAS.find(name)
    assert len(candidates) > 1
    assert {area.name for area in candidates} == {name}
    for area in candidates:
        around = AREAS.lineage(area.code)[1]
        assert found(name, within=around) == [area.code]
        assert found(AREAS.path_name(area.code)) == [area.code]


@pytest.mark.parametrize("text", ["朝阳", "恩施", "甘孜", "阿坝"])
def test_a_short_name_of_several_areas_is_refused(text: str) -> None:
    assert len(found(text)) > 1


def test_a_doubtful_name_outside_the_city_stays_doubtful() -> None:
    assert len(found("鼓楼区", within=CITY)) > 1


def test_an_unambiguous_name_may_lie_outside_the_city() -> None:
    assert found("吴中区", within=CITY) == ["320506"]


def test_the_nearest_name_of_the_city_is_suggested() -> None:
    assert AREAS.suggest("丹涂区", CITY) == "丹徒区"
    assert AREAS.suggest("完全不相干的名字") is None


def test_lineage_goes_outwards() -> None:
    assert AREAS.lineage(DANTU) == (DANTU, CITY, "320000")
    assert AREAS.path_name(DANTU) == "江苏省镇江市丹徒区"


def test_the_grid_region_is_that_of_the_nearest_area_that_has_one() -> None:
    assert AREAS.region(DANTU) == "华东"
    assert AREAS.region("150400") == "东北"  # 赤峰, while 内蒙古 as a whole lies in two
    assert AREAS.region("150000") is None


def test_units_of_a_project_are_found_by_id_and_name() -> None:
    areas = AREAS.with_more([Area("JKQ", "经开区", "zone", CITY)])
    for text in ("JKQ", "jkq", "经开区", "镇江市经开区"):
        assert [a.code for a in areas.find(text)] == ["JKQ"], text


def test_a_unit_may_take_the_place_of_a_listed_area() -> None:
    areas = AREAS.with_more([Area(DANTU, "丹徒新区", "district", CITY)])
    assert areas[DANTU].name == "丹徒新区"
    assert areas.find("丹徒区") == []


def test_a_circle_of_parents_ends() -> None:
    areas = AREAS.with_more([Area("a", "甲区", "zone", "b"), Area("b", "乙区", "zone", "a")])
    assert areas.lineage("a") == ("a", "b")
