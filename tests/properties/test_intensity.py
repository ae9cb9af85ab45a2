"""Properties of declines that hold for any figures."""

from itertools import accumulate, pairwise
from operator import mul

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.codes import load_areas
from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.table import intensity_table

# From year to year emissions and GDP move by a fifth to the fivefold, so a year's ratio is 1/25 to 25
# and 1 - ratio keeps at least 14 digits; eight years of that stay far within this tolerance.
NEAR = {"rel": 1e-11, "abs": 1e-11}
AREA, AREAS, BASIS = "321112", load_areas(), "energy_co2"
moves = st.floats(min_value=0.2, max_value=5)
scales = st.floats(min_value=1e-3, max_value=1e3)


@st.composite
def series(draw: st.DrawFn) -> pd.DataFrame:
    """Two to eight years in a row at one price base."""
    count = draw(st.integers(2, 8))
    levels = st.floats(min_value=1, max_value=1e9)
    emissions, gdp = (
        list(accumulate([draw(levels), *(draw(moves) for _ in range(count - 1))], mul)) for _ in range(2)
    )
    years = range(2010, 2010 + count)
    stated = {"area": AREA, "year": years, "co2e_t": emissions, "gdp_10k_yuan": gdp, "gdp_prices": "2020"}
    return pd.DataFrame(stated)


def table_of(years: pd.DataFrame) -> pd.DataFrame:
    """Return the table of intensity, a row a year, from the first year on."""
    totals = years[["area", "year", "co2e_t"]].drop_duplicates("year").assign(basis=BASIS, missing=0)
    table, _ = intensity_table(
        totals, (), years.reindex(columns=list(FRAME)), None, AREAS, basis=BASIS, base_year=None
    )
    return table


def declines(years: pd.DataFrame) -> list[float]:
    """Return the declines of all years but the first in percent; every one must be known."""
    found = table_of(years)["annual_change_pct"]
    assert found.isna().tolist() == [True, *[False] * (len(found) - 1)]
    return [float(decline) for decline in found[1:]]


def whole_decline(years: pd.DataFrame) -> float:
    return float(table_of(years)["cumulative_decline_pct"].iloc[-1])


@given(series())
def test_within_one_price_base_the_chain_is_the_ratio_of_the_ends(years: pd.DataFrame) -> None:
    intensity = years["co2e_t"] / years["gdp_10k_yuan"]
    wanted = (1 - intensity.iloc[-1] / intensity.iloc[0]) * 100
    assert whole_decline(years) == pytest.approx(wanted, **NEAR)


@given(series())
def test_the_average_decline_compounds_to_the_whole(years: pd.DataFrame) -> None:
    last = table_of(years).iloc[-1]
    left = (1 - last["average_decline_pct"] / 100) ** (len(years) - 1)
    assert (1 - left) * 100 == pytest.approx(last["cumulative_decline_pct"], rel=1e-9, abs=1e-9)


@given(series(), scales)
def test_scaling_emissions_and_gdp_alike_changes_no_decline(years: pd.DataFrame, scale: float) -> None:
    scaled = years.assign(co2e_t=years["co2e_t"] * scale, gdp_10k_yuan=years["gdp_10k_yuan"] * scale)
    assert declines(scaled) == pytest.approx(declines(years), **NEAR)


@st.composite
def rebased(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """A series, the same with prices of 2025 from some year on, and the position of that year."""
    years = draw(series())
    at, deflator = draw(st.integers(1, len(years) - 1)), draw(scales)
    later = years.index >= at
    new = years.assign(
        gdp_10k_yuan=years["gdp_10k_yuan"].where(~later, years["gdp_10k_yuan"] * deflator),
        gdp_prices=years["gdp_prices"].where(~later, "2025"),
    )
    return years, new, at


@given(rebased())
def test_rebasing_prices_with_a_consistent_index_changes_no_decline(
    drawn: tuple[pd.DataFrame, pd.DataFrame, int],
) -> None:
    years, new, at = drawn
    gdp = years["gdp_10k_yuan"]
    new = new.assign(gdp_index=[gdp[at] / gdp[at - 1] * 100 if i == at else None for i in years.index])
    assert declines(new) == pytest.approx(declines(years), **NEAR)
    assert whole_decline(new) == pytest.approx(whole_decline(years), **NEAR)


@given(rebased(), st.booleans())
def test_a_year_at_both_prices_bridges_them(
    drawn: tuple[pd.DataFrame, pd.DataFrame, int], earlier: bool
) -> None:
    """The year given twice is the last one of the old base or the first one of the new."""
    years, new, at = drawn
    deflator = new["gdp_10k_yuan"][at] / years["gdp_10k_yuan"][at]
    row = years.iloc[[at - 1 if earlier else at]]
    other = row.assign(gdp_10k_yuan=row["gdp_10k_yuan"] * deflator, gdp_prices="2025") if earlier else row
    both = pd.concat([new, other], ignore_index=True)
    assert declines(both) == pytest.approx(declines(years), **NEAR)
    assert whole_decline(both) == pytest.approx(whole_decline(years), **NEAR)
    bridges = table_of(both)["price_bridge"].dropna()
    assert bridges.tolist() == pytest.approx([deflator], rel=1e-9) if at > 1 or not earlier else True


@given(rebased())
def test_a_change_of_prices_without_an_index_gives_no_decline(
    drawn: tuple[pd.DataFrame, pd.DataFrame, int],
) -> None:
    _, new, at = drawn
    table = table_of(new)
    assert pd.isna(table["annual_change_pct"][at])
    assert pd.isna(table["gdp_growth_pct"][at])
    assert table["cumulative_decline_pct"].isna().tolist() == [i >= at for i in table.index]


@given(series(), st.data())
def test_a_missing_year_breaks_the_chain_from_there_on(years: pd.DataFrame, data: st.DataObject) -> None:
    gap = data.draw(st.integers(1, len(years) - 1), label="missing")
    table = table_of(years.drop(index=gap))
    assert table["cumulative_decline_pct"].notna().tolist() == [
        year < years["year"][gap] for year in table["year"]
    ]


@given(series())
def test_a_decline_is_positive_exactly_when_intensity_falls(years: pd.DataFrame) -> None:
    intensity = years["co2e_t"] / years["gdp_10k_yuan"]
    for (before, now), decline in zip(pairwise(intensity), declines(years), strict=True):
        if abs(now / before - 1) > NEAR["rel"]:
            assert (decline > 0) == (now < before)
