"""The index: exact, the same whatever the order of factors and cells, its zeros the analytical limits."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cityghg.intensity.drivers.lmdi import effects, log_mean, ratios

POSITIVE = st.floats(1e-6, 1e6)
ANY = st.one_of(st.just(0.0), st.floats(1e-3, 1e3), st.floats(-1e3, -1e-3))
CLOSED = 1e-9  # of the largest effect: the promise; float arithmetic leaves about 1e-14


def pair_of(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    """Two arrays of up to five factors and up to four cells."""
    shapes = st.tuples(st.integers(1, 5), st.integers(1, 4))
    return shapes.flatmap(lambda shape: st.tuples(*[arrays.arrays(float, shape, elements=numbers)] * 2))


def test_logarithmic_mean() -> None:
    """L(2, 1) = 1 / ln 2; L(a, a) = a; of two that are almost equal it is half way."""
    assert log_mean(np.array(2.0), np.array(1.0)) == pytest.approx(1 / math.log(2), rel=1e-15)
    assert log_mean(np.array(7.0), np.array(7.0)) == 7
    assert log_mean(np.array(-2.0), np.array(-1.0)) == pytest.approx(-1 / math.log(2), rel=1e-15)
    near = log_mean(np.array(1 + 1e-12), np.array(1.0))
    assert near == pytest.approx(1 + 5e-13, rel=1e-15)


@pytest.mark.parametrize(("one", "other"), [(1.0, -1.0), (0.0, 1.0), (0.0, 0.0)])
def test_there_is_no_logarithmic_mean_across_zero(one: float, other: float) -> None:
    assert np.isnan(log_mean(np.array(one), np.array(other)))


@given(POSITIVE, POSITIVE)
def test_mean_lies_between_geometric_and_arithmetic(one: float, other: float) -> None:
    mean = log_mean(np.array(one), np.array(other))
    assert mean == pytest.approx(log_mean(np.array(other), np.array(one)), rel=1e-12)
    assert math.sqrt(one * other) * (1 - 1e-9) <= mean <= (one + other) / 2 * (1 + 1e-9)


@given(pair_of(st.one_of(POSITIVE, ANY)))
def test_effects_add_up_to_the_change(pair: tuple[np.ndarray, np.ndarray]) -> None:
    """Of each cell, with zeros, negative factors and changes of sign."""
    before, after = pair
    found = effects(before, after)
    assert np.isfinite(found).all()
    scale = np.maximum(np.abs(found).max(axis=0), np.maximum(np.abs(before.prod(0)), np.abs(after.prod(0))))
    assert np.allclose(
        found.sum(axis=0), after.prod(axis=0) - before.prod(axis=0), rtol=0, atol=CLOSED * scale + 1e-300
    )


@given(pair_of(st.one_of(POSITIVE, ANY)))
def test_time_reversal_changes_the_signs(pair: tuple[np.ndarray, np.ndarray]) -> None:
    forth, back = effects(*pair), effects(*pair[::-1])
    assert np.allclose(forth, -back, rtol=1e-9, atol=1e-12 * np.abs(forth).max() + 1e-300)


@given(pair_of(st.one_of(POSITIVE, ANY)), st.randoms())
def test_order_of_factors_does_not_matter(pair: tuple[np.ndarray, np.ndarray], random) -> None:
    order = list(range(len(pair[0])))
    random.shuffle(order)
    turned = effects(pair[0][order], pair[1][order])
    whole = effects(*pair)
    assert np.allclose(turned, whole[order], rtol=1e-9, atol=1e-12 * np.abs(whole).max() + 1e-300)


@given(pair_of(POSITIVE))
def test_ratios_multiply_to_the_ratio_of_totals(pair: tuple[np.ndarray, np.ndarray]) -> None:
    before, after = (np.array([side.prod(axis=0).sum()]) for side in pair)
    parts = effects(*pair).sum(axis=1)[:, None]
    mean = log_mean(after, before)
    assume(np.abs(parts).max() < 500 * mean[0])  # exp of more overflows
    found = ratios(parts, before, after)
    assert found.prod() == pytest.approx((after / before)[0], rel=1e-9)


@given(pair_of(POSITIVE))
def test_consistent_in_aggregation(pair: tuple[np.ndarray, np.ndarray]) -> None:
    """Effects of groups of cells add up to those of all, for they are sums over cells."""
    whole = effects(*pair).sum(axis=1)
    first, second = (
        effects(pair[0][:, part], pair[1][:, part]).sum(axis=1) for part in (slice(0, 2), slice(2, None))
    )
    assert np.allclose(first + second, whole, rtol=1e-9, atol=1e-12 * np.abs(whole).max())


# Ang and Liu (2007) list eight cases of one factor and the product; here the product is x · y with y = 3.
EIGHT = [
    (0.0, 2.0, 3.0, 3.0, 6.0),  # x and product rise from zero: all of it
    (2.0, 0.0, 3.0, 3.0, -6.0),  # both fall to zero: all of it
    (2.0, 4.0, 0.0, 3.0, 0.0),  # the product rises by another factor
    (2.0, 4.0, 3.0, 0.0, 0.0),  # the product falls by another factor
    (2.0, 4.0, 0.0, 0.0, 0.0),  # the product stays zero, x positive in both years
    (2.0, 0.0, 0.0, 3.0, 0.0),  # the product stays zero, x falls to zero
    (0.0, 2.0, 3.0, 0.0, 0.0),  # the product stays zero, x rises from it
    (0.0, 0.0, 3.0, 3.0, 0.0),  # x and product stay zero
]


@pytest.mark.parametrize(("x0", "x1", "y0", "y1", "expected"), EIGHT)
def test_zeros_take_the_analytical_limits(
    x0: float, x1: float, y0: float, y1: float, expected: float
) -> None:
    found = effects(np.array([[x0], [y0]]), np.array([[x1], [y1]]))
    assert found[0, 0] == expected


@pytest.mark.parametrize("zeros", [1, 2, 3])
def test_the_limits_are_those_of_a_small_value(zeros: int) -> None:
    """With d in place of a zero, effect k is V1 · ln(x1/d) / Σ ln(x1/x0): at d = 10^-n near V1 / zeros.

    The error falls with 1/n only, which is why the limit is taken and no small value put in; n = 10^9
    is reached because the logarithm of d is put in, not d.
    """
    after = np.array([2.0, 5.0, 0.3, 7.0])
    before = np.array([*[0.0] * zeros, *[4.0] * (4 - zeros)])
    log_small = -1e9 * math.log(10)
    logs = [math.log(x1) - (math.log(x0) if x0 else log_small) for x0, x1 in zip(before, after, strict=True)]
    small = after.prod() * np.array(logs) / sum(logs)
    assert effects(before[:, None], after[:, None])[:, 0] == pytest.approx(small, abs=1e-7)


def test_a_factor_that_changes_its_sign_takes_fall_and_rise() -> None:
    """Net import of 5 becomes net export of 2 at a factor that goes from 0.6 to 0.5: −3 and then −1."""
    found = effects(np.array([[5.0], [0.6]]), np.array([[-2.0], [0.5]]))
    assert found[:, 0].tolist() == [-4.0, 0.0]


def test_what_is_not_defined_on_one_side_is_unchanged() -> None:
    """A new fuel: its share rises from 0 to 0.2, its factor is 0/0 before; the share takes the whole."""
    found = effects(np.array([[10.0], [0.0], [np.nan]]), np.array([[10.0], [0.2], [2.5]]))
    assert found[:, 0].tolist() == [0.0, 5.0, 0.0]
