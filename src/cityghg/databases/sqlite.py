"""SQLite through Python's own library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

import polars as pl

from cityghg.databases.address import Address
from cityghg.databases.errors import DatabaseError
from cityghg.databases.session import check_file, frames, quoted

_MARK: Final = b"SQLite format 3\0"
SECONDS_TO_WAIT: Final = 30.0


class Sqlite:
    """A session of `Session` on a file."""

    types: Mapping[str, str] = {
        "text": "TEXT", "int32": "INTEGER", "int64": "INTEGER", "float64": "REAL", "bool": "BOOLEAN",
        "time": "TEXT",
    }  # fmt: skip
    wants_indexes = True
    like: Mapping[str, frozenset[str]] = {name: frozenset({kind}) for name, kind in types.items()}

    def __init__(self, address: Address, *, reading: bool = False) -> None:
        self._path, self._shown, self._new = address.place, address.shown, not address.place.exists()
        check_file(address, _MARK, reading=reading)
        with self._explained():
            mode = "ro" if reading else "rwc"
            self._connection = sqlite3.connect(
                f"file:{quote(str(address.place))}?mode={mode}",
                uri=True, isolation_level=None, timeout=SECONDS_TO_WAIT,
            )  # fmt: skip

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise DatabaseError("database_busy", database=self._shown) from None
            if "unable to open" in str(error):
                raise DatabaseError("database_unreachable", database=self._shown, reason=str(error)) from None
            if "readonly" in str(error):
                raise DatabaseError("database_not_permitted", reason=str(error)) from None
            raise DatabaseError("database_failed", database=self._shown, reason=str(error)) from None
        except sqlite3.Error as error:
            raise DatabaseError("database_failed", database=self._shown, reason=str(error)) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            if self._new:
                self._connection.close()
                self._path.unlink(missing_ok=True)
            raise

    def tables(self) -> dict[str, dict[str, str]]:
        kinds = self.run("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')")
        return {
            name: dict(self.run("SELECT name, upper(type) FROM pragma_table_info(?)", [name]))
            if kind == "table"
            else {}
            for name, kind in kinds
        }

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connection.execute(sql, values).fetchall()

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        names = ", ".join(quoted(name) for name in frame.columns)
        marks = ", ".join("?" * frame.width)
        plain = frame.with_columns(pl.col(pl.Datetime).dt.to_string("iso:strict"))
        with self._explained():
            self._connection.executemany(
                f"INSERT INTO {self.named(table)} ({names}) VALUES ({marks})",  # noqa: S608
                plain.iter_rows(),
            )

    def comment(self, table: str, column: str, text: str) -> None:
        """SQLite keeps no comments; the table `columns` says what they would."""

    def named(self, table: str) -> str:
        return quoted(table)

    def batches(self, query: str, rows: int) -> Iterator[pl.DataFrame]:
        with self._explained():
            yield from frames(self._connection.execute(query), rows, strict=False)

    def close(self) -> None:
        self._connection.close()
