"""The figures of a form 205: for each enterprise and energy its amounts, each with the cell it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from cityghg.activity.body import Body
from cityghg.activity.cells import read_amounts, why_no_number
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.layouts.form_205_find import Column, FormTable
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.layouts.form_205_names import named_sources
from cityghg.activity.resolve import find_unit
from cityghg.activity.sheet import address
from cityghg.codes import Source

Cell = tuple[int, int]
_MAY_BE_NEGATIVE = (
    "coefficient",
    "reference_coefficient",
    "opening_stock",
    "closing_stock",
    "purchased_value",
)
_NOT_READ = ("purchased_value", "reference_coefficient")


class Who(NamedTuple):
    """Whose figures they are, and where and when."""

    area: str
    year: int
    sector: str
    reporter: str
    month: str


@dataclass(frozen=True)
class Slot:
    """Where the amounts of one energy of one enterprise stand, and in which unit, as it is written.

    What is not `certain` to be of that energy is bad.
    """

    source: Source
    row: int
    unit: str
    cells: dict[str, Cell]
    certain: bool = True


@dataclass(frozen=True)
class Entry:
    """One energy of one enterprise. A `bad` amount stands there and cannot be read; `notations` are keys.

    `unit` is None where it is unknown or wrong, which is reported. `cells` says where each measure
    stands, `formulas` from which cells an amount was worked out.
    """

    who: Who
    source: Source
    row: int
    unit: str | None
    cells: dict[str, Cell]
    amounts: dict[str, Decimal]
    bad: frozenset[str] = frozenset()
    notations: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)

    def get(self, measure: str) -> Decimal:
        """Return an amount, 0 where there is none."""
        return self.amounts.get(measure, Decimal(0))

    def has(self, *measures: str) -> bool:
        """Say whether anything stands there, be it readable or not."""
        return any(m in self.amounts or m in self.bad or m in self.notations for m in measures)

    def cell(self, *measures: str) -> Cell:
        """Return the cell of the first measure that stands in the form."""
        return next((self.cells[m] for m in measures if m in self.cells), (self.row, 0))

    def formula(self, measure: str) -> str:
        """Return the address of an amount, or the sum it was worked out by."""
        return self.formulas.get(measure) or (address(*self.cells[measure]) if measure in self.cells else "")

    def with_amount(self, measure: str, amount: Decimal, formula: str) -> Entry:
        """Return the entry with one amount worked out."""
        amounts = {**self.amounts, measure: amount}
        return replace(self, amounts=amounts, formulas={**self.formulas, measure: formula})


def read_entries(
    table: FormTable, body: Body, who: dict[int, Who], context: Context, findings: Findings
) -> list[Entry]:
    """Return the entries of the rows in `who`; report what is no amount, no source and no unit."""
    rows = replace(body, rows=tuple(row for row in body.rows if row in who))
    slots = _wide_slots(table, rows, context) if table.wide else _list_slots(table, rows, context, findings)
    kept = list(slots)
    found = _amounts(rows, [(cell, m) for slot in kept for m, cell in slot.cells.items()], findings)
    entries: list[Entry] = []
    for slot in kept:
        read = {m: found[cell] if slot.certain else None for m, cell in slot.cells.items() if cell in found}
        entry = Entry(
            who[slot.row], slot.source, slot.row, None, slot.cells,
            {m: v for m, v in read.items() if isinstance(v, Decimal)},
            frozenset(m for m, v in read.items() if v is None),
            {m: v for m, v in read.items() if isinstance(v, str)},
        )  # fmt: skip
        if read:
            entries.append(replace(entry, unit=_unit(entry, slot.unit, table, context, findings)))
    return entries


def _list_slots(table: FormTable, body: Body, context: Context, findings: Findings) -> Iterator[Slot]:
    unit_column = table.header.column("unit")
    units = body.texts(unit_column) if unit_column is not None else [""] * len(body.rows)
    sources = named_sources(table, body, context, findings)
    for row, unit, (source, certain) in zip(body.rows, units, sources, strict=True):
        if source is not None:
            yield Slot(
                source, row, unit, {c.measure.id: (row, c.index) for c in _read(table.columns)}, certain
            )


def _wide_slots(table: FormTable, body: Body, context: Context) -> Iterator[Slot]:
    for source in dict.fromkeys(c.source for c in table.columns if c.source):
        columns = [c for c in table.columns if c.source == source]
        unit = next((c.unit for c in columns if c.unit and "coefficient" not in c.measure.id), "")
        for row in body.rows:
            yield Slot(
                context.sources[source],
                row,
                unit or "",
                {c.measure.id: (row, c.index) for c in _read(columns)},
            )


def _read(columns: Iterable[Column]) -> Iterator[Column]:
    return (c for c in columns if c.measure.id not in _NOT_READ)


def _amounts(
    body: Body, cells: list[tuple[Cell, str]], findings: Findings
) -> dict[Cell, Decimal | str | None]:
    """Return what stands in each filled cell: a number, a notation key, or None where it is bad."""
    sheet, marks = body.sheet, list[tuple[Cell, str]]()
    frame = read_amounts([sheet.value(*cell) for cell, _ in cells])
    found: dict[Cell, Decimal | str | None] = {}
    for (cell, measure), (text, amount, notation, fault) in zip(cells, frame.iter_rows(), strict=True):
        if flaw := sheet.flaws.get(cell):
            found[cell] = None
            findings.at("error_cell" if flaw[0] == "error" else "formula_without_value", *cell, found=flaw[1])
        elif fault == "missing":
            marks += [(cell, text)] if text else []
        elif fault:
            found[cell] = None
            shown = text.removesuffix("T00:00:00")
            code = "amount_overflow" if fault == "overflow" else why_no_number(shown)
            findings.at(code, *cell, found=shown, suggestion=shown.upper())
        elif notation:
            found[cell] = notation
        elif amount < 0 and measure not in _MAY_BE_NEGATIVE:
            found[cell] = None
            findings.at("negative_amount", *cell, found=text)
        else:
            found[cell] = amount
    if marks:
        findings.at("marks_are_missing", *marks[0][0], found=marks[0][1], count=len(marks))
    return found


def _unit(entry: Entry, text: str, table: FormTable, context: Context, findings: Findings) -> str | None:
    """Return the unit of an entry; say where it is not the one the form is printed in."""
    if entry.source.kind == "total":
        return text or None
    said = find_unit(text, entry.source, context)
    unit_column = table.header.column("unit")
    cell = (entry.row, unit_column) if unit_column is not None else entry.cell("total", "production")
    if table.wide:
        cell = (table.header.row, cell[1])
    if said.problem:
        findings.at(said.problem, *cell, **said.values)
    printed = load_form_205().units.get(entry.source.unit)
    if said.value and printed:
        ratio = context.units.factor(said.value, printed)
        if ratio != 1:
            findings.at(
                "form_205_unit", *cell, source=entry.source, found=said.value, printed=printed,
                form=table.form, ratio=f"{ratio:g}",
            )  # fmt: skip
    return said.value
