"""Roll-up: whose figure stands, what the residual holds, what is missing. Factors: see conftest."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import Area, Areas, load_areas
from support import CITY, DANTU, JINGKOU, RUNZHOU, codes, figure

RESIDUAL = f"{CITY}-residual"
Roll = Callable[..., Any]
FEW = (DANTU, JINGKOU, RUNZHOU)


@pytest.fixture
def three() -> Areas:
    """镇江市 with three districts only, so that all of them can report."""
    return Areas(a for a in load_areas() if a.parent != CITY or a.code in FEW)


def rows(table: pd.DataFrame, gas: str = "CO2", **where: Any) -> dict[str, Any]:
    """Return mass, or else notation key, by area, for one gas and the stated columns."""
    chosen = table[table["gas"] == gas]
    for column, wanted in where.items():
        chosen = chosen[chosen[column] == wanted]
    assert not chosen["area"].duplicated().any()
    return {r["area"]: r["notation"] or r["mass_t"] for r in chosen.to_dict("records")}


def test_without_an_own_figure_the_sum_stands(roll: Roll, three: Areas) -> None:
    given = [figure("diesel", n, area=area) for n, area in zip((10, 20, 30), FEW, strict=True)]
    table, problems, up = roll(*given, areas=three)
    assert rows(table) == {DANTU: 30, JINGKOU: 60, RUNZHOU: 90, CITY: 180}
    [city] = table[(table["area"] == CITY) & (table["gas"] == "CO2")].to_dict("records")
    assert (city["provenance"], city["children_reported"], city["amount"], city["records"]) == (
        "sum",
        "3/3",
        60,
        3,
    )
    assert (problems, up.incomplete) == ([], frozenset())


def test_an_own_figure_stands_and_the_rest_is_booked(roll: Roll, three: Areas) -> None:
    given = [figure("diesel", n, area=area) for n, area in zip((10, 20, 30, 65), (*FEW, CITY), strict=True)]
    table, problems, _ = roll(*given, areas=three)
    # own 65 x 3 = 195, districts 180, left 15 (7.7 %)
    assert rows(table) == {DANTU: 30, JINGKOU: 60, RUNZHOU: 90, CITY: 195, RESIDUAL: 15}
    [rest] = table[(table["area"] == RESIDUAL) & (table["gas"] == "CO2")].to_dict("records")
    assert (rest["provenance"], rest["amount"]) == ("residual", 5)
    assert codes(problems) == ["residual_large"]


def test_a_residual_may_be_negative(roll: Roll, three: Areas) -> None:
    table, problems, _ = roll(figure("diesel", 50), figure("diesel", 40, area=CITY), areas=three)
    assert rows(table)[RESIDUAL] == -30
    assert codes(problems) == ["residual_large"]


@pytest.mark.parametrize(("tolerance", "said"), [(1, ["residual_large"]), (10, [])])
def test_a_residual_within_the_tolerance_is_no_warning(
    roll: Roll, three: Areas, tolerance: float, said: list[str]
) -> None:
    given = figure("diesel", 95), figure("diesel", 100, area=CITY)
    assert codes(roll(*given, areas=three, tolerance=tolerance)[1]) == said


def test_a_source_that_only_the_city_reports_is_no_warning(roll: Roll, three: Areas) -> None:
    table, problems, up = roll(figure("gasoline", 5, area=CITY), *districts("diesel", 1), areas=three)
    assert rows(table, source="gasoline") == {CITY: 15, RESIDUAL: 15}
    assert (problems, up.incomplete) == ([], frozenset())


def districts(source: str, amount: float, **more: Any) -> list[Any]:
    return [figure(source, amount, area=area, **more) for area in FEW]


def test_different_detail_meets_at_the_common_ancestor(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(
        figure("raw_coal", 100, area=CITY),
        figure("anthracite", 30, area=DANTU, sector="industry.c26"),
        areas=three,
        tolerance=100,
    )
    # city 100 x 2 = 200; anthracite of chemicals 30 x 3 = 90; left 110 at raw coal of industry
    assert rows(table, source="raw_coal", sector="industry") == {CITY: 200, RESIDUAL: 110}
    assert rows(table, source="anthracite") == {DANTU: 90}


@pytest.mark.parametrize("gas", ["CO2", "CH4", "N2O"])
def test_children_and_residual_equal_the_city_for_each_gas(roll: Roll, three: Areas, gas: str) -> None:
    table, _, _ = roll(
        *districts("raw_coal", 7.3), *districts("diesel", 0.1), *districts("gasoline", 3),
        figure("raw_coal", 29.1, area=CITY), figure("diesel", 1, area=CITY, sector="transport"),
        areas=three,
    )  # fmt: skip
    mass = table[table["gas"] == gas].groupby("area")["mass_t"].sum()
    assert mass.drop(CITY).sum() == pytest.approx(mass[CITY], rel=1e-12)


def test_three_levels(roll: Roll, three: Areas) -> None:
    towns = [Area("t1", "一镇", "town", DANTU), Area("t2", "二镇", "town", DANTU)]
    areas = three.with_more(towns)
    table, _, _ = roll(
        figure("diesel", 1, area="t1"), figure("diesel", 2, area="t2"),
        figure("diesel", 10, area=JINGKOU), figure("diesel", 20, area=RUNZHOU),
        areas=areas,
    )  # fmt: skip
    assert rows(table) == {"t1": 3, "t2": 6, DANTU: 9, JINGKOU: 30, RUNZHOU: 60, CITY: 99}


def test_residuals_of_two_levels(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("t1", "一镇", "town", DANTU)])
    table, _, _ = roll(
        figure("diesel", 4, area="t1"), figure("diesel", 5), figure("diesel", 12, area=CITY), areas=areas
    )
    # 丹徒区 5 = 一镇 4 + 1; 镇江市 12 = 丹徒区 5 + 7, each times 3
    assert rows(table) == {"t1": 12, DANTU: 15, f"{DANTU}-residual": 3, CITY: 36, RESIDUAL: 21}


def test_towns_of_a_zone_that_reports_nothing_itself_count(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("z", "新区", "zone", CITY), Area("t", "新区一镇", "town", "z")])
    table, _, _ = roll(figure("diesel", 1, area="t"), *districts("diesel", 2), areas=areas)
    assert rows(table) == {"t": 3, "z": 3, DANTU: 6, JINGKOU: 6, RUNZHOU: 6, CITY: 21}


def test_a_zone_counted_inside_its_district_is_not_added_again(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("z", "新区", "zone", DANTU, counted="inside")])
    table, problems, _ = roll(figure("diesel", 1, area="z"), *districts("diesel", 2), areas=areas)
    assert rows(table) == {"z": 3, DANTU: 6, JINGKOU: 6, RUNZHOU: 6, CITY: 18}
    assert problems == []


def test_a_separate_zone_is_added(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("z", "新区", "zone", CITY)])
    table, _, _ = roll(figure("diesel", 1, area="z"), *districts("diesel", 2), areas=areas)
    assert rows(table)[CITY] == 21


def test_the_roll_up_stops_at_the_top(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(*districts("diesel", 1), areas=three)
    assert set(table["area"]) == {*FEW, CITY}


def test_years_are_kept_apart(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(*districts("diesel", 1), *districts("diesel", 2, year=2021), areas=three)
    assert rows(table, year=2020)[CITY] == 9
    assert rows(table, year=2021)[CITY] == 18


# What is missing


def test_a_sum_that_misses_a_district_is_incomplete(roll: Roll, three: Areas) -> None:
    table, [found], up = roll(figure("diesel", 1), figure("diesel", 1, area=JINGKOU), areas=three)
    [city] = table[(table["area"] == CITY) & (table["gas"] == "CO2")].to_dict("records")
    assert (city["children_reported"], up.incomplete) == ("2/3", {(CITY, 2020)})
    assert (found.code, "润州区" in found.text("zh")) == ("children_missing", True)


def test_a_district_that_reports_in_another_year_only_is_missing(roll: Roll, three: Areas) -> None:
    later = figure("diesel", 1, area=RUNZHOU, year=2021)
    _, problems, up = roll(figure("diesel", 1), figure("diesel", 1, area=JINGKOU), later, areas=three)
    assert up.incomplete == {(CITY, 2020), (CITY, 2021)}
    assert codes(problems) == ["children_missing"] * 2


def test_a_city_over_an_incomplete_district_is_incomplete(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("t1", "一镇", "town", DANTU), Area("t2", "二镇", "town", DANTU)])
    given = [
        figure("diesel", 1, area="t1"), figure("diesel", 1, area="t2", year=2021),
        *districts("diesel", 2)[1:],
    ]  # fmt: skip
    assert (CITY, 2020) in roll(*given, areas=areas)[2].incomplete


def test_a_city_with_figures_of_its_own_misses_nothing(roll: Roll, three: Areas) -> None:
    _, problems, up = roll(figure("diesel", 100, area=CITY), figure("diesel", 99.9), areas=three)
    assert (problems, up.incomplete) == ([], frozenset())


@pytest.mark.parametrize("key", ["NE", "C"])
def test_a_sum_over_a_district_that_gives_no_number_is_incomplete(roll: Roll, three: Areas, key: str) -> None:
    given = figure("diesel", notation=key), *districts("diesel", 2)[1:]
    table, problems, up = roll(*given, areas=three)
    [city] = table[(table["area"] == CITY) & (table["gas"] == "CO2")].to_dict("records")
    assert (city["mass_t"], city["children_reported"]) == (12, "2/3")
    assert up.incomplete == {(CITY, 2020)}
    assert codes(problems) == ["children_without_number"]
    assert "丹徒区" in problems[0].text("zh")


def test_a_district_where_it_does_not_occur_has_reported(roll: Roll, three: Areas) -> None:
    table, problems, up = roll(figure("diesel", notation="NO"), *districts("diesel", 2)[1:], areas=three)
    [city] = table[(table["area"] == CITY) & (table["gas"] == "CO2")].to_dict("records")
    assert (city["mass_t"], city["children_reported"]) == (12, "3/3")
    assert (problems, up.incomplete) == ([], frozenset())


# Notation keys


@pytest.mark.parametrize("key", ["NE", "IE", "C"])
def test_a_key_of_the_city_never_displaces_the_numbers_of_its_districts(
    roll: Roll, three: Areas, key: str
) -> None:
    table, problems, _ = roll(figure("diesel", notation=key, area=CITY), *districts("diesel", 2), areas=three)
    assert rows(table) == {DANTU: 6, JINGKOU: 6, RUNZHOU: 6, CITY: 18}
    assert problems == []


def test_a_gas_the_city_has_no_number_for_is_summed(roll: Roll, three: Areas, tabulate: Roll) -> None:
    """The city's petrol is all CO2 (a library of its own, say), its districts' has CH4 too."""
    from cityghg.inventory.rollup import roll_up
    from support import TREES

    table = tabulate(figure("diesel", 10, area=CITY), *districts("diesel", 3), areas=three)
    silent = (table["area"] == CITY) & (table["gas"] == "CH4")
    table.loc[silent, ["mass_t", "co2e_t", "notation"]] = [None, None, "NE"]
    up, _ = roll_up(table, CITY, three, TREES, 1)
    # CO2: own 30, districts 27, left 3; CH4: 9 t x 1 kg = 0.009 t from the districts alone
    assert rows(up.table, "CO2") == {DANTU: 9, JINGKOU: 9, RUNZHOU: 9, CITY: 30, RESIDUAL: 3}
    assert rows(up.table, "CH4")[CITY] == pytest.approx(0.009)
    assert RESIDUAL not in rows(up.table, "CH4")


def test_no_in_the_city_against_numbers_in_its_districts_is_an_error(roll: Roll, three: Areas) -> None:
    _, problems, _ = roll(figure("diesel", notation="NO", area=CITY), *districts("diesel", 2), areas=three)
    assert codes(problems) == ["no_against_children"]


def test_no_for_a_part_against_numbers_of_that_part_is_an_error(roll: Roll, three: Areas) -> None:
    given = [
        figure("diesel", 50, area=CITY),
        figure("diesel", notation="NO", area=CITY, sector="industry.c26"),
        figure("diesel", 2, sector="industry.c26"),
    ]
    assert "no_against_children" in codes(roll(*given, areas=three, tolerance=100)[1])


def test_no_everywhere_is_no(roll: Roll, three: Areas) -> None:
    given = [figure("diesel", notation="NO", area=area) for area in FEW]
    assert rows(roll(*given, areas=three)[0])[CITY] == "NO"


def test_of_keys_only_the_one_that_admits_most_stands_in_the_sum(roll: Roll, three: Areas) -> None:
    given = [figure("diesel", notation=key, area=a) for key, a in zip(("NO", "NE", "IE"), FEW, strict=True)]
    assert rows(roll(*given, areas=three)[0])[CITY] == "NE"


def test_keys_pass_through_a_level_without_numbers(roll: Roll, three: Areas) -> None:
    areas = three.with_more([Area("t1", "一镇", "town", DANTU)])
    given = figure("diesel", notation="NE", area="t1"), figure("diesel", notation="NO", area=CITY)
    table, problems, _ = roll(*given, areas=areas)
    assert rows(table)[DANTU] == "NE"
    assert "no_against_children" not in codes(problems)


# Trade


def trade(kind: str, amount: float, area: str, counterpart: str = "") -> Any:
    return figure(f"electricity_{kind}", amount, area=area, sector="supply", counterpart=counterpart)


def test_trade_is_summed_net_and_exports_are_negative(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(trade("import", 100, DANTU), trade("export", 40, JINGKOU), areas=three)
    city = table[table["area"] == CITY].set_index("source")
    # 100 x 0.5 in, 40 x 0.5 out
    assert city["mass_t"].to_dict() == {"electricity_export": -20, "electricity_import": 50}


def test_trade_within_the_city_is_left_out_of_its_sum(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(
        trade("import", 100, DANTU, "grid:华东"), trade("import", 30, DANTU, JINGKOU),
        trade("export", 30, JINGKOU, DANTU),
        areas=three,
    )  # fmt: skip
    city = table[table["area"] == CITY]
    assert city[["source", "counterpart", "amount"]].to_numpy().tolist() == [
        ["electricity_import", "grid:华东", 100]
    ]


def test_trade_within_the_city_and_nothing_else_leaves_the_city_without_rows(
    roll: Roll, three: Areas
) -> None:
    table, _, _ = roll(trade("import", 30, DANTU, JINGKOU), areas=three)
    assert set(table["area"]) == {DANTU}


def test_the_residual_of_trade_is_net(roll: Roll, three: Areas) -> None:
    table, _, _ = roll(trade("import", 100, CITY), trade("export", 40, DANTU), areas=three)
    [rest] = table[table["area"] == RESIDUAL].to_dict("records")
    # own +100; districts -40; left 140
    assert (rest["source"], rest["amount"], rest["mass_t"]) == ("electricity_import", 140, 70)
