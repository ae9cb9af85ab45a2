"""Classes: what each needs, at its edges, and what is too short or unknown."""

from typing import Any

import pytest

from cityghg.codes import load_areas
from cityghg.intensity.evaluation.rules import load_rules
from cityghg.intensity.evaluation.table import evaluate

CITY = "321100"
FLAT = [100.0] * 8
GROWING = [100 * 1.06**n for n in range(8)]
UP_AND_DOWN = [100, 104, 101, 105, 100, 106, 101, 104]


def row(table, emissions: list[float | None], gdp: list[float | None] | None = None) -> dict[str, Any]:
    found, _, _ = evaluate(table({CITY: emissions}, {CITY: gdp} if gdp else None), load_areas())
    return dict(found.iloc[0])


@pytest.mark.parametrize(
    ("emissions", "gdp", "wanted"),
    [
        ([100, 98, 96, 94, 92, 90, 88, 86], GROWING, "total_falling"),
        # growth of 8, 7, 6 ... 2 %: each year a point less
        ([100, 108, 115.56, 122.49, 128.62, 133.76, 137.78, 140.53], GROWING, "growth_slowing"),
        (UP_AND_DOWN, GROWING, "intensity_only"),
        (UP_AND_DOWN, FLAT, "intensity_not_falling"),
        (UP_AND_DOWN, None, "undetermined"),
        # without GDP the two classes of emissions are still given
        ([100, 98, 96, 94, 92, 90, 88, 86], None, "total_falling"),
        ([100, 108, 115.56, 122.49, 128.62, 133.76, 137.78, 140.53], None, "growth_slowing"),
        ([100, 90, 80, 70, 60], FLAT[:5], "too_short"),
        # falls every year, but by 0.4 %: below our threshold of 0.5 %, so that it is not a falling total
        ([100 * 0.996**n for n in range(8)], GROWING, "intensity_only"),
        # emissions of eight years, of which only two follow each other: slowing cannot be tested
        ([100, 120, None, 110, None, 130, None, 120, None, 110, None, 130], None, "too_short"),
    ],
)
def test_class(table, emissions: list[float | None], gdp: list[float] | None, wanted: str) -> None:
    assert row(table, emissions, gdp)["class"] == wanted


@pytest.mark.parametrize("rate", [0.0, 0.03])
def test_growth_that_stays_the_same_is_not_slowing(table, rate: float) -> None:
    assert row(table, [100 * (1 + rate) ** n for n in range(8)], GROWING)["class"] == "intensity_only"


def test_a_fall_of_the_end_years_alone_is_no_class(table) -> None:
    """99 after 100, up and down between: lower in the end, but no trend (S = -1 of 28 pairs)."""
    found = row(table, [100, 95, 104, 97, 103, 96, 105, 99], GROWING)
    assert found["class_untested"] == "total_falling"
    assert found["class"] != "total_falling"
    assert found["emissions_p"] > load_rules().test.significance


def test_figures_by_hand(table) -> None:
    """100 to 133.1 in three years is 10 % a year; GDP doubles, 2^(1/3) - 1 = 25.99 %; 1.331 / 2 = 0.6655."""
    found = row(table, [100, 110, 121, 133.1], [10, 12, 15, 20])
    assert found["emissions_change_pct"] == pytest.approx(33.1)
    assert found["emissions_rate_pct"] == pytest.approx(10)
    assert found["emissions_trend_pct"] == pytest.approx(10)
    assert found["emissions_sen_pct"] == pytest.approx(10)
    assert found["gdp_rate_pct"] == pytest.approx(25.992, abs=5e-4)
    assert found["intensity_change_pct"] == pytest.approx(-33.45)
    assert (found["first_year"], found["last_year"], found["years_known"]) == (2017, 2020, 4)


def test_halves_meet_in_the_middle_year(table) -> None:
    """Six years: 100 to 121 in two is 10 %, 121 to 121 in three is 0 %."""
    found = row(table, [100, 110, 121, 125, 120, 121])
    assert found["emissions_first_half_pct"] == pytest.approx(10)
    assert found["emissions_second_half_pct"] == pytest.approx(0)
    assert found["class_untested"] == "growth_slowing"


def test_growth_of_gdp_over_a_change_of_the_price_base(table) -> None:
    """Levels at prices of 2015 and 2020 are not divided; the growth stated for the year joins them."""
    frame = table({CITY: [100.0, 100.0, 100.0]}, {CITY: [10.0, 11.0, 24.2]}).assign(
        gdp_prices=["2015", "2015", "2020"], gdp_growth_pct=[None, 10.0, 10.0]
    )
    found, _, _ = evaluate(frame, load_areas())
    assert found["gdp_change_pct"][0] == pytest.approx(21)
    broken, _, _ = evaluate(frame.assign(gdp_growth_pct=[None, 10.0, None]), load_areas())
    assert broken["gdp_change_pct"].isna().all()


def test_gdp_at_current_prices_grows_by_its_index_alone(table) -> None:
    frame = table({CITY: [100.0, 100.0]}, {CITY: [10.0, 12.0]}).assign(gdp_prices="current")
    with_index, _, _ = evaluate(frame.assign(gdp_growth_pct=[None, 5.0]), load_areas())
    without, _, _ = evaluate(frame.assign(gdp_growth_pct=float("nan")), load_areas())
    assert with_index["gdp_rate_pct"][0] == pytest.approx(5)
    assert without["gdp_rate_pct"].isna().all()
