"""Which cells of which file the problems are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cityghg.base.problems import Place, Problem, Severity

Cell = tuple[str, int, int]  # sheet, row and column; rows and columns count from 0
Ranges = Iterable[tuple[int, int, int, int]]  # merged: first row, first column, last row, last column

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_MOST_CELLS_OF_ONE = 8  # a total may be about a hundred cells


@dataclass(frozen=True)
class Finding:
    """A problem with the cells it is about, none for one about a sheet or the file."""

    problem: Problem
    sheet: str
    cells: tuple[tuple[int, int], ...]

    @property
    def severity(self) -> Severity:
        return self.problem.severity


@dataclass(frozen=True)
class FileMarks:
    """What is wrong in one file; `findings` in the order of the list of problems."""

    findings: tuple[Finding, ...]

    @cached_property
    def by_cell(self) -> dict[Cell, list[Finding]]:
        """The findings of each cell, in the order of the list: the gravest cells and findings first."""
        found: defaultdict[Cell, list[Finding]] = defaultdict(list)
        for one in self.findings:
            for row, column in one.cells:
                found[one.sheet, row, column].append(one)
        return dict(found)

    @property
    def worth_a_copy(self) -> bool:
        """Whether a cell has to be mended or looked at; for notes alone nobody opens a copy."""
        return any(one.cells and one.severity is not Severity.NOTE for one in self.findings)

    def anchored(self, merged: Mapping[str, Ranges]) -> FileMarks:
        """Return the marks with cells inside merged ranges moved to the cell that holds the value."""
        anchors = {
            (sheet, row, column): (top, left)
            for sheet, ranges in merged.items()
            for top, left, bottom, right in ranges
            for of, row, column in self.by_cell
            if of == sheet and top <= row <= bottom and left <= column <= right
        }

        def moved(one: Finding) -> Finding:
            cells = dict.fromkeys(anchors.get((one.sheet, *cell), cell) for cell in one.cells)
            return Finding(one.problem, one.sheet, tuple(cells))

        return FileMarks(tuple(map(moved, self.findings))) if anchors else self


def marks_by_file(problems: Iterable[Problem], files: Sequence[str]) -> dict[str, FileMarks]:
    """Return the marks of each file that any problem names; `files` are the names messages call them by."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    longest_first = sorted(files, key=len, reverse=True)
    for one in problems:
        place = _located(one.place, longest_first)
        if place.file in files:
            found[place.file].append(Finding(one, place.sheet, _cells(place.cell)))
    return {file: FileMarks(tuple(findings)) for file, findings in found.items()}


def _located(place: Place, files: Sequence[str]) -> Place:
    """Read places whose file is an origin on one line, such as `能源.xlsx, Sheet1!D5 +2`."""
    if place.cell or place.file in files:
        return place
    file = next((name for name in files if place.file.startswith(f"{name}, ")), None)
    if file is None:
        return place
    sheet, _, cell = place.file.removeprefix(f"{file}, ").rpartition("!")
    return Place(file=file, sheet=sheet, cell=cell)


def _cells(text: str) -> tuple[tuple[int, int], ...]:
    """Return the cells that an address or a signed row of addresses (`F30-F31`) names, the first ones."""
    found = [(int(digits) - 1, _column(letters)) for letters, digits in _ADDRESS.findall(text)]
    real = [(row, column) for row, column in found if row <= _LAST_ROW and column <= _LAST_COLUMN]
    return tuple(dict.fromkeys(real))[:_MOST_CELLS_OF_ONE]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
