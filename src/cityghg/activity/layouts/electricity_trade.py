"""Reads the form of electricity moved in and out: a row for what went out, one for each grid it came from.

The factors and emissions printed beside the amounts are not used: the factor is the libraries'.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from cityghg.activity.body import find_body
from cityghg.activity.cells import read_amounts
from cityghg.activity.columns import empty_table
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import SEARCHED_ROWS, Header, split_unit
from cityghg.activity.layouts import Match, tidy
from cityghg.activity.layouts.list_words import load_list_words, names, rewritten, row_name
from cityghg.activity.layouts.reasons import counted
from cityghg.activity.printed import plain, tolerance
from cityghg.activity.resolve import named
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem
from cityghg.base.text import fold, half_width

NAME = "electricity_trade"

_SURE = 0.91
_ITEM, _AMOUNT, _IMPORT = "能源品种", "数量", "调入电力"
_IN, _OUT = "electricity_import", "electricity_export"
_TOTALS = ("合计", "总计", "Total")
Cell = tuple[int, int]


def score(sheet: Sheet, context: Context) -> Match:
    """The form has amounts of electricity, and rows of what was moved in or out."""
    heading = _heading(sheet, context)
    found = _rows(rewritten(sheet, heading, set()), context) if heading else {}
    moved = [row for row, kind in found.items() if kind in (_IN, _OUT, "from_grid")]
    return Match(_SURE, (counted("trade", len(moved)),)) if moved else Match(0.0)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return what was moved out, and what was moved in: by grid where the form says from which."""
    findings = Findings(sheet)
    ours = rewritten(sheet, _heading(sheet, context), set())
    header = tidy.find_header(ours, context)
    if header is None:
        return empty_table(), findings.all()
    kinds = _rows(ours, context)
    amounts = _amounts(ours, header, list(kinds))
    by_grid = [row for row, kind in kinds.items() if kind == "from_grid" and row in amounts]
    whole = [row for row, kind in kinds.items() if kind == _IN]
    _check(ours, header, kinds, amounts, findings)
    left_out = {row for row, kind in kinds.items() if kind == "total"} | ({*whole} if by_grid else set())
    left_out |= {
        row for row in kinds if ours.value(row, header.fields["amount"][0]) is None and not _flawed(ours, row)
    }
    item = header.fields["source"][0]
    table, problems = tidy.read(rewritten(ours, {(row, item): _IMPORT for row in by_grid}, left_out), context)
    return table, [*findings.all(), *problems]


def _heading(sheet: Sheet, context: Context) -> dict[Cell, Value]:
    """Return the headings of item and electricity, each with the word that a tidy table has for it."""
    words = load_list_words().trade
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        found: dict[Cell, Value] = {}
        for column in range(len(sheet.rows[row])):
            name, unit = split_unit(half_width(sheet.text(row, column)), context.units)
            if row_name(name) in names(words.items) and _ITEM not in found.values():
                found[row, column] = _ITEM
            elif row_name(name) in names(words.amounts):
                found[row, column] = f"{_AMOUNT}({unit})" if unit else _AMOUNT
        if len(found) > 1 and _ITEM in found.values():
            return found
    return {}


def _rows(sheet: Sheet, context: Context) -> dict[int, str]:
    """Return the rows below the headings, each with what it is: a source, `from_grid`, `total` or blank."""
    header = tidy.find_header(sheet, context)
    if header is None:
        return {}
    item = header.fields["source"][0]
    kinds: dict[int, str] = {}
    body = find_body(sheet, header, (item, *header.fields["amount"]), context, Findings(sheet))
    totals = [
        r
        for r in range(header.last_row + 1, len(sheet.rows))
        if fold(sheet.text(r, item)) in {*map(fold, _TOTALS)}
    ]
    for row in sorted({*body.rows, *totals}):
        label = row_name(sheet.text(row, item))
        source = named(half_width(sheet.text(row, item)), context.sources) if label else None
        if any(label.startswith(name) for name in names(load_list_words().trade.from_grid)):
            kinds[row] = "from_grid"
        elif row in totals:
            kinds[row] = "total"
        else:
            kinds[row] = source.id if source is not None else ""
    return kinds


def _amounts(sheet: Sheet, header: Header, rows: list[int]) -> dict[int, Decimal]:
    column = header.fields["amount"][0]
    frame = read_amounts([sheet.value(row, column) for row in rows])
    return {row: amount for row, amount in zip(rows, frame["amount"], strict=True) if amount is not None}


def _check(
    sheet: Sheet, header: Header, kinds: dict[int, str], amounts: dict[int, Decimal], findings: Findings
) -> None:
    """Compare what was moved in with the grids it came from, and the total with both."""
    column = header.fields["amount"][0]
    given = {
        kind: [amounts[r] for r, k in kinds.items() if k == kind and r in amounts]
        for kind in {*kinds.values()}
    }
    grids, out = given.get("from_grid", []), given.get(_OUT, [])
    into = grids or given.get(_IN, [])
    for row, kind in kinds.items():
        parts = grids if kind == _IN else [*into, *(-amount for amount in out)]
        if row not in amounts or kind not in (_IN, "total") or (kind == _IN and not grids):
            continue
        added, label = sum(parts, Decimal(0)), half_width(sheet.text(row, header.fields["source"][0]))
        if abs(amounts[row] - added) > tolerance([amounts[row], *parts]):
            findings.at(
                "trade_total_differs", row, column, row=label, found=plain(amounts[row]),
                added=plain(added), difference=plain(amounts[row] - added),
            )  # fmt: skip


def _flawed(sheet: Sheet, row: int) -> bool:
    return any(at == row for at, _ in sheet.flaws)
