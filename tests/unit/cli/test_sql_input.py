"""Activity data from a database: as from a file, rows told by number, nothing of the login anywhere."""

import csv
import itertools
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import postgres
from cityghg.cli import app as command_line
from cityghg.databases.address import parse
from cityghg.databases.session import open_session

ROWS = (
    ("丹徒区", 2020, "工业", "柴油", 100.5, "吨"),
    ("丹徒区", 2021, "工业", "柴油", 110.0, "吨"),
    ("京口区", 2020, "工业", "无烟煤", 7.0, "吨"),
)
HEAD = ("area", "year", "sector", "source", "amount", "unit")
_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


@pytest.fixture(params=["postgresql", "duckdb", "sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """Return the address of a database with a table `activity`, its rows in no good order."""
    address = f"{request.param}:///data.{request.param}"
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("server")
        name = f"rows{next(_NUMBERS)}"
        server.sql("postgres", f"CREATE DATABASE {name}")
        address = server.url(name)
    fill(address, *reversed(ROWS))
    return address


def fill(address: str, *rows: tuple[object, ...], table: str = "activity") -> None:
    session = open_session(parse(address))
    named = session.named(table)
    with session.transaction():
        session.run(f"DROP TABLE IF EXISTS {named}")
        session.run(
            f"CREATE TABLE {named} (area TEXT, year INTEGER, sector TEXT, source TEXT, "
            "amount DOUBLE PRECISION, unit TEXT)"
        )
        for row in rows:
            session.run(f"INSERT INTO {named} VALUES (?, ?, ?, ?, ?, ?)", row)  # noqa: S608
    session.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def compiled(path: str, out: str = "out") -> Result:
    return run("compile", path, "--out", out, "--format", "csv", "--quiet")


def inventory(out: str) -> list[dict[str, str]]:
    with Path(out, "inventory.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def without_origin(out: str) -> list[dict[str, str]]:
    return [{k: v for k, v in row.items() if k != "origin"} for row in inventory(out)]


def test_a_table_gives_what_its_rows_give_in_a_file(database: str) -> None:
    with Path("rows.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *ROWS])
    assert compiled("rows.csv", "from_file").exit_code == 0
    done = compiled(f"{database}?table=activity")
    assert done.exit_code == 0, done.stderr
    assert without_origin("out") == without_origin("from_file")
    assert len(inventory("out")) > 0


def test_a_query_chooses_rows(database: str) -> None:
    asked = "select * from activity where year + 0 = 2021 and area <> 'x&y'"
    done = compiled(f"{database}?query={asked}")
    assert done.exit_code == 0, done.stderr
    assert {row["year"] for row in inventory("out")} == {"2021"}


def test_origin_and_manifest_name_table_row_and_digest_and_no_login(database: str) -> None:
    assert compiled(f"{database}?table=activity").exit_code == 0
    name = parse(f"{database}?table=activity").name
    origins = {row["origin"] for row in inventory("out") if row["provenance"] == "own"}
    assert {origin.partition("#")[0].rstrip(", ") for origin in origins} == {name}
    assert {origin.partition("#")[2] for origin in origins} == {"1", "2", "3"}
    inputs = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert [entry["name"] for entry in inputs] == [name]
    assert len(inputs[0]["sha256"]) == 64
    said = "".join(path.read_text(encoding="utf-8") for path in Path("out").rglob("*") if path.is_file())
    assert "geheim" not in said and "admin" not in said


def test_the_digest_is_that_of_the_content_in_any_order(database: str) -> None:
    digests = []
    for rows in (ROWS, ROWS[::-1], (*ROWS[:2], ("京口区", 2020, "工业", "无烟煤", 8.0, "吨"))):
        fill(database, *rows)
        assert compiled(f"{database}?table=activity").exit_code == 0
        digests.append(
            json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["inputs"][0]["sha256"]
        )
    assert digests[0] == digests[1] != digests[2]


def test_explain_refuses_rows_that_have_changed(database: str) -> None:
    asked = ("explain", f"{database}?table=activity", "--area", "321112", "--year", "2020", "--result", "out")
    assert compiled(f"{database}?table=activity").exit_code == 0
    done = run(*asked)
    assert done.exit_code == 0, done.stderr
    assert "100.5 吨" in done.stdout
    fill(database, *ROWS[:2], ("京口区", 2020, "工业", "无烟煤", 8.0, "吨"))
    done = run(*asked)
    assert done.exit_code == 1
    assert "100.5 吨" not in done.stdout
    assert parse(f"{database}?table=activity").name in done.stderr


def test_bad_rows_are_named_and_nothing_is_written(database: str) -> None:
    fill(database, *ROWS, ("丹徒区", 2020, "工业", "柴由", 1.0, "吨"))
    done = compiled(f"{database}?table=activity")
    assert done.exit_code == 1
    assert "柴由" in done.stderr
    assert not Path("out").exists()


def test_city_yaml_may_name_a_database(database: str) -> None:
    Path("city").mkdir()
    address = database.replace(":///", f":///{Path.cwd()}/") if "postgresql" not in database else database
    Path("city/city.yaml").write_text(
        f'city: "321100"\nactivity: ["{address}?table=activity"]\n', encoding="utf-8"
    )
    done = compiled("city")
    assert done.exit_code == 0, done.stderr
    assert len(inventory("out")) > 0
    assert "geheim" not in Path("out/manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "exit_code", "said"),
    [
        ("", 2, "?table="),
        ("?table=absent", 1, "reports an error"),
        ("?query=select from where", 1, "reports an error"),
        ("?query=drop table activity", 1, "reports an error"),
        ("?query=select 1 as n", 1, "one row a quantity"),
    ],
)
def test_what_cannot_be_read_is_said(database: str, more: str, exit_code: int, said: str) -> None:
    done = compiled(database + more)
    assert (done.exit_code, Path("out").exists()) == (exit_code, False), done.stderr
    assert said in done.stderr
    assert "geheim" not in done.output
    assert compiled(f"{database}?table=activity").exit_code == 0  # and the table is still there


@pytest.mark.parametrize(
    "arguments",
    [
        ("compile", "postgresql://u:geheim@127.0.0.1:1/d?table=a"),
        ("compile", "postgresql://u:ge/heim@127.0.0.1:1/d?table=a"),
        ("check", "postgresql://u:geheim@127.0.0.1:1/d?table=a"),
        ("batch", "sqlite:///none.db?table=geheim"),
        ("coverage", "postgresql://u:geheim@h/d"),
        ("intensity", "postgresql://u:geheim@h/d"),
    ],
)
def test_no_command_repeats_a_password(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code in (1, 2)
    texts = [
        path.read_text(encoding="utf-8", errors="replace") for path in Path().rglob("*") if path.is_file()
    ]
    assert "geheim@" not in done.output + "".join(texts)
    assert "heim@" not in done.output + "".join(texts)
