"""Headings of indicator tables: the column, and what stands beside its name: unit, prices, energy basis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from cityghg.base.text import fold, half_width
from cityghg.codes import CodeList
from cityghg.intensity.reading.vocabulary import IndicatorColumn, energy_basis, price_base, unit_factor
from cityghg.units import Units

_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_BETWEEN = (re.compile(r"[,，;；、]+"), re.compile(r"\s+"))
_UNIT_WORD = re.compile(r"^(计量)?单位[:：]?\s*")
_JOINTS = "/_:：|-· "


@dataclass(frozen=True)
class Heading:
    """A heading that names a known column.

    `factor` converts its values to the column's unit, None where no unit is named; `prices` and
    `energy_basis` are empty where not said; `unclear` is a qualifier that nothing is known of.
    """

    column: IndicatorColumn
    text: str
    index: int = 0
    factor: float | None = None
    prices: str = ""
    energy_basis: str = ""
    unclear: str = ""


def read_heading(text: str, columns: CodeList[IndicatorColumn], units: Units) -> Heading | None:
    """Read 地区生产总值(2020年不变价,亿元), 年末常住人口/万人 and the like; None for any other text."""
    half = half_width(text)
    if not half:
        return None
    column = columns.find(half)
    if column is not None:
        stated = fold(half) in map(fold, column.unit_in_name)
        return Heading(column, half, factor=1.0 if stated else None)
    marks = [_UNIT_WORD.sub("", mark.strip()) for mark in _BRACKETS.findall(half)]
    bare = _BRACKETS.sub("", half).strip(_JOINTS)
    column = columns.find(bare)
    if column is None:
        return _with_words_around(bare, marks, half, columns, units)
    return _qualified(Heading(column, half), marks, units)


def with_mark(heading: Heading, mark: str, units: Units) -> Heading:
    """Return the heading with one more qualifier taken in, such as the cell of a row of units below it."""
    column = heading.column
    factor = unit_factor(mark, column.unit, units) if column.unit else None
    if factor is not None:
        return replace(heading, factor=factor)
    if column.id == "gdp" and (prices := price_base(mark, in_heading=True)):
        return replace(heading, prices=prices)
    if column.id == "energy_tce" and (basis := energy_basis(mark)):
        return replace(heading, energy_basis=basis)
    if fold(mark) in map(fold, column.qualifiers):
        return heading
    return replace(heading, unclear=mark)


def _qualified(heading: Heading, marks: list[str], units: Units) -> Heading:
    for mark in filter(None, (m.strip() for m in marks)):
        whole = with_mark(heading, mark, units)
        parts = next((p for sign in _BETWEEN if len(p := sign.split(mark)) > 1), [])
        heading = _qualified(heading, parts, units) if whole.unclear and parts else whole
    return heading


def _with_words_around(
    bare: str, marks: list[str], text: str, columns: CodeList[IndicatorColumn], units: Units
) -> Heading | None:
    """Read 2020年不变价地区生产总值 and 地区生产总值亿元: a name with a word before or after it."""
    said = fold(bare)
    for name, column in _longest_first(columns):
        rests = [said.removeprefix(name)] if said.startswith(name) else []
        rests += [said.removesuffix(name)] if said.endswith(name) else []
        for rest in rests:
            read = _qualified(Heading(column, text), [rest.strip(_JOINTS)], units)
            if not read.unclear:
                return _qualified(read, marks, units)
    return None


@cache
def _longest_first(columns: CodeList[IndicatorColumn]) -> list[tuple[str, IndicatorColumn]]:
    names = [(fold(name), column) for column in columns if column.unit for name in column.names()]
    return sorted(names, key=lambda pair: len(pair[0]), reverse=True)
