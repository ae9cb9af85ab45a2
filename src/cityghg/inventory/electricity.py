"""Net import of electricity where an area reports none: consumption plus losses minus generation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from cityghg.base.notation import NE, NO
from cityghg.base.problems import Problem, problem, reading_order
from cityghg.inventory.account import SUPPLY
from cityghg.inventory.figures import Figure, Key

CONSUMED: Final = "electricity"
LOST: Final = "electricity_losses"
GENERATED: Final = "electricity_generated"
IMPORTED: Final = "electricity_import"
EXPORTED: Final = "electricity_export"


def derive_net_import(figures: Sequence[Figure]) -> tuple[list[Figure], list[Problem]]:
    """Return figures to add for areas that consume electricity and report no trade.

    Where generation is not reported either (an amount or NO), the net import is NE: taking it as
    none would turn a gap into a number. Losses that are not reported are left out and said.
    """
    by_place: defaultdict[tuple[str, int], defaultdict[str, list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        by_place[figure.key.area, figure.key.year][figure.key.source].append(figure)
    derived: list[Figure] = []
    said: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for (area, year), found in by_place.items():
        if CONSUMED not in found or IMPORTED in found or EXPORTED in found:
            continue
        key = Key(area, year, SUPPLY, IMPORTED, "")
        terms = [(1, found[CONSUMED]), (1, found.get(LOST, [])), (-1, found.get(GENERATED, []))]
        first = found[CONSUMED][0]
        if not _known(found.get(GENERATED, [])) or not _known(found[CONSUMED]):
            derived.append(Figure(key, None, first.unit, NE, first.table, first.origin, derived=True))
            said["net_import_unknown", first.table].append(first)
            continue
        amount = sum((sign * _total(group) for sign, group in terms), Decimal(0))
        records = sum(f.records for _, group in terms for f in group)
        made_of = tuple((sign, f) for sign, group in terms for f in group)
        figure = Figure(key, amount, first.unit, "", first.table, first.origin, records, derived=True)
        derived.append(replace(figure, terms=made_of))
        code = "net_import_derived" if _known(found.get(LOST, [])) else "net_import_derived_without_losses"
        said[code, first.table].append(first)
    return derived, [_problem(code, found) for (code, _), found in said.items()]


def _problem(code: str, found: Sequence[Figure]) -> Problem:
    """Say once a table what holds for so many areas and years of it."""
    return problem(code, min((f.place for f in found), key=reading_order), count=len(found))


def _known(figures: Sequence[Figure]) -> bool:
    return bool(figures) and all(f.amount is not None or f.notation == NO for f in figures)


def _total(figures: Sequence[Figure]) -> Decimal:
    return sum((f.amount for f in figures if f.amount is not None), Decimal(0))
