"""Properties of declines that hold for any figures."""

from dataclasses import replace
from itertools import accumulate, pairwise
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.intensity.decline import Observation, cumulative, steps

# From year to year emissions and GDP move by a fifth to the fivefold, so a year's ratio is 1/25 to 25
# and 1 - ratio keeps at least 14 digits; eight years of that stay far within this tolerance.
NEAR = {"rel": 1e-11, "abs": 1e-11}
moves = st.floats(min_value=0.2, max_value=5)
scales = st.floats(min_value=1e-3, max_value=1e3)


@st.composite
def series(draw: st.DrawFn) -> list[Observation]:
    """Two to eight years in a row at one price base."""
    count = draw(st.integers(2, 8))
    levels = st.floats(min_value=1, max_value=1e9)
    emissions, gdp = (
        list(accumulate([draw(levels), *(draw(moves) for _ in range(count - 1))], mul)) for _ in range(2)
    )
    return [Observation(2010 + i, emissions[i], gdp[i], "2020") for i in range(count)]


def declines(observations: list[Observation]) -> list[float]:
    """Return the declines of all years but the first; every one must be known."""
    found = [step.decline for step in steps(observations).values()]
    assert found[0] is None
    assert None not in found[1:]
    return [decline for decline in found if decline is not None]


def whole_decline(observations: list[Observation]) -> float | None:
    return cumulative(steps(observations), observations[0].year, observations[-1].year)


@given(series())
def test_within_one_price_base_the_chain_is_the_ratio_of_the_ends(years: list[Observation]) -> None:
    first, last = years[0].intensity, years[-1].intensity
    assert first is not None
    assert last is not None
    assert whole_decline(years) == pytest.approx(1 - last / first, **NEAR)


@given(series(), scales)
def test_scaling_emissions_and_gdp_alike_changes_no_decline(years: list[Observation], scale: float) -> None:
    scaled = [
        replace(o, emissions_t=(o.emissions_t or 0) * scale, gdp_10k_yuan=(o.gdp_10k_yuan or 0) * scale)
        for o in years
    ]
    assert declines(scaled) == pytest.approx(declines(years), **NEAR)


@given(series(), scales, st.data())
def test_rebasing_prices_with_a_consistent_index_changes_no_decline(
    years: list[Observation], deflator: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(years) - 1), label="first year at the new prices")
    gdp = [o.gdp_10k_yuan or 0 for o in years]
    rebased = [
        o if i < at else replace(o, gdp_10k_yuan=gdp[i] * deflator, prices="2025")
        for i, o in enumerate(years)
    ]
    rebased[at] = replace(rebased[at], index=gdp[at] / gdp[at - 1] * 100)
    assert declines(rebased) == pytest.approx(declines(years), **NEAR)
    assert whole_decline(rebased) == pytest.approx(whole_decline(years), **NEAR)


@given(series())
def test_a_change_of_prices_without_an_index_gives_no_decline(years: list[Observation]) -> None:
    years[-1] = replace(years[-1], prices="2025")
    step = steps(years)[years[-1].year]
    assert (step.decline, step.gdp_growth, step.problem) == (None, None, "intensity_price_bases")
    assert whole_decline(years) is None


@given(series(), st.data())
def test_a_missing_year_breaks_the_chain_from_there_on(years: list[Observation], data: st.DataObject) -> None:
    gap = data.draw(st.integers(0, len(years) - 1), label="missing")
    kept = [o for i, o in enumerate(years) if i != gap]
    taken = steps(kept)
    for o in kept:
        known = cumulative(taken, years[0].year, o.year) is not None
        assert known == (o.year < years[gap].year or o.year == years[0].year)


@given(series())
def test_a_decline_is_positive_exactly_when_intensity_falls(years: list[Observation]) -> None:
    for (before, now), decline in zip(pairwise(years), declines(years), strict=True):
        assert before.intensity is not None
        assert now.intensity is not None
        if abs(now.intensity / before.intensity - 1) > NEAR["rel"]:
            assert (decline > 0) == (now.intensity < before.intensity)
