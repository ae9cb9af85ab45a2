"""The parts of a bridge put together by what caused them: a cell, a value of a library, a GWP."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from cityghg.restated.bridge import Bridge, Part
from cityghg.restated.leaves import Row
from cityghg.restated.read import Told
from cityghg.restated.split import ACTIVITY, COVERAGE, FACTOR, GWP, ROLL_UP
from cityghg.restated.values import Given, Replaced, Values, replaced

_EXPLAINED: Final = 1e-6  # of the logarithm of a factor's change: its values make it up
_BLANK: Final = ""


@dataclass(frozen=True)
class Cause:
    """One reason of a change, of an area and year on a basis. Texts are blank where they do not apply.

    `was` and `now` are amounts with unit, values, GWPs or notation keys; the places are the cells they
    stand in, or library, document and page. `what` names the parameter of a factor.
    """

    cause: str
    area: str
    sector: str
    source: str
    gas: str
    what: str
    was: str
    now: str
    old_place: str
    new_place: str


class Causes:
    """Names the causes of the parts of bridges between two results."""

    def __init__(self, old: Told, new: Told) -> None:
        self._values = Values(old), Values(new)

    def of(self, bridge: Bridge) -> list[tuple[Cause, float, int]]:
        """Return the causes of a bridge with tonnes and number of rows, the largest first."""
        sums: defaultdict[Cause, list[float]] = defaultdict(list)
        for part in bridge.parts:
            for cause, tonnes in self._named(part):
                sums[cause].append(tonnes)
        found = [(cause, math.fsum(tonnes), len(tonnes)) for cause, tonnes in sums.items()]
        return sorted(found, key=lambda one: (-abs(one[1]), str(one[0])))

    def _named(self, part: Part) -> list[tuple[Cause, float]]:
        if part.cause == FACTOR and part.old is not None and part.new is not None:
            return self._factors(part, part.old, part.new)
        return [(_plain(part), part.tonnes)]

    def _factors(self, part: Part, old: Row, new: Row) -> list[tuple[Cause, float]]:
        """Share the effect of a factor to its values, by their logarithms, where these make it up."""
        sides = [values.of(part.key, row) for values, row in zip(self._values, (old, new), strict=True)]
        found = replaced(*sides)
        whole = _log_ratio(old, new)
        if not found or abs(math.fsum(one.log_ratio for one in found) - whole) > _EXPLAINED:
            return [(_entry(part, old, new), part.tonnes)]
        return [(_value(part, one), part.tonnes * one.log_ratio / whole) for one in found]


def _plain(part: Part) -> Cause:
    key, old, new = part.key, part.old, part.new
    texts = [_amount(row) for row in (old, new)]
    if part.cause == GWP:
        was, now = (f"{row['gwp']:g}" if row is not None else _BLANK for row in (old, new))
        return Cause(GWP, "", "", "", key.gas, "", was, now, "", "")
    places = [str(row["origin"]) if row is not None else _BLANK for row in (old, new)]
    if part.cause in (ACTIVITY, COVERAGE, ROLL_UP):
        return Cause(part.cause, key.area, key.sector, key.source, key.gas, "", *texts, *places)
    return Cause(part.cause, key.area, key.sector, key.source, key.gas, "", "", "", *places)


def _amount(row: Row | None) -> str:
    if row is None:
        return _BLANK
    if row["notation"]:
        return str(row["notation"])
    return f"{row['amount']:.12g} {row['unit']}"


def _entry(part: Part, old: Row, new: Row) -> Cause:
    """Return the cause of a factor whose values cannot be told apart: by its entry in the libraries."""
    was, now = (f"{_per_unit(row):.6g} t/{row['unit']}" for row in (old, new))
    places = [
        f"{row['library']}, {row['factor']}" if row["factor"] else str(row["origin"]) for row in (old, new)
    ]
    return Cause(FACTOR, "", "", part.key.source, part.key.gas, str(new["factor"]), was, now, *places)


def _value(part: Part, one: Replaced) -> Cause:
    was, now = (f"{given['value']} {given['unit']}" for given in (one.old, one.new))
    key = part.key
    return Cause(
        FACTOR, "", "", key.source, key.gas, one.parameter, was, now, _cited(one.old), _cited(one.new)
    )


def _cited(given: Given) -> str:
    parts = (given["library"], given["document"], given["at"], given["year"] and f"({given['year']})")
    return ", ".join(text for text in parts if text)


def _per_unit(row: Row) -> float:
    amount = float(row["amount"])
    return float(row["mass_t"]) / amount if amount else math.nan


def _log_ratio(old: Row, new: Row) -> float:
    before, after = _per_unit(old), _per_unit(new)
    return math.log(after / before) if before * after > 0 else math.nan
