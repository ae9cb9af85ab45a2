"""The rows below a heading: which are data, and what stands in their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from cityghg.activity.cells import value_text
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.text import fold

_TOTALS = {fold(w) for w in ("合计", "总计", "小计", "累计", "Total", "Grand total", "Subtotal", "Sum")}
_LETTERS_WITHIN = 3  # rows below the heading
_LETTERS = set("甲乙丙丁戊己庚辛")
_FIRST_NUMBERS = 5  # the numbers of columns begin at 1, or where columns of words are counted too, soon after
_FOOTNOTE = re.compile("(注|说明|备注|资料来源|数据来源|notes?|sources?)[0-9]*[:：.]", re.IGNORECASE)
_LABELS = ("area", "year", "sector", "source", "reporter")


@dataclass(frozen=True)
class Body:
    """The data rows of a table, by their index in the sheet."""

    sheet: Sheet
    header: Header
    rows: tuple[int, ...]
    _texts: dict[int, list[str]] = field(init=False, default_factory=dict, repr=False, compare=False)

    def texts(self, column: int) -> list[str]:
        """Return a column of words, a vertically merged cell repeated in every row it spans."""
        if column not in self._texts:
            rows, spans = self.sheet.rows, self.sheet.spans
            held = (spans.get((row, column), (row, column)) if spans else (row, column) for row in self.rows)
            self._texts[column] = [value_text(rows[row][at]).strip() for row, at in held]
        return self._texts[column]

    def filled(self, name: str) -> bool:
        """Say whether the table has a column of that field and anything stands in it."""
        return any(any(self.texts(column)) for column in self.header.fields.get(name, ()))


def find_body(sheet: Sheet, header: Header, needed: Iterable[int], findings: Findings) -> Body:
    """Return the rows below the heading that are data.

    Blank rows, footnotes (nothing in the `needed` columns and one cell at most elsewhere) and the row
    of column letters are passed over; total rows too, and that is noted.
    """
    labels = [column for name in _LABELS for column in header.fields.get(name, ())]
    flawed = {row for row, _ in sheet.flaws}
    needed, rows, totals = set(needed), list[int](), list[tuple[int, int]]()
    for row in range(header.last_row + 1, len(sheet.rows)):
        filled = {column for column, cell in enumerate(sheet.rows[row]) if cell is not None}
        if row not in flawed and _is_no_data(sheet, row, filled, needed):
            continue
        total = next((c for c in labels if c in filled and _is_total(sheet.text(row, c))), None)
        if total is not None:
            totals.append((row, total))
        elif row > header.last_row + _LETTERS_WITHIN or not is_letter_row(sheet, row):
            rows.append(row)
    if totals:
        findings.at("total_rows_skipped", *totals[0], count=len(totals))
    return Body(sheet, header, tuple(rows))


def report_hidden(body: Body, columns: Iterable[int], findings: Findings) -> None:
    """Note data that is read although the sheet does not show it."""
    rows = [row for row in body.rows if row in body.sheet.hidden_rows]
    if rows:
        findings.at("hidden_rows_read", rows[0], 0, count=len(rows))
    hidden = [column for column in columns if column in body.sheet.hidden_columns]
    if hidden and body.rows:
        findings.at("hidden_columns_read", body.header.row, hidden[0], count=len(hidden))


def report_duplicates(body: Body, findings: Findings) -> None:
    """Warn of rows that are equal in every column of the sheet."""
    seen: dict[tuple[Value, ...], int] = {}
    for row in body.rows:
        content = tuple(body.sheet.rows[row])
        first = seen.setdefault(content, row)
        if first != row:
            findings.at("duplicate_rows", row, 0, first=first + 1, second=row + 1)


def report_flaws(body: Body, columns: Iterable[int], findings: Findings) -> set[tuple[int, int]]:
    """Report error cells and formulas without a value in the columns used; return these cells."""
    used, wanted, found = set(columns), set(body.rows), set[tuple[int, int]]()
    for (row, column), (flaw, text) in sorted(body.sheet.flaws.items()):
        if column in used and row in wanted:
            findings.at("error_cell" if flaw == "error" else "formula_without_value", row, column, found=text)
            found.add((row, column))
    return found


def is_footnote(text: str) -> bool:
    """Say whether a text begins as a note below a table does."""
    return _FOOTNOTE.match(text.strip()) is not None


def _is_no_data(sheet: Sheet, row: int, filled: set[int], needed: set[int]) -> bool:
    if len(filled) > 1:
        return False
    return not filled & needed or any(is_footnote(sheet.text(row, column)) for column in filled)


@lru_cache(maxsize=100_000)
def _is_total(text: str) -> bool:
    return fold(text) in _TOTALS


def is_letter_row(sheet: Sheet, row: int) -> bool:
    """Say whether a row only names the columns: 甲 乙 丙 1 2 3, or the numbers alone."""
    texts = [text for value in sheet.rows[row] if (text := value_text(value).strip())]
    words = [text for text in texts if not text.isdecimal()]
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = len(numbers) > _LETTERS_WITHIN and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return {*words} >= {"甲", "乙"} or (counted and set(words) <= _LETTERS and numbers[0] <= _FIRST_NUMBERS)
