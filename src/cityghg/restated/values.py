"""Which values of a library made the factor of a row, so far as the tables of a result tell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cityghg.codes import load_sectors
from cityghg.factors.fitting import places_around
from cityghg.restated.leaves import Key, Row
from cityghg.restated.read import Told
from cityghg.units import UnitError, load_units

_SAME: Final = 1e-9  # relatively: figures are written with 12 digits
_EXPORT: Final = "_export"

Given = dict[str, str]  # a row of factors_used.csv


@dataclass(frozen=True)
class Replaced:
    """A value that took the place of another. `log_ratio` is the logarithm of new over old."""

    parameter: str
    old: Given
    new: Given
    log_ratio: float


class Values:
    """Finds the values behind the rows of a result."""

    def __init__(self, told: Told) -> None:
        self._areas, self._sectors = told.areas, load_sectors()
        self._order = told.libraries
        self._at: dict[tuple[str, str], list[Given]] = {}
        for row in told.factors.to_dict("records"):
            given = {str(name): str(text) for name, text in row.items()}
            self._at.setdefault((given["source"], given["gas"]), []).append(given)
        self._kept: dict[tuple[str, ...], dict[str, Given]] = {}

    def of(self, key: Key, row: Row) -> dict[str, Given]:
        """Return the value of each parameter of a row; one that cannot be told is left out."""
        place = key.area if key.source.endswith(_EXPORT) else key.counterpart or key.area
        slot = (key.source, key.gas, key.sector, place, str(key.year), str(row["carried_from"]))
        if slot not in self._kept:
            self._kept[slot] = dict(self._found(key, place, str(row["carried_from"])))
        return self._kept[slot]

    def _found(self, key: Key, place: str, carried: str) -> Iterator[tuple[str, Given]]:
        candidates = self._at.get((key.source, key.gas), [])
        sectors = self._sectors.lineage(key.sector) if key.sector in self._sectors else ()
        around = list(places_around(self._areas, place))
        for parameter in dict.fromkeys(given["parameter"] for given in candidates):
            fitting = [
                (rank, given)
                for given in candidates
                if given["parameter"] == parameter
                and (rank := self._rank(given, sectors, around, key.year, carried)) is not None
            ]
            best = min((rank for rank, _ in fitting), default=None)
            of_rank = [given for rank, given in fitting if rank == best]
            if len({(given["value"], given["unit"]) for given in of_rank}) == 1:
                yield parameter, of_rank[0]

    def _rank(
        self, given: Given, sectors: tuple[str, ...], around: list[Any], year: int, carried: str
    ) -> tuple[int, ...] | None:
        """Return how near a value is to what is sought, nearest first; None if it is for something else."""
        sector, region = given["sector"], given["region"] or None
        if (sector and sector not in sectors) or region not in around:
            return None
        fits = _fits(given["year"], year, carried)
        library = self._order.index(given["library"]) if given["library"] in self._order else len(self._order)
        nearest = sectors.index(sector) if sector else len(sectors)
        return (not fits, library, nearest, around.index(region), not given["year"])


def replaced(old: dict[str, Given], new: dict[str, Given]) -> list[Replaced]:
    """Return the parameters that both have and whose values are not the same number."""
    found = []
    for parameter in [name for name in old if name in new]:
        before, after = old[parameter], new[parameter]
        ratio = _ratio(before, after)
        if ratio is not None and abs(ratio - 1) > _SAME:
            found.append(Replaced(parameter, before, after, math.log(ratio)))
    return found


def _ratio(old: Given, new: Given) -> float | None:
    """Return new over old, None where they are of two dimensions, or one of them is not positive."""
    before, after = float(old["value"]), float(new["value"])
    if before <= 0 or after <= 0:
        return None
    if old["unit"] != new["unit"]:
        units = load_units()
        try:
            sizes = [units.expression(text.replace("unit", "m3")) for text in (new["unit"], old["unit"])]
            after *= float((sizes[0] / sizes[1]).to("").magnitude)
        except (UnitError, ValueError):
            return None
    return after / before


def _fits(stated: str, year: int, carried: str) -> bool:
    """Say whether a value for a year, a span of years or every year holds in a year, or was carried to it."""
    if not stated:
        return True
    first, _, last = stated.partition("-")
    return int(first) <= year <= int(last or first) or (
        carried not in ("", "nan") and stated.endswith(carried)
    )
