"""Which figures of a parent and of its children speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cityghg.inventory.of_which import Trees

Pair = tuple[str, str]  # source, sector


def components(
    own: Sequence[Pair], inner: Sequence[Pair], trees: Trees
) -> Iterator[tuple[Pair, list[Pair], list[Pair]]]:
    """Group the pairs of parent and children where one contains another.

    Yields (label, own pairs, children's pairs); the label is the finest source and sector that
    holds every pair of the group, so figures of different detail meet at their common ancestor.
    """
    left = list(dict.fromkeys((*own, *inner)))
    ours, theirs = set(own), set(inner)
    while left:
        group, open_ends = [], [left.pop(0)]
        while open_ends:
            pair = open_ends.pop()
            group.append(pair)
            near = [p for p in left if trees.covers(pair, p) or trees.covers(p, pair)]
            open_ends += near
            left = [p for p in left if p not in near]
        label = _common(group, trees)
        yield label, [p for p in group if p in ours], [p for p in group if p in theirs]


def _common(group: Sequence[Pair], trees: Trees) -> Pair:
    sources = [trees.sources.lineage(source) for source, _ in group]
    sectors = [trees.sectors.lineage(sector) for _, sector in group]
    return _first_shared(sources), _first_shared(sectors)


def _first_shared(lineages: Sequence[tuple[str, ...]]) -> str:
    return next(code for code in lineages[0] if all(code in lineage for lineage in lineages))
