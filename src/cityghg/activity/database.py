"""A table or query of a database as rows of activity, in an order in which rows can be told by number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

import polars as pl

from cityghg.activity.bulk import BatchesError
from cityghg.databases.address import Address, parse
from cityghg.databases.errors import DatabaseError
from cityghg.databases.session import Session, open_session, quoted

ROWS_AT_ONCE: Final = 50_000


class Rows:
    """Rows of a database, as `activity.bulk.Batches` wants them.

    They are ordered by all their columns, so the same content has the same order, numbers and `digest`,
    however the database keeps it. Raises `DatabaseError` where the table or query cannot be read.
    """

    def __init__(self, text: str) -> None:
        self._address = address = parse(text)
        if not (address.table or address.query):
            raise DatabaseError("database_nothing_named")
        self.name, self.digest = address.name, ""
        with closing(open_session(address, reading=True)) as session:
            head = next(session.batches(f"SELECT * FROM {_source(address, session)} LIMIT 0", 1))  # noqa: S608
        self.columns: Sequence[str] = head.columns
        if not self.columns:
            raise DatabaseError("database_nothing_named")

    def batches(self) -> Iterator[pl.DataFrame]:
        """Yield the rows anew; `digest` is that of all of them once the last is given."""
        order = ", ".join(str(number) for number in range(1, len(self.columns) + 1))
        digest = hashlib.sha256(repr(list(self.columns)).encode())
        try:
            with closing(open_session(self._address, reading=True)) as session:
                source = _source(self._address, session)
                for frame in session.batches(f"SELECT * FROM {source} ORDER BY {order}", ROWS_AT_ONCE):  # noqa: S608
                    digest.update(frame.write_csv(include_header=False).encode())
                    yield frame
        except DatabaseError as error:
            raise BatchesError(error.code, **error.values) from None
        self.digest = digest.hexdigest()


def _source(address: Address, session: Session) -> str:
    if address.query is not None:
        return f"({address.query.strip().rstrip(';')}) AS {quoted('asked')}"
    return session.named(address.table or "")
