"""A series over years in which some years stand a power of ten above or below the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from cityghg.inventory.figures import Figure
from cityghg.inventory.suspicion.guards import YearGuards, nearest_power
from cityghg.inventory.suspicion.suspect import Suspect, size

_MOST_LEVELS = 3  # a series with more is not a steady one with slips


def look(figures: Sequence[Figure], guards: YearGuards) -> Iterator[Suspect]:
    """Yield the runs of years that stand apart, each as one suspect: its first year with the others."""
    series: defaultdict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        area, _, *rest = figure.key
        series[area, *rest].append(figure)
    for one in series.values():
        if len(one) == 1:
            continue
        one.sort(key=lambda figure: figure.key.year)
        for piece in _without_gaps(one, guards.longest_gap):
            yield from _in_series(piece, guards)


def _without_gaps(series: list[Figure], longest: int) -> Iterator[list[Figure]]:
    start = 0
    for i, (one, other) in enumerate(pairwise(series), start=1):
        if other.key.year - one.key.year > longest:
            yield series[start:i]
            start = i
    yield series[start:]


def _in_series(series: list[Figure], guards: YearGuards) -> Iterator[Suspect]:
    steps = [size(other) - size(one) for one, other in pairwise(series)]
    powers = [nearest_power(step, guards.tolerance) for step in steps]
    quiet = [abs(step) for step, power in zip(steps, powers, strict=True) if not power]
    levels = [0]
    for power in powers:
        levels.append(levels[-1] + power)
    if not any(powers) or len(set(levels)) > _MOST_LEVELS or (quiet and median(quiet) > guards.noise):
        return
    base = Counter(levels).most_common(1)[0][0]
    for level, run in groupby(range(len(series)), key=levels.__getitem__):
        if level != base:
            span = list(run)
            around = [i for i in (span[0] - 1, span[-1] + 1) if 0 <= i < len(series) and levels[i] == base]
            if around and _is_certain(series, around, level - base, quiet, guards):
                other = series[around[0]]
                first, *more = (series[i] for i in (reversed(span) if around[0] > span[-1] else span))
                yield Suspect(first, level - base, "years", float(other.amount or 0), other, tuple(more))


def _is_certain(
    series: list[Figure], around: list[int], power: int, quiet: list[float], guards: YearGuards
) -> bool:
    """Say whether a level is no real change: two years around it agree, or the series is steady."""
    restless = abs(power) == 1 and bool(quiet) and median(quiet) > guards.steady
    if len(around) > 1:
        apart = abs(size(series[around[0]]) - size(series[around[1]]))
        return not restless and apart <= guards.agree * (around[1] - around[0])
    return abs(power) > 1 or (len(quiet) >= guards.fewest_steps and max(quiet) <= guards.steady)
