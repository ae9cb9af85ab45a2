"""Headings: which column is which field or source, and the unit that a heading names in brackets."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.sheet import Sheet
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import half_width
from cityghg.codes import Code, CodeList
from cityghg.units import UnitError, Units

SEARCHED_ROWS: Final = 30
_TALLEST = 6  # rows of a heading
_ONLY_ONE = ("amount", "unit", "year", "month", "counterpart", "uncertainty_pct")
_MEASURE, _BARE_UNIT = "计量单位", "单位"
_SERIAL = re.compile(r"序号|编号|no\.?|#", re.IGNORECASE)
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

    `row` holds the headings, `last_row` is the last row that belongs to the heading.
    """

    row: int
    last_row: int
    fields: dict[str, tuple[int, ...]]
    sources: dict[int, str]
    units: dict[int, str]
    others: dict[int, str]

    def column(self, name: str) -> int | None:
        """Return the first column of a field, or None."""
        columns = self.fields.get(name, ())
        return columns[0] if columns else None


def read_header(sheet: Sheet, row: int, context: Context) -> Header:
    """Read one row as headings, whether or not it is one."""
    fields: defaultdict[str, list[int]] = defaultdict(list)
    sources: dict[int, str] = {}
    units: dict[int, str] = {}
    others: dict[int, str] = {}
    texts = {column: half_width(sheet.spanned_text(row, column)) for column in range(len(sheet.rows[row]))}
    has_measure = _MEASURE in texts.values()
    for column, text in texts.items():
        if not text:
            continue
        name, unit = split_unit(text, context.units)
        if unit is not None:
            units[column] = unit
        known = load_columns().find(text) or load_columns().find(name)
        source = None if known else find_source(text, name, context)
        if known is not None:
            # Beside 计量单位, a column 单位 is the body that reports.
            fields["reporter" if has_measure and text == _BARE_UNIT else known.id].append(column)
        elif source is not None:
            sources[column] = source
        else:
            others[column] = text
    found = {name: tuple(columns) for name, columns in fields.items()}
    return Header(row, _last_row(sheet, row), found, sources, units, others)


def headers(sheet: Sheet, context: Context) -> list[Header]:
    """Return the first rows of the sheet read as headings, blank rows left out."""
    rows = range(min(SEARCHED_ROWS, len(sheet.rows)))
    return [read_header(sheet, row, context) for row in rows if any(c is not None for c in sheet.rows[row])]


def _last_row(sheet: Sheet, row: int) -> int:
    """Return how far down the merged cells of a heading row reach."""
    held = {
        sheet.spans[row, column] for column in range(len(sheet.rows[row])) if (row, column) in sheet.spans
    }
    bottoms = (bottom for top, left, bottom, _ in sheet.merged if (top, left) in held)
    return max([row, *(bottom for bottom in bottoms if bottom <= row + _TALLEST)])


def has_doubled(header: Header, sheet: Sheet, findings: Findings) -> bool:
    """Report fields that must stand in one column and stand in two; say whether there are any."""
    doubled = {name: header.fields[name] for name in _ONLY_ONE if len(header.fields.get(name, ())) > 1}
    for name, (first, second, *_) in doubled.items():
        values = {"first": sheet.text(header.row, first), "second": sheet.text(header.row, second)}
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


def without_amount_word(name: str) -> str:
    """Return 原煤 for 原煤消费量."""
    words = sorted((n for n in load_columns()["amount"].names()), key=len, reverse=True)
    tail = next((w for w in words if name.endswith(w) and len(name) > len(w)), "")
    return name.removesuffix(tail).strip()


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
