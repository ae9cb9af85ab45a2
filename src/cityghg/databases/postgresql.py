"""PostgreSQL through psycopg. A password may also stand in PGPASSWORD or ~/.pgpass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import polars as pl
import psycopg
from psycopg import errors as pg

from cityghg.databases.address import HIDDEN, Address, hide_addresses
from cityghg.databases.errors import DatabaseError
from cityghg.databases.session import constant, frames, quoted

SECONDS_TO_CONNECT: Final = 10
WAIT_FOR_LOCKS: Final = "SET LOCAL lock_timeout = '60s'"
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext(?))"  # two publishers take turns
_TABLES: Final = """
    SELECT c.relname, c.relkind IN ('r', 'p'), a.attname, format_type(a.atttypid, NULL)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY c.relname, a.attnum
"""
_LOGIN_REFUSED: Final = ("password", "authentication", "pg_hba.conf", "role ")


class PostgreSQL:
    """A session of `Session` on a server."""

    types: Mapping[str, str] = {
        "text": "text", "int32": "integer", "int64": "bigint", "float64": "double precision",
        "bool": "boolean", "time": "timestamp with time zone",
    }  # fmt: skip
    wants_indexes = True
    like: Mapping[str, frozenset[str]] = {
        "text": frozenset({"text", "character varying"}),
        "int32": frozenset({"integer", "bigint", "numeric"}),
        "int64": frozenset({"bigint", "numeric"}),
        "float64": frozenset({"double precision"}),
        "bool": frozenset({"boolean"}),
        "time": frozenset({"timestamp with time zone"}),
    }

    def __init__(self, address: Address, *, reading: bool = False) -> None:
        login: dict[str, Any] = {"connect_timeout": SECONDS_TO_CONNECT, "application_name": "cityghg"}
        self._secret, self._shown = address.login.get("password", ""), address.shown
        try:
            self._connection = psycopg.connect(**{**login, **address.login})
        except psycopg.Error as error:
            self._explain_refusal(str(error))
        except (UnicodeError, ValueError):  # their messages hold the value
            raise DatabaseError("database_address_wrong") from None
        self._connection.read_only = reading
        self._schema = address.schema or ""

    def _explain_refusal(self, text: str) -> NoReturn:
        reason = self._told(text)
        if "does not exist" in text and "database" in text:
            raise DatabaseError("database_absent", database=self._shown) from None
        if any(word in text for word in _LOGIN_REFUSED):
            raise DatabaseError("database_login_refused", database=self._shown, reason=reason) from None
        raise DatabaseError("database_unreachable", database=self._shown, reason=reason) from None

    def _told(self, text: str) -> str:
        """Return the server's words on one line, without the password."""
        line = hide_addresses(" ".join(text.split()))
        return line.replace(self._secret, HIDDEN) if self._secret else line

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except pg.InsufficientPrivilege as error:
            raise DatabaseError("database_not_permitted", reason=self._told(str(error))) from None
        except (pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure):
            raise DatabaseError("database_busy", database=self._shown) from None
        except psycopg.Error as error:
            reason = self._told(str(error))
            raise DatabaseError("database_failed", database=self._shown, reason=reason) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._explained():
            try:
                self.run(WAIT_FOR_LOCKS)
                self._enter_schema()
                self.run(_LOCK, [f"cityghg {self._schema}"])
                yield
            except BaseException:
                if not self._connection.closed:
                    self._connection.rollback()
                raise
            self._connection.commit()

    def _enter_schema(self) -> None:
        """Make the schema where it is missing; without one named, take the one that new tables go to."""
        if not self._schema:
            self._schema = self.run("SELECT current_schema()")[0][0] or ""
            if not self._schema:
                raise DatabaseError("database_no_schema", database=self._shown)
        elif not self.run("SELECT 1 FROM pg_namespace WHERE nspname = ?", [self._schema]):
            self.run(f"CREATE SCHEMA {quoted(self._schema)}")

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for table, is_table, column, kind in self.run(_TABLES, [self._schema]):
            columns = found.setdefault(table, {})
            if is_table and column is not None:
                columns[column] = kind
        return found

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            asked = sql.replace("?", "%s") if values else sql
            cursor = self._connection.execute(asked.encode(), tuple(values) or None)
            return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows by COPY; a text of PostgreSQL holds no NUL character."""
        names = ", ".join(quoted(name) for name in frame.columns)
        clean = frame.with_columns(pl.col(pl.String).str.replace_all("\x00", "", literal=True))
        copy = f"COPY {self.named(table)} ({names}) FROM STDIN"
        with self._explained(), self._connection.cursor() as cursor, cursor.copy(copy.encode()) as rows:
            for row in clean.iter_rows():
                rows.write_row(row)

    def comment(self, table: str, column: str, text: str) -> None:
        self.run(f"COMMENT ON COLUMN {self.named(table)}.{quoted(column)} IS {constant(text)}")

    def named(self, table: str) -> str:
        schema, dot, name = table.rpartition(".")
        return f"{quoted(schema or self._schema)}.{quoted(name)}" if dot or self._schema else quoted(name)

    def batches(self, query: str, rows: int) -> Iterator[pl.DataFrame]:
        with self._explained(), self._connection.cursor("cityghg") as cursor:
            cursor.itersize = rows
            cursor.execute(query.encode())
            yield from frames(cursor, rows)

    def close(self) -> None:
        self._connection.close()
