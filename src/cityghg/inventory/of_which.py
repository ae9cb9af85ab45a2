"""Parts and wholes: where an ancestor and its descendants are both reported, never both are added.

The lines are the descendants and the remainder at the ancestor. Sources and sectors are trees, so a
figure covers another where both its source and its sector do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cityghg.activity.resolve import unit_name
from cityghg.base.notation import NE, NO
from cityghg.base.problems import Problem, Words, problem
from cityghg.codes import CodeList, Sector, Source
from cityghg.inventory.figures import Figure


class Trees:
    """The trees of sources and sectors, asked which figure contains which."""

    def __init__(self, sources: CodeList[Source], sectors: CodeList[Sector]) -> None:
        self.sources, self.sectors = sources, sectors

    def root(self, source: str, sector: str) -> tuple[str, str]:
        """Return the outermost source and sector around a pair."""
        return self.sources.lineage(source)[-1], self.sectors.lineage(sector)[-1]

    def covers(self, whole: tuple[str, str], part: tuple[str, str]) -> bool:
        """Say whether (source, sector) `whole` is, or contains, `part`."""
        return self.sources.covers(whole[0], part[0]) and self.sectors.covers(whole[1], part[1])

    def crossed(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Say whether two pairs overlap although neither contains the other."""
        by_source = self._order(self.sources, one[0], other[0])
        by_sector = self._order(self.sectors, one[1], other[1])
        return {by_source, by_sector} == {"above", "below"}

    @staticmethod
    def _order(codes: CodeList[Source] | CodeList[Sector], one: str, other: str) -> str:
        if one == other:
            return "same"
        return "above" if codes.covers(one, other) else "below" if codes.covers(other, one) else "apart"


def separate(figures: Sequence[Figure], trees: Trees) -> tuple[list[Figure], list[Problem]]:
    """Replace each whole by what its reported parts leave of it.

    A remainder that is negative beyond the rounding of its terms, and figures that overlap without
    one containing the other, are problems.
    """
    groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        key = figure.key
        groups[key.area, key.year, key.counterpart, *trees.root(key.source, key.sector)].append(figure)
    kept, problems = [], []
    for group in groups.values():
        result, found = (group, []) if len(group) == 1 else _separate_group(group, trees)
        kept += result
        problems += found
    return kept, problems


def _separate_group(group: list[Figure], trees: Trees) -> tuple[list[Figure], list[Problem]]:
    group, problems = _uncross(group, trees)
    kept = []
    for whole in group:
        below = [f for f in group if f is not whole and trees.covers(_pair(whole), _pair(f))]
        parts = [f for f in below if not any(g is not f and trees.covers(_pair(g), _pair(f)) for g in below)]
        rest, found = (whole, []) if not parts else _remainder(whole, parts)
        problems += found
        if rest is not None:
            kept.append(rest)
    return kept, problems


def _uncross(group: list[Figure], trees: Trees) -> tuple[list[Figure], list[Problem]]:
    """Report figures that cross, and keep one of each two as a number: never both are added."""
    result, problems = sorted(group, key=lambda figure: figure.key), list[Problem]()
    for i, one in enumerate(result):
        for j, other in enumerate(result[i + 1 :], start=i + 1):
            if trees.crossed(_pair(one), _pair(other)):
                problems.append(problem("figures_cross", one.place, other=other.place))
                if result[i].amount is not None:
                    result[j] = replace(other, amount=None, notation=NE)
    return result, problems


def _remainder(whole: Figure, parts: list[Figure]) -> tuple[Figure | None, list[Problem]]:
    total = sum((p.amount for p in parts if p.amount is not None), Decimal(0))
    if whole.amount is None:
        if whole.notation == NO and total > 0:
            return None, [problem("notation_against_amount", whole.place, other=parts[0].place)]
        return whole, []
    left = whole.amount - total
    rounding = whole.rounding + sum((p.rounding for p in parts), Decimal(0))
    if -rounding <= left <= 0:
        return None, []
    if left < 0:
        names, unit = ", ".join(str(p.place) for p in parts[:5]), unit_name(whole.unit)
        texts = [f"{amount.normalize():f}" for amount in (whole.amount, total)]
        shown = (Words(f"{text} {unit.zh}", f"{text} {unit.en}") for text in texts)
        return None, [
            problem(
                "parts_exceed_whole",
                whole.place,
                **dict(zip(("found", "parts"), shown, strict=True)),
                other=names,
            )
        ]
    terms = ((1, whole), *((-1, part) for part in parts))
    return replace(whole, amount=left, rounding=rounding, variance=None, terms=terms), []


def _pair(figure: Figure) -> tuple[str, str]:
    return figure.key.source, figure.key.sector
