"""The arithmetic of the energy balance: which cells, with which sign, are the activity of which sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from cityghg.activity.context import Context
from cityghg.activity.layouts.balance_columns import Column
from cityghg.activity.layouts.balance_form import Form, Line
from cityghg.activity.layouts.balance_grid import Grid
from cityghg.activity.sheet import address
from cityghg.base.notation import NE
from cityghg.base.problems import Problem, problem

CARRIERS = ("electricity", "heat")  # kinds of source of which only final consumption is activity

UNKNOWN: Final[dict[str, Any]] = {"amount": None, "notation": NE}  # of a row that cannot be read


@dataclass(frozen=True)
class Term:
    """A sector's activity of a source, as a sum over cells of one column: `plus` less `minus`."""

    sector: str
    source: str
    plus: tuple[Line, ...] = ()
    minus: tuple[Line, ...] = ()


def activity(form: Form, grid: Grid, context: Context) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return rows of sector, source, unit, amount, origin; an amount below 0 beyond rounding is a problem."""
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for column in form.columns:
        for term in _terms(form, column, grid, context):
            row, found = _row(form, column, grid, term)
            rows += row
            problems += found
    return rows, problems


def _terms(form: Form, column: Column, grid: Grid, context: Context) -> Iterator[Term]:
    carrier = column.source.kind in CARRIERS
    for line in form.sectors():
        yield from _final(form, column, grid, line, carrier)
    for line in form.lines:
        if line.code is not None:
            yield from _traded(column, line, context) if carrier else _burnt(column, grid, line)


def _final(form: Form, column: Column, grid: Grid, line: Line, carrier: bool) -> Iterator[Term]:
    """Yield a sector; or its parts; or, where these leave a remainder, both: then they are parts of it."""
    parts = [part for part in form.parts(line) if grid.get(part.row, column.index) is not None]
    own = grid.get(line.row, column.index)
    left = None if own is None else own - sum(grid.quantities[p.row, column.index] for p in parts)
    cells = [(x.row, column.index) for x in (line, *parts)]
    if not parts or (left is not None and left > grid.rounding(cells)):
        minus = () if carrier else tuple(form.taken_from(line))
        yield Term(str(line.sector), column.source.id, (line,), minus)
    for part in parts:
        yield from _final(form, column, grid, part, carrier)


def _burnt(column: Column, grid: Grid, line: Line) -> Iterator[Term]:
    code, quantity = line.code, grid.get(line.row, column.index)
    if code is not None and code.taken_from and code.sector:
        yield Term(code.sector, column.source.id, (line,))
    elif code is not None and code.burnt_by and quantity is not None and quantity < 0:
        yield Term(code.burnt_by, column.source.id, (), (line,))


def _traded(column: Column, line: Line, context: Context) -> Iterator[Term]:
    code = line.code
    if code is None or column.source.id not in code.carriers:
        return
    source = context.sources[code.carriers[column.source.id]]
    yield Term(str(source.sector), source.id, *(((), (line,)) if code.negative else ((line,), ())))


def _row(form: Form, column: Column, grid: Grid, term: Term) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Work out one term: no row where none of its cells holds a quantity, a gap (NE) where one is bad."""
    signed = [(line, "+") for line in term.plus] + [(line, "-") for line in term.minus]
    bad = [address(line.row, column.index) for line, _ in signed if (line.row, column.index) in grid.bad]
    if bad:
        return [_gap(form, column, term, "+".join(bad))], []
    given = [(line, sign, q) for line, sign in signed if (q := grid.get(line.row, column.index)) is not None]
    if not given:
        return [], []
    amount = sum((q if sign == "+" else -q for _, sign, q in given), Decimal(0))
    formula = "".join(sign + address(line.row, column.index) for line, sign, _ in given).removeprefix("+")
    cells = [(line.row, column.index) for line, _, _ in given]
    if amount < -grid.rounding(cells):
        found = problem(
            "balance_negative",
            form.sheet.place(*cells[0]),
            source=column.source,
            rows=" − ".join(line.label for line, _, _ in given),
            formula=formula,
            found=f"{amount.normalize():f}",
            unit=column.unit,
        )
        return [_gap(form, column, term, formula)], [found]
    return [_head(form, column, term, formula) | {"amount": max(amount, Decimal(0))}], []


def _gap(form: Form, column: Column, term: Term, formula: str) -> dict[str, Any]:
    """Return the row that stands for an amount which cannot be known."""
    return _head(form, column, term, formula) | UNKNOWN


def _head(form: Form, column: Column, term: Term, formula: str) -> dict[str, Any]:
    origin = f"{form.sheet.name}!{formula}" if form.sheet.name else formula
    return {"sector": term.sector, "source": term.source, "unit": column.unit, "origin": origin}
