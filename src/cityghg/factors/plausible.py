"""Spans that a value must lie in: they catch what dimension cannot, such as GJ for TJ or gross for net."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes import Source
from cityghg.codes.lists import ListHead
from cityghg.factors.schema import Value
from cityghg.units import load_units

Span = tuple[float, float]


class Bounds(BaseModel):
    """The spans of one parameter, both ends included, in one unit: by source, else by kind of source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str
    unit: str
    kinds: dict[str, Span]
    sources: dict[str, Span] = {}

    def span(self, source: Source) -> Span | None:
        return self.sources.get(source.id, self.kinds.get(source.kind))


class _BoundsFile(ListHead):
    bounds: tuple[Bounds, ...]


@cache
def load_bounds() -> tuple[Bounds, ...]:
    """Return the shipped bounds."""
    return shipped(codelist("bounds.yaml"), _BoundsFile).bounds


def outside(parameter: str, value: Value, source: Source) -> Iterator[tuple[Span, str]]:
    """Yield span and unit of each bound that the value breaks. The value's unit must be readable."""
    for bounds in load_bounds():
        span = bounds.span(source) if bounds.parameter == parameter else None
        size = _size(value.unit, bounds.unit, source.unit) if span is not None else None
        if span is not None and size is not None and not span[0] <= value.value * size <= span[1]:
            yield span, bounds.unit


@cache
def _size(unit: str, wanted: str, canonical: str) -> float | None:
    """Return how many `wanted` one `unit` is, None where the dimensions differ."""
    units = load_units()
    size, target = (units.expression(text, canonical) for text in (unit, wanted))
    return float((size / target).to("").magnitude) if size.is_compatible_with(target) else None
