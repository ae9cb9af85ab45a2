"""`--format parquet,duckdb`: the files, the same on a second run, and what is said without the library."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line
from cityghg.cli import formats
from cityghg.report import write

ROWS = "地区,年份,部门,能源品种,消费量,单位\n丹徒区,2020,工业,柴油,100,吨\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")
    Path("a.csv").write_text(ROWS, encoding="utf-8")


def compiled(out: str, names: str, command: str = "compile") -> Result:
    return CliRunner().invoke(
        command_line.app, [command, "a.csv", "--out", out, "--format", names, "--quiet"]
    )


def test_formats_of_the_command_line_are_those_that_are_written() -> None:
    assert set(formats.FORMATS) == set(write.FORMATS)


@pytest.mark.parametrize("command", ["compile", "batch"])
def test_parquet_and_duckdb_lie_in_the_result(command: str) -> None:
    assert compiled("out", "parquet,duckdb", command).exit_code == 0
    found = {path.name for path in Path("out").iterdir()}
    assert {"inventory.parquet", "summary.parquet", "columns.parquet", "inventory.duckdb"} <= found
    assert ("status.parquet" in found) == (command == "batch")
    assert pl.read_parquet("out/inventory.parquet")["year"].unique().to_list() == [2020]
    assert not {"inventory.csv", "inventory.xlsx"} & found


def test_parquet_is_the_same_on_a_second_run() -> None:
    for out in ("one", "two"):
        compiled(out, "parquet")
    files = sorted(Path("one").glob("*.parquet"))
    assert len(files) > 4
    assert [f.name for f in files if f.read_bytes() != (Path("two") / f.name).read_bytes()] == []


def test_without_the_library_the_extra_is_named_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formats.importlib.util, "find_spec", lambda name: None)
    done = compiled("out", "csv,duckdb")
    assert done.exit_code == 2
    assert "cityghg[duckdb]" in done.stderr
    assert not Path("out").exists()
