"""Amounts are exact: text in, the same number out; and sums do not depend on the order of rows."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cityghg.activity.cells import read_amounts
from cityghg.activity.sheet import Value
from cityghg.engine.amounts import AMOUNT

NINE_PLACES = Decimal("1e-9")
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")

exact = st.decimals(-(10**17), 10**17, places=9, allow_nan=False, allow_infinity=False)
whole = st.integers(-(10**18) + 1, 10**18 - 1)


def amounts(values: list[Value]) -> list[Decimal | None]:
    return read_amounts(values)["amount"].to_list()


@given(st.lists(exact, min_size=1, max_size=20))
def test_text_of_up_to_nine_places_is_read_exactly(numbers: list[Decimal]) -> None:
    assert amounts([f"{number:f}" for number in numbers]) == numbers


@given(whole)
def test_separators_and_full_width_change_nothing(number: int) -> None:
    commas, blanks = f"{number:,}", f"{number:,}".replace(",", " ")
    written: list[Value] = [number, commas, blanks, commas.translate(FULL_WIDTH), f"  {number}　"]
    assert amounts(written) == [Decimal(number)] * len(written)


@given(st.floats(-1e15, 1e15))
def test_a_float_is_its_shortest_decimal_text(number: float) -> None:
    expected = Decimal(repr(number)).quantize(NINE_PLACES, ROUND_HALF_EVEN)
    assert amounts([number, repr(number)]) == [expected, expected]


@given(st.integers(-(10**15), 10**15), st.integers(10, 18))
def test_more_places_are_rounded_half_to_even(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert amounts([f"{number:f}"]) == [number.quantize(NINE_PLACES, ROUND_HALF_EVEN)]


@given(st.integers(-(10**9), 10**9))
def test_ties_go_to_the_even_digit(digits: int) -> None:
    number = Decimal(digits * 10 + 5).scaleb(-10)
    assert amounts([f"{number:f}"]) == [number.quantize(NINE_PLACES, ROUND_HALF_EVEN)]


@given(st.text(max_size=12) | st.from_regex(r"[0-9０-９ ,.①%万\-]{1,8}", fullmatch=True))
def test_no_text_becomes_a_number_that_it_is_not(text: str) -> None:
    row = read_amounts([text]).row(0, named=True)
    assert (row["amount"] is not None) + (row["notation"] != "") + (row["fault"] != "") == 1
    if row["amount"] is not None:
        assert re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", row["text"])
        assert row["amount"] == Decimal(row["text"]).quantize(NINE_PLACES, ROUND_HALF_EVEN)


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=50), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(numbers: list[float], random: Random) -> None:
    read = read_amounts(list(numbers))["amount"]
    shuffled = random.sample(range(len(numbers)), len(numbers))
    total = read.sum()
    assert read.dtype == AMOUNT
    assert read.gather(shuffled).sum() == total == sum(read.to_list(), Decimal(0))
    parts = pl.Series([read[: len(read) // 2].sum(), read[len(read) // 2 :].sum()], dtype=AMOUNT)
    assert parts.sum() == total
