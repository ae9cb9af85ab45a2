"""A city's target broken down: hand-worked rules, what must hold for any districts, and what is refused."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.intensity.targets.read import frame_of
from cityghg.intensity.targets.split.growth import FRAME as GROWTH
from cityghg.intensity.targets.split.growth import read_growth
from cityghg.intensity.targets.split.request import Split, choose_rules
from cityghg.intensity.targets.split.rules import rules
from cityghg.intensity.targets.split.solve import share_out
from cityghg.intensity.targets.split.table import column_of, columns, split_table
from target_series import AREAS, CITY, CODES, ZONES, districts

RULES = {rule.id: column_of(rule) for rule in rules()}
DUST_PCT = 1e-9  # a sum of a few floats of a few hundred leaves less than 1e-12


def growth(*rates: float | None, **bounds: float) -> pd.DataFrame:
    rows = [{"area": code, "growth_pct": rate} for code, rate in zip(CODES, rates, strict=False)]
    frame = pd.DataFrame(rows).reindex(columns=list(GROWTH)).astype(GROWTH)
    for name, value in bounds.items():
        frame.loc[0, name] = value
    return frame


def split(table: pd.DataFrame, target: float | None = 18.0, **more: Any) -> Any:
    targets = more.pop("targets", None)
    return split_table(Split(2030, target, city=CITY, **more), table, targets, ZONES)


# Two districts: 600 t and 400 t over 200 and 400, so 3.0 and 1.0; together 1000 / 600 = 1.6667.
# GDP of the first doubles in five years, that of the second stays: growth of 2^(1/5) - 1 = 14.8698 % and 0.
# At unchanged intensity 1200 + 400 = 1600 t. The target of 20 % leaves 1000 x 0.8 x 800 / 600 = 1066.667 t,
# so 533.333 t are to be kept.
TWO = districts((600.0, 200.0, 10.0), (400.0, 400.0, 40.0))
DOUBLING = (2 ** (1 / 5) - 1) * 100
WORKED = {
    # 533.333 / 1600 = 33.333 % for both: more than 20 %, since the heavier district grows
    "equal_rate": (100 / 3, 100 / 3),
    # 60 % and 40 % of it by emissions: 320 / 1200, 213.333 / 400
    "emission_share": (80 / 3, 160 / 3),
    # by GDP of the base year, 200 : 400: 177.778 / 1200, 355.556 / 400
    "gdp_share": (14.814815, 88.888889),
    # by W x GDP per head, 1200 x 20 : 400 x 10 = 6 : 1: 457.143 / 1200, 76.190 / 400
    "capacity": (38.095238, 19.047619),
    # by W x intensity, 1200 x 3 : 400 x 1 = 9 : 1: 480 / 1200, 53.333 / 400
    "intensity_level": (40.0, 40 / 3),
    # by W x (1 - 1 / 3), 800 : 0: all of it to the first, 533.333 / 1200, below its ceiling of 66.667 %
    "intensity_gap": (44.444444, 0.0),
    # shares 6/7, W x emissions per head 1200 x 60 : 400 x 10 = 18/19, 9/10; their mean is 0.90150
    "composite": (
        100 * 1600 / 3 * (6 / 7 + 18 / 19 + 9 / 10) / 3 / 1200,
        100 * 1600 / 3 * (1 / 7 + 1 / 19 + 1 / 10) / 3 / 400,
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_rules_worked_by_hand(rule: str) -> None:
    table, problems = split(TWO, 20.0, growth=growth(DOUBLING, 0.0))
    assert problems == []
    assert table[RULES[rule]].tolist() == pytest.approx([*WORKED[rule], 20.0], abs=1e-5)


def test_columns_and_the_row_of_the_city() -> None:
    table, _ = split(TWO, 20.0, growth=growth(DOUBLING, 0.0))
    assert list(table.columns) == list(columns())
    assert dict(table.dtypes.astype(str)) == columns()
    whole = table.iloc[-1]
    assert whole[["area", "area_name", "base_year", "target_year"]].tolist() == [CITY, "湖汀市", 2025, 2030]
    assert whole[["emissions_t", "gdp_10k_yuan", "population"]].tolist() == [1000, 600, 50]
    assert table["growth"].tolist() == ["given", "given", ""]
    assert set(table["city_target_pct"]) == {20.0}


def test_the_same_rate_for_all_misses_the_target_when_growth_differs() -> None:
    """20 % in both: 1600 x 0.8 / 800 = 1.6 over 1.66667 is a fall of 4 %, not of 20 %."""
    aims = frame_of(
        {"area": code, "base_year": 2025, "target_year": 2030, "target_decline_pct": 20.0}
        for code in CODES[:2]
    )
    table, _ = split(TWO, 20.0, growth=growth(DOUBLING, 0.0), targets=aims)
    assert table["issued_pct"].tolist() == pytest.approx([20, 20, 4])


def test_without_growth_all_grow_alike_and_the_equal_rate_is_the_target() -> None:
    table, problems = split(TWO, 20.0)
    assert problems == []
    assert table[RULES["equal_rate"]].tolist() == pytest.approx([20, 20, 20])
    assert table["growth"].tolist() == ["equal", "equal", ""]
    assert table["growth_pct"].isna().all()


@pytest.fixture(scope="module")
def slow() -> pd.DataFrame:
    """Return what districts that grow alike, no matter how, are asked for."""
    table: pd.DataFrame = split(TWO, 20.0)[0]
    return table


@given(rate=st.floats(-10, 25))
def test_growing_alike_the_speed_does_not_matter(slow: pd.DataFrame, rate: float) -> None:
    fast, _ = split(TWO, 20.0, growth=growth(rate, rate))
    for column in RULES.values():
        assert fast[column].tolist() == pytest.approx(slow[column].tolist(), abs=1e-8)


figures = st.tuples(st.floats(1, 1e7), st.floats(1, 1e7), st.floats(1, 1e6))
some = st.lists(st.tuples(figures, st.floats(-5, 15)), min_size=2, max_size=6)


@given(some, st.floats(0.5, 60))
def test_districts_together_give_exactly_the_target(found: list[Any], target: float) -> None:
    """For any growth, by every rule that can be kept; else a problem says so and the column is blank."""
    table, problems = split(
        districts(*(f for f, _ in found)), target, growth=growth(*(rate for _, rate in found))
    )
    blank = {rule for rule, column in RULES.items() if table[column].isna().all()}
    if any(one.code == "split_growth_alone" for one in problems):
        assert blank == set(RULES)
        return
    assert len(problems) == len(blank)
    for rule in RULES.keys() - blank:
        assert table[RULES[rule]].iloc[-1] == pytest.approx(target, abs=DUST_PCT)
        assert table[RULES[rule]].iloc[:-1].between(-DUST_PCT, 100 + DUST_PCT).all()


@given(some, st.floats(0.5, 60), st.randoms(use_true_random=False))
def test_order_and_units_do_not_matter(found: list[Any], target: float, random: Any) -> None:
    rows = districts(*(f for f, _ in found))
    rates = growth(*(rate for _, rate in found))
    order = list(range(len(rows)))
    random.shuffle(order)
    larger = rows.assign(emissions_t=rows["emissions_t"] * 1e3, gdp_10k_yuan=rows["gdp_10k_yuan"] * 1e4)
    first, _ = split(rows, target, growth=rates)
    again, _ = split(larger.iloc[order], target, growth=rates.iloc[order])
    assert again["area"].tolist() == first["area"].tolist()
    for column in RULES.values():
        assert again[column].tolist() == pytest.approx(first[column].tolist(), abs=1e-7, nan_ok=True)


@given(some, st.floats(0.5, 30), st.floats(0.5, 30))
def test_a_higher_target_asks_no_district_for_less(found: list[Any], one: float, other: float) -> None:
    rows, rates = districts(*(f for f, _ in found)), growth(*(rate for _, rate in found))
    low, high = (split(rows, target, growth=rates)[0] for target in sorted((one, other)))
    for column in RULES.values():
        both = low[column].notna() & high[column].notna()
        assert (low[column][both] <= high[column][both] + 1e-7).all()


@given(
    st.lists(
        st.tuples(st.floats(1, 1e6), st.floats(0, 10), st.floats(0, 0.3), st.floats(0.3, 1)),
        min_size=1, max_size=8,
    ),
    st.floats(0, 1),
)  # fmt: skip
def test_bounds_are_kept_and_nothing_is_left_over(found: list[Any], share: float) -> None:
    amounts, rates, low, high = (np.array(column) for column in zip(*found, strict=True))
    reduction = share * math.fsum(amounts)
    shared = share_out(reduction, amounts, rates, low, high)
    if shared.declines is None:
        assert not shared.least <= reduction <= shared.most
        return
    assert (shared.declines >= low).all()
    assert (shared.declines <= high).all()
    assert math.fsum(amounts * shared.declines) == pytest.approx(reduction, abs=1e-9 * math.fsum(amounts))


def test_a_bound_is_kept_and_the_rest_shared_anew() -> None:
    """The first is held at 30 %: 360 t. The second keeps 533.333 - 360 = 173.333 t of 400 t, 43.333 %."""
    chosen, _ = choose_rules(["equal_rate", "emission_share"])
    table, problems = split(TWO, 20.0, growth=growth(DOUBLING, 0.0, max_pct=30.0), rules=chosen)
    assert problems == []
    assert table[RULES["equal_rate"]].tolist() == pytest.approx([30, 130 / 3, 20])
    assert "equal_rate:max" in table["at_bound"][0].split()
    assert "emission_share:max" not in table["at_bound"][0].split()


def test_bounds_that_cannot_be_kept_are_a_problem_of_the_rule(codes) -> None:
    """The first may fall by 3 % at most; all the others could keep is 36 + 400 t, a fall of 12.7 %."""
    table, problems = split(TWO, 20.0, growth=growth(DOUBLING, 0.0, max_pct=3.0))
    assert set(codes(problems)) == {"split_bounds_too_tight"}
    assert "12.70" in problems[0].text("en")
    assert table[list(RULES.values())].isna().all(axis=None)
    _, problems = split(TWO, 20.0, growth=growth(DOUBLING, 0.0, min_pct=60.0))
    assert "split_bounds_too_high" in codes(problems)


def test_by_gap_nobody_goes_below_the_lowest(codes) -> None:
    """All at 1.0: 1 - 1 / 1.66667 = 40 % is the most that equal growth allows."""
    table, problems = split(TWO, 45.0)
    assert codes(problems) == ["split_bounds_too_tight"]
    assert "40.00" in problems[0].text("en")
    assert table[RULES["intensity_gap"]].isna().all()
    assert table[RULES["equal_rate"]].notna().all()


def test_growth_that_meets_the_target_alone_is_said(codes) -> None:
    """The light district grows tenfold: (600 + 4000) / (200 + 4000) = 1.095, a fall of 34 %."""
    table, problems = split(TWO, 20.0, growth=growth(0.0, (10 ** (1 / 5) - 1) * 100))
    assert codes(problems) == ["split_growth_alone"]
    assert "34.29" in problems[0].text("en")
    assert len(table) == 3


def test_a_rule_without_its_figures_leaves_the_others(codes) -> None:
    table, problems = split(districts((600.0, 200.0, None), (400.0, 400.0, 40.0)), 20.0)
    assert codes(problems) == ["split_rule_lacks", "split_rule_lacks"]
    blank = [rule for rule, column in RULES.items() if table[column].isna().all()]
    assert blank == ["capacity", "composite"]


def test_districts_without_growth_grow_as_the_others(codes) -> None:
    three = districts((600.0, 200.0, 10.0), (400.0, 400.0, 40.0), (500.0, 300.0, 30.0))
    table, problems = split(three, 20.0, growth=growth(8.0, 8.0, None))
    assert codes(problems) == ["split_growth_missing"]
    assert table["growth_pct"].tolist()[:3] == pytest.approx([8, 8, 8])
    assert table["growth"].tolist() == ["given", "given", "of_others", ""]


@pytest.mark.parametrize(
    ("table", "more", "code"),
    [
        (TWO[:1], {}, "split_no_districts"),
        (TWO.assign(emissions_t=[600.0, np.nan]), {"base_year": 2025}, "split_figures_missing"),
        (TWO.assign(gdp_10k_yuan=[200.0, 0.0]), {}, "split_figures_missing"),
        (TWO.assign(emissions_t=np.nan), {}, "split_no_base_year"),
        (TWO, {"base_year": 2030}, "split_years_reversed"),
        (TWO.assign(gdp_prices=["2015", "2020"]), {}, "split_prices"),
        (TWO.assign(gdp_prices="current"), {}, "split_prices"),
        (TWO, {"target": None}, "split_no_target"),
    ],
)
def test_what_is_refused(codes, table: pd.DataFrame, more: dict[str, Any], code: str) -> None:
    found, problems = split(table, **more)
    assert codes(problems) == [code]
    assert found.empty
    assert list(found.columns) == list(columns())


def test_the_citys_own_target_and_the_last_whole_year_are_the_default() -> None:
    earlier = TWO.assign(year=2024)
    later = TWO.assign(year=2026, emissions_t=[600.0, np.nan])
    aims = frame_of([{"area": CITY, "base_year": 2025, "target_year": 2030, "target_decline_pct": 20.0}])
    table, problems = split(pd.concat([earlier, TWO, later]), None, targets=aims)
    assert problems == []
    assert set(table["base_year"]) == {2025}
    assert set(table["city_target_pct"]) == {20.0}


def test_the_city_is_found_where_all_areas_lie_in_it(codes) -> None:
    table, problems = split_table(Split(2030, 20.0), TWO, None, ZONES)
    assert codes(problems) == []
    assert table["area"].iloc[-1] == CITY
    elsewhere = TWO.assign(area=["321112", "320102"])
    assert codes(split_table(Split(2030, 20.0), elsewhere, None, AREAS)[1]) == ["split_city_unclear"]


def test_districts_of_the_national_list_that_are_absent_are_named(codes) -> None:
    two = districts((600.0, 200.0, 10.0), (400.0, 400.0, 40.0)).assign(area=["321102", "321112"])
    table, problems = split_table(Split(2030, 20.0), two, None, AREAS)
    assert codes(problems) == ["split_districts_absent"]
    assert all(name in problems[0].text("zh") for name in ("润州区", "丹阳市", "扬中市", "句容市"))
    assert "京口区" not in problems[0].text("zh")
    assert table[RULES["equal_rate"]].tolist() == pytest.approx([20, 20, 20])


@pytest.mark.parametrize(("emissions", "found"), [(1009.0, []), (1020.0, ["split_residual"])])
def test_a_sum_that_is_not_the_citys_own_figure_is_said(codes, emissions: float, found: list[str]) -> None:
    """1000 t over 1009 t is -0.9 %, over 1020 t -1.96 %; 1 % is let pass."""
    city = TWO[:1].assign(area=CITY, emissions_t=emissions, gdp_10k_yuan=600.0)
    table, problems = split(pd.concat([TWO, city]), 20.0)
    assert codes(problems) == found
    assert table["emissions_t"].iloc[-1] == 1000
    if found:
        assert "-1.96" in problems[0].text("en")


def test_choosing_rules(codes) -> None:
    assert choose_rules([]) == (tuple(rules()), [])
    assert [rule.id for rule in choose_rules(["按人均GDP（能力）", "emission_share"])[0]] == [
        "emission_share", "capacity",
    ]  # fmt: skip
    assert codes(choose_rules(["capacity", "fair"])[1]) == ["split_rule_unknown"]
    weighted, _ = choose_rules(["composite"], {"capacity": 1.0})
    table, _ = split(TWO, 20.0, rules=weighted)
    only, _ = split(TWO, 20.0)
    assert table[RULES["composite"]].tolist() == pytest.approx(only[RULES["capacity"]].tolist())


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"luck": 1.0}, "split_key_unknown"),
        ({"gap": -1.0}, "split_weights_wrong"),
        ({"gap": 0.0}, "split_weights_wrong"),
    ],
)
def test_weights_that_cannot_be(codes, weights: dict[str, float], code: str) -> None:
    assert codes(choose_rules([], weights)[1]) == [code]


def test_reading_growth_and_bounds(write, context, codes) -> None:
    path = write("""
        地区 年均增长(%) 下限(%) 上限(%)
        京口区 6.5% 10 _
        润州区 _ _ 25
    """)
    frame, problems = read_growth(path, "growth.csv", context)
    assert codes(problems) == []
    assert frame.drop(columns="origin").fillna(-1).values.tolist() == [
        ["321102", 6.5, 10, -1], ["321111", -1, -1, 25],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code", "kept"),
    [
        ("京口区 600 _ _", "split_growth_implausible", 1),
        ("京口区 6 30 20", "split_bounds_wrong", 0),
        ("京口区 6 _ 120", "split_bounds_wrong", 0),
        ("京口区 6 _ _\n京口区 7 _ _", "split_area_twice", 1),
        ("火星区 6 _ _", "unknown_area", 0),
    ],
)
def test_mistakes_in_growth(write, context, codes, rows: str, code: str, kept: int) -> None:
    frame, problems = read_growth(write(f"地区 年均增长(%) 下限(%) 上限(%)\n{rows}"), "g.csv", context)
    assert codes(problems) == [code]
    assert len(frame) == kept
