"""Headings: which column is which field or source, and the unit that a heading names in brackets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.head_paths import DEEPEST, column_paths, is_figure
from cityghg.activity.sheet import Sheet
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import half_width
from cityghg.codes import Code, CodeList
from cityghg.units import UnitError, Units

SEARCHED_ROWS: Final = 30
_ONLY_ONE = ("amount", "unit", "year", "month", "counterpart", "uncertainty_pct")
_MEASURE, _BARE_UNIT = "计量单位", "单位"
_SERIAL = re.compile(r"序号|编号|no\.?|#|上年值|last year", re.IGNORECASE)  # and what a form shows to compare
_IN_BRACKETS = re.compile(r"^(.+?)[\s,、]*[(\[【]\s*(?:单位[:：])?([^()\[\]【】]+)[)\]】]$")
_AFTER_SIGN = re.compile(r"^(.+?)\s*[/_,、:：]\s*(?:单位[:：])?([^/_,、:：]+)$")


class _ColumnsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    columns: tuple[Code, ...]


@cache
def load_columns() -> CodeList[Code]:
    """Return the columns of an activity table with the headings they go by."""
    return CodeList(shipped(codelist("columns.yaml"), _ColumnsFile).columns)


@dataclass(frozen=True)
class Header:
    """The heading of a table: the columns of each field and source, and the units named for columns.

    `row` holds the headings, `last_row` is the last row that belongs to the heading; where the headings
    take several rows, `row` is the first of them. `texts` is what stands above each column.
    """

    row: int
    last_row: int
    fields: dict[str, tuple[int, ...]]
    sources: dict[int, str]
    units: dict[int, str]
    others: dict[int, str]
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """How many columns mean something."""
        return sum(map(len, self.fields.values())) + len(self.sources)

    def column(self, name: str) -> int | None:
        """Return the first column of a field, or None."""
        columns = self.fields.get(name, ())
        return columns[0] if columns else None


def read_header(sheet: Sheet, row: int, context: Context) -> Header:
    """Read one row as headings, whether or not it is one."""
    texts = {column: half_width(sheet.spanned_text(row, column)) for column in range(len(sheet.rows[row]))}
    paths = {column: (text,) for column, text in texts.items() if text}
    return _header(paths, row, _last_row(sheet, row), context)


def search_header(sheet: Sheet, context: Context, fits: Callable[[Header], bool]) -> Header | None:
    """Return the first row that fits as a heading; or of several rows read as one, if they say more.

    Such a heading holds no figure. Of what stands above a column the longest run of cells that means
    something counts, of two equally long the lower one; a unit may stand in a row of its own.
    """
    single = next((header for header in headers(sheet, context) if fits(header)), None)
    if single is not None and not _goes_on(sheet, single):
        return single
    deep = [header for header in _deep_headers(sheet, context) if fits(header)]
    best = max(deep, key=lambda h: (h.known, h.row, -h.last_row), default=None)
    best = _to_the_end(sheet, best) if best is not None else None
    if single is not None and (best is None or best.known <= single.known or not _holds(best, single)):
        return single
    return best


def _goes_on(sheet: Sheet, header: Header) -> bool:
    """Say whether further words of headings stand right above or below, where the row itself is blank."""
    for row in (header.row - 1, header.last_row + 1):
        if 0 <= row < len(sheet.rows) and not any(map(is_figure, sheet.rows[row])):
            filled = {column for column, value in enumerate(sheet.rows[row]) if isinstance(value, str)}
            if len(filled - header.texts.keys()) > 1 or len(filled & header.others.keys()) > 1:
                return True
    return False


def _to_the_end(sheet: Sheet, header: Header) -> Header:
    """Take in the rows below in which words of headings run on: without a figure and without any label."""
    last, labels = header.last_row, {column for columns in header.fields.values() for column in columns}
    for row in range(last + 1, min(last + DEEPEST, len(sheet.rows))):
        filled = {column for column, value in enumerate(sheet.rows[row]) if value is not None}
        if not filled or filled & labels or any(map(is_figure, sheet.rows[row])):
            break
        last = row
    return replace(header, last_row=last)


def _holds(deep: Header, single: Header) -> bool:
    """Say whether a heading of several rows is that of the one row, and no other table's."""
    return deep.row <= single.row <= deep.last_row


@lru_cache(maxsize=2)  # every layout looks at the same rows in turn
def _deep_headers(sheet: Sheet, context: Context) -> tuple[Header, ...]:
    return tuple(_read_deep(sheet, context))


def _read_deep(sheet: Sheet, context: Context) -> Iterator[Header]:
    for first in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for last in range(first, min(first + DEEPEST, len(sheet.rows))):
            if any(map(is_figure, sheet.rows[last])):
                break
            if last > first and any(value is not None for value in sheet.rows[first]):
                paths = {c: path for c, path in enumerate(column_paths(sheet, first, last)) if path}
                yield _header(paths, first, max(last, _last_row(sheet, last)), context)


def _header(paths: Mapping[int, tuple[str, ...]], row: int, last_row: int, context: Context) -> Header:
    fields: defaultdict[str, list[int]] = defaultdict(list)
    sources: dict[int, str] = {}
    units: dict[int, str] = {}
    others: dict[int, str] = {}
    has_measure = any(path[-1] == _MEASURE for path in paths.values())
    for column, path in paths.items():
        known, source, unit = _meaning(path, context)
        if unit is not None:
            units[column] = unit
        if known is not None:
            # Beside 计量单位, a column 单位 is the body that reports.
            fields["reporter" if has_measure and path[-1] == _BARE_UNIT else known].append(column)
        elif source is not None:
            sources[column] = source
        else:
            others[column] = " ".join(path)
    found = {name: tuple(columns) for name, columns in fields.items()}
    texts = {column: " ".join(path) for column, path in paths.items()}
    return Header(row, last_row, found, sources, units, others, texts)


@lru_cache(maxsize=10_000)
def _meaning(path: tuple[str, ...], context: Context) -> tuple[str | None, str | None, str | None]:
    """Return the field or the source that the cells above a column name, and the unit."""
    bare = [text.strip("()[]【】") for text in path]
    loose = [text for text in bare if len(path) > 1 and is_unit(text, context.units)]
    words = [text for text, inner in zip(path, bare, strict=True) if inner not in loose] or list(path)
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size, -1, -1):
            text = "".join(words[first : first + size])
            name, unit = split_unit(text, context.units)
            known = load_columns().find(text) or load_columns().find(name)
            if known is not None and known.id == "unit" and unit is not None:
                continue  # 单位：吨 is what a title says of all columns
            source = None if known else find_source(text, name, context)
            if known or source:
                return known.id if known else None, source, unit or (loose[-1] if loose else None)
    unit = next((u for text in reversed(words) if (u := split_unit(text, context.units)[1])), None)
    return None, None, unit or (loose[-1] if loose else None)


@lru_cache(maxsize=2)  # likewise
def headers(sheet: Sheet, context: Context) -> tuple[Header, ...]:
    """Return the first rows of the sheet read as headings, blank rows left out."""
    rows = range(min(SEARCHED_ROWS, len(sheet.rows)))
    filled = (row for row in rows if any(c is not None for c in sheet.rows[row]))
    return tuple(read_header(sheet, row, context) for row in filled)


def _last_row(sheet: Sheet, row: int) -> int:
    """Return how far down the merged cells of a heading row reach."""
    held = {
        sheet.spans[row, column] for column in range(len(sheet.rows[row])) if (row, column) in sheet.spans
    }
    bottoms = (bottom for top, left, bottom, _ in sheet.merged if (top, left) in held)
    return max([row, *(bottom for bottom in bottoms if bottom < row + DEEPEST)])


def has_doubled(header: Header, sheet: Sheet, findings: Findings) -> bool:
    """Report fields that must stand in one column and stand in two; say whether there are any."""
    doubled = {name: header.fields[name] for name in _ONLY_ONE if len(header.fields.get(name, ())) > 1}
    for name, (first, second, *_) in doubled.items():
        values = {"first": header.texts.get(first, ""), "second": header.texts.get(second, "")}
        findings.at("column_doubled", header.row, second, column=load_columns()[name], **values)
    return bool(doubled)


def note_ignored(header: Header, sheet: Sheet, findings: Findings) -> None:
    """Note once which headings mean nothing to the program."""
    said = {column: text for column, text in header.others.items() if not _SERIAL.fullmatch(text)}
    if said:
        names = ", ".join(" ".join(text.split()) for text in said.values())
        findings.at("columns_ignored", header.row, min(said), columns=names)


def find_source(text: str, name: str, context: Context) -> str | None:
    """Return the source a heading names, with or without its unit and a closing 消费量 and the like."""
    for wording in dict.fromkeys((text, name, without_amount_word(name))):
        source = context.sources.find(wording)
        if source is not None:
            return source.id
    return None


@lru_cache(maxsize=10_000)
def without_amount_word(name: str) -> str:
    """Return 原煤 for 原煤消费量."""
    words = sorted((n for n in load_columns()["amount"].names()), key=len, reverse=True)
    tail = next((w for w in words if name.endswith(w) and len(name) > len(w)), "")
    return name.removesuffix(tail).strip()


@lru_cache(maxsize=10_000)
def split_unit(text: str, units: Units) -> tuple[str, str | None]:
    """Return 原煤 and 吨 for 原煤(吨) or 原煤/吨; the unit is None where none is named."""
    for pattern in (_IN_BRACKETS, _AFTER_SIGN):
        match = pattern.match(half_width(text))
        if match and is_unit(match.group(2), units):
            return match.group(1).strip(), match.group(2).strip()
    return text, None


@lru_cache(maxsize=10_000)
def is_unit(text: str, units: Units) -> bool:
    """Say whether the text is a unit of measure."""
    try:
        units.parse(text.strip())
    except UnitError:
        return False
    return True
