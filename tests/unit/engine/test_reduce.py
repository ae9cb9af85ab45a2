"""The grouped sum: exact, in any order, in one pass or in parts."""

from decimal import Decimal

import polars as pl
import pytest

from cityghg.activity.cells import read_amounts
from cityghg.activity.columns import SCHEMA
from cityghg.engine.local import sum_rows
from cityghg.engine.reduce import prepare, reduce

BY = ("table", "area", "year", "sector", "source", "counterpart", "unit", "notation")


def rows(*amounts: str | None, **given: object) -> pl.DataFrame:
    """Return activity rows that differ in their amounts; `given` replaces columns."""
    fixed = {
        "table": "a.csv", "area": "321112", "year": 2020, "sector": "industry", "source": "diesel",
        "counterpart": "", "unit": "t", "notation": "", "uncertainty_pct": None, "reporter": "", "month": "",
        "quality": "", "note": "", "origin": "B2", **given,
    }  # fmt: skip
    made = [{**fixed, "amount": None if a is None else Decimal(a)} for a in amounts]
    return pl.DataFrame(made, schema=SCHEMA)


def test_amounts_are_summed_exactly() -> None:
    # in floats 0.1 + 0.2 is 0.30000000000000004
    assert sum_rows(rows("0.1", "0.2").lazy(), BY)["amount"].to_list() == [Decimal("0.3")]


def test_small_amounts_survive_beside_large_ones() -> None:
    # in floats 1e16 + 1 - 1e16 is 0
    total = sum_rows(rows("10000000000000000", "0.000000001", "-10000000000000000").lazy(), BY)["amount"]
    assert total.to_list() == [Decimal("0.000000001")]


def test_records_and_numbers_are_counted() -> None:
    noted = rows(None, notation="NO")
    summed = sum_rows(pl.concat([rows("1", "2", "3"), noted]).lazy(), BY)
    assert summed.select("notation", "records", "amounts").rows() == [("", 3, 3), ("NO", 1, 0)]


def test_each_key_has_a_row_of_its_own_in_order() -> None:
    table = pl.concat([rows("1", year=2021), rows("2", unit="kg"), rows("3"), rows("4", table="b.csv")])
    summed = sum_rows(table.lazy(), BY)
    assert summed.select("table", "year", "unit", "amount").rows() == [
        ("a.csv", 2020, "kg", Decimal(2)),
        ("a.csv", 2020, "t", Decimal(3)),
        ("a.csv", 2021, "t", Decimal(1)),
        ("b.csv", 2020, "t", Decimal(4)),
    ]


def test_squared_half_widths_add_up() -> None:
    table = pl.concat([rows("30", uncertainty_pct=10.0), rows("40", uncertainty_pct=10.0)])
    [summed] = sum_rows(table.lazy(), BY).to_dicts()
    # half-widths 3 and 4: 3^2 + 4^2 = 25
    assert (float(summed["squared_uncertainty"]), summed["with_uncertainty"]) == (25.0, 2)


@pytest.mark.parametrize("amount", ["0.01", "0.0001", "90000000000"])
def test_the_uncertainty_of_small_and_large_amounts_is_kept(amount: str) -> None:
    [summed] = sum_rows(rows(amount, uncertainty_pct=2.0).lazy(), BY).to_dicts()
    # 2 % of the amount, squared: 0.01 亿立方米 is an amount a district reports
    assert float(summed["squared_uncertainty"]) == pytest.approx((float(amount) * 0.02) ** 2, rel=1e-2)


def test_a_row_without_uncertainty_is_not_one_with_none() -> None:
    table = pl.concat([rows("30", uncertainty_pct=10.0), rows("40")])
    [summed] = sum_rows(table.lazy(), BY).to_dicts()
    assert (summed["amounts"], summed["with_uncertainty"]) == (2, 1)


def test_sums_of_parts_are_the_sum_of_the_whole() -> None:
    table = pl.concat(
        [rows(str(i), uncertainty_pct=1.0, origin=f"B{i}", year=2000 + i % 3) for i in range(30)]
    )
    whole = reduce(prepare(table.lazy()), BY).sort(BY).collect()
    parts = [reduce(prepare(table[i::4].lazy()), BY).collect() for i in range(4)]
    assert reduce(pl.concat(parts).lazy(), BY).sort(BY).collect().equals(whole)


def test_the_largest_amounts_add_up_exactly() -> None:
    largest = Decimal(10**18) - Decimal("1e-9")
    assert read_amounts([str(largest), "1" + "0" * 18])["amount"].to_list() == [largest, None]
    many = pl.concat([rows(str(largest))] * 1000)
    assert sum_rows(many.lazy(), BY)["amount"].to_list() == [1000 * largest]
