"""What values are meant for: two must not be meant for the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cityghg.base.problems import Problem, problem
from cityghg.factors.checks.subject import Checked, dimension_of, values_of
from cityghg.factors.load import Entry, Given
from cityghg.factors.schema import Value
from cityghg.units import UnitError


def values_are_told_apart(checked: Checked) -> Iterator[Problem]:
    """No two values of a parameter are meant for the same source, sector, region, year and variant."""
    seen: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    for entry in checked.library.entries:
        for given in values_of(entry):
            for key in meant_for(checked, entry, given):
                key = (entry.factor.method, *key)
                for other in seen[key]:
                    if _same_time(given.value, other.value):
                        yield problem("value_twice", given.place, found=given.parameter, other=other.place)
                        break
                seen[key].append(given)


def meant_for(checked: Checked, entry: Entry, given: Given) -> Iterator[tuple[object, ...]]:
    """Yield what the value is meant for but its time, once a source; nothing where its unit is unreadable.

    A pure number is only shared within a method.
    """
    value = given.value
    for source in entry.factor.sources:
        unit = checked.sources[source].unit if source in checked.sources else None
        try:
            dimension = dimension_of(value.unit, unit)
        except UnitError:
            return
        kind = dimension or entry.factor.method
        yield source, given.parameter, kind, value.sector, value.region, value.variant


def _same_time(one: Value, other: Value) -> bool:
    """Say whether two values are both undated, or have a year in common."""
    if one.years is None or other.years is None:
        return one.years == other.years
    return one.years[0] <= other.years[1] and other.years[0] <= one.years[1]
