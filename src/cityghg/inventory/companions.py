"""Figures that are not whole without another one, such as the steel made beside the pig iron used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cityghg.base.problems import Problem, Words, problem, reading_order
from cityghg.codes import CodeList, Source
from cityghg.inventory.masses import Line


def find_missing(lines: Sequence[Line], sources: CodeList[Source]) -> Iterator[Problem]:
    """Yield a problem for each source that counts, but whose companion the area and year do not report.

    An amount or a notation key of the companion, or of a part of it, will do; one that emits nothing
    itself counts as well.
    """
    reported: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for line in lines:
        key = line.figure.key
        reported[key.area, key.year].update(sources.lineage(key.source))
    lacking: defaultdict[tuple[str, str], dict[tuple[str, int], Line]] = defaultdict(dict)
    for line in lines:
        key = line.figure.key
        if line.resolution is None or line.notation:
            continue
        for companion in line.resolution.entry.factor.requires:
            if companion not in reported[key.area, key.year]:
                lacking[key.source, companion].setdefault((key.area, key.year), line)
    for (source, companion), found in lacking.items():
        place = min((line.figure.place for line in found.values()), key=reading_order)
        years = sorted({str(year) for _, year in found})
        named = {"source": sources[source], "companion": sources[companion]}
        listed = Words("、".join(years), ", ".join(years))
        yield problem("companion_missing", place, **named, years=listed, count=len(found))
