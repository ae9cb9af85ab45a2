"""The same key from two tables: kept once, added up, won by one of them, or refused."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cityghg.activity.columns import SCHEMA
from cityghg.base.problems import Problem
from cityghg.inventory.conflicts import reporters, settle
from cityghg.inventory.figures import Figure
from support import codes, figure


def settled(
    *given: Figure, said: dict[str, set[str]] | None = None, **rules: Any
) -> tuple[Any, list[Problem]]:
    """Settle figures of one key; `said` names the reporters of each table."""
    named = said or {}
    [found], problems = settle(given, lambda f: frozenset(named.get(f.table, ())), **rules)
    return found.amount if found.amount is not None else found.notation, problems


def test_equal_amounts_are_kept_once_and_said() -> None:
    amount, problems = settled(figure("diesel", 5), figure("diesel", "5.0", table="b.csv"))
    assert (amount, codes(problems)) == (5, ["reported_twice_equal"])


def test_different_amounts_are_a_problem_naming_both_places() -> None:
    amount, [found] = settled(figure("diesel", 5), figure("diesel", 6, table="b.csv"))
    assert (amount, codes([found])) == (5, ["reported_twice_different"])
    assert "a.csv, A1" in found.text("en") and "b.csv, A1" in found.text("en")
    assert "5 吨" in found.text("zh") and "6 吨" in found.text("zh")


def test_amounts_equal_in_the_canonical_unit_are_equal() -> None:
    # both are in GJ by now: 1 TJ and 1000 GJ
    amount, problems = settled(figure("heat", "1000.0"), figure("heat", "1000", table="b.csv"))
    assert (amount, codes(problems)) == (1000, ["reported_twice_equal"])


def test_tables_add_up_where_the_project_says_so() -> None:
    assert settled(figure("diesel", 5), figure("diesel", 5, table="b.csv"), rule="sum") == (10, [])


@pytest.mark.parametrize("name", ["b.xlsx", "b.xlsx|Sheet1"])
def test_the_named_table_or_file_wins(name: str) -> None:
    amount, problems = settled(
        figure("diesel", 5), figure("diesel", 6, table="b.xlsx|Sheet1"), wins=("c.csv", name)
    )
    assert (amount, codes(problems)) == (6, ["conflict_won"])


def test_tables_of_different_reporters_add_up() -> None:
    said = {"a.csv": {"works|"}, "b.csv": {"mill|"}}
    assert settled(figure("diesel", 5), figure("diesel", 5, table="b.csv"), said=said) == (10, [])


@pytest.mark.parametrize("second", [{"works|", "mill|"}, set()])
def test_tables_that_share_a_reporter_or_name_none_do_not(second: set[str]) -> None:
    said = {"a.csv": {"works|"}, "b.csv": second}
    _, problems = settled(figure("diesel", 5), figure("diesel", 6, table="b.csv"), said=said)
    assert codes(problems) == ["reported_twice_different"]


def test_no_in_one_table_against_an_amount_in_another_is_a_problem() -> None:
    amount, problems = settled(figure("diesel", 5), figure("diesel", notation="NO", table="b.csv"))
    assert (amount, codes(problems)) == (5, ["notation_against_amount"])


def test_ne_in_one_table_does_not_displace_the_amount_of_another() -> None:
    assert settled(figure("diesel", notation="NE"), figure("diesel", 5, table="b.csv")) == (5, [])


def test_of_two_keys_the_one_that_admits_more_stands() -> None:
    given = figure("diesel", notation="NO"), figure("diesel", notation="NE", table="b.csv")
    assert settled(*given)[0] == "NE"


def test_a_figure_on_its_own_is_left_alone() -> None:
    one, other = figure("diesel", 5), figure("gasoline", 5, table="b.csv")
    assert settle([one, other], lambda f: frozenset()) == ([one, other], [])


def test_reporters_are_those_of_every_row() -> None:
    fixed = {
        "table": "a.csv", "area": "321112", "year": 2020, "sector": "industry", "source": "diesel",
        "counterpart": "", "unit": "t", "notation": "", "amount": Decimal(1), "uncertainty_pct": None,
        "quality": "", "note": "", "origin": "B2",
    }  # fmt: skip
    said = [("works", "1"), ("works", "2"), ("mill", "")]
    rows = [{**fixed, "reporter": who, "month": when} for who, when in said]
    activity = pl.DataFrame(rows, schema=SCHEMA)
    assert reporters(activity, figure("diesel", 3)) == {"works|1", "works|2", "mill|"}
    unsaid = pl.DataFrame([*rows, {**fixed, "reporter": "", "month": ""}], schema=SCHEMA)
    assert reporters(unsaid, figure("diesel", 4)) == frozenset()
