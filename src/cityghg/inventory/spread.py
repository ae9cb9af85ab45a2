"""Figures that emit in more than one place: in several categories at once, or over the years that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cityghg.base.notation import NE
from cityghg.base.problems import Problem, problem
from cityghg.codes import CodeList, Source
from cityghg.inventory.figures import Figure
from cityghg.inventory.masses import Line

_Deposits = dict[tuple[str, str, str], set[int]]  # years by area, sector and source


def over_categories(figures: Iterable[Figure], sources: CodeList[Source]) -> list[Figure]:
    """Book each figure in every category its source emits in, the whole amount in each.

    One that was reported for a single category stays there.
    """
    return [placed for figure in figures for placed in _placed(figure, sources[figure.key.source].categories)]


def over_years(lines: Sequence[Line]) -> tuple[list[Line], list[Problem]]:
    """Let each deposit of a series method emit in every later year of the inventory.

    Those years are the ones that anything else is reported for; where there is nothing else, those
    of the deposits. In the year of the first deposit the emission is NE, since it comes of earlier
    ones. A year without a word on its deposit, between the first deposit and the year before the last
    emission, is a problem.
    """
    deposits = [line for line in lines if _is_series(line)]
    if not deposits:
        return list(lines), []
    made = _years_of(deposits)
    years = sorted({line.figure.key.year for line in lines if not _is_series(line)})
    years = years or sorted({year for known in made.values() for year in known})
    first = {key: min(known) for key, known in made.items()}
    spread = [
        decayed
        for line in lines
        for decayed in (_later(line, years, first[_series(line)]) if _is_series(line) else (line,))
    ]
    return spread, [*_gaps(deposits, made, years[-1]), *_beginnings(deposits, made)]


def _placed(figure: Figure, categories: Sequence[str]) -> Iterator[Figure]:
    if not categories or figure.key.sector in categories:
        yield figure
        return
    for sector in categories:
        yield replace(figure, key=figure.key._replace(sector=sector), terms=((1, figure),))


def _is_series(line: Line) -> bool:
    return line.resolution is not None and line.resolution.method.kind == "series"


def _later(line: Line, years: Sequence[int], first: int) -> Iterator[Line]:
    figure = line.figure
    for year in years:
        if year == figure.key.year == first:
            yield replace(line, notation=NE)
        elif year > figure.key.year:
            key = figure.key._replace(year=year)
            later = replace(figure, key=key, terms=((1, figure),), deposited=figure.key.year)
            yield replace(line, figure=later)


def _years_of(deposits: Iterable[Line]) -> _Deposits:
    made: defaultdict[tuple[str, str, str], set[int]] = defaultdict(set)
    for line in deposits:
        made[_series(line)].add(line.figure.key.year)
    return dict(made)


def _gaps(deposits: Sequence[Line], made: _Deposits, last: int) -> Iterator[Problem]:
    """Every year up to the one before the last emission needs a deposit, or NO."""
    for key, line in _firsts(deposits).items():
        silent = sorted(set(range(min(made[key]), last)) - made[key])
        if silent:
            yield problem("deposits_missing", line.figure.place, years=_spans(silent))


def _beginnings(deposits: Sequence[Line], made: _Deposits) -> Iterator[Problem]:
    for key, line in _firsts(deposits).items():
        yield problem("deposits_begin", line.figure.place, year=str(min(made[key])))


def _firsts(deposits: Iterable[Line]) -> dict[tuple[str, str, str], Line]:
    """Return the earliest deposit of each area, sector and source."""
    return {_series(line): line for line in sorted(deposits, key=lambda d: -d.figure.key.year)}


def _series(line: Line) -> tuple[str, str, str]:
    key = line.figure.key
    return key.area, key.sector, key.source


def _spans(years: Sequence[int]) -> str:
    """Write years as spans, such as 2003, 2005-2007."""
    runs = groupby(enumerate(years), key=lambda place: place[1] - place[0])
    spans = [[year for _, year in run] for _, run in runs]
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in spans)
