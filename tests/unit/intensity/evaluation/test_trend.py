"""Trends of many series at once, against worked examples, full enumeration and scipy's own functions."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import theilslopes

from cityghg.intensity.evaluation.trend import compound, growth, log_linear, mann_kendall, sen_slope

EQUAL = 1e-9


def matrix(*series: Sequence[float]) -> np.ndarray:
    return np.array(series, float)


def test_mann_kendall_as_worked_by_hand() -> None:
    """J. Little, College of the Holy Cross, mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt.

    91 pairs: 72 rise, 18 fall, 1 is equal, so S = 54; V = 14 x 13 x 33 / 18 - 2 x 1 x 9 / 18 = 332.667. The
    page goes on with a correction for continuity, (S - 1) / sqrt(V) = 2.9058; scipy's p with ties has none.
    """
    series = matrix([12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7])
    found = mann_kendall(series, EQUAL)
    variance = 14 * 13 * 33 / 18 - 2 * 1 * 9 / 18
    assert (found.s[0], found.count[0]) == (54, 14)
    assert (54 - 1) / math.sqrt(variance) == pytest.approx(2.9058, abs=5e-5)  # as printed
    assert found.p[0] == pytest.approx(math.erfc(54 / math.sqrt(variance) / math.sqrt(2)), rel=1e-12)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_p_without_ties_is_the_share_of_all_orders(count: int) -> None:
    """By definition: the share of the count! orders whose |S| is at least as large."""
    orders = np.array(list(itertools.permutations(range(count))), float)
    found = mann_kendall(orders, EQUAL)
    sizes = np.abs([sum(np.sign(b - a) for a, b in itertools.combinations(order, 2)) for order in orders])
    shares = [(sizes >= size).mean() for size in sizes]
    assert np.abs(found.s) == pytest.approx(sizes)
    assert found.p == pytest.approx(shares, rel=1e-12)


@pytest.mark.parametrize(
    ("series", "s", "p"),
    [
        ([5, 4, 3, 2, 1, 0], -15, 2 / 720),  # 2 of 6! orders are as extreme
        ([5, 4, 3, 2, 0, 1], -13, 12 / 720),  # and 2 x 5 have one pair out of order
        ([4, 3, 2, 1, 0], -10, 2 / 120),
        ([4, 3, 2, 0, 1], -8, 10 / 120),
        ([1, 1, 1, 1], 0, 1.0),
        ([1, math.nan, 2], 1, 1.0),
    ],
)
def test_mann_kendall_of_short_series(series: list[float], s: int, p: float) -> None:
    found = mann_kendall(matrix(series), EQUAL)
    assert (found.s[0], found.p[0]) == (s, pytest.approx(p, rel=1e-12))


def test_a_single_value_cannot_be_tested() -> None:
    found = mann_kendall(matrix([math.nan, 3.0, math.nan], [math.nan] * 3), EQUAL)
    assert np.isnan(found.p).all()
    assert list(found.count) == [1, 0]


def test_values_closer_than_the_bound_are_ties() -> None:
    found = mann_kendall(matrix([1.0, 1.0 + 1e-12, 2.0]), EQUAL)
    assert found.s[0] == 2  # 1 of 3 pairs is equal


def test_sen_slope_is_that_of_scipy() -> None:
    series = np.random.default_rng(7).normal(size=(20, 11))
    years = list(range(2005, 2016))
    assert sen_slope(series, years) == pytest.approx([theilslopes(row, years).slope for row in series])


def test_sen_slope_over_a_gap() -> None:
    """Pairs: (2 - 1) / 1, (7 - 1) / 3, (7 - 2) / 2; the median is 2."""
    assert sen_slope(matrix([1, 2, math.nan, 7]), [2017, 2018, 2019, 2020])[0] == 2


def test_growth_that_is_the_same_every_year() -> None:
    """The pilots as arithmetic: emissions +1.3 %, GDP +5.8 % a year; intensity 1.013 / 1.058 - 1."""
    years = list(range(2017, 2023))
    emissions = matrix([100 * 1.013**n for n in range(6)])
    gdp = matrix([100 * 1.058**n for n in range(6)])
    assert log_linear(emissions, years)[0] * 100 == pytest.approx(1.3, rel=1e-9)
    assert compound(gdp[:, 0], gdp[:, -1], np.array([5]))[0] * 100 == pytest.approx(5.8, rel=1e-9)
    assert log_linear(emissions / gdp, years)[0] * 100 == pytest.approx(-4.2533, abs=5e-5)


def test_log_linear_by_hand() -> None:
    """Logarithms 0, 1, 1 at years -1, 0, 1: slope (0 x -1 + 1 x 0 + 1 x 1) / 2 = 0.5."""
    assert log_linear(matrix([1, math.e, math.e]), [2017, 2018, 2019])[0] == pytest.approx(math.exp(0.5) - 1)


def test_growth_needs_the_year_before() -> None:
    found = growth(matrix([100, 110, 121]), [2017, 2018, 2020])
    assert found[0] == pytest.approx([math.nan, 0.1, math.nan], nan_ok=True)
