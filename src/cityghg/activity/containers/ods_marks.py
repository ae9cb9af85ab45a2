"""Error cells, formulas without a value, hidden rows and merged cells of .ods, from its XML."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from cityghg.activity.containers.marks import Marks
from cityghg.activity.sheet import CellFlaw

FAULTS = (expat.ExpatError,)

_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = ("collapse", "filter")


def read_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name. Raises one of `FAULTS` for XML that is broken."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
        parser.ParseFile(file)
    return {name: sheet.marks() for name, sheet in reader.sheets.items()}


@dataclass
class _Table:
    row: int = 0
    column: int = 0
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    end: tuple[int, int] = (0, 0)

    def marks(self) -> Marks:
        return Marks(self.flaws, frozenset(self.hidden), end=self.end, merged=tuple(self.merged))


class _Reader:
    """Follows the cells of every table; repeated rows and columns are counted, not unrolled."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Table] = {}
        self._table = _Table()
        self._rows = self._columns = 1
        self._last_filled = 0  # the columns up to the last cell of the row that holds anything
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._table = self.sheets.setdefault(attributes.get("table:name", ""), _Table())
        elif name == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", "1"))
            self._table.column, self._last_filled = 0, 0
            if attributes.get("table:visibility") in _HIDDEN and self._rows < 1000:
                self._table.hidden.update(range(self._table.row, self._table.row + self._rows))
        elif name in _CELLS:
            self._columns = int(attributes.get("table:number-columns-repeated", "1"))
            self._words = []
            self._cell(attributes)

    def text(self, words: str) -> None:
        self._words.append(words)

    def end(self, name: str) -> None:
        table = self._table
        if name == "table:table-row":
            if self._last_filled:
                table.end = (table.row + self._rows, max(table.end[1], self._last_filled))
            table.row += self._rows
        elif name in _CELLS:
            here = (table.row, table.column)
            if table.flaws.get(here) == ("error", ""):
                table.flaws[here] = ("error", "".join(self._words).strip())
            table.column += self._columns
            if self._words:
                self._last_filled = table.column

    def _cell(self, attributes: dict[str, str]) -> None:
        table, row, column = self._table, self._table.row, self._table.column
        if attributes.get("calcext:value-type") == "error":
            table.flaws[row, column] = ("error", "")
        elif "table:formula" in attributes and "office:value-type" not in attributes:
            table.flaws[row, column] = ("formula_without_value", attributes["table:formula"])
        down = int(attributes.get("table:number-rows-spanned", "1")) - 1
        across = int(attributes.get("table:number-columns-spanned", "1")) - 1
        if down or across:
            table.merged.append((row, column, row + down, column + across))
