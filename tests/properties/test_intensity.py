"""Properties of declines that hold for any figures."""

from collections.abc import Iterable
from itertools import accumulate, pairwise
from operator import mul

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityghg.codes import load_areas
from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.table import intensity_table

# From year to year emissions and GDP move by a fifth to the fivefold, so a year's ratio is 1/25 to 25
# and 1 - ratio keeps at least 14 digits; eight years of that stay far within this tolerance.
NEAR = {"rel": 1e-11, "abs": 1e-11}
AREAS, BASIS = load_areas(), "energy_co2"
DISTRICTS = ("321102", "321111", "321112", "321181")
moves = st.floats(min_value=0.2, max_value=5)
scales = st.floats(min_value=1e-3, max_value=1e3)
# A table of many districts costs what one of a single district does, so each example has several.
few = settings(max_examples=15)


@st.composite
def series(draw: st.DrawFn, area: str) -> pd.DataFrame:
    """Two to eight years in a row at one price base."""
    count = draw(st.integers(2, 8))
    levels = st.floats(min_value=1, max_value=1e9)
    emissions, gdp = (
        list(accumulate([draw(levels), *(draw(moves) for _ in range(count - 1))], mul)) for _ in range(2)
    )
    years = range(2010, 2010 + count)
    stated = {"area": area, "year": years, "co2e_t": emissions, "gdp_10k_yuan": gdp, "gdp_prices": "2020"}
    return pd.DataFrame(stated)


@st.composite
def rebased(draw: st.DrawFn, area: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """A series, the same with prices of 2025 from some year on, and the position of that year."""
    years = draw(series(area))
    at, deflator = draw(st.integers(1, len(years) - 1)), draw(scales)
    later = years.index >= at
    new = years.assign(
        gdp_10k_yuan=years["gdp_10k_yuan"].where(~later, years["gdp_10k_yuan"] * deflator),
        gdp_prices=years["gdp_prices"].where(~later, "2025"),
    )
    return years, new, at


Rebased = list[tuple[pd.DataFrame, pd.DataFrame, int]]
all_series = st.tuples(*map(series, DISTRICTS)).map(list)
all_rebased = st.tuples(*map(rebased, DISTRICTS)).map(list)


def tables_of(several: Iterable[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the table of intensity of each district, a row a year, from its first year on."""
    years = pd.concat(several, ignore_index=True)
    totals = years[["area", "year", "co2e_t"]].drop_duplicates(["area", "year"])
    table, _ = intensity_table(
        totals.assign(basis=BASIS, missing=0), (), years.reindex(columns=list(FRAME)), None, AREAS,
        basis=BASIS, base_year=None,
    )  # fmt: skip
    return [table[table["area"] == area].reset_index(drop=True) for area in DISTRICTS]


def declines(table: pd.DataFrame) -> list[float]:
    """Return the declines of all years but the first in percent; every one must be known."""
    found = table["annual_change_pct"]
    assert found.isna().tolist() == [True, *[False] * (len(found) - 1)]
    return [float(decline) for decline in found[1:]]


def whole_decline(table: pd.DataFrame) -> float:
    return float(table["cumulative_decline_pct"].iloc[-1])


@few
@given(all_series)
def test_within_one_price_base_the_chain_is_the_ratio_of_the_ends(drawn: list[pd.DataFrame]) -> None:
    for years, table in zip(drawn, tables_of(drawn), strict=True):
        intensity = years["co2e_t"] / years["gdp_10k_yuan"]
        wanted = (1 - intensity.iloc[-1] / intensity.iloc[0]) * 100
        assert whole_decline(table) == pytest.approx(wanted, **NEAR)


@few
@given(all_series)
def test_the_average_decline_compounds_to_the_whole(drawn: list[pd.DataFrame]) -> None:
    for years, table in zip(drawn, tables_of(drawn), strict=True):
        last = table.iloc[-1]
        left = (1 - last["average_decline_pct"] / 100) ** (len(years) - 1)
        assert (1 - left) * 100 == pytest.approx(last["cumulative_decline_pct"], rel=1e-9, abs=1e-9)


@few
@given(all_series, st.tuples(*[scales] * len(DISTRICTS)))
def test_scaling_emissions_and_gdp_alike_changes_no_decline(
    drawn: list[pd.DataFrame], by: tuple[float, ...]
) -> None:
    scaled = [
        years.assign(co2e_t=years["co2e_t"] * scale, gdp_10k_yuan=years["gdp_10k_yuan"] * scale)
        for years, scale in zip(drawn, by, strict=True)
    ]
    for one, other in zip(tables_of(drawn), tables_of(scaled), strict=True):
        assert declines(other) == pytest.approx(declines(one), **NEAR)


@few
@given(all_rebased)
def test_rebasing_prices_with_a_consistent_index_changes_no_decline(drawn: Rebased) -> None:
    linked = []
    for years, new, at in drawn:
        gdp = years["gdp_10k_yuan"]
        index = [gdp[at] / gdp[at - 1] * 100 if i == at else None for i in years.index]
        linked.append(new.assign(gdp_index=index))
    for one, other in zip(tables_of(years for years, _, _ in drawn), tables_of(linked), strict=True):
        assert declines(other) == pytest.approx(declines(one), **NEAR)
        assert whole_decline(other) == pytest.approx(whole_decline(one), **NEAR)


def bridged(years: pd.DataFrame, new: pd.DataFrame, at: int, earlier: bool) -> tuple[pd.DataFrame, float]:
    """Return the rebased series with a year at both prices, and the deflator.

    The year given twice is the last one of the old base or the first one of the new.
    """
    deflator = new["gdp_10k_yuan"][at] / years["gdp_10k_yuan"][at]
    row = years.iloc[[at - 1 if earlier else at]]
    other = row.assign(gdp_10k_yuan=row["gdp_10k_yuan"] * deflator, gdp_prices="2025") if earlier else row
    return pd.concat([new, other], ignore_index=True), deflator


@few
@given(all_rebased, st.tuples(*[st.booleans()] * len(DISTRICTS)))
def test_a_year_at_both_prices_bridges_them(drawn: Rebased, earlier: tuple[bool, ...]) -> None:
    both = [bridged(*given_, first) for given_, first in zip(drawn, earlier, strict=True)]
    without, with_both = tables_of(years for years, _, _ in drawn), tables_of(new for new, _ in both)
    for i, (_, _, at) in enumerate(drawn):
        assert declines(with_both[i]) == pytest.approx(declines(without[i]), **NEAR)
        assert whole_decline(with_both[i]) == pytest.approx(whole_decline(without[i]), **NEAR)
        bridges = with_both[i]["price_bridge"].dropna().tolist()
        assert bridges == pytest.approx([both[i][1]], rel=1e-9) if at > 1 or not earlier[i] else True


@few
@given(all_rebased)
def test_a_change_of_prices_without_an_index_gives_no_decline(drawn: Rebased) -> None:
    for (_, _, at), table in zip(drawn, tables_of(new for _, new, _ in drawn), strict=True):
        assert pd.isna(table["annual_change_pct"][at])
        assert pd.isna(table["gdp_growth_pct"][at])
        assert table["cumulative_decline_pct"].isna().tolist() == [i >= at for i in table.index]


@few
@given(all_series, st.data())
def test_a_missing_year_breaks_the_chain_from_there_on(
    drawn: list[pd.DataFrame], data: st.DataObject
) -> None:
    gaps = [data.draw(st.integers(1, len(years) - 1), label="missing") for years in drawn]
    tables = tables_of(years.drop(index=gap) for years, gap in zip(drawn, gaps, strict=True))
    for years, gap, table in zip(drawn, gaps, tables, strict=True):
        known = [year < years["year"][gap] for year in table["year"]]
        assert table["cumulative_decline_pct"].notna().tolist() == known


@few
@given(all_series)
def test_a_decline_is_positive_exactly_when_intensity_falls(drawn: list[pd.DataFrame]) -> None:
    for years, table in zip(drawn, tables_of(drawn), strict=True):
        intensity = years["co2e_t"] / years["gdp_10k_yuan"]
        for (before, now), decline in zip(pairwise(intensity), declines(table), strict=True):
            if abs(now / before - 1) > NEAR["rel"]:
                assert (decline > 0) == (now < before)
