"""Which method and which value: one rule a test, with two or three values that only it tells apart."""

from pathlib import Path
from typing import Any

import pytest

from cityghg.codes import Area, load_areas
from cityghg.factors.load import Library
from cityghg.factors.resolve import Chosen, Resolution, Resolver
from support import CITY, DANTU, DIRECT, entry, library, query, resolver, value

JIANGSU = "320000"
SHARE = {**DIRECT, "formula": "amount * ef * share", "parameters": {"ef": "tCO2/unit", "share": "1"}}


def resolved(found: Resolver, **asked: Any) -> Resolution:
    answer = found.resolve(query(**asked))
    assert answer is not None
    return answer


def chosen(found: Resolver, name: str = "emission_factor", **asked: Any) -> Chosen:
    return resolved(found, **asked).parameters[name]


def diesel(folder: Path, *values: dict[str, Any], id: str = "lib") -> Library:  # noqa: A002
    return library(folder, entry("diesel", emission_factor=list(values)), id=id)


# Within a library: sector, then place, then year


@pytest.mark.parametrize(
    ("sector", "expected"),
    [("transport.road", 1.0), ("transport.rail", 2.0), ("transport", 2.0), ("industry", 3.0)],
)
def test_the_nearest_sector_wins(tmp_path: Path, sector: str, expected: float) -> None:
    values = value(3), value(2, sector="transport"), value(1, sector="transport.road")
    assert chosen(resolver(diesel(tmp_path, *values)), sector=sector).value == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (DANTU, 1.0),
        ("321102", 2.0),  # 京口区 has none of its own
        ("320506", 3.0),  # in 苏州
        ("310101", 4.0),  # 上海, in the same grid region
        ("110101", 5.0),  # 北京, in another
        ("grid:华东", 4.0),
    ],
)
def test_the_nearest_place_wins(tmp_path: Path, place: str, expected: float) -> None:
    values = (
        value(6),
        value(5, region="100000"),
        value(4, region="grid:华东"),
        value(3, region=JIANGSU),
        value(2, region=CITY),
        value(1, region=DANTU),
    )
    assert chosen(resolver(diesel(tmp_path, *values)), place=place).value == expected


def test_a_unit_of_the_project_takes_the_value_of_the_area_around_it(tmp_path: Path) -> None:
    areas = load_areas().with_more([Area("zone", "新区", "zone", CITY)])
    library_ = diesel(tmp_path, value(3, region=JIANGSU), value(2, region=CITY))
    assert chosen(resolver(library_, areas=areas), place="zone").value == 2


def test_sector_goes_before_place(tmp_path: Path) -> None:
    values = value(1, region=DANTU), value(2, sector="industry", region="100000")
    assert chosen(resolver(diesel(tmp_path, *values))).value == 2


def test_place_goes_before_year(tmp_path: Path) -> None:
    values = value(1, region=JIANGSU, year=2020), value(2, region=CITY, year=2019)
    found = chosen(resolver(diesel(tmp_path, *values)), year=2020)
    assert (found.value, found.carried_from) == (2, 2019)


@pytest.mark.parametrize(
    ("year", "expected", "carried"),
    [
        (2015, 1.0, None),  # within a range
        (2018, 2.0, None),  # of the year
        (2019, 3.0, None),  # of no year in particular
    ],
)
def test_year_or_range_goes_before_undated(
    tmp_path: Path, year: int, expected: float, carried: int | None
) -> None:
    values = value(3), value(1, valid=[2014, 2016]), value(2, year=2018)
    found = chosen(resolver(diesel(tmp_path, *values)), year=year)
    assert (found.value, found.carried_from) == (expected, carried)


# Carrying forward


@pytest.mark.parametrize(
    ("year", "expected"), [(2018, 2018), (2019, 2018), (2021, 2018), (2022, None), (2017, None)]
)
def test_a_value_is_carried_at_most_three_years_and_never_backwards(
    tmp_path: Path, year: int, expected: int | None
) -> None:
    answer = resolved(resolver(diesel(tmp_path, value(1, year=2018))), year=year)
    if expected is None:
        assert answer.missing == ("emission_factor",)
    else:
        assert answer.parameters["emission_factor"].carried_from == (None if year == 2018 else expected)


def test_the_latest_earlier_value_is_carried(tmp_path: Path) -> None:
    values = value(1, year=2017), value(2, valid=[2018, 2019]), value(3, year=2022)
    found = chosen(resolver(diesel(tmp_path, *values)), year=2021)
    assert (found.value, found.carried_from) == (2, 2019)


def test_past_three_years_the_next_place_is_asked(tmp_path: Path) -> None:
    values = value(1, region=JIANGSU, year=2018), value(2, region="100000", year=2021)
    found = chosen(resolver(diesel(tmp_path, *values)), year=2022)
    assert (found.value, found.carried_from) == (2, 2021)


def test_an_exact_year_in_a_later_library_beats_a_carried_one(tmp_path: Path) -> None:
    first = diesel(tmp_path, value(1, year=2019), id="first")
    second = diesel(tmp_path, value(2, year=2020), id="second")
    found = chosen(resolver(first, second), year=2020)
    assert (found.value, found.library.name) == (2, "second@1")
    assert [given.value.value for given in found.beaten] == [1]


def test_of_two_carried_values_that_of_the_first_library_stands(tmp_path: Path) -> None:
    first = diesel(tmp_path, value(1, year=2018), id="first")
    second = diesel(tmp_path, value(2, year=2019), id="second")
    found = chosen(resolver(first, second), year=2020)
    assert (found.value, found.carried_from) == (1, 2018)


# Through the stack


def test_the_first_library_with_an_entry_fixes_the_method(tmp_path: Path) -> None:
    twice = {"twice": {**DIRECT, "formula": "2 * amount * emission_factor"}}
    first = library(tmp_path, entry("diesel", "twice"), id="first", methods=twice)
    second = diesel(tmp_path, value(3), id="second")
    answer = resolved(resolver(first, second))
    assert (answer.method_name, answer.parameters["emission_factor"].library.name) == ("twice", "second@1")


def test_a_library_without_the_gas_leaves_the_method_to_the_next(tmp_path: Path) -> None:
    methane = {"methane": {**DIRECT, "gas": "CH4", "parameters": {"emission_factor": "kgCH4/unit"}}}
    first = library(
        tmp_path, entry("diesel", "methane", emission_factor=value(1, "kgCH4/t")), id="first", methods=methane
    )
    second = diesel(tmp_path, value(3), id="second")
    assert resolved(resolver(first, second), gas="CO2").library.name == "second@1"


def test_no_library_with_a_method_is_no_answer(tmp_path: Path) -> None:
    values_only = library(tmp_path, entry("diesel", None, emission_factor=value(1)))
    assert resolver(values_only).resolve(query()) is None


def test_a_parameter_nobody_gives_is_named(tmp_path: Path) -> None:
    assert resolved(resolver(diesel(tmp_path))).missing == ("emission_factor",)


def test_a_method_that_leaves_the_sector_out_does_not_serve_it(tmp_path: Path) -> None:
    methods = {"direct": {**DIRECT, "not_for": ["transport"]}}
    found = resolver(library(tmp_path, entry("diesel", emission_factor=value(1)), methods=methods))
    assert found.resolve(query(sector="transport.road")) is None
    assert found.excluded("diesel", "transport.road", "CO2")
    assert not found.excluded("diesel", "industry", "CO2")


def test_a_method_for_the_sector_goes_before_a_general_one(tmp_path: Path) -> None:
    methods = {"direct": DIRECT, "road": {**DIRECT, "only_for": ["transport"]}}
    factors = entry("diesel", emission_factor=value(1)), entry("diesel", "road", emission_factor=value(2))
    found = resolver(library(tmp_path, *factors, methods=methods))
    assert resolved(found, sector="transport.road").method_name == "road"
    assert resolved(found, sector="industry").method_name == "direct"


# Whose values may be shared


def test_values_without_a_method_serve_those_with_one(tmp_path: Path) -> None:
    factors = entry("diesel", None, emission_factor=value(7)), entry("diesel")
    assert chosen(resolver(library(tmp_path, *factors))).value == 7


def test_values_are_converted_to_the_declared_dimension(tmp_path: Path) -> None:
    assert chosen(resolver(diesel(tmp_path, value(3100, "kgCO2/t")))).value == pytest.approx(3.1)


def two_gases(folder: Path, first: dict[str, Any], second: dict[str, Any]) -> Resolver:
    methods = {
        "carbon": {**SHARE},
        "methane": {**SHARE, "gas": "CH4", "parameters": {"ef": "kgCH4/unit", "share": "1"}},
    }
    factors = entry("diesel", "carbon", **first), entry("diesel", "methane", **second)
    return resolver(library(folder, *factors, methods=methods))


def test_a_value_of_the_same_name_and_another_dimension_is_not_taken(tmp_path: Path) -> None:
    found = two_gases(tmp_path, {"ef": value(3)}, {"share": value(1, "1")})
    assert resolved(found, gas="CH4").missing == ("ef",)


def test_a_pure_number_is_not_shared_between_gases(tmp_path: Path) -> None:
    found = two_gases(tmp_path, {"share": value(0.98, "1")}, {"ef": value(2, "kgCH4/t")})
    assert resolved(found, gas="CH4").missing == ("share",)


def test_a_pure_number_without_a_method_is_shared(tmp_path: Path) -> None:
    methods = {"carbon": SHARE}
    factors = entry("diesel", None, share=value(0.5, "1")), entry("diesel", "carbon", ef=value(3))
    assert chosen(resolver(library(tmp_path, *factors, methods=methods)), "share").value == 0.5


def test_a_value_of_a_method_for_other_sectors_is_not_taken(tmp_path: Path) -> None:
    methods = {"road": {**SHARE, "only_for": ["transport"]}, "other": {**SHARE, "not_for": ["transport"]}}
    factors = [
        entry("diesel", "road", ef=value(3), share=value(0.5, "1")),
        entry("diesel", "other", ef=value(3), share=value(0.9, "1")),
    ]
    found = resolver(library(tmp_path, *factors, methods=methods))
    assert chosen(found, "share", sector="industry").value == 0.9
    assert chosen(found, "share", sector="transport").value == 0.5


def test_an_own_value_goes_before_a_shared_one(tmp_path: Path) -> None:
    factors = entry("diesel", None, emission_factor=value(7)), entry("diesel", emission_factor=value(3))
    assert chosen(resolver(library(tmp_path, *factors))).value == 3


def test_only_values_of_the_asked_variant_are_taken(tmp_path: Path) -> None:
    found = resolver(diesel(tmp_path, value(1, variant="fossil"), value(2)))
    assert chosen(found).value == 2
    assert chosen(found, variant="fossil").value == 1
    assert resolved(found, variant="ets").missing == ("emission_factor",)


# Substitutes


def raw_coal(folder: Path, *factors: dict[str, Any], id: str = "lib") -> Library:  # noqa: A002
    use = {"raw_coal": {"use": "bituminous_coal", "from": "doc", "at": "section 2"}}
    return library(folder, *factors, id=id, substitutes=use)


def test_a_substitute_gives_what_the_source_lacks_and_is_on_record(tmp_path: Path) -> None:
    factors = (
        entry("raw_coal", "share", ef=value(2)),
        entry("bituminous_coal", "share", share=value(0.93, "1")),
    )
    lib = library(
        tmp_path,
        *factors,
        methods={"share": SHARE},
        substitutes={"raw_coal": {"use": "bituminous_coal", "from": "doc", "at": "section 2"}},
    )
    answer = resolved(resolver(lib), source="raw_coal")
    assert {name: (c.value, c.substitute is not None) for name, c in answer.parameters.items()} == {
        "ef": (2, False),
        "share": (0.93, True),
    }


def test_the_source_itself_goes_before_its_substitute(tmp_path: Path) -> None:
    lib = raw_coal(
        tmp_path,
        entry("bituminous_coal", emission_factor=value(1)),
        entry("raw_coal", emission_factor=value(2)),
    )
    assert chosen(resolver(lib), source="raw_coal").value == 2


def test_a_substitute_holds_in_its_own_library_only(tmp_path: Path) -> None:
    first = raw_coal(tmp_path, entry("raw_coal"), id="first")
    second = library(tmp_path, entry("bituminous_coal", emission_factor=value(9)), id="second")
    assert resolved(resolver(first, second), source="raw_coal").missing == ("emission_factor",)


def test_gases_served_through_a_substitute_count(tmp_path: Path) -> None:
    found = resolver(raw_coal(tmp_path, entry("bituminous_coal", emission_factor=value(1))))
    assert found.gases("raw_coal") == ("CO2",)
    assert found.gases("diesel") == ()
