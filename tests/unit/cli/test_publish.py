"""`cityghg publish`: what it says and exits with, and that no password gets out, whatever goes wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import postgres
from cityghg.cli import app as command_line

ROWS = "地区,年份,部门,能源品种,消费量,单位\n丹徒区,2020,工业,柴油,100,吨\n"
PROGRAM = "import sys; from cityghg.cli.app import main; sys.argv[0] = 'cityghg'; main()"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a table and its result."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CITYGHG_LANG", "en")
        Path("a.csv").write_text(ROWS, encoding="utf-8")
        assert run("compile", "a.csv", "--out", "out", "--format", "csv", "--quiet").exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def _here(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a result, in English."""
    shutil.copytree(compiled, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def test_it_says_what_was_published() -> None:
    done = run("publish", "out", "--to", "sqlite:///ghg.db")
    assert done.exit_code == 0
    assert done.stdout.startswith("Published to sqlite:///ghg.db: ")
    assert "(areas × years: 1, " in done.stdout


def test_json_tells_rows_by_table() -> None:
    told = json.loads(run("publish", "out", "--to", "duckdb:///ghg.duckdb", "--json").stdout)
    assert told["to"] == "duckdb:///ghg.duckdb"
    assert (told["rows"]["runs"], told["rows"]["published"]) == (1, 1)


@pytest.mark.parametrize(
    ("folder", "to", "exit_code", "said"),
    [
        (".", "sqlite:///ghg.db", 2, "manifest.json"),
        ("absent", "sqlite:///ghg.db", 2, "manifest.json"),
        ("out", "mysql://u@h/d", 2, "postgresql://user@host"),
        ("out", "sqlite:///ghg.db?table=a", 2, "cannot be understood"),
        ("out", "sqlite:///no/such/folder/ghg.db", 1, "cannot be reached"),
        ("out", "duckdb:///no/such/folder/ghg.db", 1, "cannot be reached"),
        ("out", "sqlite:///a.csv", 2, "not a file of that kind"),
        ("out", "duckdb:///a.csv", 2, "not a file of that kind"),
        ("out", "postgresql://u@127.0.0.1:1/d", 1, "cannot be reached"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(folder: str, to: str, exit_code: int, said: str) -> None:
    before = Path("a.csv").read_bytes()
    done = run("publish", folder, "--to", to)
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert said in done.stderr
    assert not Path("ghg.db").exists()
    assert Path("a.csv").read_bytes() == before


def test_a_result_without_tables_names_the_formats() -> None:
    for path in Path("out").glob("*.csv"):
        path.unlink()
    done = run("publish", "out", "--to", "sqlite:///ghg.db")
    assert done.exit_code == 2
    assert "--format parquet" in done.stderr


def test_a_damaged_table_is_named() -> None:
    Path("out/summary.csv").write_text("area,year\n321100,many\n", encoding="utf-8")
    done = run("publish", "out", "--to", "sqlite:///ghg.db")
    assert done.exit_code == 2
    assert "summary.csv" in done.stderr
    assert not Path("ghg.db").exists()


@pytest.mark.parametrize("kind", ["duckdb", "postgresql"])
def test_without_the_library_the_extra_is_named(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cityghg.databases.duck", "cityghg.databases.postgresql"):
        monkeypatch.setitem(sys.modules, name, None)
    done = run("publish", "out", "--to", f"{kind}:///ghg")
    assert done.exit_code == 2
    assert f"cityghg[{'sql' if kind == 'postgresql' else kind}]" in done.stderr


# The password


@pytest.fixture
def database(server: postgres.Server) -> str:
    name = "passwords"
    server.sql("postgres", f"DROP DATABASE IF EXISTS {name}")
    server.sql("postgres", f"CREATE DATABASE {name}")
    return name


def everything_said(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run in a process of its own; return its exit code, what it said, and every file it left behind."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    files = [path.read_bytes().decode("utf-8", "replace") for path in Path().rglob("*") if path.is_file()]
    return done.returncode, "\n".join([done.stdout, done.stderr, *files])


def test_the_password_is_nowhere(server: postgres.Server, database: str) -> None:
    good, wrong = server.url(database), server.url(database, password=postgres.QUOTED + "x")
    unquoted = good.replace(postgres.QUOTED, postgres.PASSWORD)
    server.sql(database, "CREATE SCHEMA taken")
    server.sql(database, "CREATE TABLE taken.inventory (sku text)")
    calls = {
        ("publish", "out", "--to", good): 0,
        ("publish", "out", "--to", good, "--json"): 0,
        ("publish", "out", "--to", f"{good}?schema=taken"): 1,
        ("publish", "out", "--to", wrong): 1,
        ("publish", "out", "--to", server.url("absent")): 1,
        ("publish", "out", "--to", f"{good}?colour=red"): 2,
        ("publish", "out", "--to", unquoted): 2,
        ("publish", "out", "--to", good.replace(str(server.port), "1")): 1,
        ("publish", "out", good): 2,
        ("publish", "out", "--too", good): 2,
        ("publish", good, "--to", good): 2,
        (good,): 2,
    }
    for arguments, exit_code in calls.items():
        found, said = everything_said(*arguments)
        assert found == exit_code, said
        assert not any(secret in said for secret in (postgres.PASSWORD, postgres.QUOTED, "geheim", "s3cr3t"))
    held = server.sql(database, "SELECT * FROM runs")
    assert "geheim" not in repr(held)


def test_the_password_may_stand_in_the_environment_or_a_file(
    server: postgres.Server, database: str, tmp_path: Path
) -> None:
    without = server.url(database).replace(f":{postgres.QUOTED}", "")
    assert everything_said("publish", "out", "--to", without)[0] == 1
    assert everything_said("publish", "out", "--to", without, PGPASSWORD=postgres.PASSWORD)[0] == 0
    kept = tmp_path.parent / "pgpass"
    escaped = postgres.PASSWORD.replace(":", "\\:")
    kept.write_text(f"127.0.0.1:{server.port}:{database}:admin:{escaped}\n", encoding="utf-8")
    kept.chmod(0o600)
    assert everything_said("publish", "out", "--to", without, PGPASSFILE=str(kept))[0] == 0


def test_a_bug_report_has_no_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("postgresql://u:geheim@h/d")

    monkeypatch.setattr("cityghg.report.publish.held.read_result", broken)
    monkeypatch.setattr(sys, "argv", ["cityghg", "publish", "out", "--to", "sqlite:///ghg.db"])
    with pytest.raises(SystemExit) as left:
        command_line.main()
    assert left.value.code == 3
    texts = [path.read_text(encoding="utf-8") for path in Path().glob("*.txt")]
    assert len(texts) == 1
    assert "RuntimeError" in texts[0]
    assert "geheim" not in texts[0] + "".join(capsys.readouterr())
