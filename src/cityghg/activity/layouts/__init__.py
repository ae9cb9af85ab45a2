"""The known forms. A new one is a module with `NAME`, `score` and `read`, named in `LAYOUTS`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Problem, Words


@dataclass(frozen=True)
class Match:
    """How sure a layout is that a sheet is of its form (0 to 1), and why: what it found, in words."""

    confidence: float
    reasons: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Choice:
    """Which layout a table is read by, and how well each fits; `layout` is blank where none was chosen."""

    file: str
    sheet: str
    layout: str
    matches: dict[str, Match]
    stated: bool = False
    table: str = ""


class Layout(Protocol):
    """What a layout module offers."""

    NAME: str

    def score(self, sheet: Sheet, context: Context) -> Match: ...

    def read(self, sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]: ...
