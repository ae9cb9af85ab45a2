"""What is wrong with the rows of a bulk table: counted by kind, the first ones told with file and row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from cityghg.base.problems import Place, Problem, problem

_SHOWN: Final = 20  # examples of a code


@dataclass(frozen=True)
class Tally:
    """One finding with the number of rows it is true of and the place of the first of them.

    `counted` findings have the number in their own sentence; `silent` ones only add to the number of rows.
    """

    code: str
    place: Place
    order: tuple[int, int]
    rows: int
    values: dict[str, Any] = field(default_factory=dict)
    counted: bool = False
    silent: bool = False


def told(tallies: Iterable[Tally]) -> Iterator[Problem]:
    """Yield the first examples of each code, and of a code with further rows how many rows there are."""
    by_code: defaultdict[str, list[Tally]] = defaultdict(list)
    for one in sorted(tallies, key=lambda tally: tally.order):
        by_code[one.code].append(one)
    for code, found in by_code.items():
        merged = _merged(found)
        shown = [one for one in merged if not one.silent][:_SHOWN]
        yield from (problem(code, one.place, **one.values, **_count(one)) for one in shown)
        rows = sum(one.rows for one in merged)
        if not found[0].counted and rows > len(shown):
            more = problem(code)
            first = shown[0].place
            yield problem(
                f"bulk_rows_{more.severity}", first, first=first.cell or f"#{first.line}", count=rows
            )


def _merged(found: list[Tally]) -> list[Tally]:
    """Return one tally for all that say the same of one file."""
    rows: Counter[tuple[str, ...]] = Counter()
    firsts: dict[tuple[str, ...], Tally] = {}
    for one in found:
        same = (one.place.file, str(one.values), str(one.silent))
        rows[same] += one.rows
        firsts.setdefault(same, one)
    return [
        Tally(one.code, one.place, one.order, rows[same], one.values, one.counted, one.silent)
        for same, one in firsts.items()
    ]


def _count(one: Tally) -> dict[str, int]:
    return {"count": one.rows} if one.counted else {}
