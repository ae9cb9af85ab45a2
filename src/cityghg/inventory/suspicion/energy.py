"""What the energy of amounts tells: sources of one area beside each other, and what no city can use."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from cityghg.codes import CodeList, Source
from cityghg.factors.plausible import Span, load_bounds, size_in
from cityghg.inventory.figures import Figure
from cityghg.inventory.suspicion.guards import CeilingGuard, EnergyGuards
from cityghg.inventory.suspicion.suspect import Suspect
from cityghg.units import UnitError, load_units

_CARRIERS = ("electricity", "heat")
_FUELS = ("coal", "coal_product", "gas", "oil", "natural_gas", "other")
_ENERGY = "GJ"
_UNIT_OF = {"mass": "t", "volume": "m3"}


def look(figures: Sequence[Figure], sources: CodeList[Source], guards: EnergyGuards) -> Iterator[Suspect]:
    """Yield of an area and year the source that outweighs all others, and electricity that weighs nothing."""
    groups: defaultdict[tuple[str, int], defaultdict[str, list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        source = sources[figure.key.source]
        if span_of(source) is not None and source.sector is None:
            groups[figure.key.area, figure.key.year][figure.key.source].append(figure)
    for group in groups.values():
        if len(group) >= guards.fewest_sources:
            energy = {name: sum(_middle(figure, sources) for figure in own) for name, own in group.items()}
            sectors = {figure.key.sector for own in group.values() for figure in own}
            enough = len(sectors) >= guards.fewest_sectors
            found = list(_by_measure(group, energy, sources, guards)) if enough else []
            yield from found or _in_group(group, energy, guards)


def _by_measure(
    group: Mapping[str, list[Figure]],
    energy: Mapping[str, float],
    sources: CodeList[Source],
    guards: EnergyGuards,
) -> Iterator[Suspect]:
    """Yield, as one suspect, what is measured alike where its share of the energy cannot be.

    What one unit stands for slips together: all that a table gives in tonnes, or in cubic metres. Too
    much of one measure leaves too little of the others, so that is looked for first.
    """
    measured: defaultdict[str, list[str]] = defaultdict(list)
    for name in group:
        measured[measure_of(sources[name])].append(name)
    whole = sum(energy.values())
    held = {measure: sum(energy[name] for name in names) for measure, names in measured.items()}
    ratios = {m: own / (whole - own) for m, own in held.items() if own < whole and m in guards.measures}
    off = [m for m, ratio in ratios.items() if ratio > guards.measures[m].most] or [
        m
        for m, ratio in ratios.items()
        if ratio < guards.measures[m].least and len(measured[m]) >= guards.measures[m].fewest_sources
    ]
    for measure in off[:1]:
        alike = [figure for name in measured[measure] for figure in group[name]]
        others = [figure for name in group if name not in measured[measure] for figure in group[name]]
        first, *more = sorted(alike, key=lambda f: -_middle(f, sources))
        expected = float(first.amount or 0) / ratios[measure]
        power = guards.power if ratios[measure] > 1 else -guards.power
        other = max(others, key=lambda f: _middle(f, sources))
        yield Suspect(first, power, "measures", expected, other, tuple(more))


@cache
def measure_of(source: Source) -> str:
    """Return what a source is measured by: electricity, heat, mass, volume, or blank for none of them."""
    if source.kind in _CARRIERS:
        return source.kind
    for measure, unit in _UNIT_OF.items():
        try:
            load_units().factor(source.unit, unit)
        except UnitError:
            continue
        return measure
    return ""


def _in_group(
    group: Mapping[str, list[Figure]], energy: Mapping[str, float], guards: EnergyGuards
) -> Iterator[Suspect]:
    """Yield the largest figure of the source whose share cannot be; it is expected to equal all others."""
    ratios = {name: own / (sum(energy.values()) - own) for name, own in energy.items()}
    name = max(ratios, key=ratios.__getitem__)
    if ratios[name] <= guards.most_of_others:
        name = "electricity"
        if ratios.get(name, 1) >= guards.least_electricity:
            return
    ratio = ratios[name]
    others = (figure for other, own in group.items() if other != name for figure in own)
    largest, *more = sorted(group[name], key=lambda f: -(f.amount or 0))
    expected = float(largest.amount or 0) / ratio
    power = guards.power if ratio > 1 else -guards.power
    yield Suspect(largest, power, "sources", expected, max(others, key=lambda f: f.amount or 0), tuple(more))


def beyond(
    figures: Sequence[Figure], sources: CodeList[Source], guard: CeilingGuard
) -> Iterator[tuple[Figure, float]]:
    """Yield figures of more energy than the ceiling, in its unit, however poor the fuel."""
    size = load_units().factor(guard.unit, _ENERGY)
    for figure in figures:
        span = span_of(sources[figure.key.source])
        energy = span[0] * float(figure.amount or 0) / size if span is not None else 0
        if energy > guard.value:
            yield figure, energy


@cache
def span_of(source: Source) -> Span | None:
    """Return how many GJ the unit of a source may hold, None where it is no energy used."""
    if source.kind in _CARRIERS or (source.kind in _FUELS and source.unit == "tce"):
        try:
            whole = load_units().factor(source.unit, _ENERGY)
        except UnitError:
            return None
        return (whole, whole)
    if source.kind not in _FUELS:
        return None
    for bounds in load_bounds():
        span = bounds.span(source) if bounds.parameter == "net_calorific_value" else None
        size = size_in(bounds.unit, f"{_ENERGY}/unit", source.unit)
        if span is not None and size is not None:
            return span[0] / size, span[1] / size
    return None


def _middle(figure: Figure, sources: CodeList[Source]) -> float:
    low, high = span_of(sources[figure.key.source]) or (0, 0)
    return math.sqrt(low * high) * float(figure.amount or 0)
