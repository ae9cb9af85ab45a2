"""From districts to the city: whose figure stands, what is left over, and what is missing.

Where an area reported a figure of its own, that stands, and its difference from the sum of its
children is booked in a residual area; where it did not, the sum stands. So children and residual
always add up to the parent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Area, Areas
from cityghg.inventory.coverage import Gap
from cityghg.inventory.figures import NO
from cityghg.inventory.joined import ACCOUNT, Made, residual, sums
from cityghg.inventory.lines import COLUMNS
from cityghg.inventory.matching import Pair, components
from cityghg.inventory.of_which import Trees

TRADE: Final = "trade"
_WITHOUT_NUMBER: Final = ("NE", "IE", "C", "NA")
_UNKNOWN: Final = ("NE", "C")
NO_GROUP: Final = 0


@dataclass(frozen=True)
class RollUp:
    """The table with sums and residuals added; `incomplete` names (area, year) that miss a child."""

    table: pd.DataFrame
    incomplete: frozenset[tuple[str, int]]


def roll_up(
    table: pd.DataFrame,
    top: str | None,
    areas: Areas,
    trees: Trees,
    tolerance_pct: float,
    gaps: Collection[Gap] = (),
) -> tuple[RollUp, list[Problem]]:
    """Add the rows of each area that has children, from the smallest up to `top`.

    Without `top` nothing is added. Residuals beyond `tolerance_pct` of the parent's own figure,
    and sums that miss a child, or one of its `gaps`, are warnings. The result has three more
    columns, 0 where there is nothing to name: `group` numbers the sums and residuals, `part_of` is
    the group that a child's row goes into, `whole_of` the residual of an own row.
    """
    work = _Work(table.reset_index(drop=True), areas, trees, tolerance_pct, gaps)
    if top is not None and not table.empty:
        work.climb(areas[top])
    return RollUp(work.table(), frozenset(work.incomplete)), work.problems


class _Work:
    def __init__(
        self, table: pd.DataFrame, areas: Areas, trees: Trees, tolerance_pct: float, gaps: Collection[Gap]
    ) -> None:
        self._areas, self._trees, self._tolerance, self._gaps = areas, trees, tolerance_pct, gaps
        self._table, self._rows = table, dict(iter(table.groupby(["area", "year"])))
        self._years = sorted(int(y) for y in table["year"].unique())
        self._reporting = set(table["area"])
        self._added: list[pd.DataFrame] = []
        self._displaced: list[int] = []
        self._labels = count(len(table))
        self._groups: dict[int, int] = {}
        self._part_of: dict[int, int] = {}
        self._whole_of: dict[int, int] = {}
        self.incomplete: set[tuple[str, int]] = set()
        self.problems: list[Problem] = []

    def table(self) -> pd.DataFrame:
        """Return the rows with those added, and how they hang together."""
        rows = pd.concat([self._table.drop(index=self._displaced), *self._added])
        ties = {"group": self._groups, "part_of": self._part_of, "whole_of": self._whole_of}
        named = {name: [tie.get(label, NO_GROUP) for label in rows.index] for name, tie in ties.items()}
        return rows.assign(**named).reset_index(drop=True)

    def climb(self, area: Area) -> None:
        children = [c for c in self._areas.children(area.code) if c.counted == "separate"]
        for child in children:
            self.climb(child)
        reporting = {code for code, _ in self._rows}
        expected = [c for c in children if c.level in ("district", "county") or c.code in reporting]
        for year in self._years:
            if any((c.code, year) in self._rows for c in expected):
                self._join(area, year, expected)

    def _join(self, area: Area, year: int, children: Sequence[Area]) -> None:
        reported = [c for c in children if (c.code, year) in self._rows]
        own = self._rows.get((area.code, year), pd.DataFrame(columns=list(COLUMNS)))
        inner = pd.concat([self._rows[c.code, year] for c in reported])
        inner = inner[~inner["counterpart"].map(lambda place: self._inside(place, area.code)).astype(bool)]
        place = {"area": area.code, "level": area.level, "year": year}
        summed, rests, displaced = list[Made](), list[Made](), list[int]()
        for label, own_pairs, child_pairs in components(_pairs(own), _pairs(inner), self._trees):
            ours, theirs = _of(own, own_pairs), _of(inner, child_pairs)
            stands, gives_way = _split(ours, theirs)
            displaced += list(gives_way.index)
            rest = [
                residual(mine, _same(theirs, key), place, label)
                for key, mine in stands.groupby(ACCOUNT, sort=True)
            ]
            alone = _without(theirs, stands)
            summed += sums(alone, place, len(children))
            self._note_gaps(area, year, label, alone, reported)
            self._judge(area, year, label, ours, theirs, rest)
            rests += rest
        self._note_missing(area, year, children, reported, bool(summed))
        self._displaced += displaced
        above = self._add(summed)
        self._add(rests)
        kept = [part for part in (own.drop(index=displaced), above) if not part.empty]
        if kept:
            self._rows[area.code, year] = pd.concat(kept)

    def _note_gaps(
        self, area: Area, year: int, label: Pair, alone: pd.DataFrame, reported: Sequence[Area]
    ) -> None:
        """A sum is incomplete where a child gives no number beside others, or is incomplete itself."""
        if (alone["notation"] != "").all():
            return
        silent = alone["notation"].isin(_UNKNOWN).groupby(alone["area"]).all()
        names = [c.name for c in reported if silent.get(c.code, False)]
        if names:
            source, sector = self._trees.sources[label[0]], self._trees.sectors[label[1]]
            values = {"area": area.name, "year": year, "source": source, "sector": sector}
            self.problems.append(
                problem("children_without_number", Place(), **values, missing="、".join(names))
            )
        for source in sorted(set(alone["source"])):
            lacking = [c for c in reported if (c.code, year, source) in self._gaps]
            if lacking:
                names += [c.name for c in lacking]
                values = {"area": area.name, "year": year, "source": self._trees.sources[source]}
                values["missing"] = "、".join(c.name for c in lacking)
                self.problems.append(problem("source_not_handed_in", Place(), **values))
        if names or any((code, year) in self.incomplete for code in alone["area"].unique()):
            self.incomplete.add((area.code, year))

    def _note_missing(
        self, area: Area, year: int, children: Sequence[Area], reported: Sequence[Area], summed: bool
    ) -> None:
        missing = [c.name for c in children if c not in reported]
        if summed and missing:
            self.incomplete.add((area.code, year))
            found = f"{len(reported)}/{len(children)}"
            values = {"area": area.name, "year": year, "found": found, "missing": "、".join(missing)}
            self.problems.append(problem("children_missing", Place(), **values))

    def _add(self, made: Sequence[Made]) -> pd.DataFrame:
        """Add new rows and note what each is made of; return them under their labels."""
        labels = [next(self._labels) for _ in made]
        for label, one in zip(labels, made, strict=True):
            group = self._groups.setdefault(label, len(self._groups) + 1)
            self._part_of |= dict.fromkeys(one.parts, group)
            self._whole_of |= dict.fromkeys(one.wholes, group)
        rows = pd.DataFrame([one.row for one in made], columns=list(COLUMNS), index=labels)
        self._added += [rows] if made else []
        return rows

    def _inside(self, place: str, area: str) -> bool:
        return place in self._areas and area in self._areas.lineage(place)

    def _judge(
        self,
        area: Area,
        year: int,
        label: Pair,
        ours: pd.DataFrame,
        theirs: pd.DataFrame,
        rest: Sequence[Made],
    ) -> None:
        if ours.empty or theirs.empty or (ours["memo_kind"] == TRADE).any():
            return
        source, sector = self._trees.sources[label[0]], self._trees.sectors[label[1]]
        named = {"area": area.name, "year": year, "source": source, "sector": sector}
        denied = self._denied(ours, theirs)
        if denied:
            self.problems.append(problem("no_against_children", Place(file=denied), **named))
            return
        own, left = ours["co2e_t"].sum(), sum(m.row["co2e_t"] for m in rest if m.row["co2e_t"] is not None)
        if own and abs(left) > self._tolerance / 100 * abs(own):
            share = f"{left / own * 100:.1f}"
            self.problems.append(
                problem("residual_large", Place(), **named, own=f"{own:.2f}", left=f"{left:.2f}", share=share)
            )

    def _denied(self, ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
        """Return where the parent says NO of what a child has an amount of; blank if nowhere."""
        amounts = theirs[theirs["amount"] > 0]
        there = set(zip(amounts["source"], amounts["sector"], strict=True))
        for row in ours[ours["notation"] == NO].itertuples():
            if any(self._trees.covers((str(row.source), str(row.sector)), pair) for pair in there):
                return str(row.origin)
        return ""


def _split(ours: pd.DataFrame, theirs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the own rows that stand, and those whose key gives way to numbers of the children."""
    numbers = set(_accounts(theirs[theirs["notation"] == ""]))
    has_number = set(_accounts(ours[~ours["notation"].isin(_WITHOUT_NUMBER)]))
    stands = [key in has_number or key not in numbers for key in _accounts(ours)]
    keep = np.array(stands, dtype=bool)
    return ours[keep], ours[~keep]


def _same(theirs: pd.DataFrame, key: tuple[object, ...]) -> pd.DataFrame:
    return theirs[np.array([account == key for account in _accounts(theirs)], dtype=bool)]


def _without(theirs: pd.DataFrame, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the children's rows of accounts in which the parent has no figure that stands."""
    taken = set(_accounts(stands))
    return theirs[np.array([key not in taken for key in _accounts(theirs)], dtype=bool)]


def _accounts(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(rows[ACCOUNT].itertuples(index=False, name=None))


def _pairs(rows: pd.DataFrame) -> list[Pair]:
    """Return the distinct (source, sector) of rows; imports and exports of one kind go together."""
    return list(dict.fromkeys(zip(_sources(rows), rows["sector"], strict=True)))


def _sources(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["source"].str.replace(r"_(import|export)$", "_import", regex=True)


def _of(rows: pd.DataFrame, pairs: Sequence[Pair]) -> pd.DataFrame:
    wanted = set(pairs)
    chosen = [pair in wanted for pair in zip(_sources(rows), rows["sector"], strict=True)]
    return rows[np.array(chosen, dtype=bool)]  # an empty list would choose columns
