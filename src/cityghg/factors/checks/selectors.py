"""What values are meant for: two must not be meant for the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cityghg.base.problems import Problem, problem
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import Given
from cityghg.factors.schema import Value


def values_are_told_apart(checked: Checked) -> Iterator[Problem]:
    """No two values of a parameter are meant for the same source, sector, region, year and variant."""
    seen: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    for entry, given, key in checked.meant:
        here = seen[entry.factor.method, *key]
        twice = next((other for other in here if _same_time(given.value, other.value)), None)
        if twice is not None:
            yield problem("value_twice", given.place, found=given.parameter, other=twice.place)
        here.append(given)


def _same_time(one: Value, other: Value) -> bool:
    """Say whether two values are both undated, or have a year in common."""
    if one.years is None or other.years is None:
        return one.years == other.years
    return one.years[0] <= other.years[1] and other.years[0] <= one.years[1]
