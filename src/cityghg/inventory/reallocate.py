"""Parts of a figure booked in another sector, such as the road fuel that industry and households burn.

Energy statistics book fuel where it is bought. A reallocation table of a library says, with its source,
which share of a sector's fuel belongs to which other sector; a project switches tables on by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cityghg.base.problems import Place, Problem, problem, reading_order
from cityghg.factors.load import Library
from cityghg.factors.schema import Move, Reallocation
from cityghg.inventory.figures import Figure, Moved
from cityghg.inventory.of_which import Trees


@dataclass(frozen=True)
class Chosen:
    """A reallocation table that a project switched on, and the library that has it."""

    table: Reallocation
    library: Library


def choose(
    names: Sequence[str], stack: Sequence[Library], place: Place
) -> tuple[list[Chosen], list[Problem]]:
    """Find tables by name, each in the first library of the stack that has it."""
    chosen: list[Chosen] = []
    problems: list[Problem] = []
    known = {
        table.id: Chosen(table, library) for library in reversed(stack) for table in library.reallocations
    }
    for name in names:
        if name in known:
            chosen.append(known[name])
        else:
            problems.append(problem("reallocation_unknown", place, found=name, known=", ".join(known) or "-"))
    return chosen, problems


def reallocate(
    figures: Sequence[Figure], chosen: Sequence[Chosen], trees: Trees
) -> tuple[list[Figure], list[Problem]]:
    """Split each figure that a table moves; the parts add up to it exactly. Tables act one after another."""
    result, problems = list(figures), []
    for one in chosen:
        touched: defaultdict[str, list[Figure]] = defaultdict(list)
        split: list[Figure] = []
        for figure in result:
            move = _move(figure, one.table, trees)
            if move is None or figure.amount is None:
                split.append(figure)
                continue
            split += _parts(figure, move, one)
            touched[figure.table].append(figure)
        result = split
        for moved in touched.values():
            first = min((f.place for f in moved), key=reading_order)
            named = {"table": one.table.title, "library": one.library.name}
            problems.append(problem("reallocated", first, **named, count=len(moved)))
    return result, problems


def _move(figure: Figure, table: Reallocation, trees: Trees) -> Move | None:
    """Return the move for the finest source and sector around the figure's."""
    pair = figure.key.source, figure.key.sector
    fitting = [move for move in table.moves if trees.covers((move.source, move.sector), pair)]
    depths = {
        id(m): (len(trees.sources.lineage(m.source)), len(trees.sectors.lineage(m.sector))) for m in fitting
    }
    return max(fitting, key=lambda move: depths[id(move)], default=None)


def _parts(figure: Figure, move: Move, chosen: Chosen) -> Iterator[Figure]:
    share = Decimal(repr(move.share.value))
    amount = figure.amount or Decimal(0)
    document = chosen.library.publication(move.share.source).title

    def part(amount: Decimal, share: Decimal, sector: str) -> Figure:
        moved = Moved(chosen.table.id, share, figure.key.sector, document, move.share.at)
        variance = None if figure.variance is None else figure.variance * float(share) ** 2
        return replace(
            figure, key=figure.key._replace(sector=sector), amount=amount, rounding=figure.rounding * share,
            variance=variance, derived=True, terms=((1, figure),), moved=moved,
        )  # fmt: skip

    away = amount * share
    if share < 1:
        yield part(amount - away, 1 - share, figure.key.sector)
    if share > 0:
        yield part(away, share, move.to)
