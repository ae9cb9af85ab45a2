"""The words by which lists of departments are known: `form_lists.yaml`; and sheets rewritten in ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from cityghg.activity.layouts.balance_rows import bare_name
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped

_KEPT = 65_536  # words
_WITHIN = re.compile(r"^\s*(在?总计中|在?合计中)\s*[:：]?\s*")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndustryWords(_Strict):
    """Names of rows of energy by industry that are no industry."""

    whole: tuple[str, ...]
    groups: tuple[str, ...]
    final: tuple[str, ...]


class ProductWords(_Strict):
    """Headings of a list of products."""

    names: tuple[str, ...]
    amounts: tuple[str, ...]
    near: float
    deducted: tuple[str, ...]
    deducted_from: tuple[str, ...]


class TradeWords(_Strict):
    """Headings and rows of the form of electricity moved in and out."""

    items: tuple[str, ...]
    amounts: tuple[str, ...]
    from_grid: tuple[str, ...]


class ListWords(_Strict):
    """The file `form_lists.yaml`."""

    id: str
    title: dict[str, str]
    references: tuple[dict[str, str | int], ...]
    industry: IndustryWords
    products: ProductWords
    trade: TradeWords


@cache
def load_list_words() -> ListWords:
    """Return the shipped words."""
    return shipped(codelist("form_lists.yaml"), ListWords)


@cache
def names(words: tuple[str, ...]) -> frozenset[str]:
    """Return words as `row_name` returns them."""
    return frozenset(row_name(word) for word in words)


@lru_cache(maxsize=_KEPT)  # every layout of lists asks for the same cells
def row_name(label: str) -> str:
    """Return the label of a row for comparison."""
    return bare_name(_WITHIN.sub("", label))


def rewritten(sheet: Sheet, cells: Mapping[tuple[int, int], Value], without: set[int]) -> Sheet:
    """Return the sheet with some cells in other words and some rows blank; addresses stay."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    rows: list[list[Value]] = [[None] * width if r in without else row for r, row in enumerate(sheet.rows)]
    for row in {at for at, _ in cells}:
        rows[row] = [cells.get((row, at), kept) for at, kept in enumerate(rows[row])]
    return replace(sheet, rows=rows, flaws={c: f for c, f in sheet.flaws.items() if c[0] not in without})
