"""Joins forms 205-1 and 205-2 of one enterprise, whichever sheets and files they stand in.

Consumption in form 205-1 holds what went into transformation. Form 205-2 gives each such input as a
negative row; it becomes a row of the table that holds the consumption, so that the sum is what the
enterprise used besides, and both cells can be walked back to. A negative row never stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from cityghg.activity.columns import SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.layouts import form_205_1, form_205_2
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.printed import plain, tolerance
from cityghg.activity.sheet import without_part
from cityghg.base.notation import NE
from cityghg.base.problems import Place, Problem, problem

_WHO = ("reporter", "area", "year", "month")
_INDUSTRY = "industry"
Row = dict[str, Any]
Key = tuple[Any, ...]  # who reports, and the energy


def join(
    activity: pl.DataFrame, layouts: Mapping[str, str], context: Context
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the table with inputs taken off consumption, and what lacks its partner.

    `layouts` says by which layout each table was read.
    """
    second = pl.col("table").is_in([t for t, layout in layouts.items() if layout == form_205_2.NAME])
    firsts = pl.col("table").is_in([t for t, layout in layouts.items() if layout == form_205_1.NAME])
    negative = second & (pl.col("amount") < 0).fill_null(value=False)
    taken, first = activity.filter(negative), activity.filter(firsts)
    if taken.is_empty() and first.is_empty():
        return activity, []
    consumed = activity.filter(firsts | (~second & (pl.col("reporter") != "")))
    moved, spoilt, problems = _taken_off(taken, consumed, context)
    with_second = {_who(row) for row in activity.filter(second).iter_rows(named=True)}
    problems += _alone(first, with_second, context)
    rest = activity.filter(~negative)
    gap = pl.concat_str("table", pl.lit("\n"), "origin").is_in(["\n".join(cell) for cell in spoilt])
    rest = rest.with_columns(
        amount=pl.when(~gap).then(pl.col("amount")),
        notation=pl.when(gap).then(pl.lit(NE)).otherwise(pl.col("notation")),
    )
    return pl.concat([rest, pl.DataFrame(moved, schema=SCHEMA)]), problems


def _taken_off(
    taken: pl.DataFrame, consumed: pl.DataFrame, context: Context
) -> tuple[list[Row], set[tuple[str, str]], list[Problem]]:
    """Return the inputs as rows beside the consumption, the rows they spoil, and what was found."""
    used = _by_energy(consumed, context)
    known = {key[:-1] for key in used}
    inputs = _by_energy(taken, context)
    moved, spoilt, problems = list[Row](), set[tuple[str, str]](), list[Problem]()
    alone: dict[Key, Row] = {}
    for key, rows in _of_one_kind(inputs, used, context).items():
        against = used.get(key, [])
        if key[:-1] not in known:
            alone.setdefault(key[:-1], rows[0])
        elif any(row["amount"] is None for row in against) or _only_within(key, inputs, used, context):
            continue
        elif found := _too_much(rows, against, context):
            problems.append(found)
            spoilt |= {(row["table"], row["origin"]) for row in against}
        else:
            moved += [_beside(row, against[0]) for row in rows]
    problems += [
        problem("form_205_2_alone", _place(row, cell=False), reporter=row["reporter"] or "?")
        for row in alone.values()
    ]
    return moved, spoilt, problems


def _by_energy(rows: pl.DataFrame, context: Context) -> dict[Key, list[Row]]:
    """Return the rows of industry by who reports them and by energy."""
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        if context.sectors.covers(_INDUSTRY, row["sector"]):
            found[*_who(row), row["source"]].append(row)
    return dict(found)


def _of_one_kind(
    inputs: dict[Key, list[Row]], used: dict[Key, list[Row]], context: Context
) -> dict[Key, list[Row]]:
    """Return the inputs, one given for raw coal alone also as that of its one kind that was used."""
    result = dict(inputs)
    for (*who, source), rows in inputs.items():
        kinds = [
            key
            for key in used
            if key[:-1] == tuple(who) and key[-1] != source and context.sources.covers(source, key[-1])
        ]
        if len(kinds) == 1 and kinds[0] not in inputs:
            result[kinds[0]] = [row | {"source": kinds[0][-1]} for row in rows]
    return result


def _only_within(
    key: Key, inputs: dict[Key, list[Row]], used: dict[Key, list[Row]], context: Context
) -> bool:
    """Say whether form 205-1 has this kind of coal only within raw coal, from which it is taken off too."""
    around = ((*key[:-1], whole) for whole in context.sources.lineage(key[-1])[1:])
    return key not in used and any(whole in inputs and whole in used for whole in around)


def _too_much(inputs: list[Row], against: list[Row], context: Context) -> Problem | None:
    """Return what is wrong where more was put into transformation than form 205-1 says was used."""
    unit = inputs[0]["unit"]

    def in_unit(row: Row) -> Decimal:
        amount: Decimal = row["amount"]
        return amount * Decimal(repr(context.units.factor(row["unit"], unit)))

    put, used = [-in_unit(row) for row in inputs], [in_unit(row) for row in against]
    if sum(put) - sum(used) <= tolerance([*put, *used]):
        return None
    return problem(
        "form_205_2_exceeds", _place(inputs[0]), source=context.sources[inputs[0]["source"]],
        found=plain(sum(put, Decimal(0))), expected=plain(sum(used, Decimal(0))), unit=unit,
        other=str(_place(against[0])) if against else "-",
    )  # fmt: skip


def _beside(row: Row, consumed: Row) -> Row:
    """Return an input as a row of the table that holds the consumption; its origin says where it stands."""
    file = without_part(row["table"]).partition("|")[0]
    same = file == without_part(consumed["table"]).partition("|")[0]
    origin = row["origin"] if same else f"{file}, {row['origin']}"
    return row | {"table": consumed["table"], "sector": consumed["sector"], "origin": origin}


def _alone(first: pl.DataFrame, with_second: set[Key], context: Context) -> list[Problem]:
    """Warn of consumption of an industry that transforms energy where form 205-2 is not there."""
    found: dict[Key, Row] = {}
    for row in first.iter_rows(named=True):
        if row["sector"] in load_form_205().transforming and _who(row) not in with_second:
            found.setdefault(_who(row), row)
    return [
        problem(
            "form_205_1_alone", _place(row, cell=False), reporter=row["reporter"] or "?",
            sector=context.sectors[row["sector"]],
        )
        for row in found.values()
    ]  # fmt: skip


def _who(row: Row) -> Key:
    return tuple(row[name] for name in _WHO)


def _place(row: Row, *, cell: bool = True) -> Place:
    file, _, sheet = without_part(row["table"]).partition("|")
    return Place(file=file, sheet=sheet, cell=row["origin"].removeprefix(f"{sheet}!") if cell else "")
