"""What the rows of an energy balance are called and what is taken from each: `balance_rows.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from pydantic import BaseModel, ConfigDict, Field

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import fold, half_width
from cityghg.codes import Code, CodeList, Source

_MARK = re.compile(r"[#*]|(其中|of which)[::]?", re.IGNORECASE)
_NUMBERING = re.compile(r"\([一二三四五六七八九十0-9]+\)|[一二三四五六七八九十]+[、.]|[0-9]+[、.)]?")
_BRACKETS = re.compile(r"\([^()]*\)")


class BalanceRow(Code):
    """A row that is no sector of final consumption; the head of the file says what the fields mean."""

    burnt_by: str | None = None
    carriers: dict[str, str] = Field(default_factory=dict)
    negative: bool = False
    taken_from: str | None = None
    sector: str | None = None
    members: tuple[str, ...] = ()


class BalanceRows(BaseModel):
    """The file `balance_rows.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: dict[str, str]
    references: tuple[dict[str, str | int], ...]
    rows: tuple[BalanceRow, ...]
    column_totals: dict[str, tuple[str, ...]]
    ignored_columns: tuple[str, ...]
    printed_decimals: int
    slips: tuple[int, ...]

    @cached_property
    def by_name(self) -> dict[str, BalanceRow]:
        """The rows by every name, as `bare_name` returns it."""
        return {bare_name(name): row for row in self.rows for name in row.names()}

    @cached_property
    def ignored(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.ignored_columns)


@cache
def load_balance_rows() -> BalanceRows:
    """Return the shipped rows."""
    return shipped(codelist("balance_rows.yaml"), BalanceRows)


def parts_of_total(total: str, given: Iterable[str], sources: CodeList[Source]) -> set[str] | None:
    """Return which of the given sources a total such as `coal_total` adds up; None where nothing says it.

    Parts of a listed source count where it is not given itself.
    """
    present, listed = set(given), set(load_balance_rows().column_totals.get(total, ()))
    if not listed:
        return None
    lineages = {source: sources.lineage(source) for source in present}
    return {s for s, around in lineages.items() if listed & {*around} and not present & {*around[1:]}}


@lru_cache(maxsize=10_000)
def without_numbering(label: str) -> tuple[str, bool]:
    """Return a row label without `一.`, `(一)`, `1.`, `#` and 其中, and whether it was marked as a part."""
    text, marked = re.sub(r"\s", "", half_width(label)), False
    while match := _MARK.match(text) or _NUMBERING.match(text):
        marked = marked or bool(_MARK.match(text))
        text = text[match.end() :]
    return text, marked


@lru_cache(maxsize=10_000)
def bare_name(label: str) -> str:
    """Return the label for comparison: folded, without numbering and anything in brackets."""
    return fold(_BRACKETS.sub("", without_numbering(label)[0]))
