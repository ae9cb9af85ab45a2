"""What was read of each file, kept on disk, so that an unchanged file is not read again.

An entry is two files: the activity table, then what was said of it. Each is written aside and renamed,
the second one last, so an entry that is there is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import TypeAdapter, ValidationError

from cityghg import __version__
from cityghg.activity.columns import SCHEMA, empty_table
from cityghg.activity.layouts import Choice
from cityghg.base.locate import codelist
from cityghg.base.problems import Problem


@dataclass(frozen=True)
class Said:
    """The problems of a file and by which layout each of its sheets was read."""

    problems: tuple[Problem, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read of one file: a table of `columns.SCHEMA`, and what was said of it."""

    table: pl.DataFrame = field(default_factory=empty_table)
    said: Said = field(default_factory=Said)


_SAID = TypeAdapter(Said)


class Cache:
    """Readings by key, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def said(self, key: str) -> Said | None:
        """Return what was said of a file, or None where it is not kept or cannot be read."""
        try:
            return _SAID.validate_json(self._path(key, "json").read_bytes())
        except (OSError, ValidationError):
            return None

    def has_table(self, key: str) -> bool:
        """Say whether the table of a reading is there, by its head alone."""
        try:
            return dict(pl.read_parquet_schema(self._path(key, "parquet"))) == SCHEMA
        except (OSError, pl.exceptions.PolarsError):
            return False

    def get(self, key: str) -> Reading | None:
        """Return a whole reading, or None."""
        said = self.said(key)
        try:
            table = pl.read_parquet(self._path(key, "parquet"))
        except (OSError, pl.exceptions.PolarsError):
            return None
        return Reading(table, said) if said is not None and dict(table.schema) == SCHEMA else None

    def put(self, key: str, reading: Reading) -> None:
        """Keep a reading. Raises `OSError` where nothing can be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self._path(key, f"{os.getpid()}.tmp")
        reading.table.write_parquet(aside)
        aside.replace(self._path(key, "parquet"))
        aside.write_bytes(_SAID.dump_json(reading.said))
        aside.replace(self._path(key, "json"))

    def prune(self, keys: Collection[str]) -> None:
        """Remove every entry but these."""
        for path in self.folder.glob("*.*"):
            if path.name.partition(".")[0] not in keys:
                path.unlink(missing_ok=True)

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / f"{key}.{suffix}"


def key_of(*parts: Any) -> str:
    """Return the key of a reading: the digest of the program and of everything named, as plain data."""
    text = json.dumps([program(), *parts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def program() -> str:
    """Return the digest of what reads: the version, the modules, the label files and the code lists."""
    package = Path(__file__).resolve().parents[1]
    lists = codelist("")
    digest = hashlib.sha256(__version__.encode())
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.toml"), *lists.rglob("*.*")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update((lists.parent / "units.txt").read_bytes())
    return digest.hexdigest()
