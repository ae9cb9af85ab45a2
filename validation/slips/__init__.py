"""How many slips of unit and scale are noticed: `python -m validation.slips [DATA] [--most N]`.

Figures of clean submissions are moved, and the submission is read again: the examples, with all their years
and with the last one alone, and the energy balances in DATA where it holds them.

A slip is made in the sheets as they were handed in, one at a time: a figure, a source (of an area and
year), or all that a table says of an area and year, larger or smaller by a power of ten; or a unit
written for its neighbour. It counts as noticed where reading and settling the whole submission finds
something new to say. Whatever is said of the clean submission about units and scales is a false alarm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import pandas as pd
import polars as pl

from cityghg.activity.containers import open_sheets
from cityghg.activity.context import Context
from cityghg.activity.files import expand
from cityghg.activity.read import read_sheets, together
from cityghg.activity.sheet import Sheet, Value, address
from cityghg.base.problems import Problem, Severity
from cityghg.pipeline import Request, context_of, settle
from cityghg.project import Opened, Project, open_project
from cityghg.report.result import World
from cityghg.world import open_world

EXAMPLES: Final = ("lakeside-city", "twin-cities")
BALANCES: Final = "cn-energy-balance-2007"
POWERS: Final = (1, 3, 4)
SCOPES: Final = ("figure", "source", "table")
MOST: Final = 12  # slips of a kind and submission, spread evenly over what could slip
# A unit and what it is taken for; both directions are tried where the first stands.
UNITS: Final = (
    (r"(?<!万)吨(?!标)", "万吨"),
    (r"万吨(?!标)", "吨"),
    (r"万立方米", "亿立方米"),
    (r"亿立方米", "万立方米"),
    (r"万千瓦时", "亿千瓦时"),
    (r"亿千瓦[小]?时", "万千瓦时"),
    (r"(?<!万)百万千焦", "百亿千焦"),
    (r"百亿千焦", "百万千焦"),
    (r"\bMWh\b", "kWh"),
)
# What is said about the scale of a figure, or names the one figure that would make a sum come out.
ABOUT_SCALE: Final = ("scale_", "amount_impossible")
Outcome = Literal["error", "named", "warning", "missed"]
OUTCOMES: Final = ("error", "named", "warning", "missed")
_ROOT: Final = Path(__file__).parents[2] / "examples"
_ADDRESS: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{1,3}[0-9]+(?![0-9])")
_DIGITS: Final = re.compile(r"[0-9][0-9.,]*")
_YEARS: Final = range(1980, 2101)
_Cells = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Slip:
    """What is changed: `kind` for the table, and the sheet as it would have been handed in."""

    kind: str
    sheet: Sheet
    cells: _Cells


class Submission:
    """A clean set of files, read once; a slip re-reads its one sheet."""

    def __init__(
        self, name: str, opened: Opened, files: Sequence[tuple[Path, str]], year: int | None = None
    ) -> None:
        self.name = name if year is None else f"{name}, {year} alone"
        self._request = Request(opened, files)
        world, _ = open_world(opened, (), None)
        self._world: World = world
        self._context: Context = context_of(world, self._request)
        self._year = year
        sheets = [sheet for path, shown in files for sheet in open_sheets(path, shown)[0]]
        self._read = {sheet.table: self._one(sheet) for sheet in sheets}
        self.sheets = [sheet for sheet in sheets if len(self._read[sheet.table][0])]

    def _one(self, sheet: Sheet) -> tuple[pl.DataFrame, list[Problem]]:
        table, problems = read_sheets([sheet], sheet.file, self._context)
        return table if self._year is None else table.filter(pl.col("year") == self._year), problems

    @cached_property
    def clean(self) -> list[Problem]:
        return self._problems({})

    @cached_property
    def activity(self) -> pl.DataFrame:
        return pl.concat([frame for frame, _ in self._read.values()])

    def _problems(self, changed: dict[str, tuple[pl.DataFrame, list[Problem]]]) -> list[Problem]:
        read = {**self._read, **changed}
        table, found = together([frame for frame, _ in read.values()], (), self._context)
        _, more = settle(table, self._world, self._request)
        return [*(p for _, problems in read.values() for p in problems), *found, *more]

    def outcome(self, slip: Slip) -> Outcome:
        """Return the plainest of what is said anew about a slip."""
        before = {_gist(p) for p in self.clean}
        after = self._problems({slip.sheet.table: self._one(slip.sheet)})
        new = [p for p in after if _gist(p) not in before and p.severity is not Severity.NOTE]
        if any(p.severity is Severity.ERROR for p in new):
            return "error"
        if any(_names(p, slip.cells) for p in new):
            return "named"
        return "warning" if new else "missed"

    def alarms(self) -> list[Problem]:
        """Return what is said of the clean submission about units and scales."""
        return [p for p in self.clean if p.code.startswith(ABOUT_SCALE)]


def submissions(data: Path | None, examples: Sequence[str] = EXAMPLES) -> Iterator[Submission]:
    """Yield the examples, and the balances in a folder where it holds them."""
    for name in examples:
        opened, _ = open_project(_ROOT / name)
        files, _ = expand(opened.project.activity, _ROOT / name)
        whole = Submission(name, opened, files)
        yield whole
        yield Submission(name, opened, files, max(whole.activity["year"]))
    files = [] if data is None else [(p, p.name) for p in sorted((data / BALANCES).glob("6-*.xls"))]
    if data is not None and files:
        yield Submission(f"{BALANCES} (alone)", Opened(Project(language="en"), data), files)


def measure(submission: Submission, most: int = MOST) -> pd.DataFrame:
    """Return a row a slip: submission, kind, outcome."""
    rows = [
        {"submission": submission.name, "kind": slip.kind, "outcome": submission.outcome(slip)}
        for slip in slips(submission, most)
    ]
    return pd.DataFrame(rows, columns=["submission", "kind", "outcome"])


def slips(submission: Submission, most: int = MOST) -> Iterator[Slip]:
    """Yield every kind of slip, at most so many of each."""
    groups = {scope: list(_groups(submission, scope)) for scope in SCOPES}
    for scope, found in groups.items():
        for power in (sign * p for p in POWERS for sign in (1, -1)):
            for sheet, cells in _spread(found, most):
                yield Slip(f"{scope} {_called(power)}", _scaled(sheet, cells, power), cells)
    for pattern, other in UNITS:
        written = [(s, cells) for s in submission.sheets for cells in _written(submission, s, pattern)]
        for sheet, cells in _spread(written, most):
            changed = _changed(sheet, {cell: re.sub(pattern, other, sheet.text(*cell)) for cell in cells})
            yield Slip(f"unit read as {other}", changed, _numbers(sheet, set(range(len(sheet.rows[0])))))


def _groups(submission: Submission, scope: str) -> Iterator[tuple[Sheet, _Cells]]:
    """Yield the cells of each figure, of each source of an area and year, and of each area and year."""
    by = {"figure": ("origin",), "source": ("area", "year", "source"), "table": ("area", "year")}[scope]
    for sheet in submission.sheets:
        rows = submission.activity.filter(pl.col("table") == sheet.table, pl.col("amount").is_not_null())
        cells: defaultdict[tuple[object, ...], set[tuple[int, int]]] = defaultdict(set)
        columns: defaultdict[int, set[tuple[object, ...]]] = defaultdict(set)
        for row in rows.iter_rows(named=True):
            group = tuple(row[name] for name in by)
            here = set(map(_position, _ADDRESS.findall(row["origin"].rpartition("!")[2])))
            cells[group] |= set(list(here)[:1]) if scope == "figure" else here
            for _, column in here:
                columns[column].add(group)
        for group, own in cells.items():
            # What belongs to one group alone slips whole: a column with its totals, a sheet with all it has.
            whole = {c for c, groups in columns.items() if groups == {group}} if scope != "figure" else set()
            if scope == "table" and len(cells) == 1:
                whole = set(range(len(sheet.rows[0])))
            moved = {cell for cell in own if _number(sheet.value(*cell))} | _numbers(sheet, whole)
            if moved:
                yield sheet, frozenset(moved)


def _spread(found: Sequence[tuple[Sheet, _Cells]], most: int) -> Iterable[tuple[Sheet, _Cells]]:
    step = max(1, -(-len(found) // most))
    return found[step // 2 :: step]


def _numbers(sheet: Sheet, columns: set[int]) -> _Cells:
    """Return the cells of columns that hold numbers other than 0; a column of years holds none."""
    found: set[tuple[int, int]] = set()
    for column in columns:
        own = {(r, column): n for r in range(len(sheet.rows)) if (n := _number(sheet.value(r, column)))}
        if not all(n in _YEARS for n in own.values()):
            found |= own.keys()
    return frozenset(found)


def _written(submission: Submission, sheet: Sheet, pattern: str) -> Iterator[_Cells]:
    """Yield the cells that hold a unit: those of the headings together, of a list by area and year."""
    rows = submission.activity.filter(pl.col("table") == sheet.table)
    place = {
        _position(cell)[0]: (row["area"], row["year"])
        for row in rows.iter_rows(named=True)
        for cell in _ADDRESS.findall(row["origin"].rpartition("!")[2])
    }
    found = re.compile(pattern)
    cells: defaultdict[tuple[str, int] | None, set[tuple[int, int]]] = defaultdict(set)
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and found.search(value):
                cells[place.get(r)].add((r, c))
    yield from map(frozenset, cells.values())


def _scaled(sheet: Sheet, cells: _Cells, power: int) -> Sheet:
    moved = {cell: (_number(sheet.value(*cell)) or Decimal(0)).scaleb(power) for cell in cells}
    texts = {cell for cell in cells if isinstance(sheet.value(*cell), str)}
    return _changed(sheet, {c: f"{n:f}" if c in texts else float(n) for c, n in moved.items()})


def _changed(sheet: Sheet, cells: dict[tuple[int, int], str | float]) -> Sheet:
    rows: list[list[Value]] = [list(row) for row in sheet.rows]
    for (row, column), value in cells.items():
        rows[row][column] = value
    return replace(sheet, rows=rows)


def _number(value: Value) -> Decimal | None:
    """Return a number other than 0, None for all else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return Decimal(str(value).replace(",", "")) or None
    except InvalidOperation:
        return None


def _position(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1


def _called(power: int) -> str:
    return f"{'×' if power > 0 else '÷'} 10^{abs(power)}".removesuffix("^1")


def _gist(found: Problem) -> tuple[object, ...]:
    """Return a problem without its numbers: what was said before is nothing new with other numbers."""
    return (
        found.code,
        found.place.file,
        found.place.sheet,
        found.place.cell,
        _DIGITS.sub("#", found.text("en")),
    )


def _names(found: Problem, cells: _Cells) -> bool:
    named = {found.place.cell, *_ADDRESS.findall(found.text("en"))}
    return any(address(*cell) in named for cell in cells)
