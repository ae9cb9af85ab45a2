"""Printed totals against the sum of their parts. Totals are never counted; a difference is shown.

A figure is known to half a unit of its last printed decimal. So a total may differ from its parts by
half a unit of its own last decimal, and half a unit of the parts' last decimal for each part. What
lies within that is said once a sheet, what lies beyond is a warning with the arithmetic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts.balance_rows import parts_of_total
from cityghg.activity.printed import DUST, HALF, plain
from cityghg.activity.sheet import address
from cityghg.activity.slips import Term, slipped
from cityghg.units import UnitError

Cell = tuple[int, int]
_KEY = ("area", "year", "sector", "counterpart", "reporter", "month")
_LISTED = 10  # cells or runs of cells named in one sentence


class Shown(NamedTuple):
    """A figure, the cell it stands in, and the cleaned text it was read from."""

    cell: Cell
    amount: Decimal
    text: str

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        return len(self.text.partition(".")[2]) if "e" not in self.text.lower() else 0


class PrintedTotals:
    """Compares the printed totals of one sheet; what rounding explains is gathered for one note."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._rounded: list[tuple[Decimal, Shown]] = []

    def compare(self, label: object, total: Shown, parts: Sequence[Shown], unit: str) -> None:
        """Warn of a total that differs from its parts; nothing is said of one without parts."""
        if not parts:
            return
        added = sum((part.amount for part in parts), Decimal(0))
        difference, within = total.amount - added, rounding(total, parts)
        if abs(difference) > within:
            terms = [Term(1, total.cell, total.amount), *(Term(-1, p.cell, p.amount) for p in parts)]
            self.findings.at(
                "printed_total_differs", *total.cell, row=label, found=plain(total.amount), unit=unit,
                cells=listed(part.cell for part in parts), added=plain(added),
                difference=plain(difference), likely=slipped(terms, unit, within),
            )  # fmt: skip
        elif abs(difference) > _dust(total, parts):
            self._rounded.append((abs(difference), total))

    def note_rounding(self) -> None:
        """Say once how many totals are off by no more than rounding explains."""
        if self._rounded:
            most, at = max(self._rounded, key=lambda one: one[0])
            self.findings.at("printed_totals_rounded", *at.cell, count=len(self._rounded), most=plain(most))


def rounding(total: Shown, parts: Sequence[Shown]) -> Decimal:
    """Return by how much a total may differ from its parts, as each of them is printed rounded."""
    finest = max((part.places for part in parts), default=0)
    return max(HALF.scaleb(-total.places) + HALF.scaleb(-finest) * len(parts), _dust(total, parts))


def agrees(total: Shown, parts: Sequence[Shown]) -> bool:
    """Say whether a total is that of the parts, but for rounding."""
    return abs(total.amount - sum(part.amount for part in parts)) <= rounding(total, parts)


def listed(cells: Iterable[Cell]) -> str:
    """Return addresses, neighbours in a column or a row as a range: E2:E5 E8."""
    runs: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        if runs and (cell[0] - 1, cell[1]) == runs[-1][-1]:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    if runs and all(len(run) == 1 for run in runs):  # one row, most likely
        numbered = enumerate(sorted(run[0] for run in runs))
        runs = [
            [cell for _, cell in group]
            for _, group in groupby(numbered, key=lambda n: (n[1][0], n[1][1] - n[0]))
        ]
    shown = [address(*run[0]) if len(run) == 1 else f"{address(*run[0])}:{address(*run[-1])}" for run in runs]
    return " ".join(shown[:_LISTED]) + (" …" if len(shown) > _LISTED else "")


def check_sources(
    frame: pl.DataFrame, keys: pl.DataFrame, context: Context, totals: PrintedTotals, *, by_row: bool
) -> None:
    """Compare totals of sources, such as 煤合计, with the sources of the same key that they add up.

    `frame` holds cells as `read_column` returns them, with a column `flawed` for those not to be
    trusted; `keys` who and when of each row, or of each row and column. A total whose parts the table
    lacks is a warning, since what it holds is lost. Nothing is said where a part cannot be read, or a key
    has a total twice. With `by_row` parts stand in the row of their total.
    """
    kinds = {source.id for source in context.sources if source.kind == "total"}
    if not frame["source"].is_in(list(kinds)).any():
        return
    on = [name for name in ("row", "column") if name in keys.columns]
    groups: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for cell in frame.join(keys, on=on, how="inner", maintain_order="left").iter_rows(named=True):
        if cell["area"] is not None and cell["year"] is not None and cell["sector"]:
            at = cell["row"] if by_row else None
            groups[(at, *(cell[name] for name in _KEY))].append(cell)
    alone: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for group in groups.values():
        for total in group:
            is_total = total["source"] in kinds and total["amount"]
            if is_total and not _check_source(total, group, kinds, context, totals):
                alone[total["source"]].append(total)
    for source, cells in alone.items():
        first = cells[0]
        totals.findings.at(
            "total_source_alone", first["row"], first["column"], source=context.sources[source],
            found=f"{plain(first['amount'])} {first['unit'] or ''}".strip(), count=len(cells),
        )  # fmt: skip


def _check_source(
    total: dict[str, Any],
    group: list[dict[str, Any]],
    kinds: set[str],
    context: Context,
    totals: PrintedTotals,
) -> bool:
    """Compare one total with its parts; say whether it has any."""
    if any(map(_is_unread, group)) or sum(cell["source"] == total["source"] for cell in group) > 1:
        return True
    given = [cell for cell in group if cell["source"] not in kinds]
    held = {cell["source"] for cell in given if cell["amount"] is not None}
    members = parts_of_total(total["source"], held, context.sources)
    if members is None:
        return bool(held)
    parts = [cell for cell in given if cell["source"] in members and cell["amount"] is not None]
    units = {total["unit"]} if total["unit"] else {part["unit"] for part in parts}
    shown = list(_in_unit(parts, next(iter(units)), context)) if len(units) == 1 else [None]
    if parts and None not in shown:
        one = Shown((total["row"], total["column"]), total["amount"], total["text"])
        sound = [part for part in shown if part is not None]
        totals.compare(context.sources[total["source"]], one, sound, next(iter(units)))
    return bool(parts)


def _is_unread(cell: dict[str, Any]) -> bool:
    """Say whether a cell is reported as wrong, so that nothing can be said of its sum."""
    if cell["source"] is not None and cell["unit"] is None:
        return True
    wrong = cell["fault"] in ("text", "overflow") or (cell["amount"] is not None and cell["amount"] < 0)
    return bool(cell["flawed"]) or cell["source"] is None or wrong


def _in_unit(parts: Sequence[dict[str, Any]], unit: str | None, context: Context) -> Iterator[Shown | None]:
    """Yield parts in the unit of their total; None for one that has no such."""
    for part in parts:
        cell, own = (part["row"], part["column"]), part["unit"]
        if own == unit:
            yield Shown(cell, part["amount"], part["text"])
            continue
        try:
            amount = part["amount"] * Decimal(repr(context.units.factor(own or "", unit or "")))
        except UnitError:
            yield None
        else:
            yield Shown(cell, amount, plain(amount))


def _dust(total: Shown, parts: Sequence[Shown]) -> Decimal:
    return max(abs(one.amount) for one in (total, *parts)) * DUST
