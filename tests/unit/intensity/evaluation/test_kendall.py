"""p values of Kendall's tau against time, against scipy and full enumeration (in `test_trend.py`)."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from cityghg.intensity.evaluation import kendall


@pytest.mark.parametrize("count", [2, 3, 7, 18, 33])
def test_exact_p_is_that_of_scipy(count: int) -> None:
    draw = np.random.default_rng(count)
    for _ in range(20):
        order = draw.permutation(count)
        wanted = kendalltau(range(count), order, method="exact").pvalue
        assert kendall.exact(count, _statistic(order)) == pytest.approx(wanted, rel=1e-12)


def test_of_every_statistic_that_there_is_p_is_one_at_most() -> None:
    found = [kendall.exact(6, s) for s in range(1, 16, 2)]
    assert found == sorted(found, reverse=True)
    assert found[0] == 1.0


def test_p_with_ties_is_that_of_scipy() -> None:
    draw = np.random.default_rng(3)
    for count in range(3, 30):
        values = draw.integers(0, count // 2, count)
        values[:2] = values[0]  # at least one tie
        wanted = kendalltau(range(count), values).pvalue
        found = kendall.normal(count, _statistic(values), np.bincount(values).tolist())
        assert found == pytest.approx(1.0 if np.isnan(wanted) else wanted, rel=1e-12)


def _statistic(values: np.ndarray) -> int:
    return int(sum(np.sign(values[i + 1 :] - values[i]).sum() for i in range(len(values))))
