"""The arithmetic of targets: published figures, and what must hold for any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.intensity.targets import path

DUST = 1e-12  # double precision leaves about 1e-16 a step
declines = st.floats(-0.5, 0.9)
targets = st.floats(0.001, 0.9)
years = st.integers(1, 30)


@pytest.mark.parametrize(
    ("whole", "printed"),
    [(18, 3.89), (16, 3.43), (13, 2.75), (19.5, 4.25), (21, 4.61), (15, 3.2)],
)
def test_yearly_targets_as_printed(whole: float, printed: float) -> None:
    """18, 16 and 13: 陕西省各市区“十二五”单位生产总值二氧化碳排放降低目标…完成情况汇总表, column 年均下降.

    19.5, 21 and 15: 深圳市“十二五”期间单位生产总值能源消耗降低指标计划分解方案, the city, 宝安 and 罗湖
    (msn.finance.sina.com.cn/gdxw/20111205/0830510392.html); 4.605 is printed as 4.61, 3.198 as 3.2.
    """
    assert path.yearly_target(whole, 5) == pytest.approx(printed, abs=0.0051)


def test_completion_of_the_national_target_of_the_13th_plan() -> None:
    """2020 over 2015 down 18.8 %, the target being 18 % (2020中国生态环境状况公报): 18.8 / 18 = 104.4 %."""
    assert path.completion(0.188, 0.18) == pytest.approx(1.0444, abs=5e-5)


@given(targets, years)
def test_the_yearly_path_compounds_to_the_target(whole: float, count: int) -> None:
    each = np.full(count, path.yearly(whole, count))
    starts = np.arange(count) == 0
    assert path.compounded(each, starts)[-1] == pytest.approx(whole, abs=1e-11)
    assert path.due(whole, count, count) == pytest.approx(whole, abs=DUST)


@given(targets, years, st.data())
def test_what_is_due_is_the_even_path_compounded(whole: float, count: int, data: st.DataObject) -> None:
    passed = data.draw(st.integers(1, count))
    each = path.yearly(whole, count)
    assert path.due(whole, passed, count) == pytest.approx(1 - (1 - each) ** passed, abs=1e-11)


@given(targets, declines, st.integers(1, 10))
def test_what_is_required_leads_to_the_target(whole: float, so_far: float, left: int) -> None:
    rate = path.required(whole, so_far, left)
    assert 1 - (1 - so_far) * (1 - rate) ** left == pytest.approx(whole, abs=1e-11)


@given(targets, st.integers(2, 10), st.data())
def test_on_the_even_path_the_even_decline_is_required_and_projected(
    whole: float, count: int, data: st.DataObject
) -> None:
    passed = data.draw(st.integers(1, count - 1))
    so_far = path.due(whole, passed, count)
    assert path.required(whole, so_far, count - passed) == pytest.approx(path.yearly(whole, count), abs=1e-11)
    assert path.projected(so_far, passed, count) == pytest.approx(whole, abs=1e-11)


@given(targets, targets, st.integers(1, 10), st.integers(0, 10))
def test_a_higher_target_asks_for_more(first: float, second: float, passed: int, left: int) -> None:
    low, high = sorted((first, second))
    count = passed + left
    assert path.due(low, passed, count) <= path.due(high, passed, count) + DUST
    assert path.yearly(low, count) <= path.yearly(high, count) + DUST


@given(targets, st.lists(st.one_of(st.none(), st.floats(-0.1, 0.2)), min_size=1, max_size=10))
def test_open_years_share_what_stated_ones_leave(whole: float, stated: list[float | None]) -> None:
    full = path.spread(whole, stated)
    assert [a for a, b in zip(full, stated, strict=True) if b is not None] == [
        b for b in stated if b is not None
    ]
    if None in stated:
        assert 1 - np.prod([1 - each for each in full]) == pytest.approx(whole, abs=1e-9)
        assert len({round(a, 12) for a, b in zip(full, stated, strict=True) if b is None}) == 1


def test_a_missing_year_leaves_the_rest_of_its_run_unknown() -> None:
    found = path.compounded(np.array([0.1, np.nan, 0.1, 0.1, 0.1]), np.array([1, 0, 0, 1, 0]))
    assert found[[0, 3, 4]] == pytest.approx([0.1, 0.1, 0.19])
    assert np.isnan(found[[1, 2]]).all()


def test_nothing_is_divided_by_a_target_of_zero_or_less() -> None:
    assert np.isnan(path.completion([0.1, 0.1, np.nan], [0, -0.1, 0.1])).all()
    assert np.isnan(path.required(0.18, [0.1, 1.0], [0, 1])).all()
