"""Problems of one sheet, gathered so that the list stays readable and every one is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Place, Problem, problem

_SAME_SHOWN = 20
_CODE_SHOWN = 200


class Findings:
    """Keeps the first problems of a kind and counts the rest.

    Of problems with the same code and values 20 are kept, of those with the same code 200; what is
    left out is said in one more problem of the same severity.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._kept: list[Problem] = []
        self._same: Counter[tuple[object, ...]] = Counter()
        self._left_out: dict[str, tuple[Problem, int]] = {}

    def at(self, code: str, row: int, column: int, /, **values: object) -> None:
        """Report something about one cell."""
        self.add(problem(code, self._sheet.place(row, column), **values))

    def sheet(self, code: str, **values: object) -> None:
        """Report something about the sheet as a whole."""
        self.add(problem(code, Place(file=self._sheet.file, sheet=self._sheet.name), **values))

    def add(self, one: Problem) -> None:
        self._same[one.code, one.values] += 1
        self._same[one.code,] += 1
        if self._same[one.code, one.values] <= _SAME_SHOWN and self._same[one.code,] <= _CODE_SHOWN:
            self._kept.append(one)
            return
        first, count = self._left_out.get(one.code, (one, 0))
        self._left_out[one.code] = (first, count + 1)

    def extend(self, problems: Iterable[Problem]) -> None:
        for one in problems:
            self.add(one)

    def all(self) -> list[Problem]:
        """Return what was kept, and for each code with more how many more there are."""
        more = [
            problem(f"repeated_{first.severity}", first.place, first=self._first(code), count=count)
            for code, (first, count) in self._left_out.items()
        ]
        return self._kept + more

    def _first(self, code: str) -> str:
        return next((p.place.cell for p in self._kept if p.code == code), "")
