"""Spans that a value must, or should, lie in: they catch what dimension cannot, such as GJ for TJ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes import Source
from cityghg.codes.lists import ListHead
from cityghg.factors.schema import Value
from cityghg.units import load_units

Span = tuple[float, float]


class Bounds(BaseModel):
    """The spans of one parameter, both ends included, in one unit: by source, family, kind, else for all.

    `parameter` may be a pattern, such as `*_fraction`. With `or_zero` exactly 0 is possible too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str
    unit: str
    kinds: dict[str, Span] = {}
    sources: dict[str, Span] = {}
    all: Span | None = None
    or_zero: bool = False

    def span(self, source: Source) -> Span | None:
        by_family = self.sources.get(source.id.partition(".")[0], self.kinds.get(source.kind, self.all))
        return self.sources.get(source.id, by_family)


class Interval(Bounds):
    """Spans that a publication gives for its values; a value outside is rare, not impossible."""

    source: str = Field(alias="from")
    at: str


class Ratio(BaseModel):
    """How far a value may be from another one: a change must exceed both the share and the amount."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    share: float
    amount: float


class Neighbours(BaseModel):
    """How far values of neighbouring years and areas lie from each other: beyond is worth a look.

    `to_region` and `to_country` are spans of the quotient of a province and what it is part of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str
    unit: str
    year_to_year: Ratio
    to_region: Span
    to_country: Span


_Sized = tuple[Bounds, float]


class _BoundsFile(ListHead):
    bounds: tuple[Bounds, ...]
    neighbours: Neighbours


class _IntervalsFile(ListHead):
    intervals: tuple[Interval, ...]


@cache
def _bounds_file() -> _BoundsFile:
    return shipped(codelist("bounds.yaml"), _BoundsFile)


def load_bounds() -> tuple[Bounds, ...]:
    """Return the shipped bounds of what is possible."""
    return _bounds_file().bounds


def load_neighbours() -> Neighbours:
    """Return how far grid factors of neighbouring years and areas lie apart."""
    return _bounds_file().neighbours


@cache
def load_intervals() -> tuple[Interval, ...]:
    """Return the shipped 95 % intervals."""
    return shipped(codelist("intervals.yaml"), _IntervalsFile).intervals


def outside(parameter: str, value: Value, source: Source) -> Iterator[tuple[Span, str]]:
    """Yield span and unit of each bound that the value breaks. The value's unit must be readable."""
    return _broken(_bounds(parameter, value.unit, source.unit), value, source)


def outside_interval(parameter: str, value: Value, source: Source) -> Iterator[tuple[Span, str]]:
    """Yield span and unit of each 95 % interval that the value breaks, likewise."""
    return _broken(_intervals(parameter, value.unit, source.unit), value, source)


def _broken(spans: tuple[_Sized, ...], value: Value, source: Source) -> Iterator[tuple[Span, str]]:
    for bounds, size in spans:
        span = bounds.span(source)
        if span is None or (bounds.or_zero and value.value == 0):
            continue
        if not span[0] <= value.value * size <= span[1]:
            yield span, bounds.unit


@cache
def _bounds(parameter: str, unit: str, canonical: str) -> tuple[_Sized, ...]:
    return _sized((b for b in load_bounds() if fnmatchcase(parameter, b.parameter)), unit, canonical)


@cache
def _intervals(parameter: str, unit: str, canonical: str) -> tuple[_Sized, ...]:
    return _sized((i for i in load_intervals() if i.parameter == parameter), unit, canonical)


def _sized(spans: Iterable[Bounds], unit: str, canonical: str) -> tuple[_Sized, ...]:
    """Return the spans whose unit has the dimension of `unit`, each with the size of `unit` in its own."""
    sizes = ((bounds, size_in(bounds.unit, unit, canonical)) for bounds in spans)
    return tuple((bounds, size) for bounds, size in sizes if size is not None)


@cache
def size_in(wanted: str, unit: str, canonical: str) -> float | None:
    """Return how many `wanted` one `unit` is, None where the dimensions differ."""
    units = load_units()
    size, target = (units.expression(text, canonical) for text in (unit, wanted))
    return float((size / target).to("").magnitude) if size.dimensionality == target.dimensionality else None
