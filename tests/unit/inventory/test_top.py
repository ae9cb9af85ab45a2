"""Up to where areas are rolled up."""

import pytest

from cityghg.codes import Area, load_areas
from cityghg.inventory.top import find_top
from support import CITY, DANTU, JINGKOU, codes

AREAS = load_areas()


def test_the_city_of_the_project_is_the_top() -> None:
    assert find_top([DANTU], AREAS, CITY) == (CITY, [])


def test_areas_outside_the_city_are_told() -> None:
    top, problems = find_top([DANTU, "320506"], AREAS, CITY)
    assert (top, codes(problems)) == (CITY, ["area_outside_city"])
    assert "吴中区" in problems[0].text("zh")


@pytest.mark.parametrize(
    ("reporting", "top"),
    [
        ([DANTU, JINGKOU], CITY),
        ([DANTU, CITY], CITY),
        ([CITY, DANTU], CITY),
        (["110101", "110105"], "110000"),  # 北京市 has districts directly
    ],
)
def test_the_city_that_all_lie_in_is_inferred_and_said(reporting: list[str], top: str) -> None:
    found, problems = find_top(reporting, AREAS, None)
    assert (found, codes(problems)) == (top, ["city_inferred"])


@pytest.mark.parametrize(
    "reporting",
    [
        [DANTU],
        [CITY],
        [],
        [DANTU, "320506"],  # two cities
        [CITY, "320500"],
        [DANTU, "310101"],  # two provinces
    ],
)
def test_an_area_alone_and_areas_of_several_cities_are_not_rolled_up(reporting: list[str]) -> None:
    assert find_top(reporting, AREAS, None) == (None, [])


def test_units_of_the_project_lie_where_it_says() -> None:
    areas = AREAS.with_more([Area("zone", "新区", "zone", CITY), Area("free", "别处", "zone")])
    assert find_top(["zone", DANTU], areas, None)[0] == CITY
    assert find_top(["free", DANTU], areas, None)[0] is None
