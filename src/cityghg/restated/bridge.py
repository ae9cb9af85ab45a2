"""From the totals of one result to those of another: every tonne of the difference has a cause."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from cityghg.inventory.basis import Basis
from cityghg.inventory.basis import totals as totals_of
from cityghg.inventory.of_which import Trees
from cityghg.restated.leaves import Key, Leaves, Row, keys_of, leaves, number
from cityghg.restated.read import Told
from cityghg.restated.split import COVERAGE, ROLL_UP, Effect, split

Place = tuple[str, int]  # area and year


@dataclass(frozen=True)
class Part:
    """What one row adds to the change of a total, by one cause."""

    key: Key
    cause: str
    tonnes: float
    old: Row | None
    new: Row | None


@dataclass(frozen=True)
class Bridge:
    """The way from the old total to the new one, on one basis; None where a result has no such total.

    `rounding` is what the totals, written with 12 digits, differ more than the sums of their rows.
    """

    area: str
    year: int
    basis: str
    before: float | None
    after: float | None
    rounding: float
    parts: tuple[Part, ...]

    @property
    def change(self) -> float:
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def known(self) -> bool:
        """Whether both results have the total."""
        return self.before is not None and self.after is not None

    @property
    def check(self) -> float:
        """The change less all of its causes: zero, but for the dust of float sums."""
        return self.change - self.rounding - math.fsum(part.tonnes for part in self.parts)

    def by(self, cause: str) -> float:
        """Return what a cause adds to the change."""
        return math.fsum(part.tonnes for part in self.parts if part.cause == cause)


class Bridges:
    """The bridges between two results, made one by one."""

    def __init__(self, old: Told, new: Told, trees: Trees) -> None:
        self._trees = trees
        self._told = (old, new)
        self._made: tuple[Leaves, Leaves] = (
            leaves(old.inventory, old.areas), leaves(new.inventory, new.areas),
        )  # fmt: skip
        self._totals = [_totals(told.inventory) for told in self._told]
        self._members: dict[str, tuple[set[Key], set[Key]]] = {}
        self._effects: dict[Key, list[Effect]] = {}

    def places(self) -> list[Place]:
        """Return every area and year of either result."""
        return sorted({(area, year) for side in self._totals for area, year, _ in side})

    def bridge(self, place: Place, basis: Basis) -> Bridge:
        """Return the bridge of one total."""
        before, after = (side.get((*place, basis.id)) for side in self._totals)
        off = [
            0.0 if total is None else total - self._sum(side, place, basis)
            for side, total in enumerate((before, after))
        ]
        parts = tuple(self._parts(place, basis))
        return Bridge(place[0], place[1], basis.id, before, after, off[1] - off[0], parts)

    def _sum(self, side: int, place: Place, basis: Basis) -> float:
        keys = self._made[side].of.get(place, frozenset()) & self._counted(basis)[side]
        return math.fsum(number(self._made[side].rows[key]) or 0.0 for key in keys)

    def _counted(self, basis: Basis) -> tuple[set[Key], set[Key]]:
        if basis.id not in self._members:
            old, new = (_members(told.inventory, basis) for told in self._told)
            self._members[basis.id] = (old, new)
        return self._members[basis.id]

    def _parts(self, place: Place, basis: Basis) -> Iterator[Part]:
        """Yield the effects of the rows of a total; one that counts in one result only is roll-up."""
        counted = self._counted(basis)
        old, new = (side.of.get(place, frozenset()) & counted[i] for i, side in enumerate(self._made))
        switched = self._switched(place[0], old, new)
        for key in sorted(old | new):
            rows = tuple(side.rows.get(key) for side in self._made)
            if key in old and key in new:
                yield from self._of(key, self._change(key))
            elif all(row is not None for row in rows):
                gone = key in old
                crossed = -(number(rows[1]) or 0.0) if gone else number(rows[0]) or 0.0
                yield from self._of(key, [*self._change(key), Effect(ROLL_UP, crossed)])
            else:
                cause = ROLL_UP if key in switched else COVERAGE
                tonnes = (number(rows[1]) or 0.0) - (number(rows[0]) or 0.0)
                yield from self._of(key, [Effect(cause, tonnes)])

    def _of(self, key: Key, found: Sequence[Effect]) -> Iterator[Part]:
        old, new = (side.rows.get(key) for side in self._made)
        for effect in found:
            if effect.tonnes:
                yield Part(key, effect.cause, effect.tonnes, old, new)

    def _change(self, key: Key) -> list[Effect]:
        if key not in self._effects:
            self._effects[key] = split(*(side.rows.get(key) for side in self._made))
        return self._effects[key]

    def _switched(self, area: str, old: frozenset[Key], new: frozenset[Key]) -> set[Key]:
        """Return own figures of the area that took, or gave back, the place of a sum of rows still there."""
        moved = [key for key in old ^ new if all(key in side.rows for side in self._made)]
        return {
            key
            for key in old ^ new
            if key.area == area and any(self._alike(key, other) for other in moved if other is not key)
        }

    def _alike(self, one: Key, other: Key) -> bool:
        """Say whether two rows are of one account, and of one tree of sources and sectors."""
        if (one.gas, one.scope, one.memo_kind) != (other.gas, other.scope, other.memo_kind):
            return False
        return all(
            (codes.lineage(a)[-1] if a in codes else a) == (codes.lineage(b)[-1] if b in codes else b)
            for codes, a, b in (
                (self._trees.sources, one.source, other.source),
                (self._trees.sectors, one.sector, other.sector),
            )
        )


def _totals(inventory: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    found = totals_of(inventory).dropna(subset=["co2e_t"])
    keys = zip(found["area"], found["year"], found["basis"], strict=True)
    return {(str(a), int(y), str(b)): float(t) for (a, y, b), t in zip(keys, found["co2e_t"], strict=True)}


def _members(inventory: pd.DataFrame, basis: Basis) -> set[Key]:
    """Return the keys of the rows that a basis counts."""
    return set(keys_of(inventory[basis.includes(inventory)]))
