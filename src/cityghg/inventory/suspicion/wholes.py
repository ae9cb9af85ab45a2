"""An area's own figures and those of the areas in it, which agree once one amount moves by a power of ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cityghg.codes import Areas
from cityghg.inventory.figures import Figure
from cityghg.inventory.matching import Pair, components
from cityghg.inventory.of_which import Trees
from cityghg.inventory.suspicion.guards import WholeGuards
from cityghg.inventory.suspicion.suspect import Suspect

_Groups = dict[tuple[str, int], list[Figure]]


@dataclass(frozen=True)
class _Side:
    """The figures that one side of a comparison is the sum of."""

    figures: tuple[Figure, ...]

    @property
    def added(self) -> float:
        return sum(float(figure.amount or 0) for figure in self.figures)

    def moved(self, figure: Figure, power: int) -> float:
        """Return the sum with one of the figures a power of ten smaller."""
        amount = float(figure.amount or 0)
        return self.added - amount + amount / 10.0**power


def look(figures: Sequence[Figure], areas: Areas, trees: Trees, guards: WholeGuards) -> Iterator[Suspect]:
    """Yield of each pair of unlike sums the one amount that explains it; nothing where several would."""
    for own, inner in _sums(figures, areas, trees):
        if not _agree(own.added, inner.added, guards):
            found = [*_explaining(own, inner, guards), *_explaining(inner, own, guards)]
            if len(found) == 1:
                yield found[0]


def _sums(figures: Sequence[Figure], areas: Areas, trees: Trees) -> Iterator[tuple[_Side, _Side]]:
    own, inner = _groups(figures, areas)
    for place in [place for place in own if place in inner]:
        ours, theirs = _by_pair(own[place]), _by_pair(inner[place])
        for _, own_pairs, inner_pairs in components(list(ours), list(theirs), trees):
            whole = [figure for pair in own_pairs for figure in ours[pair]]
            parts = [figure for pair in inner_pairs for figure in theirs[pair]]
            if whole and len({figure.key.area for figure in parts}) > 1:
                yield _Side(tuple(_outermost(whole, trees))), _Side(tuple(_outermost(parts, trees)))


def _groups(figures: Sequence[Figure], areas: Areas) -> tuple[_Groups, _Groups]:
    """Return the figures by area and year, and by the area around theirs and year."""
    own, inner = defaultdict(list), defaultdict(list)
    for figure in figures:
        area, year = figure.key.area, figure.key.year
        own[area, year].append(figure)
        if area in areas and areas[area].counted == "separate":
            inner[areas[area].parent or "", year].append(figure)
    return own, inner


def _by_pair(figures: Sequence[Figure]) -> dict[Pair, list[Figure]]:
    found: defaultdict[Pair, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.key.source, figure.key.sector].append(figure)
    return found


def _outermost(figures: Sequence[Figure], trees: Trees) -> Iterator[Figure]:
    """Yield the figures that no other one of the same area is a whole of."""
    for figure in figures:
        pair, area = (figure.key.source, figure.key.sector), figure.key.area
        around = ((f.key.source, f.key.sector) for f in figures if f is not figure and f.key.area == area)
        if not any(other != pair and trees.covers(other, pair) for other in around):
            yield figure


def _explaining(side: _Side, against: _Side, guards: WholeGuards) -> Iterator[Suspect]:
    for figure in side.figures:
        for power in (sign * p for p in guards.powers for sign in (1, -1)):
            if _agree(side.moved(figure, power), against.added, guards):
                expected = float(figure.amount or 0) / 10.0**power
                yield Suspect(figure, power, "whole", expected, against.figures[0])


def _agree(one: float, other: float, guards: WholeGuards) -> bool:
    return abs(one - other) <= guards.agree * min(one, other)
