"""Publishing: all tables of a result in one transaction, in place of what stood for its areas and years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from cityghg.base.labels import Language
from cityghg.databases.address import Address
from cityghg.databases.errors import DatabaseError
from cityghg.databases.session import Session, open_session, quoted
from cityghg.report.publish.held import Held
from cityghg.report.publish.layout import (
    AREA,
    EDITION,
    OF_A_RUN,
    PUBLISHED,
    RUN,
    RUNS,
    YEAR,
    Target,
    is_by_area,
    targets,
)
from cityghg.report.typed import COLUMNS, meaning, unit_of

_AT_ONCE: Final = 500  # areas named in one statement


@dataclass(frozen=True)
class Published:
    """What was published: rows by table, areas and years, the edition they belong to."""

    edition: str
    run: str
    areas_and_years: int
    rows: dict[str, int]


def publish(held: Held, address: Address, now: datetime, language: Language) -> Published:
    """Write the tables of a result into a database. Raises `DatabaseError`; then nothing has changed.

    Rows of the same edition, area and year are replaced in every table of ours, also in one that the
    result no longer has; what a run says as a whole goes once no area and year stands by it any more.
    """
    session = open_session(address)
    try:
        with session.transaction():
            wanted = targets(held, now)
            there = session.tables()
            for target in wanted:
                _prepare(session, target, there.get(target.name), language)
            _clear(session, held, next(t.rows for t in wanted if t.name == PUBLISHED))
            for target in wanted:
                session.insert(target.name, target.rows)
    finally:
        session.close()
    rows = {target.name: target.rows.height for target in wanted}
    return Published(held.edition, held.run, rows[PUBLISHED], rows)


def _prepare(session: Session, target: Target, there: dict[str, str] | None, language: Language) -> None:
    """Create a table, or add the columns an older one lacks; refuse one not ours or of other types."""
    if there is None:
        _create(session, target)
    else:
        _check(session, target, there)
    for column in [name for name in target.columns if there is None or name not in there]:
        if there is not None:
            kind = session.types[target.columns[column]]
            session.run(f"ALTER TABLE {session.named(target.name)} ADD COLUMN {quoted(column)} {kind}")
        words = meaning(column)[0 if language == "zh" else 1]
        if words:
            session.comment(target.name, column, " / ".join(filter(None, (words, unit_of(column)))))


def _create(session: Session, target: Target) -> None:
    needed = {*target.key, *target.marks}
    columns = [
        f"{quoted(name)} {session.types[kind]}{' NOT NULL' if name in needed else ''}"
        for name, kind in target.columns.items()
    ]
    if target.key:
        columns.append(f"PRIMARY KEY ({_list(target.key)})")
    session.run(f"CREATE TABLE {session.named(target.name)} ({', '.join(columns)})")
    if session.wants_indexes and not target.key:
        by = (EDITION, AREA, YEAR) if target.by_area else (RUN,)
        index = quoted(f"cityghg_{target.name}")
        session.run(f"CREATE INDEX {index} ON {session.named(target.name)} ({_list(by)})")


def _check(session: Session, target: Target, there: dict[str, str]) -> None:
    if not set(target.marks) <= there.keys():
        raise DatabaseError("database_table_not_ours", table=target.name)
    for column, kind in target.columns.items():
        if column in there and there[column] not in session.like[kind]:
            raise DatabaseError(
                "database_column_type", table=target.name, column=column, found=there[column],
                expected=session.types[kind],
            )  # fmt: skip


def _clear(session: Session, held: Held, pairs: pl.DataFrame) -> None:
    """Remove what the result replaces."""
    there = session.tables()
    for table in [name for name, columns in there.items() if is_by_area(name, columns)]:
        _clear_areas_and_years(session, table, held.edition, pairs)
    standing = f"SELECT {quoted(RUN)} FROM {session.named(PUBLISHED)}"  # noqa: S608
    for table in [name for name in there if name in OF_A_RUN]:
        gone = f"{quoted(RUN)} = ? OR {quoted(RUN)} NOT IN ({standing})"
        session.run(f"DELETE FROM {session.named(table)} WHERE {gone}", [held.run])  # noqa: S608
    session.run(f"DELETE FROM {session.named(RUNS)} WHERE {quoted(RUN)} = ?", [held.run])  # noqa: S608
    for name in held.tables:
        session.run(f"DELETE FROM {session.named(COLUMNS)} WHERE table_name = ?", [name])  # noqa: S608


def _clear_areas_and_years(session: Session, table: str, edition: str, pairs: pl.DataFrame) -> None:
    for (year,), found in pairs.group_by(YEAR, maintain_order=True):
        areas = found[AREA].to_list()
        for chunk in (areas[i : i + _AT_ONCE] for i in range(0, len(areas), _AT_ONCE)):
            marks = ", ".join("?" * len(chunk))
            session.run(
                f"DELETE FROM {session.named(table)} WHERE {quoted(EDITION)} = ? "  # noqa: S608
                f"AND {quoted(YEAR)} = ? AND {quoted(AREA)} IN ({marks})",
                [edition, year, *chunk],
            )


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names))
