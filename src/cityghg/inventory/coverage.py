"""Figures that were not handed in although the area reports them in other years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cityghg.inventory.figures import Figure

Gap = tuple[str, int, str]  # area, year, source


def find_gaps(figures: Iterable[Figure]) -> frozenset[Gap]:
    """Return (area, year, source) that are missing rather than nothing.

    An area reports the source in some year, has figures for this year, and yet no file in which the
    source occurs has a row of the area for this year. Where such a file has one, a form was handed
    in with the place left blank, which stands for no quantity.
    """
    sources: defaultdict[str, set[str]] = defaultdict(set)
    years: defaultdict[str, set[int]] = defaultdict(set)
    reported: set[Gap] = set()
    holding: defaultdict[str, set[str]] = defaultdict(set)
    covering: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for figure in {id(figure): figure for figure in figures}.values():
        key, file = figure.key, figure.file
        sources[key.area].add(key.source)
        years[key.area].add(key.year)
        reported.add((key.area, key.year, key.source))
        holding[key.source].add(file)
        covering[key.area, key.year].add(file)
    return frozenset(
        (area, year, source)
        for area, known in sources.items()
        for source in known
        for year in years[area]
        if (area, year, source) not in reported and not holding[source] & covering[area, year]
    )
