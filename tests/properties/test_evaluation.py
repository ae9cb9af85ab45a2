"""What holds for every set of areas: order, scale and the direction of time."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cityghg.codes import load_areas
from cityghg.intensity.evaluation.measures import CLASSES
from cityghg.intensity.evaluation.peak import STATES
from cityghg.intensity.evaluation.rules import load_rules
from cityghg.intensity.evaluation.table import evaluate
from cityghg.intensity.evaluation.trend import log_linear, mann_kendall, sen_slope
from cityghg.intensity.table import COLUMNS

CODES = ["320100", "320200", "320500", "321100", "330100"]
AREAS = load_areas()
EQUAL = load_rules().test.equal
# Three significant digits and more, or not known: what statistics print. Differences that scaling by a
# float could undo (below a relative 1e-9) do not occur in them.
AMOUNTS = st.one_of(st.integers(100, 9_999).map(float), st.just(float("nan")))


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw an intensity table of up to five cities over up to nine years, with gaps, some without GDP."""
    years = draw(st.integers(2, 9))
    parts = []
    for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True)):
        levels = draw(
            arrays(float, years, elements=AMOUNTS if draw(st.booleans()) else st.just(float("nan")))
        )
        emissions = draw(arrays(float, years, elements=AMOUNTS))
        before = np.concatenate([[np.nan], levels[:-1]])
        parts.append(
            pd.DataFrame(
                {
                    "area": code, "area_name": AREAS[code].name, "level": AREAS[code].level,
                    "year": range(2010, 2010 + years), "basis": "energy_co2", "emissions_t": emissions,
                    "gdp_10k_yuan": levels, "gdp_prices": np.where(np.isnan(levels), "", "2020"),
                    "gdp_growth_pct": (levels / before - 1) * 100,
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True).reindex(columns=list(COLUMNS))


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_does_not_matter(table: pd.DataFrame, random) -> None:
    order = list(table.index)
    random.shuffle(order)
    for one, other in zip(evaluate(table, AREAS)[:2], evaluate(table.loc[order], AREAS)[:2], strict=True):
        pd.testing.assert_frame_equal(one, other)


@given(tables(), st.sampled_from([1e-3, 0.1, 3.0, 1e4, 1e6]))
@settings(max_examples=60, deadline=None)
def test_scaling_emissions_changes_no_class_and_no_peak(table: pd.DataFrame, factor: float) -> None:
    told = [
        "class",
        "class_untested",
        "intensity_falls",
        "left_out",
        "peak_year",
        "peak_state",
        "peak_reason",
    ]
    one = evaluate(table, AREAS)[0]
    other = evaluate(table.assign(emissions_t=table["emissions_t"] * factor), AREAS)[0]
    pd.testing.assert_frame_equal(one[told], other[told])
    np.testing.assert_allclose(one["emissions_trend_pct"], other["emissions_trend_pct"], rtol=1e-6, atol=1e-9)


@given(arrays(float, st.tuples(st.integers(1, 4), st.integers(2, 12)), elements=AMOUNTS))
def test_reversing_time_reverses_the_trend(series: np.ndarray) -> None:
    years = list(range(2000, 2000 + series.shape[1]))
    there, back = mann_kendall(series, EQUAL), mann_kendall(series[:, ::-1], EQUAL)
    assert list(there.s) == list(-back.s)
    np.testing.assert_allclose(there.p, back.p)
    np.testing.assert_allclose(sen_slope(series, years), -sen_slope(series[:, ::-1], years))
    slope, reverse = np.log1p(log_linear(series, years)), np.log1p(log_linear(series[:, ::-1], years))
    np.testing.assert_allclose(slope, -reverse, atol=1e-12)


@given(tables())
@settings(max_examples=60, deadline=None)
def test_every_area_is_in_one_class_and_the_shares_add_up(table: pd.DataFrame) -> None:
    found, summary, _ = evaluate(table, AREAS)
    assert set(found["class"]) <= set(CLASSES) and set(found["peak_state"]) <= set(STATES)
    assert sorted(found["area"]) == (sorted(set(table["area"])) if len(found) else [])
    counted = int((found["left_out"] == "").sum())
    for by in ("class", "class_untested", "peak_state"):
        rows = summary[summary["group_by"] == by]
        assert rows["areas"].sum() == counted
        if counted:
            np.testing.assert_allclose(rows[["share_pct", "emissions_share_pct"]].sum(), 100)
    assert summary[summary["group_by"] == "left_out"]["areas"].sum() == len(found) - counted


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_class_without_enough_years(table: pd.DataFrame) -> None:
    found = evaluate(table, AREAS)[0]
    short = found["years_known"] < load_rules().classes.least_years
    assert set(found.loc[short, "class"]) <= {"too_short"}
