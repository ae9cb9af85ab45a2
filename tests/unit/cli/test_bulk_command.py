"""Large tables on the command line: what stays of a run that cannot end, and what explains a figure."""

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from cityghg.cli.app import app

HEADING = "area,year,sector,source,amount,unit,reporter,month\n"
ROW = "321112,2020,industry,diesel,1.5,t,factory,{month}\n"
RUN = "from cityghg.cli.app import main; main()"


def compiled(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["compile", *arguments, "--format", "csv", "--lang", "en", "--quiet"])
    return done.exit_code, done.output


def test_a_full_disk_leaves_no_half_a_result(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADING + ROW.format(month=1), encoding="utf-8")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN, "compile", "a.csv", "--out", "out", "--engine", "local", "--lang", "en"],
        cwd=tmp_path, capture_output=True, text=True, preexec_fn=small_files, check=False,
    )  # fmt: skip
    assert (done.returncode, "could not be written whole" in done.stderr) == (2, True), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADING + ROW.format(month=1) * 500_000, encoding="utf-8")
    run = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", RUN, "compile", "a.csv", "--out", "out", "--format", "csv"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1)
    run.send_signal(signal.SIGINT)
    run.communicate()
    assert run.returncode in (130, -signal.SIGINT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]


def test_rejected_rows_lie_beside_the_problems_or_in_the_result(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + ROW.format(month=1) + "nowhere" + ROW.format(month=2)[6:], encoding="utf-8")
    out = tmp_path / "out"
    assert compiled(str(path), "--out", str(out), "--engine", "local")[0] == 1
    assert pl.read_parquet(tmp_path / "out.problems" / "rejected.parquet")["row"].to_list() == [3]
    assert compiled(str(path), "--out", str(out), "--engine", "local", "--allow-incomplete")[0] == 1
    assert pl.read_parquet(out / "rejected.parquet")["problem"].to_list() == ["unknown_area"]
    assert not (tmp_path / "out.problems").exists()


def test_months_in_two_tables_add_up(tmp_path: Path) -> None:
    for month in ("1", "2"):
        pl.read_csv((HEADING + ROW.format(month=month)).encode()).write_parquet(tmp_path / f"{month}.parquet")
    names = [str(tmp_path / f"{month}.parquet") for month in ("1", "2")]
    code, said = compiled(*names, "--out", str(tmp_path / "out"))
    assert code == 0, said
    assert set(pl.read_csv(tmp_path / "out" / "inventory.csv")["amount"]) == {3.0}
    code, said = compiled(
        names[0], names[0].replace("1.parquet", "*.parquet"), "--out", str(tmp_path / "out")
    )
    assert code == 0, said


def test_a_figure_is_explained_by_its_rows(tmp_path: Path) -> None:
    rows = "".join(ROW.format(month=month) for month in range(1, 13))
    pl.read_csv((HEADING + rows).encode()).write_parquet(tmp_path / "a.parquet")
    said = CliRunner().invoke(
        app,
        [
            "explain",
            str(tmp_path / "a.parquet"),
            "--area",
            "321112",
            "--year",
            "2020",
            "--gas",
            "CO2",
            "--lang",
            "en",
        ],
    )
    assert said.exit_code == 0, said.output
    assert "#12" in said.output


def test_engines_and_their_addresses_go_together(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + ROW.format(month=1), encoding="utf-8")
    assert compiled(str(path), "--out", str(tmp_path / "out"), "--engine", "hadoop")[0] == 2
    assert compiled(str(path), "--out", str(tmp_path / "out"), "--scheduler", "tcp://localhost:1")[0] == 2
