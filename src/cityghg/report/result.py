"""A compiled inventory with everything needed to report and to explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from cityghg.activity.bulk.read import Bulk
from cityghg.activity.layouts import Choice
from cityghg.base.problems import Problem, has_errors
from cityghg.codes import Areas, CodeList, Sector, Source
from cityghg.factors.load import Library
from cityghg.intensity.table import empty_table
from cityghg.inventory.masses import Line


@dataclass(frozen=True)
class World:
    """Code lists, areas, libraries and GWPs of a run; the first library of the stack comes first.

    `methods` names the library whose method a project wants for a source.
    """

    sources: CodeList[Source]
    sectors: CodeList[Sector]
    areas: Areas
    city: str | None
    stack: tuple[Library, ...]
    gwp_set: str
    gwps: Mapping[str, float]
    methods: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """`table` holds the inventory rows, `lines` the accounted lines they point to by `line`.

    `inputs` are the files read with the names shown to people; `options` what the run was asked;
    `assessed` are the tables of the assessment by name; `choices` say by which layout each sheet was
    read; `status` how each file of a batch fared; `bulk` what was summed without being kept in `activity`.
    """

    world: World
    inputs: Sequence[tuple[Path, str]]
    options: Mapping[str, Any]
    activity: pl.DataFrame
    lines: list[Line]
    table: pd.DataFrame
    totals: pd.DataFrame
    summary: pd.DataFrame
    assessed: Mapping[str, pd.DataFrame]
    incomplete: frozenset[tuple[str, int]]
    problems: list[Problem]
    choices: Sequence[Choice] = ()
    status: pd.DataFrame | None = None
    bulk: Bulk = field(default_factory=Bulk)

    @property
    def sheets(self) -> list[tuple[Path, str]]:
        """The inputs that are small enough to be copied with marks in their cells."""
        bulk = {part.shown for table in self.bulk.tables for part in table.parts}
        return [(path, shown) for path, shown in self.inputs if shown not in bulk]

    @property
    def intensity(self) -> pd.DataFrame:
        return self.assessed.get("intensity", empty_table())

    @property
    def failed(self) -> bool:
        return has_errors(self.problems)
