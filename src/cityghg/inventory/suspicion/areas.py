"""An amount that the size of its area and the other areas of the city do not explain, by a power of ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from cityghg.codes import Areas
from cityghg.inventory.figures import Figure
from cityghg.inventory.suspicion.guards import AreaGuards, nearest_power
from cityghg.inventory.suspicion.suspect import Suspect, size

_Column = tuple[str, str]  # sector and source
_ROUNDS = 3  # of fitting; medians settle at once


@dataclass(frozen=True)
class _Table:
    """The areas of one parent in one year. `area` and `column` are their sizes, `rest` what these leave.

    All are decimal logarithms: that of an amount is the sum of the three. `within` are the areas of a column.
    """

    cells: dict[tuple[str, _Column], Figure]
    area: dict[str, float]
    column: dict[_Column, float]
    rest: dict[tuple[str, _Column], float]
    within: dict[_Column, list[str]]

    def others(self, area: str, column: _Column) -> list[str]:
        return [a for a in self.within[column] if a != area]


def look(figures: Sequence[Figure], areas: Areas, guards: AreaGuards) -> Iterator[Suspect]:
    """Yield whole areas whose amounts are all off alike, else the amounts that are."""
    tables: dict[tuple[str, int], _Table] = {}
    for (parent, year), group in _groups(figures, areas).items():
        table = _fit({(f.key.area, (f.key.sector, f.key.source)): f for f in group}, guards)
        if table is not None:
            tables[parent, year] = table
    for (parent, year), table in tables.items():
        years = [other for (p, y), other in tables.items() if p == parent and y != year]
        yield from _areas_off(table, guards)
        yield from _cells_off(table, years, guards)


def _groups(figures: Sequence[Figure], areas: Areas) -> dict[tuple[str, int], list[Figure]]:
    groups: defaultdict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        key = figure.key
        parent = areas[key.area].parent if key.area in areas else None
        if parent is not None and not key.counterpart:
            groups[parent, key.year].append(figure)
    return groups


def _fit(cells: dict[tuple[str, _Column], Figure], guards: AreaGuards) -> _Table | None:
    """Fit sizes of areas and columns by medians in turn; None where there are too few of either."""
    by_area, by_column = _split(cells)
    columns = {c for c, areas in by_column.items() if len(areas) >= guards.fewest_areas}
    kept = {a for a, own in by_area.items() if len(columns & set(own)) >= guards.fewest_columns}
    logs = {cell: size(f) for cell, f in cells.items() if cell[0] in kept and cell[1] in columns}
    by_area, by_column = _split(logs)
    by_column = {c: areas for c, areas in by_column.items() if len(areas) >= guards.fewest_areas}
    if len(by_area) < guards.fewest_areas or not by_column:
        return None
    area = dict.fromkeys(by_area, 0.0)
    column = dict.fromkeys(by_column, 0.0)
    for _ in range(_ROUNDS):
        column = {c: median(logs[a, c] - area[a] for a in own) for c, own in by_column.items()}
        area = {a: median(logs[a, c] - column[c] for c in own if c in column) for a, own in by_area.items()}
    rest = {(a, c): log - area[a] - column[c] for (a, c), log in logs.items() if c in column}
    return _Table({cell: cells[cell] for cell in rest}, area, column, rest, _split(rest)[1])


def _split(
    cells: dict[tuple[str, _Column], Figure] | dict[tuple[str, _Column], float],
) -> tuple[dict[str, list[_Column]], dict[_Column, list[str]]]:
    by_area: defaultdict[str, list[_Column]] = defaultdict(list)
    by_column: defaultdict[_Column, list[str]] = defaultdict(list)
    for area, column in cells:
        by_area[area].append(column)
        by_column[column].append(area)
    return by_area, by_column


def _cells_off(table: _Table, years: list[_Table], guards: AreaGuards) -> Iterator[Suspect]:
    for (area, column), figure in table.cells.items():
        left = table.rest[area, column]
        power = nearest_power(left, guards.tolerance)
        if not power:
            continue
        others = table.others(area, column)
        spread = guards.spread if power > 0 else guards.spread_below
        if any(abs(table.rest[a, column]) > spread for a in others):
            continue
        elsewhen = [t.rest[area, column] for t in years if (area, column) in t.rest]
        if power < 0 and any(abs(left - other) < guards.spread for other in elsewhen):
            continue  # an area that never has much of it
        other = min(others, key=lambda a: abs(table.rest[a, column]))
        expected = 10 ** (table.area[area] + table.column[column])
        yield Suspect(figure, power, "areas", expected, table.cells[other, column])


def _areas_off(table: _Table, guards: AreaGuards) -> Iterator[Suspect]:
    """Yield areas whose size is a power away from that of all others, each by the amount most like it."""
    for area, own in table.area.items():
        others = [other for a, other in table.area.items() if a != area]
        middle = median(others)
        power = nearest_power(own - middle, guards.tolerance)
        if not power or any(abs(other - middle) > guards.spread for other in others):
            continue
        cells = sorted((c for c in table.cells if c[0] == area), key=lambda c: abs(table.rest[c]))
        first, *more = (table.cells[cell] for cell in cells)
        column = cells[0][1]
        other = min(table.others(area, column), key=lambda a: abs(table.rest[a, column]))
        yield Suspect(
            first,
            power,
            "areas",
            10 ** (middle + table.column[column]),
            table.cells[other, column],
            tuple(more),
        )
