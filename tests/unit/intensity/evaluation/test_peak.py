"""Peaks: the year of the maximum, and whether it is one."""

import math
from typing import Any

import numpy as np
import pytest

from cityghg.intensity.evaluation.peak import peaks
from cityghg.intensity.evaluation.rules import load_rules

BAND = 100 - load_rules().peak.band_pct


def peak(*series: float, first: int = 2010) -> dict[str, Any]:
    found = peaks(np.array([series], float), tuple(range(first, first + len(series))), load_rules())
    return dict(found.iloc[0])


@pytest.mark.parametrize(
    ("series", "year", "state", "reason"),
    [
        # five years since, each lower than the one before: S = -10, p = 2 / 120
        ((80, 90, 100, 96, 93, 90, 87, 84), 2012, "peaked", "declined"),
        # dropped at once and held there, without a further trend
        ((80, 90, 100, 70, 71, 70, 69, 70.5), 2012, "peaked", "held_below"),
        # dropped, but rising again in each of the last six years
        ((90, 100, 60, 62, 64, 66, 68, 70), 2011, "not_peaked", "rising"),
        # nothing is known of the years before, when it may have been larger still
        ((100, 96, 93, 90, 87, 84), 2010, "peaked", "first_year"),
        ((80, 85, 90, 95, 100, 105), 2015, "not_peaked", "last_year"),
        ((50, 60, 97, 99, 98, 100, 97, 99), 2015, "plateau", "in_band"),
        # the maximum is the last year, but only just
        ((50, 60, 97, 99, 98, 97, 98.5, 100), 2017, "plateau", "in_band"),
        ((80, 85, 90, 100, 80, 85), 2013, "unknown", "too_recent"),
        ((80, 90, 100, 92, 80, 95, 85, 91), 2012, "unknown", "no_decline"),
        ((100, 90, 80, 70, 60), 2010, "unknown", "too_short"),
    ],
)
def test_states(series: tuple[float, ...], year: int, state: str, reason: str) -> None:
    found = peak(*series)
    assert (found["peak_year"], found["peak_state"], found["peak_reason"]) == (year, state, reason)


def test_of_equal_years_the_latest_is_the_peak() -> None:
    found = peak(90, 100, 95, 100, 90, 85)
    assert (found["peak_year"], found["years_since_peak"]) == (2013, 2)


def test_how_far_below_the_peak() -> None:
    found = peak(80, 90, 100, 96, 93, 90, 87, 84)
    assert found["below_peak_pct"] == pytest.approx(16)
    assert found["peak_p"] == pytest.approx(2 / 120)


def test_the_edge_of_the_band_belongs_to_it() -> None:
    assert peak(60, 100, BAND, 95, 94, BAND, 95)["peak_state"] == "plateau"
    assert peak(60, 100, BAND, 95, 94, BAND - 0.1, 95)["peak_state"] != "plateau"


def test_a_slow_steady_fall_within_the_band_is_no_plateau() -> None:
    """100 to 92 in eight falling years: a trend, so no plateau, and not below the band, so no peak either."""
    found = peak(90, 100, 99, 98, 97, 96, 95, 94, 93, 92)
    assert (found["peak_state"], found["peak_reason"]) == ("unknown", "no_decline")


def test_confidence_is_high_for_a_lone_maximum_and_low_for_one_among_many() -> None:
    clear = peak(50, 60, 100, 60, 50, 40, 30)["peak_confidence_pct"]
    among = peak(99, 98, 99.5, 99, 100, 98.5, 99, 98, 99.4, 98)["peak_confidence_pct"]
    assert clear == 100
    assert among < 60  # three near years of ten, all but equal


def test_confidence_does_not_depend_on_the_other_areas() -> None:
    series, other = [80, 90, 100, 96, 99, 90, 87, 84], [84, 87, 90, 99, 96, 100, 90, 80]
    years, rules = tuple(range(2010, 2018)), load_rules()
    alone = peaks(np.array([series], float), years, rules).iloc[0]
    beside = peaks(np.array([other, series], float), years, rules).iloc[1]
    assert alone["peak_confidence_pct"] == beside["peak_confidence_pct"]


def test_an_area_without_emissions_has_no_peak() -> None:
    found = peak(*[math.nan] * 8)
    assert found["peak_state"] == "unknown"
    assert str(found["peak_year"]) == "<NA>"
    assert math.isnan(found["peak_confidence_pct"]) and math.isnan(found["below_peak_pct"])


def test_years_that_are_missing_do_not_count_as_years_since() -> None:
    """Five years since the maximum, of which three are known: too few to speak of a decline."""
    found = peak(70, 80, 90, 100, math.nan, math.nan, 80, 70, 60)
    assert (found["peak_state"], found["years_since_peak"]) == ("unknown", 5)
