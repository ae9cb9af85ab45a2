"""DuckDB: a file for analysis. Rows go in through a Parquet file, which DuckDB reads by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from cityghg.databases.address import Address
from cityghg.databases.errors import DatabaseError
from cityghg.databases.session import check_file, constant, frames, quoted

# It would fetch an extension from the internet for a file of another kind.
_OFFLINE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_MARK: Final = (b"DUCK", 8)
_TABLES: Final = """
    SELECT t.table_name, t.table_type = 'BASE TABLE', c.column_name, c.data_type
    FROM information_schema.tables t
    JOIN information_schema.columns c USING (table_catalog, table_schema, table_name)
    WHERE t.table_schema = ? AND t.table_catalog = current_database()
    ORDER BY t.table_name, c.ordinal_position
"""


class Duck:
    """A session of `Session` on a file."""

    types: Mapping[str, str] = {
        "text": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN",
        "time": "TIMESTAMP",
    }  # fmt: skip
    wants_indexes = False
    like: Mapping[str, frozenset[str]] = {name: frozenset({kind}) for name, kind in types.items()}

    def __init__(self, address: Address, *, reading: bool = False) -> None:
        self._path, self._shown, self._new = address.place, address.shown, not address.place.exists()
        self._schema = address.schema or "main"
        check_file(address, *_MARK, reading=reading)  # it would read a csv or Parquet file as if it were one
        with self._explained():
            self._connection = duckdb.connect(address.place, read_only=reading, config=_OFFLINE)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            text = " ".join(str(error).split())
            if "lock" in text.lower() and isinstance(error, duckdb.IOException):
                raise DatabaseError("database_busy", database=self._shown) from None
            if isinstance(error, duckdb.IOException):
                raise DatabaseError("database_unreachable", database=self._shown, reason=text) from None
            raise DatabaseError("database_failed", database=self._shown, reason=text) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            self.run("BEGIN TRANSACTION")
            self.run(f"CREATE SCHEMA IF NOT EXISTS {quoted(self._schema)}")
            yield
            self.run("COMMIT")
        except BaseException:
            self._connection.close()  # which undoes it
            if self._new:
                self._path.unlink(missing_ok=True)
            raise

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for table, is_table, column, kind in self.run(_TABLES, [self._schema]):
            columns = found.setdefault(table, {})
            if is_table:
                columns[column] = kind
        return found

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connection.execute(sql, list(values)).fetchall()

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        names = ", ".join(quoted(name) for name in frame.columns)
        with tempfile.TemporaryDirectory() as aside:
            rows = Path(aside) / "rows.parquet"
            frame.with_columns(pl.col(pl.Datetime).dt.replace_time_zone(None)).write_parquet(rows)
            self.run(f"INSERT INTO {self.named(table)} ({names}) FROM read_parquet(?)", [str(rows)])

    def comment(self, table: str, column: str, text: str) -> None:
        self.run(f"COMMENT ON COLUMN {self.named(table)}.{quoted(column)} IS {constant(text)}")

    def named(self, table: str) -> str:
        return f"{quoted(self._schema)}.{quoted(table)}"

    def batches(self, query: str, rows: int) -> Iterator[pl.DataFrame]:
        with self._explained():
            yield from frames(self._connection.execute(query), rows)

    def close(self) -> None:
        self._connection.close()
