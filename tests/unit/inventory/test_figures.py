"""From sums to figures: canonical units, notation keys beside numbers, rounding, uncertainty."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cityghg.base.problems import Problem
from cityghg.codes import load_sources
from cityghg.inventory.figures import Figure, from_sums
from cityghg.units import load_units
from support import codes

SCHEMA = {
    "table": pl.String, "area": pl.String, "year": pl.Int32, "sector": pl.String, "source": pl.String,
    "counterpart": pl.String, "unit": pl.String, "notation": pl.String, "amount": pl.Decimal(38, 9),
    "amounts": pl.Int64, "records": pl.Int64, "squared_uncertainty": pl.Decimal(38, 12),
    "with_uncertainty": pl.Int64, "origin": pl.String,
}  # fmt: skip


def figures(*rows: dict[str, Any]) -> tuple[list[Figure], list[Problem]]:
    """Return figures of diesel used by industry of 丹徒区 in 2020, as each row says otherwise."""
    fixed = {
        "table": "a.csv", "area": "321112", "year": 2020, "sector": "industry", "source": "diesel",
        "counterpart": "", "unit": "t", "notation": "", "amount": None, "amounts": 0, "records": 1,
        "squared_uncertainty": Decimal(0), "with_uncertainty": 0, "origin": "B2",
    }  # fmt: skip
    made = []
    for row in rows:
        amount = row.get("amount")
        counted = {} if amount is None else {"amounts": 1, "amount": Decimal(amount)}
        made.append({**fixed, **row, **counted})
    return from_sums(pl.DataFrame(made, schema=SCHEMA), load_sources(), load_units())


def only(*rows: dict[str, Any]) -> Figure:
    [found], problems = figures(*rows)
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("source", "amount", "unit", "canonical"),
    [
        ("diesel", "1.5", "万吨", "15000"),
        ("diesel", "250", "kg", "0.25"),
        ("natural_gas", "0.02", "亿立方米", "2000000"),
        ("electricity", "3", "万千瓦时", "30"),
        ("electricity", "1000", "kWh", "1"),
        ("heat", "1", "TJ", "1000"),  # exactly, not 1000.0000000000001
        ("heat", "2", "百亿千焦", "20000"),
    ],
)
def test_amounts_become_canonical(source: str, amount: str, unit: str, canonical: str) -> None:
    assert only({"source": source, "amount": amount, "unit": unit}).amount == Decimal(canonical)


def test_units_of_one_key_and_table_add_up() -> None:
    # 1 t + 500 kg
    found = only({"amount": "1"}, {"amount": "500", "unit": "kg"})
    assert (found.amount, found.records) == (Decimal("1.5"), 2)


def test_two_tables_stay_two_figures() -> None:
    found, _ = figures({"amount": "1"}, {"amount": "1", "table": "b.csv"})
    assert [f.table for f in found] == ["a.csv", "b.csv"]


def test_a_unit_that_does_not_suit_the_source_is_a_problem() -> None:
    found, problems = figures({"amount": "1", "unit": "m3"})
    assert codes(problems) == ["unit_dimension"]
    assert all(f.amount is None for f in found)


def test_no_against_an_amount_is_a_problem() -> None:
    [found], problems = figures({"amount": "5"}, {"notation": "NO", "origin": "B3"})
    assert (found.amount, codes(problems)) == (Decimal(5), ["notation_against_amount"])
    assert str(problems[0].place) == "a.csv, B3"


def test_no_beside_a_zero_agrees() -> None:
    assert only({"amount": "0"}, {"notation": "NO"}).amount == 0


@pytest.mark.parametrize("key", ["NE", "IE", "C"])
def test_other_keys_never_displace_a_number_and_are_told(key: str) -> None:
    [found], problems = figures({"amount": "5"}, {"notation": key})
    assert (found.amount, found.notation, codes(problems)) == (Decimal(5), "", ["figure_partial"])


@pytest.mark.parametrize(
    ("one", "other", "stands"), [("NO", "NE", "NE"), ("C", "NE", "NE"), ("IE", "NO", "IE")]
)
def test_of_two_keys_the_one_that_admits_more_stands(one: str, other: str, stands: str) -> None:
    assert only({"notation": one, "unit": "kg"}, {"notation": other}).notation == stands
    assert only({"notation": other, "unit": "kg"}, {"notation": one}).notation == stands


@pytest.mark.parametrize(
    ("amount", "unit", "half"),
    [
        ("12.3", "t", "0.05"),  # half of the last digit
        ("1200", "t", "0.5"),  # trailing zeros may all be meant
        ("1.5", "万吨", "500"),  # half of 0.1 x 10 000 t
    ],
)
def test_rounding_is_half_of_the_last_digit(amount: str, unit: str, half: str) -> None:
    assert only({"amount": amount, "unit": unit}).rounding == Decimal(half)


def test_uncertainty_is_known_where_every_record_states_it() -> None:
    # a half-width of 5 t on 100 t; in kg the square grows by a million
    stated = {"squared_uncertainty": Decimal(25), "with_uncertainty": 1}
    assert only({"amount": "100", **stated}).uncertainty_pct == pytest.approx(5)
    assert only({"amount": "100000", "unit": "kg", **stated}).uncertainty_pct == pytest.approx(0.005)
    assert only({"amount": "100"}).uncertainty_pct is None


def test_the_origin_says_how_many_records_more() -> None:
    assert only(
        {"amount": "1", "records": 3, "table": "a.xlsx|Sheet1", "origin": "Sheet1!B2"}
    ).located_origin == ("a.xlsx, Sheet1!B2 +2")
