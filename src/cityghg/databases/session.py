"""What every database can do: one session, one transaction, plain SQL with `?` for values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

import polars as pl

from cityghg.databases.address import Address
from cityghg.databases.errors import DatabaseError

# Names of our types of columns and the types of tables in memory that they stand for.
TYPES: Final[Mapping[str, pl.DataType]] = {
    "text": pl.String(),
    "int32": pl.Int32(),
    "int64": pl.Int64(),
    "float64": pl.Float64(),
    "bool": pl.Boolean(),
    "time": pl.Datetime("us", "UTC"),
}


class Session(Protocol):
    """An open database. Every method may raise `DatabaseError`."""

    types: Mapping[str, str]
    """How the database names our types of columns."""

    like: Mapping[str, frozenset[str]]
    """Which of its types, as `tables` tells them, can hold values of our types."""

    wants_indexes: bool
    """Whether looking up rows is quick only with an index."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all that is done within, or, where anything fails, none of it."""

    def tables(self) -> dict[str, dict[str, str]]:
        """Return each table with its columns and their types; a view and the like has none."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows; columns go by name."""

    def comment(self, table: str, column: str, text: str) -> None:
        """Say in the database what a column holds, where it can keep that."""

    def named(self, table: str) -> str:
        """Return the name of a table as SQL writes it, with its schema."""

    def batches(self, query: str, rows: int) -> Iterator[pl.DataFrame]:
        """Yield what a query gives, so many rows at a time; the first also when it has none."""

    def close(self) -> None:
        """Leave; what no transaction has kept is undone."""


def open_session(address: Address, *, reading: bool = False) -> Session:
    """Open a database, only for reading where so told. Raises `DatabaseError`.

    A server's driver and DuckDB are extras of the program.
    """
    extra = {"postgresql": "sql", "duckdb": "duckdb"}.get(address.kind, "")
    try:
        if address.kind == "postgresql":
            from cityghg.databases.postgresql import PostgreSQL

            return PostgreSQL(address, reading=reading)
        if address.kind == "duckdb":
            from cityghg.databases.duck import Duck

            return Duck(address, reading=reading)
    except ModuleNotFoundError as error:
        raise DatabaseError("database_extra_missing", extra=extra) from error
    from cityghg.databases.sqlite import Sqlite

    return Sqlite(address, reading=reading)


def check_file(address: Address, mark: bytes, at: int = 0, *, reading: bool) -> None:
    """Raise `DatabaseError` where a file to read is absent, or a file does not begin as those of its kind."""
    if reading and not address.place.exists():
        raise DatabaseError("database_absent", database=address.shown)
    if address.place.is_file() and address.place.stat().st_size:
        with address.place.open("rb") as file:
            if file.read(at + len(mark))[at:] != mark:
                raise DatabaseError("database_not_one", database=address.shown)


def frames(cursor: Any, rows: int, *, strict: bool = True) -> Iterator[pl.DataFrame]:
    """Yield what a cursor gives, so many rows at a time; the first also when it has none.

    Without `strict` a column may mix kinds of values, as SQLite's do.
    """
    first = True
    while (found := cursor.fetchmany(rows)) or first:
        names = [column[0] for column in cursor.description or ()]
        yield pl.DataFrame(found, schema=names, orient="row", infer_schema_length=None, strict=strict)
        first = False


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def constant(text: str) -> str:
    """Return a text constant of SQL."""
    return "'" + text.replace("'", "''") + "'"
