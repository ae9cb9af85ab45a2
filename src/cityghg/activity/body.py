"""The rows below a heading: which are data, and what stands in their columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cityghg.activity.cells import value_text
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header
from cityghg.activity.resolve import find_area, find_sector
from cityghg.activity.sheet import Sheet, Value, address
from cityghg.base.text import fold, half_width

_TOTALS = {fold(w) for w in ("合计", "总计", "小计", "累计", "Total", "Grand total", "Subtotal", "Sum")}
_KEPT = 100_000  # words
_LETTERS_WITHIN = 3  # rows below the heading
_LETTERS = set("甲乙丙丁戊己庚辛")
_FIRST_NUMBERS = 5  # the numbers of columns begin at 1, or where columns of words are counted too, soon after
_FOOTNOTE = re.compile("(注|说明|备注|资料来源|数据来源|notes?|sources?)[0-9]*[:：.]", re.IGNORECASE)
_SIGNED = re.compile(
    "(填表|制表|填报|经办|审核|复核|联系)人?(签字|签名|签章|电话|日期|时间)?[:：]"
    "|(单位|统计|部门)?负责人(签字|签名|签章)?[:：]|(报出|上报|报送)(日期|时间)[:：]|(联系)?电话[:：]|[(]?盖章[)]?[:：]?$"
)
_LABELS = ("area", "year", "sector", "source", "reporter", "month", "counterpart")
_SUM_OF = re.compile("[一-鿿]{1,12}(?:合计|总计|小计)")  # such as 丹徒区小计
_MAY_SUM = ("area", "sector", "reporter")
_MONTH = re.compile("0?[1-9]月?份?|1[0-2]月?份?|[一二三四五六七八九十]{1,2}月份?")
_OF_MONTHS = re.compile("全年(?:合计|累计)?|年度合计|0?1[-—~至到]1?[0-9]月?|[上下]半年|第?[一二三四1-4]季度")


@dataclass(frozen=True)
class Body:
    """The data rows of a table, by their index in the sheet.

    `totals` has the rows of totals, which are no data, each with the column whose word says so.
    """

    sheet: Sheet
    header: Header
    rows: tuple[int, ...]
    totals: tuple[tuple[int, int], ...] = ()
    _texts: dict[int, list[str]] = field(init=False, default_factory=dict, repr=False, compare=False)

    def texts(self, column: int) -> list[str]:
        """Return a column of words, a vertically merged cell repeated in every row it spans."""
        if column not in self._texts:
            rows, spans = self.sheet.rows, self.sheet.spans
            held = [spans.get((row, column), (row, column)) for row in self.rows] if spans else ()
            cells = [rows[row][at] for row, at in held] if spans else [rows[row][column] for row in self.rows]
            self._texts[column] = [c.strip() if isinstance(c, str) else value_text(c) for c in cells]
        return self._texts[column]

    def filled(self, name: str) -> bool:
        """Say whether the table has a column of that field and anything stands in it."""
        return any(any(self.texts(column)) for column in self.header.fields.get(name, ()))


def find_body(
    sheet: Sheet, header: Header, needed: Iterable[int], context: Context, findings: Findings
) -> Body:
    """Return the rows below the heading that are data.

    Blank rows, footnotes (nothing in the `needed` columns and one cell at most elsewhere) and the row
    of column letters are passed over; total rows too, and that is noted.
    """
    words = _total_words(sheet, header, context)
    flawed = {row for row, _ in sheet.flaws}
    needed, rows, totals = set(needed), list[int](), list[tuple[int, int]]()
    for row in range(header.last_row + 1, len(sheet.rows)):
        values = sheet.rows[row]
        if row not in flawed and _is_no_data(values, needed):
            continue
        total = next((column for column, sums in words if values[column] in sums), None)
        if total is not None:
            totals.append((row, total))
        elif row > header.last_row + _LETTERS_WITHIN or not is_letter_row(sheet, row):
            rows.append(row)
    if totals:
        findings.at("total_rows_skipped", *totals[0], count=len(totals))
    return Body(sheet, header, tuple(rows), tuple(totals))


def _total_words(sheet: Sheet, header: Header, context: Context) -> list[tuple[int, set[str]]]:
    """Return the columns in which words say that a row is one of totals, each with these words.

    A column holds few different words, so each is looked at once and not in every row.
    """
    found: list[tuple[int, set[str]]] = []
    below = sheet.rows[header.last_row + 1 :]
    for name in _LABELS:
        for column in header.fields.get(name, ()):
            texts = {cell for values in below if isinstance(cell := values[column], str)}
            if name in _MAY_SUM:
                found.append((column, {text for text in texts if is_sum(name, context, text)}))
            else:
                tell = month_total(str(values[column]) for values in below) if name == "month" else is_total
                found.append((column, {text for text in texts if tell(text)}))
    return [(column, words) for column, words in found if words]


def month_total(texts: Iterable[str]) -> Callable[[str], bool]:
    """Return how to tell totals in a column of months: by 全年 and the like too, where months stand in it."""
    return is_total_of_months if any(_MONTH.fullmatch(half_width(text)) for text in texts) else is_total


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


def report_merged(body: Body, columns: Iterable[int], findings: Findings) -> set[tuple[int, int]]:
    """Report amounts in merged cells, which are of several rows or columns at once; return these cells."""
    used, rows, found = set(columns), set(body.rows), set[tuple[int, int]]()
    for top, left, bottom, right in body.sheet.merged:
        cells = {
            (row, column)
            for row in range(top, bottom + 1)
            if row in rows
            for column in range(left, right + 1)
            if column in used
        }
        if len(cells) > 1 and body.sheet.value(top, left) is not None:
            where = f"{address(top, left)}:{address(bottom, right)}"
            findings.at("amount_merged", top, left, cells=where, count=len(cells))
            found |= cells
    return found


def is_footnote(text: str) -> bool:
    """Say whether a text begins as a note below a table does."""
    return _FOOTNOTE.match(text.strip()) is not None


@lru_cache(maxsize=_KEPT)
def is_signature(text: str) -> bool:
    """Say whether a text begins a row of those who filled in and checked the form."""
    return _SIGNED.match(fold(text)) is not None


def _is_no_data(values: Sequence[Value], needed: set[int]) -> bool:
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str) and is_signature(first):
        return True
    if len(values) - values.count(None) > 1:
        return False
    filled = {column for column, value in enumerate(values) if value is not None}
    return not filled & needed or (isinstance(first, str) and is_footnote(first))


@lru_cache(maxsize=_KEPT)
def is_total(text: str) -> bool:
    """Say whether a text is 合计 or another word for a sum."""
    return fold(text).strip(":：") in _TOTALS


def is_sum(name: str, context: Context, text: str) -> bool:
    """Say whether a text is 合计, or 丹徒区小计 and the like that is the name of no area and no sector."""
    if is_total(text) or _SUM_OF.fullmatch(fold(text)) is None:
        return is_total(text)
    if name == "reporter":
        return True
    said = find_area((text,), context) if name == "area" else find_sector((text,), context)
    return said.value is None


def is_total_of_months(text: str) -> bool:
    """Say whether a text is 合计, or 全年, 上半年 and the like."""
    return is_total(text) or _OF_MONTHS.fullmatch(fold(text)) is not None


def is_letter_row(sheet: Sheet, row: int) -> bool:
    """Say whether a row only names the columns: 甲 乙 丙 1 2 3, or the numbers alone."""
    texts = [text for value in sheet.rows[row] if (text := half_width(value_text(value)).strip("()"))]
    words = [text for text in texts if not text.isdecimal()]
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = len(numbers) > _LETTERS_WITHIN and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    lettered = words[:1] == ["甲"] and set(words) <= _LETTERS and numbers == list(range(1, len(numbers) + 1))
    return (
        {*words} >= {"甲", "乙"}
        or (lettered and bool(numbers))
        or (counted and set(words) <= _LETTERS and numbers[0] <= _FIRST_NUMBERS)
    )
