"""Publishing: the same rows whatever is published how often, all tables or none, and only what is ours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import postgres
from cityghg.databases.address import parse
from cityghg.databases.errors import DatabaseError
from cityghg.databases.postgresql import PostgreSQL
from cityghg.databases.session import open_session
from cityghg.report.publish import publish as module
from cityghg.report.publish.held import read_result
from cityghg.report.publish.publish import Published

ROWS = (
    "丹徒区,2020,工业,柴油,100,吨",
    "丹徒区,2021,工业,柴油,110,吨",
    "京口区,2020,工业,无烟煤,7,吨",
)
CORRECTED = ("丹徒区,2021,工业,柴油,120,吨",)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
Compile = Callable[..., Path]
Tables = dict[str, list[tuple[Any, ...]]]


def published(folder: Path, database: str, now: datetime = NOON) -> Published:
    held, problems = read_result(folder)
    assert held is not None, problems
    return module.publish(held, parse(database), now, "zh")


def content(database: str) -> Tables:
    """Return every row of every table, in an order that does not depend on the database."""
    session = open_session(parse(database))
    try:
        with session.transaction():
            tables = session.tables()
            return {
                name: sorted(session.run(f"SELECT * FROM {session.named(name)}"), key=repr)  # noqa: S608
                for name in sorted(tables)
            }
    finally:
        session.close()


def run(database: str, *statements: str) -> None:
    session = open_session(parse(database))
    try:
        with session.transaction():
            for statement in statements:
                session.run(statement.replace("{ghg}", session.named("").removesuffix('""')))
    finally:
        session.close()


def masses(database: str) -> dict[tuple[str, int], int]:
    """Return how many tonnes of diesel stand for each area and year, in all editions together."""
    session = open_session(parse(database))
    try:
        with session.transaction():
            rows = session.run(
                f"SELECT area, year, sum(amount) FROM {session.named('inventory')} "  # noqa: S608
                "WHERE gas = 'CO2' AND source = 'diesel' GROUP BY area, year"
            )
    finally:
        session.close()
    return {(area, year): round(amount) for area, year, amount in rows}


def test_all_tables_are_there_with_their_rows(compiled: Compile, database: str) -> None:
    folder = compiled(*ROWS)
    done = published(folder, database)
    found = content(database)
    assert found.keys() == {
        "runs", "published", "columns", "inventory", "summary", "intensity", "factors_used", "problems",
    }  # fmt: skip
    assert {name: len(rows) for name, rows in found.items()} == done.rows
    assert done.areas_and_years == 5  # 丹徒区 and the city in both years, 京口区 in 2020
    assert {row[2] for row in found["inventory"]} == {"321100", "321112", "321102"}


def test_publishing_again_changes_nothing_but_the_time(compiled: Compile, database: str) -> None:
    folder = compiled(*ROWS)
    published(folder, database)
    before = content(database)
    published(folder, database, NOON + timedelta(days=1))
    after = content(database)
    runs = before.pop("runs"), after.pop("runs")
    assert after == before
    assert [row[:-1] for row in runs[0]] == [row[:-1] for row in runs[1]]
    assert runs[0] != runs[1]


def test_a_corrected_result_replaces_its_areas_and_years_and_no_others(
    compiled: Compile, database: str
) -> None:
    published(compiled(*ROWS), database)
    published(compiled(*CORRECTED), database)
    assert masses(database) == {
        ("321112", 2020): 100, ("321100", 2020): 100, ("321112", 2021): 120, ("321100", 2021): 120,
    }  # fmt: skip
    assert len(content(database)["runs"]) == 2


def test_what_a_run_says_as_a_whole_goes_when_nothing_stands_by_it(compiled: Compile, database: str) -> None:
    published(compiled(*ROWS), database)
    last = published(compiled(*ROWS, "丹徒区,2021,交通运输,汽油,1,吨"), database)
    assert {row[1] for row in content(database)["factors_used"]} == {last.run}


def test_another_gwp_set_is_another_edition_beside_it(compiled: Compile, database: str) -> None:
    first = published(compiled(*ROWS), database)
    second = published(compiled(*ROWS, gwp="SARGWP100"), database)
    assert first.edition != second.edition
    assert masses(database)["321112", 2020] == 200  # both editions
    assert len(content(database)["published"]) == first.areas_and_years + second.areas_and_years


def test_a_table_that_the_result_no_longer_has_loses_its_rows(compiled: Compile, database: str) -> None:
    folder = compiled(*ROWS)
    table = (folder / "summary.csv").read_bytes()
    (folder / "extra.csv").write_bytes(table)
    published(folder, database)
    assert len(content(database)["extra"]) > 0
    (folder / "extra.csv").unlink()
    published(folder, database)
    assert content(database)["extra"] == []


def test_csv_and_parquet_publish_the_same(compiled: Compile, database: str, tmp_path: Path) -> None:
    published(compiled(*ROWS, formats=("csv",)), database)
    first = content(database)
    published(compiled(*ROWS, formats=("parquet",)), database)
    assert content(database) == first


def test_a_missing_column_is_added_to_an_older_table(compiled: Compile, database: str) -> None:
    folder = compiled(*ROWS)
    published(folder, database)
    full = content(database)
    run(database, 'ALTER TABLE {ghg}"inventory" DROP COLUMN "deposit_year"')
    published(folder, database)
    assert {k: len(v) for k, v in content(database).items()} == {k: len(v) for k, v in full.items()}
    assert len(content(database)["inventory"][0]) == len(full["inventory"][0])


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ('CREATE TABLE {ghg}"inventory" ("sku" TEXT, "price" REAL)', "database_table_not_ours"),
        ('CREATE VIEW {ghg}"inventory" AS SELECT 1 AS "edition", 2 AS "run"', "database_table_not_ours"),
        ('CREATE TABLE {ghg}"runs" ("run" TEXT, "distance" REAL)', "database_table_not_ours"),
        (
            'CREATE TABLE {ghg}"summary" ("edition" TEXT, "run" TEXT, "area" TEXT, "year" TEXT)',
            "database_column_type",
        ),
    ],
)
def test_what_is_not_ours_is_refused_and_nothing_is_changed(
    compiled: Compile, database: str, made: str, code: str
) -> None:
    run(database, made)
    before = content(database)
    with pytest.raises(DatabaseError) as caught:
        published(compiled(*ROWS), database)
    assert caught.value.code == code
    assert content(database) == before


@pytest.mark.parametrize("at", range(8))
def test_a_failure_at_any_table_leaves_all_as_it_was(
    compiled: Compile, database: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(compiled(*ROWS), database)
    before = content(database)
    folder = compiled(*CORRECTED)
    kind = type(open_session(parse(database)))
    insert, left = kind.insert, [at]

    def failing(self: Any, table: str, frame: pl.DataFrame) -> None:
        if left[0] == 0:
            raise DatabaseError("database_failed", database="", reason="full disk")
        left[0] -= 1
        insert(self, table, frame)

    with monkeypatch.context() as patch, pytest.raises(DatabaseError):
        patch.setattr(kind, "insert", failing)
        published(folder, database)
    assert content(database) == before


def test_a_file_that_was_not_there_is_not_left_behind(compiled: Compile, tmp_path: Path) -> None:
    folder = compiled(*ROWS)
    held, _ = read_result(folder)
    assert held is not None
    broken = {**held.tables, "problems": pl.DataFrame({"area": [object()]})}
    for kind in ("sqlite", "duckdb"):
        path = tmp_path / f"new.{kind}"
        with pytest.raises(Exception):  # noqa: B017 - a bug must not leave a file either
            module.publish(type(held)(held.manifest, broken), parse(f"{kind}:///{path}"), NOON, "zh")
        assert not path.exists()


def test_texts_come_back_as_they_are(compiled: Compile, database: str) -> None:
    towns = [{"id": "town-a", "name": "=1+1 '\"；\\N\t", "kind": "town", "parent": "321112"}]
    published(compiled("town-a,2020,工业,柴油,1,吨", units=towns), database)
    assert {"=1+1 '\"；\\N\t"} <= {row[3] for row in content(database)["inventory"]}


def test_numbers_that_are_missing_are_null(compiled: Compile, database: str) -> None:
    published(compiled("丹徒区,2020,工业,柴油,NE,吨"), database)
    rows = content(database)["inventory"]
    assert len(rows) > 0
    assert not any("" in row for row in rows)
    assert any(None in row for row in rows)


# On a server


@pytest.fixture
def on_server(server: postgres.Server, request: pytest.FixtureRequest) -> str:
    name = f"only{abs(hash(request.node.name)) % 10**8}"
    server.sql("postgres", f"CREATE DATABASE {name}")
    return name


def test_types_keys_and_comments(compiled: Compile, server: postgres.Server, on_server: str) -> None:
    published(compiled(*ROWS), server.url(on_server, more="?schema=ghg"))
    kinds = dict(
        server.sql(
            on_server,
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'ghg' AND table_name = 'inventory'",
        )  # type: ignore[arg-type]
    )
    assert (kinds["year"], kinds["mass_t"], kinds["records"], kinds["scope"]) == (
        "integer", "double precision", "bigint", "text",
    )  # fmt: skip
    keys = server.sql(
        on_server,
        "SELECT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'p' AND connamespace = 'ghg'::regnamespace ORDER BY 1",
    )
    tables = ["columns", "intensity", "published", "runs", "summary"]
    assert keys == [(f"ghg.{name}",) for name in tables]
    said = server.sql(
        on_server,
        "SELECT col_description(attrelid, attnum) FROM pg_attribute "
        "WHERE attrelid = 'ghg.summary'::regclass AND attname = 'total_co2e_t'",
    )
    assert said == [("温室气体 (t当量) / t CO2e",)]
    assert server.sql(on_server, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'ghg'") == [(8,)]


def test_without_permission_nothing_is_written(
    compiled: Compile, server: postgres.Server, on_server: str
) -> None:
    server.sql(on_server, "CREATE SCHEMA ghg")
    server.sql(on_server, "DROP ROLE IF EXISTS reader")
    server.sql(on_server, "CREATE ROLE reader LOGIN PASSWORD 'r'")
    server.sql(on_server, "GRANT USAGE ON SCHEMA ghg TO reader")
    with pytest.raises(DatabaseError) as caught:
        published(compiled(*ROWS), server.url(on_server, "reader", "r", "?schema=ghg"))
    assert caught.value.code == "database_not_permitted"
    assert server.sql(on_server, "SELECT count(*) FROM pg_tables WHERE schemaname = 'ghg'") == [(0,)]


def test_a_table_that_another_holds_is_waited_for_and_then_told(
    compiled: Compile, server: postgres.Server, on_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    url = server.url(on_server, more="?schema=ghg")
    published(compiled(*ROWS), url)
    monkeypatch.setattr("cityghg.databases.postgresql.WAIT_FOR_LOCKS", "SET LOCAL lock_timeout = '200ms'")
    with psycopg.connect(server.url(on_server)) as other:
        other.execute("LOCK TABLE ghg.inventory IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseError) as caught:
            published(compiled(*CORRECTED), url)
    assert caught.value.code == "database_busy"


def test_a_server_that_stops_in_the_middle_keeps_what_it_had(
    compiled: Compile, server: postgres.Server, on_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url(on_server, more="?schema=ghg")
    published(compiled(*ROWS), url)
    before = content(url)
    insert = PostgreSQL.insert

    def cut(self: Any, table: str, frame: pl.DataFrame) -> None:
        insert(self, table, frame)
        if table == "factors_used":
            server.sql(on_server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                  "WHERE application_name = 'cityghg'")  # fmt: skip

    with monkeypatch.context() as patch, pytest.raises(DatabaseError) as caught:
        patch.setattr(PostgreSQL, "insert", cut)
        published(compiled(*CORRECTED), url)
    assert caught.value.code == "database_failed"
    assert content(url) == before
