"""Series of numbers as blocks."""

import math

from hypothesis import given
from hypothesis import strategies as st

from cityghg.report.terminal.sparkline import BLOCKS, MISSING, sparkline


def test_lowest_and_highest_take_the_ends() -> None:
    assert sparkline([0.0, 3.5, 7.0]) == "▁▅█"
    assert sparkline([7.0, 0.0]) == "█▁"


def test_a_flat_series_stands_at_half_height() -> None:
    assert sparkline([4.0, 4.0]) == "▅▅"


def test_a_missing_year_is_a_dot() -> None:
    assert sparkline([1.0, None, math.nan, 2.0]) == "▁··█"
    assert sparkline([None, math.nan]) == "··"
    assert sparkline([]) == ""


@given(st.lists(st.floats(-1e12, 1e12) | st.none()))
def test_a_higher_value_is_never_drawn_lower(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values)
    known = [(v, BLOCKS.index(c)) for v, c in zip(values, line, strict=True) if v is not None]
    assert [c for v, c in zip(values, line, strict=True) if v is None] == [MISSING] * values.count(None)
    assert all(low <= high for (a, low) in known for (b, high) in known if a < b)
