"""The matrix of areas and years: cities, each with its districts and counties below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityghg.codes import Areas
from cityghg.report.coverage.held import Held, State, all_areas

Found = tuple[int, State, str]  # year, state, name of the result
_WITHIN: Final = ("district", "county")
_HEADS: Final = ("city", "province")


@dataclass(frozen=True)
class Row:
    """An area with the state of each year and the results it is found in; `within` is the area above it."""

    area: str
    name: str
    level: str
    within: str
    states: dict[int, State]
    results: dict[int, tuple[str, ...]]

    def state(self, year: int) -> State:
        return self.states.get(year, State.NONE)


@dataclass(frozen=True)
class Matrix:
    """Rows in the order people read them, and every year from the first to the last."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    results: tuple[str, ...]

    def count(self, year: int, state: State) -> int:
        """Return how many areas are in a state in a year."""
        return sum(row.state(year) is state for row in self.rows)


def make_matrix(results: Sequence[Held], *, only_cities: bool = False) -> Matrix:
    """Return the matrix of all results together; of several inventories of an area the most whole counts.

    A city is followed by all districts and counties of it, also those without any inventory, and by
    the other areas within it that have one.
    """
    areas = all_areas(results)
    found: defaultdict[str, list[Found]] = defaultdict(list)
    for held in results:
        for (area, year), state in held.states.items():
            if area in areas:
                found[area].append((year, state, held.name))
    years = sorted({year for several in found.values() for year, _, _ in several})
    rows: list[Row] = []
    for head in sorted({_head(area, areas) for area in found}):
        rows.append(_row(head, "", areas, found))
        if not only_cities:
            rows += [_row(area, head, areas, found) for area in _below(head, found, areas)]
    span = range(years[0], years[-1] + 1) if years else ()
    return Matrix(tuple(span), tuple(rows), tuple(held.name for held in results))


def _head(area: str, areas: Areas) -> str:
    """Return the city that an area lies in, or else its province; an area in neither stands for itself."""
    lineage = [code for code in areas.lineage(area) if code in areas]
    for level in _HEADS:
        for code in lineage:
            if areas[code].level == level:
                return code
    return lineage[-1]


def _below(head: str, found: Iterable[str], areas: Areas) -> list[str]:
    children = [area for area in areas.children(head) if area.counted == "separate"]
    is_city = areas[head].level == "city" or any(area.level == "district" for area in children)
    expected = {area.code for area in children if area.level in _WITHIN} if is_city else set()
    return sorted(expected | {area for area in found if area != head and _head(area, areas) == head})


def _row(area: str, within: str, areas: Areas, found: Mapping[str, Sequence[Found]]) -> Row:
    states: dict[int, State] = {}
    names: dict[int, tuple[str, ...]] = {}
    for year, state, name in found.get(area, ()):
        states[year] = max(state, states.get(year, State.NONE))
        names[year] = (*names.get(year, ()), name)
    return Row(area, areas[area].name, areas[area].level, within, states, names)
