"""`evidence.csv` of a library: a row for each value, with the same number, unit and status."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from cityghg.base.problems import Place, Problem, problem
from cityghg.base.text import measured
from cityghg.factors.checks.subject import Checked, values_of
from cityghg.factors.load import Given, Library

EVIDENCE = "evidence.csv"
COLUMNS = ("factor", "parameter", "value", "unit", "status", "seen_at", "note")


@dataclass(frozen=True)
class Row:
    """A row of the file with its line."""

    factor: str
    parameter: str
    said: tuple[str, str, str]
    seen_at: str
    line: int


def evidence_agrees(checked: Checked) -> Iterator[Problem]:
    """Every value has its row, every row its value, and both say the same."""
    rows = _read(checked.library)
    if rows is None:
        place = Place(file=checked.file(EVIDENCE), line=1, column=1)
        yield problem("evidence_unreadable", place, expected=", ".join(COLUMNS))
        return
    values: defaultdict[tuple[str, str], list[Given]] = defaultdict(list)
    stated: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for entry in checked.library.entries:
        for given in values_of(entry):
            values[given.factor, given.parameter].append(given)
    for row in rows:
        stated[row.factor, row.parameter].append(row)
        if not row.seen_at.strip():
            place = _place(checked, row)
            yield problem("evidence_unseen", place, factor=row.factor, parameter=row.parameter)
    for key in dict.fromkeys((*values, *stated)):
        yield from _compared(checked, values[key], stated[key])


def _compared(checked: Checked, values: Sequence[Given], rows: Sequence[Row]) -> Iterator[Problem]:
    """Pair what agrees; of the rest a row and a value differ, and what is over has no counterpart."""
    left = list(rows)
    alone: list[Given] = []
    for given in values:
        same = next((row for row in left if row.said == _said(given)), None)
        if same is None:
            alone.append(given)
        else:
            left.remove(same)
    for one, row in zip_longest(alone, left):
        if one is None:
            place, names = _place(checked, row), {"factor": row.factor, "parameter": row.parameter}
            yield problem("evidence_without_value", place, found=measured(*row.said[:2]), **names)
        elif row is None:
            names = {"factor": one.factor, "parameter": one.parameter}
            yield problem("evidence_missing", one.place, found=measured(*_said(one)[:2]), **names)
        else:
            said = {"found": ", ".join(row.said), "expected": ", ".join(_said(one)), "elsewhere": one.place}
            names = {"factor": one.factor, "parameter": one.parameter}
            yield problem("evidence_differs", _place(checked, row), **said, **names)


def _read(library: Library) -> list[Row] | None:
    """Return the rows, None where the file cannot be understood; a file that is missing has none."""
    path = library.folder / EVIDENCE
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                return None
            rows, line = [], reader.line_num + 1
            for row in reader:
                rows.append(_row({key: value or "" for key, value in row.items() if key}, line))
                line = reader.line_num + 1
            return rows
    except (UnicodeDecodeError, csv.Error):
        return None


def _row(row: dict[str, str], line: int) -> Row:
    said = (_number(row["value"]), row["unit"].strip(), row["status"].strip())
    return Row(row["factor"].strip(), row["parameter"].strip(), said, row["seen_at"], line)


def _number(text: str) -> str:
    """Return a number as the library's is written, so that 19.570 is 19.57."""
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text.strip()


def _said(given: Given) -> tuple[str, str, str]:
    return f"{given.value.value:.15g}", given.value.unit, given.value.status


def _place(checked: Checked, row: Row) -> Place:
    return Place(file=checked.file(EVIDENCE), line=row.line, column=1)
