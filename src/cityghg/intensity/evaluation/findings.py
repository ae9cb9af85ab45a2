"""What is said about an evaluation: who does not count and why, what is too short, which period it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from cityghg.base.labels import label
from cityghg.base.problems import Problem, Words, problem
from cityghg.intensity.evaluation.panel import MIXED
from cityghg.intensity.evaluation.rules import Rules
from cityghg.intensity.evaluation.summary import ALL

_MOST_NAMED: Final = 20


def period_problems(
    period: tuple[int | None, int | None] | None, known: Sequence[int], years: Sequence[int]
) -> list[Problem]:
    """Say where a stated period has years without any emissions at its ends; `years` are those in it."""
    if period is None or not _is_stated(period):
        return []
    asked = f"{period[0] or ''}-{period[1] or ''}"
    if len(years) < 2:
        there = f"{known[0]}-{known[-1]}" if known else "-"
        return [problem("evaluation_period_empty", asked=asked, found=there)]
    if period[0] not in (None, years[0]) or period[1] not in (None, years[-1]):
        return [problem("evaluation_period_shorter", asked=asked, found=f"{years[0]}-{years[-1]}")]
    return []


def findings(
    found: pd.DataFrame, summary: pd.DataFrame, rules: Rules, period: tuple[int | None, int | None] | None
) -> list[Problem]:
    """Name the areas left out by their reasons, the sets with series too short, sums that do not add up.

    That a series is too short is said where a period was asked for; else its class says so.
    """
    problems = []
    for (name, reason), rows in found[found["left_out"] != ""].groupby(["set", "left_out"]):
        left = problem(
            "evaluation_left_out", set=_word("set", name), reason=_word("left_out", reason),
            count=len(rows), areas=_named(rows["area_name"]),
        )  # fmt: skip
        problems.append(left)
    counted, least = found[found["left_out"] == ""], rules.classes.least_years
    too_short = counted["class"] == "too_short"
    for name, rows in counted[too_short & _is_stated(period)].groupby("set"):
        short = problem("evaluation_too_short", set=_word("set", name), count=len(rows), least=least)
        problems.append(short)
    mixed = summary[(summary["group_by"] == ALL) & (summary["prices"] == MIXED)]
    problems += [problem("evaluation_prices_mixed", set=_word("set", name)) for name in mixed["set"]]
    return problems


def _is_stated(period: tuple[int | None, int | None] | None) -> bool:
    return period is not None and period != (None, None)


def _word(group: str, key: object) -> Words:
    return Words(label("report", f"{group}.{key}", "zh"), label("report", f"{group}.{key}", "en"))


def _named(names: pd.Series) -> Words:
    """Return the names, of many only the first."""
    shown, more = list(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    zh, en = "、".join(shown), ", ".join(shown)
    if more > 0:
        zh += label("evaluation", "more", "zh", count=more)
        en += label("evaluation", "more", "en", count=more)
    return Words(zh, en)
