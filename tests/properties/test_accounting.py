"""Accounting with the shipped libraries: linear in activity, additive over rows, whatever the order."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.activity.columns import SCHEMA
from cityghg.engine.local import sum_rows
from cityghg.engine.reduce import prepare, reduce
from cityghg.inventory.account import Accountant
from cityghg.inventory.figures import Figure, from_sums
from cityghg.pipeline import SUM_BY
from cityghg.project import Opened, Project
from cityghg.report.result import World
from cityghg.units import load_units
from cityghg.world import open_world
from support import figure, resolver

SOURCES = ("raw_coal", "diesel", "natural_gas", "electricity", "coke", "cement_clinker", "firewood")
amounts = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False)


@cache
def world() -> World:
    return open_world(Opened(Project(), Path()))[0]


@cache
def accountant() -> Accountant:
    return Accountant(resolver(*world().stack), world().sources, world().sectors)


def masses(*figures: Figure) -> dict[str, float]:
    """Return tonnes by gas."""
    found: dict[str, float] = {}
    for line in accountant().account(figures)[0]:
        if line.mass_t is not None:
            found[line.gas] = found.get(line.gas, 0) + line.mass_t
    assert "CO2" in found
    return found


@given(st.sampled_from(SOURCES), amounts, st.integers(0, 1000))
def test_a_multiple_of_the_activity_emits_the_multiple(source: str, amount: Decimal, by: int) -> None:
    once, more = masses(figure(source, str(amount))), masses(figure(source, str(amount * by)))
    assert more == pytest.approx({gas: mass * by for gas, mass in once.items()}, rel=1e-12)


@given(st.sampled_from(SOURCES), st.lists(amounts, min_size=1, max_size=5))
def test_parts_of_an_activity_emit_what_the_whole_does(source: str, parts: list[Decimal]) -> None:
    apart = masses(*(figure(source, str(part)) for part in parts))
    assert masses(figure(source, str(sum(parts)))) == pytest.approx(apart, rel=1e-12)


rows = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["321112", "321102"]),
        "year": st.integers(2019, 2020),
        "source": st.sampled_from(["diesel", "raw_coal"]),
        "unit": st.sampled_from(["t", "kg", "万吨"]),
        # with 10 000 t a unit, sums of these fit the 28 digits of a Python decimal, so nothing is rounded
        "amount": st.decimals(0, 10**9, places=9, allow_nan=False, allow_infinity=False),
        "uncertainty_pct": st.none() | st.floats(0, 100),
        "origin": st.sampled_from(["B2", "B3", "C4"]),
    }
)
FIXED = {
    "table": "a.csv", "sector": "industry", "counterpart": "", "notation": "", "reporter": "", "month": "",
    "quality": "", "note": "",
}  # fmt: skip


def activity(table: list[dict[str, object]]) -> pl.LazyFrame:
    return pl.DataFrame([{**FIXED, **row} for row in table], schema=SCHEMA).lazy()


@given(st.lists(rows, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit_of_the_sum(table: list[dict[str, object]], random: Random) -> None:
    shuffled = list(table)
    random.shuffle(shuffled)
    assert sum_rows(activity(table), SUM_BY).equals(sum_rows(activity(shuffled), SUM_BY))


@given(st.lists(rows, min_size=2, max_size=30), st.integers(1, 4))
def test_sums_of_parts_are_the_sum_of_the_whole(table: list[dict[str, object]], parts: int) -> None:
    whole = sum_rows(activity(table), SUM_BY)
    cut = [table[i::parts] for i in range(parts) if table[i::parts]]
    partial = pl.concat([reduce(prepare(activity(part)), SUM_BY).collect() for part in cut])
    assert reduce(partial.lazy(), SUM_BY).sort(SUM_BY).collect().equals(whole)


@given(st.lists(rows, min_size=1, max_size=20))
def test_the_sum_loses_nothing(table: list[dict[str, object]]) -> None:
    figures, problems = from_sums(sum_rows(activity(table), SUM_BY), world().sources, load_units())
    tonnes = {"t": Decimal(1), "kg": Decimal("0.001"), "万吨": Decimal(10000)}
    expected = sum((Decimal(str(r["amount"])) * tonnes[str(r["unit"])] for r in table), Decimal(0))
    assert problems == []
    assert sum((f.amount or Decimal(0) for f in figures), Decimal(0)) == expected
    assert sum(f.records for f in figures) == len(table)


UNITS = {
    "t": ["t", "kg", "g", "kt", "万吨", "吨", "公斤"],
    "MWh": ["kWh", "MWh", "GWh", "万千瓦时", "亿千瓦时", "度", "GJ", "TJ", "tce"],
    "m3": ["m3", "万立方米", "亿立方米", "Nm3", "升"],
}


@given(st.sampled_from(sorted(UNITS)).flatmap(lambda k: st.tuples(*[st.sampled_from(UNITS[k])] * 3)))
def test_units_there_and_back_and_by_way_of_a_third(trio: tuple[str, str, str]) -> None:
    one, other, third = trio
    units = load_units()
    assert units.factor(one, other) * units.factor(other, one) == pytest.approx(1, rel=1e-14)
    by_way = units.factor(one, third) * units.factor(third, other)
    assert by_way == pytest.approx(units.factor(one, other), rel=1e-14)


def test_no_activity_emits_nothing() -> None:
    for source in SOURCES:
        assert set(masses(figure(source, 0)).values()) == {0}
