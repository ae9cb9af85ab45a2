"""What a total is made of: rows of its own area, and in place of its sums the rows of the areas within."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from cityghg.codes import Areas
from cityghg.inventory.joined import SUM

_SUMMED: Final = ("sector", "source", "counterpart", "scope", "memo_kind", "gas")
_EQUAL: Final = 1e-9  # of a sum: figures are written with 12 digits


class Key(NamedTuple):
    """What tells one row of an inventory from another."""

    area: str
    year: int
    sector: str
    source: str
    counterpart: str
    scope: str
    memo_kind: str
    gas: str
    deposit_year: str


Row = dict[str, Any]


@dataclass(frozen=True)
class Leaves:
    """The rows that stand for themselves by key, and for each area and year the keys it is made of.

    A sum stands for itself where its parts do not make it up.
    """

    rows: Mapping[Key, Row]
    of: Mapping[tuple[str, int], frozenset[Key]]


def leaves(inventory: pd.DataFrame, areas: Areas) -> Leaves:
    """Return what each area and year of an inventory is made of."""
    rows: list[Row] = [{str(n): value for n, value in row.items()} for row in inventory.to_dict("records")]
    return _Search(dict(zip(keys_of(inventory), rows, strict=True)), areas).found()


def keys_of(inventory: pd.DataFrame) -> list[Key]:
    """Return the key of each row of an inventory."""
    return [Key(*key) for key in zip(*(inventory[name] for name in Key._fields), strict=True)]


def number(row: Row | None) -> float | None:
    """Return the emission of a row in tonnes of CO2e; None where there is no row, or no number in it."""
    value = None if row is None else row["co2e_t"]
    return None if value is None or math.isnan(value) else float(value)


class _Search:
    def __init__(self, rows: dict[Key, Row], areas: Areas) -> None:
        self._rows, self._areas = rows, areas
        self._alike: defaultdict[tuple[str, int, tuple[str, ...]], list[Key]] = defaultdict(list)
        for key in rows:
            self._alike[key.area, key.year, _summed(key)].append(key)
        present = {key.area for key in rows}
        self._children = {
            code: [c.code for c in areas.children(code) if c.counted == "separate" and c.code in present]
            for code in present
        }

    def found(self) -> Leaves:
        made: defaultdict[tuple[str, int], set[Key]] = defaultdict(set)
        for key in self._rows:
            made[key.area, key.year] |= self._expanded(key)
        standing = set[Key]().union(*made.values())
        rows = {key: row for key, row in self._rows.items() if key in standing}
        return Leaves(rows, {place: frozenset(keys) for place, keys in made.items()})

    def _expanded(self, key: Key) -> set[Key]:
        """Return the rows a row is the sum of, or itself."""
        row = self._rows[key]
        if row["provenance"] != SUM:
            return {key}
        parts: set[Key] = set()
        for child in self._children[key.area]:
            for part in self._alike.get((child, key.year, _summed(key)), ()):
                parts |= self._expanded(part)
        whole, inner = number(row), [number(self._rows[part]) for part in parts]
        total = math.fsum(value for value in inner if value is not None)
        fits = whole is None or abs(total - whole) <= _EQUAL * max(abs(whole), 1.0)
        return parts if parts and fits else {key}


def _summed(key: Key) -> tuple[str, ...]:
    return tuple(str(getattr(key, name)) for name in _SUMMED)
