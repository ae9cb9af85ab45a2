"""The tables: who counts, shares, ranks, the set as a whole, and what is said."""

import pandas as pd
import pytest

from cityghg.base.problems import Severity
from cityghg.codes import load_areas
from cityghg.intensity.evaluation.coal import coal_shares
from cityghg.intensity.evaluation.table import COLUMNS, SUMMARY, evaluate

AREAS = load_areas()
FALLING = [100.0, 97, 94, 91, 88, 85]
RISING = [100.0, 104, 109, 113, 119, 124]
GDP = [50.0, 53, 56, 60, 63, 67]
# 镇江, 南京, 苏州, 无锡
ZHENJIANG, NANJING, SUZHOU, WUXI = "321100", "320100", "320500", "320200"


def group(summary: pd.DataFrame, by: str, name: str) -> dict:
    [found] = summary[(summary["group_by"] == by) & (summary["group_name"] == name)].to_dict("records")
    return found


def by_area(found: pd.DataFrame) -> dict[str, dict]:
    return {row["area"]: row for row in found.to_dict("records")}


def test_columns(table) -> None:
    found, summary, _ = evaluate(table({ZHENJIANG: FALLING}), AREAS)
    assert dict(found.dtypes.astype(str)) == COLUMNS
    assert dict(summary.dtypes.astype(str)) == SUMMARY


def test_shares_by_count_and_by_emissions(table, codes) -> None:
    """Last years: 85 falling; 124, 124 and 248 (twice 124) rising with GDP that rises faster."""
    emissions = {ZHENJIANG: FALLING, NANJING: RISING, SUZHOU: RISING, WUXI: [2 * e for e in RISING]}
    fast = [g * 1.05**n for n, g in enumerate(GDP)]
    found, summary, problems = evaluate(table(emissions, dict.fromkeys(emissions, fast)), AREAS)
    assert codes(problems) == []
    assert set(found["left_out"]) == {""}
    falling, only = group(summary, "class", "total_falling"), group(summary, "class", "intensity_only")
    assert (falling["areas"], falling["share_pct"]) == (1, 25)
    assert falling["emissions_share_pct"] == pytest.approx(85 / 581 * 100)
    assert (only["areas"], only["share_pct"]) == (3, 75)
    assert only["emissions_share_pct"] == pytest.approx(496 / 581 * 100)
    assert group(summary, "intensity_falls", "yes")["share_pct"] == 100


def test_the_whole_is_the_sum_of_its_areas(table) -> None:
    """The pilots as arithmetic: +1.3 % and +5.8 % a year over 2017-2022, in two cities of unlike size."""
    emissions = {NANJING: [10 * 1.013**n for n in range(6)], SUZHOU: [5 * 1.013**n for n in range(6)]}
    gdp = {NANJING: [3 * 1.058**n for n in range(6)], SUZHOU: [9 * 1.058**n for n in range(6)]}
    _, summary, _ = evaluate(table(emissions, gdp), AREAS)
    whole = group(summary, "all", "all")
    assert whole["emissions_rate_pct"] == pytest.approx(1.3)
    assert whole["emissions_trend_pct"] == pytest.approx(1.3)
    assert whole["gdp_rate_pct"] == pytest.approx(5.8)
    assert whole["intensity_rate_pct"] == pytest.approx((1.013 / 1.058 - 1) * 100)
    assert whole["emissions_last_t"] == pytest.approx(15 * 1.013**5)
    assert (whole["period"], whole["areas"]) == ("2017-2022", 2)


@pytest.mark.parametrize(
    ("emissions", "gdp", "reason"),
    [
        ([100, 97, None, 91, 88, 85], GDP, "year_gap"),
        ([None, 97, 94, 91, 88, 85], GDP, "year_gap"),
        ([None, None, None, None, None, 85], GDP, "one_year"),
        ([None] * 6, GDP, "no_emissions"),
        ([100, 97, 0, 91, 88, 85], GDP, "not_positive"),
        ([100, 97, -5, 91, 88, 85], GDP, "not_positive"),
        (FALLING, None, "no_gdp"),
        (FALLING, [50, 53, 56, None, 63, 67], "gdp_gap"),
        (FALLING, [50, 53, 56, -60, 63, 67], "gdp_gap"),
    ],
)
def test_an_area_with_gaps_is_named_and_left_out_and_the_others_are_computed(
    table, codes, emissions, gdp, reason
) -> None:
    frame = table({NANJING: RISING, WUXI: emissions}, {NANJING: GDP, **({WUXI: gdp} if gdp else {})})
    found, summary, problems = evaluate(frame, AREAS)
    assert by_area(found)[WUXI]["left_out"] == reason
    assert pd.isna(by_area(found)[WUXI]["rank_total"])
    assert codes(problems) == ["evaluation_left_out"]
    assert "无锡市" in problems[0].finding("zh")
    assert problems[0].severity is Severity.NOTE
    assert (group(summary, "all", "all")["areas"], group(summary, "left_out", reason)["areas"]) == (1, 1)
    assert by_area(found)[NANJING]["emissions_rate_pct"] == pytest.approx((1.24 ** (1 / 5) - 1) * 100)
    assert group(summary, "all", "all")["emissions_last_t"] == 124


def test_missing_years_are_listed(table) -> None:
    found, _, _ = evaluate(table({NANJING: RISING, WUXI: [100, None, 94, None, 88, 85]}), AREAS)
    assert by_area(found)[WUXI]["missing_years"] == "2018 2020"
    assert by_area(found)[WUXI]["emissions_rate_pct"] == pytest.approx((0.85 ** (1 / 5) - 1) * 100)


def test_where_no_area_has_gdp_classes_of_emissions_are_shared_out(table) -> None:
    _, summary, problems = evaluate(table({NANJING: RISING, WUXI: FALLING}), AREAS)
    assert problems == []
    assert group(summary, "class", "total_falling")["share_pct"] == 50
    assert group(summary, "class", "undetermined")["share_pct"] == 50


def test_short_series_have_rates_and_no_class(table, codes) -> None:
    frame = table({NANJING: RISING[:5], WUXI: FALLING[:5]})
    found, summary, problems = evaluate(frame, AREAS, (2017, 2021))
    assert codes(problems) == ["evaluation_too_short"]
    assert evaluate(frame, AREAS)[2] == []  # nobody asked; the class says it
    assert set(found["class"]) == {"too_short"}
    assert found["emissions_rate_pct"].notna().all()
    assert group(summary, "class", "too_short")["share_pct"] == 100


def test_ranks(table) -> None:
    """Totals fall to 85, 90 and 90 of 100: ranks 1, 2, 2. Intensity falls most where GDP grows most."""
    to_90 = [100.0, 98, 96, 94, 92, 90]
    emissions = {NANJING: to_90, SUZHOU: FALLING, WUXI: to_90}
    gdp = {NANJING: GDP, SUZHOU: [50.0] * 6, WUXI: [g * 2**n for n, g in enumerate(GDP)]}
    found = by_area(evaluate(table(emissions, gdp), AREAS)[0])
    assert [found[a]["rank_total"] for a in (SUZHOU, NANJING, WUXI)] == [1, 2, 2]
    assert [found[a]["rank_intensity"] for a in (WUXI, NANJING, SUZHOU)] == [1, 2, 3]


def test_levels_are_sets_of_their_own(table) -> None:
    """镇江, 丹徒区 and 丹阳市 within it: one city, two districts; the city's emissions count once."""
    found, summary, _ = evaluate(table({ZHENJIANG: RISING, "321112": FALLING, "321181": RISING}), AREAS)
    assert by_area(found)[ZHENJIANG]["set"] == "cities"
    whole = summary[summary["group_by"] == "all"].set_index("set")
    assert dict(whole["areas"]) == {"cities": 1, "districts": 2}
    assert whole.loc["districts", "emissions_last_t"] == pytest.approx(85 + 124)


@pytest.mark.parametrize(("others", "wanted"), [((), "cities"), (("320000",), "provinces")])
def test_a_municipality_is_a_city_unless_provinces_are_there(table, others, wanted) -> None:
    found, _, _ = evaluate(table(dict.fromkeys(("310000", *others), RISING)), AREAS)
    assert by_area(found)["310000"]["set"] == wanted


def test_an_area_within_another_of_its_set_does_not_count_twice(table) -> None:
    from cityghg.codes.areas import Area

    zone = Area("zone-1", "新区", "zone", "321112")
    frame = table({"321112": RISING, "321111": FALLING})
    frame = pd.concat(
        [frame, frame[frame["area"] == "321112"].assign(area="zone-1", area_name="新区", level="zone")]
    )
    found, summary, _ = evaluate(frame, AREAS.with_more([zone]))
    assert by_area(found)["zone-1"]["left_out"] == "inside_another"
    assert group(summary, "all", "all")["areas"] == 2


def test_gdp_at_unlike_prices_is_not_added_up(table, codes) -> None:
    frame = table({NANJING: RISING, WUXI: FALLING}, {NANJING: GDP, WUXI: GDP})
    frame.loc[frame["area"] == WUXI, "gdp_prices"] = "2015"
    found, summary, problems = evaluate(frame, AREAS)
    assert codes(problems) == ["evaluation_prices_mixed"]
    assert pd.isna(group(summary, "all", "all")["gdp_rate_pct"])
    assert found["gdp_rate_pct"].notna().all()


def test_the_period_asked_for(table, codes) -> None:
    frame = table({NANJING: [300.0, *RISING]}, first=2016)
    found, _, problems = evaluate(frame, AREAS, (2017, 2022))
    assert codes(problems) == []
    assert (found["period"][0], found["first_year"][0], found["years_known"][0]) == ("2017-2022", 2017, 6)
    assert found["peak_year"][0] == 2016  # the peak is looked for in all years up to the end


@pytest.mark.parametrize(
    ("period", "code", "count"),
    [((2015, 2022), "evaluation_period_shorter", 1), ((2022, 2025), "evaluation_period_empty", 0)],
)
def test_a_period_outside_the_data(table, codes, period, code, count) -> None:
    found, _, problems = evaluate(table({NANJING: RISING}), AREAS, period)
    assert codes(problems) == [code]
    assert len(found) == count


def test_one_year_is_not_evaluated(table) -> None:
    found, summary, problems = evaluate(table({NANJING: [100.0]}), AREAS)
    assert found.empty and summary.empty and problems == []
    assert dict(found.dtypes.astype(str)) == COLUMNS


def test_bases_are_evaluated_apart(table) -> None:
    frame = table({NANJING: RISING})
    both = pd.concat([frame, table({NANJING: FALLING}).assign(basis="fixed")])
    found = evaluate(both, AREAS)[0].set_index("basis")
    assert found.loc["fixed", "class"] == "total_falling"
    assert len(found) == 2


def test_every_row_states_the_thresholds(table) -> None:
    found, summary, _ = evaluate(table({NANJING: RISING}), AREAS)
    for frame in (found, summary):
        assert frame["rules"].str.contains("own thresholds", regex=False).all()
        assert frame["rules"].str.contains("p<0.1; years>=6", regex=False).all()


def test_coal_share_beside_the_area_around(table) -> None:
    """City 60 to 50 %, district 70 to 55 %: 15 points less, 5 more than around it."""
    stated = pd.DataFrame(
        [(ZHENJIANG, 2017, 60.0), (ZHENJIANG, 2022, 50.0), ("321112", 2017, 70.0), ("321112", 2022, 55.0)],
        columns=["area", "year", "coal_share_pct"],
    )
    found, _, _ = evaluate(
        table({ZHENJIANG: RISING, "321112": FALLING, "321111": FALLING}),
        AREAS,
        coal=coal_shares(stated, None),
    )
    rows = by_area(found)
    assert rows["321112"]["coal_share_change_points"] == -15
    assert rows["321112"]["coal_reference"] == ZHENJIANG
    assert rows["321112"]["coal_against_reference_points"] == -5
    assert (rows[ZHENJIANG]["coal_share_change_points"], rows[ZHENJIANG]["coal_reference"]) == (-10, "")
    assert pd.isna(rows["321111"]["coal_share_last_pct"]) and rows["321111"]["coal_share_of"] == ""


def test_coal_share_of_an_inventory_is_that_of_combustion_co2() -> None:
    """30 of coal and 10 of coke against 60 of gas; process emissions and electricity are no combustion."""
    inventory = pd.DataFrame(
        [
            ("bituminous_coal", "1", "CO2", "1.A.2", 30.0, ""),
            ("coke", "1", "CO2", "1.A.2", 10.0, ""),
            ("natural_gas", "1", "CO2", "1.A.4.b", 60.0, ""),
            ("cement_clinker", "1", "CO2", "2.A.1", 500.0, ""),
            ("bituminous_coal", "1", "CH4", "1.A.2", 7.0, ""),
            ("electricity", "2", "CO2", "", 90.0, ""),
        ],
        columns=["source", "scope", "gas", "ipcc", "co2e_t", "notation"],
    ).assign(area=NANJING, year=2020)  # fmt: skip
    found = coal_shares(pd.DataFrame({"area": [], "year": []}), inventory)
    assert found.to_dict("records") == [
        {"area": NANJING, "year": 2020, "coal_share_pct": 40.0, "coal_share_of": "combustion_co2"}
    ]
    gap = inventory.assign(notation=["", "", "NE", "", "", ""])
    assert coal_shares(pd.DataFrame({"area": [], "year": []}), gap).empty
