"""The same key from two tables: equal amounts are kept once and said, different ones are a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

import polars as pl

from cityghg.activity.resolve import unit_name
from cityghg.activity.sheet import without_part
from cityghg.base.notation import NO
from cityghg.base.problems import Problem, Words, problem
from cityghg.inventory.figures import Figure, Key, add, records_of, weight

Rule = Literal["refuse", "sum"]
Reporters = Callable[[Figure], frozenset[str]]


def settle(
    figures: Sequence[Figure], reporters: Reporters, *, rule: Rule = "refuse", wins: Sequence[str] = ()
) -> tuple[list[Figure], list[Problem]]:
    """Return one figure a key.

    `reporters` names who reported a figure and for which month: tables in which these differ add
    up. `wins` lists tables (or files) whose figure stands before the others', first one first.
    """
    by_key: defaultdict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_key[figure.key].append(figure)
    settled, problems = [], []
    for group in by_key.values():
        figure, found = (group[0], []) if len(group) == 1 else _settle_one(group, reporters, rule, wins)
        settled.append(figure)
        problems += found
    return settled, problems


def reporters(activity: pl.DataFrame, figure: Figure) -> frozenset[str]:
    """Return who reported a figure, and for which months; empty where a row does not say."""
    named = (
        records_of(figure, activity)
        .select((pl.col("reporter") + "|" + pl.col("month")).alias("who"))["who"]
        .unique()
    )
    return frozenset() if "|" in named else frozenset(named)


def _settle_one(
    group: list[Figure], reporters: Reporters, rule: Rule, wins: Sequence[str]
) -> tuple[Figure, list[Problem]]:
    numbers = [f for f in group if f.amount is not None]
    noted = [f for f in group if f.amount is None]
    if not numbers:
        return min(noted, key=weight), []
    against = [
        problem("notation_against_amount", n.place, other=numbers[0].place)
        for n in noted
        if n.notation == NO and numbers[0].amount
    ]
    for name in wins:
        chosen = next((f for f in numbers if name in (without_part(f.table), f.file)), None)
        if chosen is not None:
            others = ", ".join(str(f.place) for f in numbers if f is not chosen)
            return chosen, [
                *against,
                problem("conflict_won", chosen.place, other=others),
            ] if others else against
    if rule == "sum" or _differ(numbers, reporters):
        return add(numbers), against
    return _compare(numbers, against)


def _compare(numbers: list[Figure], against: list[Problem]) -> tuple[Figure, list[Problem]]:
    first, problems = numbers[0], against
    for other in numbers[1:]:
        same = abs((first.amount or 0) - (other.amount or 0)) == 0
        code = "reported_twice_equal" if same else "reported_twice_different"
        problems = [
            *problems,
            problem(code, other.place, other=first.place, found=_plain(other), expected=_plain(first)),
        ]
    return first, problems


def _differ(numbers: list[Figure], reporters: Reporters) -> bool:
    """Say whether every table names its reporters or months and no two tables share one."""
    named = [reporters(f) for f in numbers]
    return all(named) and sum(map(len, named)) == len(frozenset().union(*named))


def _plain(figure: Figure) -> Words:
    amount, unit = figure.amount if figure.amount is not None else Decimal(0), unit_name(figure.unit)
    return Words(f"{amount.normalize():f} {unit.zh}", f"{amount.normalize():f} {unit.en}")
