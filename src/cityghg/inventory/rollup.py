"""From districts to the city: whose figure stands, what is left over, and what is missing.

Where an area reported a figure of its own, that stands, and its difference from the sum of its
children is booked in a residual area; where it did not, the sum stands. So children and residual
always add up to the parent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import pandas as pd

from cityghg.base.notation import KEYS, NE, NO
from cityghg.base.problems import Problem
from cityghg.codes import Area, Areas
from cityghg.inventory.categories import TRADE
from cityghg.inventory.coverage import Gap
from cityghg.inventory.findings import Findings
from cityghg.inventory.joined import NO_GROUP, Row, by_account, residual, sums
from cityghg.inventory.lines import COLUMNS, TYPES
from cityghg.inventory.matching import Pair, components
from cityghg.inventory.of_which import Trees

TIES: Final = ("group", "part_of", "whole_of")
_TYPES: Final = {**TYPES, **dict.fromkeys(TIES, "int64")}
_GIVES_WAY: Final = tuple(key for key in KEYS if key != NO)
_UNKNOWN: Final = (NE, "C")


@dataclass(frozen=True)
class RollUp:
    """The table with sums and residuals added; `incomplete` names (area, year) that miss a child."""

    table: pd.DataFrame
    incomplete: frozenset[tuple[str, int]]


def roll_up(
    table: pd.DataFrame,
    top: str | Sequence[str] | None,
    areas: Areas,
    trees: Trees,
    tolerance_pct: float,
    gaps: Collection[Gap] = (),
) -> tuple[RollUp, list[Problem]]:
    """Add the rows of each area that has children, from the smallest up to `top`, one area or several.

    Without `top` nothing is added. Residuals beyond `tolerance_pct` of the parent's own figure,
    and sums that miss a child, or one of its `gaps`, are warnings. The result has three more
    columns, 0 where there is nothing to name: `group` numbers the sums and residuals, `part_of` is
    the group that a child's row goes into, `whole_of` the residual of an own row.
    """
    tops = [top] if isinstance(top, str) else list(top or ())
    if not tops:
        untied = table.assign(**dict.fromkeys(TIES, NO_GROUP)).astype(_TYPES)
        return RollUp(untied[[*COLUMNS, *TIES]], frozenset()), []
    work = _Work(table, areas, trees, tolerance_pct, gaps)
    for code in tops:
        if not set(areas.lineage(code)[1:]) & set(tops):
            work.climb(areas[code])
    columns = {name: [row[name] for row in work.rows] for name in (*COLUMNS, *TIES)}
    rolled = pd.DataFrame(columns).astype(_TYPES)
    return RollUp(rolled, frozenset(work.incomplete)), work.findings.problems()


class _Work:
    """`rows` grows while climbing; a row is one shared dictionary, so that ties are noted in it."""

    def __init__(
        self, table: pd.DataFrame, areas: Areas, trees: Trees, tolerance_pct: float, gaps: Collection[Gap]
    ) -> None:
        self._areas, self._trees, self._tolerance, self._gaps = areas, trees, tolerance_pct, gaps
        ties = dict.fromkeys(TIES, NO_GROUP)
        names = [str(name) for name in table]
        plain = [column.astype(object).where(column.notna(), None).tolist() for _, column in table.items()]
        self.rows: list[Row] = [
            {**ties, **dict(zip(names, values, strict=True))} for values in zip(*plain, strict=True)
        ]
        self._at: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in self.rows:
            self._at[row["area"], row["year"]].append(row)
        self._years = sorted({year for _, year in self._at})
        self._groups = count(NO_GROUP + 1)
        self.incomplete: set[tuple[str, int]] = set()
        self.findings = Findings(trees)

    def climb(self, area: Area) -> None:
        children = [c for c in self._areas.children(area.code) if c.counted == "separate"]
        for child in children:
            self.climb(child)
        reporting = {code for code, _ in self._at}
        expected = [c for c in children if c.level in ("district", "county") or c.code in reporting]
        for year in self._years:
            if any((c.code, year) in self._at for c in expected):
                self._join(area, year, expected)

    def _join(self, area: Area, year: int, children: Sequence[Area]) -> None:
        reported = [c for c in children if (c.code, year) in self._at]
        own = self._at.get((area.code, year), [])
        inner = [row for c in reported for row in self._at[c.code, year] if not self._within(row, area)]
        place = {"area": area.code, "level": area.level, "year": year}
        own_by, inner_by = _by_pair(own), _by_pair(inner)
        above: list[Row] = []
        for label, own_pairs, child_pairs in components(list(own_by), list(inner_by), self._trees):
            ours = [row for pair in own_pairs for row in own_by[pair]]
            theirs = by_account(row for pair in child_pairs for row in inner_by[pair])
            stands = by_account(ours)
            for key in [key for key in stands if _gives_way(stands[key], theirs.get(key, []))]:
                self._remove(stands.pop(key))
            alone = [row for key, rows in theirs.items() if key not in stands for row in rows]
            for row, parts in sums(alone, place, len(children)):
                above.append(self._added(row, parts))
            left = [
                self._added(residual(mine, theirs.get(key, []), place, label), theirs.get(key, []), mine)
                for key, mine in stands.items()
            ]
            self._note_gaps(area, year, label, alone, reported)
            self._judge(area, year, label, ours, [row for rows in theirs.values() for row in rows], left)
        missing = [c.name for c in children if c not in reported]
        if above and missing:
            self.incomplete.add((area.code, year))
            self.findings.missing(area, year, missing, f"{len(reported)}/{len(children)}")
        without = [c.name for c in reported if not any(map(_is_direct, self._at[c.code, year]))]
        if without and any(map(_is_direct, above)):
            self.incomplete.add((area.code, year))
            self.findings.without_fuels(area, year, without)
        if above:
            self._at[area.code, year] += above

    def _note_gaps(
        self, area: Area, year: int, label: Pair, alone: Sequence[Row], reported: Sequence[Area]
    ) -> None:
        """A sum is incomplete where a child gives no number beside others, or is incomplete itself."""
        if all(row["notation"] for row in alone):
            return
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for row in alone:
            keys[row["area"]].add(row["notation"])
        silent = [c.name for c in reported if c.code in keys and keys[c.code] <= set(_UNKNOWN)]
        if silent:
            self.findings.silent(area, year, label, silent)
        lacking: list[str] = []
        for source in sorted({row["source"] for row in alone}):
            names = [c.name for c in reported if (c.code, year, source) in self._gaps]
            if names:
                self.findings.not_handed_in(area, year, source, names)
            lacking += names
        if silent or lacking or any((code, year) in self.incomplete for code in keys):
            self.incomplete.add((area.code, year))

    def _judge(
        self,
        area: Area,
        year: int,
        label: Pair,
        ours: Sequence[Row],
        theirs: Sequence[Row],
        left: Sequence[Row],
    ) -> None:
        if not ours or not theirs or any(row["memo_kind"] == TRADE for row in ours):
            return
        denied = next((row for row in ours if row["notation"] == NO and self._denied(row, theirs)), None)
        if denied is not None:
            self.findings.denied(area, year, label, str(denied["origin"]))
            return
        whole = sum(row["co2e_t"] or 0.0 for row in ours)
        rest = sum(row["co2e_t"] or 0.0 for row in left)
        if whole and abs(rest) > self._tolerance / 100 * abs(whole):
            self.findings.residual(area, year, label, whole, rest)

    def _denied(self, own: Row, theirs: Sequence[Row]) -> bool:
        """Say whether the parent says NO of what a child has an amount of."""
        return any((row["amount"] or 0) > 0 and self._trees.covers(_pair(own), _pair(row)) for row in theirs)

    def _added(self, row: Row, parts: Sequence[Row], wholes: Sequence[Row] = ()) -> Row:
        row["group"] = next(self._groups)
        for part in parts:
            part["part_of"] = row["group"]
        for whole in wholes:
            whole["whole_of"] = row["group"]
        self.rows.append(row)
        return row

    def _remove(self, rows: Sequence[Row]) -> None:
        gone = {id(row) for row in rows}
        for held in (self.rows, self._at[rows[0]["area"], rows[0]["year"]]):
            held[:] = [row for row in held if id(row) not in gone]

    def _within(self, row: Row, area: Area) -> bool:
        """Say whether a row is trade with another part of the area."""
        place = row["counterpart"]
        return place in self._areas and area.code in self._areas.lineage(place)


def _is_direct(row: Row) -> bool:
    return bool(row["scope"] == "1")


def _gives_way(ours: Sequence[Row], theirs: Sequence[Row]) -> bool:
    """Say whether own keys other than NO stand against numbers of the children."""
    return all(row["notation"] in _GIVES_WAY for row in ours) and any(not row["notation"] for row in theirs)


def _by_pair(rows: Sequence[Row]) -> dict[Pair, list[Row]]:
    """Return rows by source and sector; imports and exports of one kind go together."""
    found: defaultdict[Pair, list[Row]] = defaultdict(list)
    for row in rows:
        source = row["source"].removesuffix("_export") + "_import" * row["source"].endswith("_export")
        found[source, row["sector"]].append(row)
    return dict(found)


def _pair(row: Row) -> Pair:
    return row["source"], row["sector"]
