"""Tables of indicators and targets inside sheets: their heading row, their rows, the cells of a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from cityghg.activity.body import Body, find_body, report_flaws, report_hidden
from cityghg.activity.cells import read_amounts
from cityghg.activity.containers import open_sheets
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import SEARCHED_ROWS, Header, note_ignored
from cityghg.activity.keys import resolve
from cityghg.activity.resolve import Answer, Texts
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.base.text import fold
from cityghg.codes import CodeList
from cityghg.engine.amounts import MISSING_MARKS
from cityghg.intensity.reading.headings import Heading, read_heading, with_mark
from cityghg.intensity.reading.vocabulary import IndicatorColumn


@dataclass(frozen=True)
class Table:
    """A table in a sheet. `headings` are by column id; `title_rows` is how many rows stand above it."""

    body: Body
    headings: dict[str, tuple[Heading, ...]]
    findings: Findings
    title_rows: int

    @property
    def sheet(self) -> Sheet:
        return self.body.sheet

    def one(self, name: str) -> Heading | None:
        """Return the first heading of a column, or None."""
        return next(iter(self.headings.get(name, ())), None)

    def texts(self, name: str) -> list[str]:
        """Return the cells of a column as text, blank where there is no such column."""
        heading = self.one(name)
        return self.body.texts(heading.index) if heading else [""] * len(self.body.rows)

    def meanings(self, name: str, answer: Callable[[Texts], Answer[Any]]) -> list[Any]:
        """Return what the cells of a column mean, None where that is bad (and reported)."""
        columns = tuple(heading.index for heading in self.headings[name])
        return resolve(self.body, columns, answer, self.findings)

    def origin(self, row: int, heading: Heading) -> str:
        """Return file, sheet and cell of a value."""
        return str(self.sheet.place(row, heading.index))

    def origins(self, heading: Heading) -> list[str]:
        """Return file, sheet and cell of the values of a column, one a body row."""
        first = str(self.sheet.place(0, heading.index)).removesuffix("1")
        return [f"{first}{row + 1}" for row in self.body.rows]

    def cell(self, row: int, heading: Heading) -> Value:
        return self.sheet.rows[row][heading.index]


def find_tables(
    path: Path,
    shown: str,
    context: Context,
    columns: CodeList[IndicatorColumn],
    needed: Iterable[str],
    *instead: Iterable[str],
) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a file that have the `needed` columns; none at all is a problem.

    `instead` are further sets of columns, each of which makes a table as well.
    """
    sheets, problems = open_sheets(path, shown)
    choices = [set(needed), *map(set, instead)]
    found = [(s, *at) for s in sheets if not s.hidden and (at := _heading_row(s, columns, choices, context))]
    if sheets and not found:
        names = [column for column in columns if column.id in choices[0]]
        expected = Words("、".join(c.zh for c in names), ", ".join(c.en for c in names))
        problems.append(problem("indicator_table_not_found", Place(file=shown), expected=expected))
    return [_table(sheet, row, headings, wanted, context) for sheet, row, headings, wanted in found], problems


def numbers(
    table: Table, heading: Heading, factors: list[float | None], blanks: Collection[str] = ()
) -> list[float | None]:
    """Return the numbers of a column times the factor of each row; None where blank, missing or bad.

    Text in place of a number, and a number outside what its column allows, is reported; `blanks` are
    words, folded, that count as no number.
    """
    column = heading.column
    values = [table.cell(row, heading) for row in table.body.rows]
    values = [None if isinstance(v, str) and fold(v) in blanks else v for v in values]
    read = read_amounts([_without_sign(v) if "%" in column.qualifiers else v for v in values])
    amounts, faults = read["amount"].to_list(), read["fault"].to_list()
    exact = {factor: Decimal(str(factor)) for factor in set(factors) if factor is not None}
    result = [
        None if amount is None or factor is None else float(amount * exact[factor])
        for amount, factor in zip(amounts, factors, strict=True)
    ]
    for i, (row, amount, fault) in enumerate(zip(table.body.rows, amounts, faults, strict=True)):
        if fault in ("text", "overflow"):
            said = {"column": column, "found": read["text"][i]}
            table.findings.at("indicator_not_a_number", row, heading.index, **said)
        if result[i] is not None and not _is_allowed(amount, column):
            _report_outside(amount, column, row, heading, table)
            result[i] = None
    return result


def refuse_doubled(table: Table, several: Collection[str] = ("area",)) -> None:
    """Report columns that stand twice, but for `several`: an area may be named by more than one column."""
    for name, headings in table.headings.items():
        if name not in several and len(headings) > 1:
            first, second = headings[:2]
            said = {"first": first.text, "second": second.text}
            table.findings.at("column_doubled", table.title_rows, second.index, column=first.column, **said)


def _heading_row(
    sheet: Sheet, columns: CodeList[IndicatorColumn], choices: Sequence[set[str]], context: Context
) -> tuple[int, list[Heading], set[str]] | None:
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        read = [
            replace(heading, index=index)
            for index in range(len(sheet.rows[row]))
            if (heading := read_heading(sheet.spanned_text(row, index), columns, context.units))
        ]
        ids = {heading.column.id for heading in read}
        wanted = next((choice for choice in choices if choice <= ids), None)
        if wanted is not None:
            return row, read, wanted
    return None


def _table(sheet: Sheet, row: int, headings: list[Heading], wanted: set[str], context: Context) -> Table:
    findings = Findings(sheet)
    with_units = _unit_row(sheet, row + 1, headings, context)
    by_id: defaultdict[str, list[Heading]] = defaultdict(list)
    for heading in with_units or headings:
        if heading.unclear:
            said = {"heading": heading.text, "found": heading.unclear}
            findings.at("indicator_heading_unclear", row, heading.index, **said)
        else:
            by_id[heading.column.id].append(heading)
    fields = {name: tuple(h.index for h in found) for name, found in by_id.items()}
    known = {heading.index for heading in headings}
    cells = {i: sheet.text(row, i) for i in range(len(sheet.rows[row])) if i not in known}
    others = {i: text for i, text in cells.items() if text}
    header = Header(row, row + 1 if with_units else row, fields, {}, {}, others)
    used = [index for indices in fields.values() for index in indices]
    body = find_body(sheet, header, [i for name in wanted for i in fields.get(name, ())], context, findings)
    report_flaws(body, used, findings)
    report_hidden(body, used, findings)
    note_ignored(header, sheet, findings)
    return Table(body, {name: tuple(found) for name, found in by_id.items()}, findings, row)


def _unit_row(sheet: Sheet, row: int, headings: list[Heading], context: Context) -> list[Heading] | None:
    """Return the headings with the units of the row below them; None where that row is data."""
    if row >= len(sheet.rows):
        return None
    marks = [sheet.text(row, heading.index).strip() for heading in headings]
    if all(mark in MISSING_MARKS for mark in marks):
        return None
    read = [
        heading if mark in MISSING_MARKS else with_mark(heading, _bare(mark), context.units)
        for heading, mark in zip(headings, marks, strict=True)
    ]
    bad = [new for new, old in zip(read, headings, strict=True) if new.unclear and not old.unclear]
    return None if bad else read


def _bare(mark: str) -> str:
    return mark.strip("()（）[]【】 ")


def _without_sign(value: Value) -> Value:
    return value.strip().rstrip("%％").strip() if isinstance(value, str) else value


def _is_allowed(amount: Decimal, column: IndicatorColumn) -> bool:
    if column.above is not None and amount <= column.above:
        return False
    return column.bounds is None or column.bounds.low <= amount <= column.bounds.high


def _report_outside(
    amount: Decimal, column: IndicatorColumn, row: int, heading: Heading, table: Table
) -> None:
    found = f"{amount.normalize():f}"
    if column.above is not None and amount <= column.above:
        table.findings.at("indicator_not_positive", row, heading.index, column=column, found=found)
    elif column.bounds is not None:
        table.findings.at(column.bounds.problem, row, heading.index, column=column, found=found)
