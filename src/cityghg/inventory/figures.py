"""A figure: the one amount of activity that counts for an area, year, sector, source and counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl

from cityghg.activity.sheet import without_part
from cityghg.base.notation import BY_WEIGHT, NO
from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import CodeList, Source
from cityghg.units import UnitError, Units

_HALF: Final = Decimal("0.5")


class Key(NamedTuple):
    """What a figure is for. `counterpart` is blank except in trade."""

    area: str
    year: int
    sector: str
    source: str
    counterpart: str


@dataclass(frozen=True)
class Moved:
    """A share that a reallocation table moves out of, or leaves in, `sector`; `at` is in `document`."""

    table: str
    share: Decimal
    sector: str
    document: str
    at: str


@dataclass(frozen=True)
class Figure:
    """An amount in the canonical unit of its source, or a notation key in its place.

    `rounding` is the half-width within which the amount may be off because it was printed with so
    many digits; `variance` the square of its 95 % half-width where every record stated one. `terms`
    are the signed figures it was made from, where it was not read as it stands. `deposited` is the
    year of the amount where it emits in a later one, `moved` the decision that put it in its sector.
    """

    key: Key
    amount: Decimal | None
    unit: str
    notation: str
    table: str
    origin: str
    records: int = 1
    rounding: Decimal = Decimal(0)
    variance: float | None = None
    derived: bool = False
    terms: tuple[tuple[int, Figure], ...] = ()
    deposited: int | None = None
    moved: Moved | None = None

    @property
    def age(self) -> int:
        """How many years ago the amount was deposited, 0 where it emits at once."""
        return 0 if self.deposited is None else self.key.year - self.deposited

    @property
    def file(self) -> str:
        """The file the figure was read from."""
        return without_part(self.table).partition("|")[0]

    @property
    def place(self) -> Place:
        """Where the figure was read, for messages."""
        _, _, sheet = without_part(self.table).partition("|")
        cell = self.origin.removeprefix(f"{sheet}!") if sheet else self.origin
        return Place(file=self.file, sheet=sheet, cell=cell.removeprefix("-"))

    @property
    def located_origin(self) -> str:
        """File and cells on one line, with the number of further records where there are several."""
        more = f" +{self.records - 1}" if self.records > 1 else ""
        return f"{self.file}, {self.origin}{more}" if self.origin else without_part(self.table)

    @property
    def uncertainty_pct(self) -> float | None:
        """The 95 % half-width in percent of the amount."""
        if self.variance is None or not self.amount:
            return None
        return float(self.variance**0.5 / abs(float(self.amount)) * 100)


def from_sums(
    sums: pl.DataFrame, sources: CodeList[Source], units: Units
) -> tuple[list[Figure], list[Problem]]:
    """Turn the grouped sums into figures, one for each key and table, in canonical units."""
    problems: list[Problem] = []
    by_key: dict[tuple[Key, str], Figure] = {}
    for row in sums.iter_rows(named=True):
        figure, found = _figure(row, sources, units)
        problems += found
        if figure is None:
            continue
        slot = (figure.key, figure.table)
        if slot in by_key:
            figure, found = _merge(by_key[slot], figure)
            problems += found
        by_key[slot] = figure
    return list(by_key.values()), problems


def records_of(figure: Figure, activity: pl.DataFrame) -> pl.DataFrame:
    """Return the activity rows that a figure, as it was read, is the sum of."""
    wanted = {"table": figure.table, **figure.key._asdict()}
    return activity.filter([pl.col(name) == value for name, value in wanted.items()])


def weight(noted: Figure) -> int:
    """Rank notation keys, the one that admits most first: of several for one key it stands."""
    return BY_WEIGHT.index(noted.notation)


def add(figures: Sequence[Figure]) -> Figure:
    """Return the sum of figures of one key from several tables."""
    variances = [f.variance for f in figures]
    known = [v for v in variances if v is not None]
    return replace(
        figures[0],
        amount=sum((f.amount for f in figures if f.amount is not None), Decimal(0)),
        records=sum(f.records for f in figures),
        rounding=sum((f.rounding for f in figures), Decimal(0)),
        variance=sum(known) if len(known) == len(variances) else None,
        terms=tuple((1, f) for f in figures) if len({f.table for f in figures}) > 1 else (),
    )


def _figure(
    row: dict[str, Any], sources: CodeList[Source], units: Units
) -> tuple[Figure | None, list[Problem]]:
    key = Key(row["area"], row["year"], row["sector"], row["source"], row["counterpart"] or "")
    canonical = sources[key.source].unit
    read = (canonical, row["notation"], row["table"], row["origin"], row["records"])
    if row["notation"]:
        return Figure(key, None, *read), []
    try:
        factor = Decimal(repr(units.factor(row["unit"], canonical)))
    except UnitError:
        named = {"source": sources[key.source], "found": row["unit"], "expected": canonical}
        return None, [problem("unit_dimension", Figure(key, None, *read).place, **named)]
    amount: Decimal = row["amount"]
    stated = row["with_uncertainty"] == row["amounts"]
    return Figure(
        key,
        amount * factor,
        *read,
        rounding=_printed_half(amount) * factor * row["records"],
        variance=float(row["squared_uncertainty"]) * float(factor) ** 2 if stated else None,
    ), []


def _printed_half(amount: Decimal) -> Decimal:
    """Return half a unit of the last digit the amount was given with, at most half of one."""
    exponent = amount.normalize().as_tuple().exponent
    digits = min(exponent, 0) if isinstance(exponent, int) else 0
    return _HALF * Decimal(1).scaleb(digits)


def _merge(one: Figure, other: Figure) -> tuple[Figure, list[Problem]]:
    """Join two figures of one key in one table: amounts add up, a number stands before a notation key."""
    if one.amount is not None and other.amount is not None:
        return add([one, other]), []
    if one.amount is None and other.amount is None:
        return min(one, other, key=weight), []
    number, noted = (one, other) if one.amount is not None else (other, one)
    if noted.notation != NO:
        return number, [problem("figure_partial", noted.place, found=noted.notation, other=number.place)]
    against = [problem("notation_against_amount", noted.place, other=number.place)] if number.amount else []
    return number, against
