"""The tables that a result folder holds, from its Parquet files or else its csv files, and its manifest."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import polars as pl

from cityghg.base.problems import Place, Problem, problem
from cityghg.report.as_csv import unguarded
from cityghg.report.manifest import FILE_NAME, INVENTORY, kind_of
from cityghg.report.tables import Table
from cityghg.report.typed import COLUMNS, described, is_known, typed

_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,50}")
_NUMBERED: Final = ("electricity_factor", "electricity_variant", "methods", "reallocation")
_DIGITS_OF_AN_EDITION: Final = 12
_DIGITS_OF_A_RUN: Final = 16


@dataclass(frozen=True)
class Held:
    """`tables` are typed as `report.typed` says, the last one is `columns`; `manifest` as it was written."""

    manifest: dict[str, Any]
    tables: dict[str, pl.DataFrame]

    @property
    def run(self) -> str:
        """A digest of the manifest: the same result has the same one."""
        return _digest(self.manifest)[:_DIGITS_OF_A_RUN]

    @property
    def edition(self) -> str:
        """A digest of what figures of one area and year are compared under.

        That is the libraries with their versions, the GWP set, and the project's settings of factors.
        """
        project = self.manifest["options"].get("project", {})
        chosen = {name: project.get(name) for name in _NUMBERED}
        return _digest([self.libraries, self.manifest["gwp"], chosen])[:_DIGITS_OF_AN_EDITION]

    @property
    def libraries(self) -> list[str]:
        return [library["name"] for library in self.manifest["libraries"]]


def read_result(folder: Path) -> tuple[Held | None, list[Problem]]:
    """Read a result folder; what is none, or holds no table, is a problem."""
    if kind_of(folder) != INVENTORY:
        return None, [problem("publish_no_result", Place(file=folder.as_posix()))]
    manifest = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    files = {path.stem: path for ending in ("csv", "parquet") for path in sorted(folder.glob(f"*.{ending}"))}
    files.pop(COLUMNS, None)
    tables: dict[str, pl.DataFrame] = {}
    for name in sorted(name for name in files if _TABLE_NAME.fullmatch(name)):
        try:
            tables[name] = _read(files[name])
        except (OSError, ValueError, pl.exceptions.PolarsError):
            return None, [problem("publish_unreadable", Place(file=files[name].name))]
    if not tables:
        return None, [problem("publish_no_tables", Place(file=folder.as_posix()))]
    return Held(manifest, {**tables, COLUMNS: described(tables.items())}), []


def _read(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    columns = {
        name: _column(path.stem, name, [unguarded(row[i]) for row in rows]) for i, name in enumerate(heads)
    }
    return typed(Table(path.stem, pd.DataFrame(columns)))


def _column(table: str, name: str, texts: list[str]) -> pd.Series:
    """Return a column whose type goes by its name; one not known holds numbers where all its texts are."""
    column = pd.Series(texts, dtype="object")
    if is_known(table, name):
        return column
    with contextlib.suppress(ValueError):
        return pd.to_numeric(column.where(column != "", None))
    return column


def _digest(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
