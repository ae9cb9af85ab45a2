"""Which of several values holds in a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cityghg.factors.load import Given
from cityghg.factors.schema import Value

CARRY_YEARS: Final = 3


def by_year(here: Sequence[Given], year: int) -> tuple[Given, int | None] | None:
    """Return the value for the year, else the undated one, else the latest earlier one with its year."""
    for given in here:
        if covers(given.value, year):
            return given, None
    undated = next((g for g in here if g.value.year is None and g.value.valid is None), None)
    if undated is not None:
        return undated, None
    earlier = [(_last_year(g.value), i, g) for i, g in enumerate(here) if _last_year(g.value) < year]
    if not earlier:
        return None
    last, _, given = max(earlier, key=lambda e: (e[0], -e[1]))
    return (given, last) if year - last <= CARRY_YEARS else None


def covers(value: Value, year: int) -> bool:
    """Say whether the value is stated for the year; one for every year is not."""
    if value.valid is not None:
        return value.valid[0] <= year <= value.valid[1]
    return value.year == year


def _last_year(value: Value) -> int:
    if value.valid is not None:
        return value.valid[1]
    return value.year if value.year is not None else -1
