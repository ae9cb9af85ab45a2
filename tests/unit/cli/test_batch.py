"""`cityghg batch`: what is combined, what is left out, what is read again, and what an interrupt leaves."""

import csv
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner, Result

import dying
from cityghg.activity.columns import SCHEMA, Defaults
from cityghg.base.problems import Place, Words, problem
from cityghg.batch import reading, worker
from cityghg.batch.cache import Cache, Reading, Said
from cityghg.cli import app as command_line
from cityghg.project import Opened, Project

HEAD = "地区,年份,部门,能源品种,消费量,单位\n"
DISTRICTS = ("京口区", "润州区", "丹徒区", "丹阳市", "扬中市", "句容市", "姑苏区", "吴江区", "相城区")
BAD = {
    "in/bad-number.csv": HEAD + "丹徒区,2020,工业,汽油,多,吨\n",
    "in/bad-unit.csv": HEAD + "丹徒区,2020,工业,煤油,1,千瓦\n",
    "in/bad-file.xlsx": "PK\x03\x04 and no more",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")
    monkeypatch.setattr("cityghg.cli.batch._cores", lambda: 1)


@pytest.fixture
def _one_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read in the process of the test, which saves the start of another one."""

    def pool(jobs: int, context: Any, *, initializer: Any, initargs: Any) -> ThreadPoolExecutor:
        worker._given[:] = initargs
        return ThreadPoolExecutor(jobs)

    monkeypatch.setattr(reading, "ProcessPoolExecutor", pool)
    yield
    worker._given.clear()
    worker._last.clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def good(area: str, tonnes: float = 100, source: str = "柴油") -> str:
    rows = (f"{area},{year},工业,{source},{tonnes + 10 * (year - 2019)},吨\n" for year in (2019, 2020))
    return HEAD + "".join(rows)


def twelve() -> None:
    """Write nine good files and three bad ones."""
    for i, area in enumerate(DISTRICTS):
        write(f"in/{i}.csv", good(area, 100 + i))
    for name, text in BAD.items():
        write(name, text)


def batch(*arguments: str) -> tuple[int, Any]:
    """Return the exit code and the JSON on stdout."""
    done = run("batch", *arguments, "--out", "out", "--format", "csv", "--json")
    return done.exit_code, json.loads(done.stdout)


def status(folder: str = "out") -> dict[str, dict[str, str]]:
    with Path(folder, "status.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def tables(folder: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in Path(folder).glob("*.csv") if p.name != "status.csv"}


def test_bad_files_are_named_and_left_out_and_the_rest_is_compiled() -> None:
    twelve()
    code, data = batch("in")
    assert code == 1
    assert data["files"] == {"read": 12, "unchanged": 0, "failed": sorted(BAD)}
    rows = status()
    assert [name for name, row in rows.items() if row["status"] == "failed"] == sorted(BAD)
    assert len(rows) == 12
    problems = Path("out/problems.csv").read_text(encoding="utf-8-sig")
    assert re.findall(r"^error,\w+,([^,]+),", problems, re.MULTILINE) == sorted(BAD)
    assert problems.count("batch_left_out") == 3
    assert json.loads(Path("out/manifest.json").read_text("utf-8"))["options"]["left_out"] == sorted(BAD)


@pytest.mark.usefixtures("_one_process")
def test_the_result_is_that_of_compiling_the_good_files() -> None:
    twelve()
    assert batch("in")[0] == 1
    for name in BAD:
        Path(name).unlink()
    assert run("compile", "in", "--out", "alone", "--format", "csv").exit_code == 0
    assert batch("in")[0] == 0
    assert tables("out") == tables("alone")


@pytest.mark.usefixtures("_one_process")
def test_the_status_of_a_file() -> None:
    write("in/a.csv", good("丹徒区"))
    write("in/b.csv", HEAD + "丹徒区,2021,工业,柴油,210,吨\n")
    assert batch("in")[0] == 0
    first, second = status().values()
    assert (first["area"], first["area_name"], first["years"]) == ("321112", "丹徒区", "2019-2020")
    assert (first["layout"], first["rows"], first["errors"], first["year"]) == ("tidy", "2", "0", "2020")
    assert float(first["change_pct"]) == pytest.approx(10)
    assert first["change_basis"] == "territorial"
    assert float(second["change_pct"]) == pytest.approx((210 / 110 - 1) * 100), "against the year in a.csv"
    assert second["scope_2_co2e_t"] == ""


@pytest.mark.usefixtures("_one_process")
def test_of_areas_within_each_other_the_outermost_counts() -> None:
    write("in/a.csv", good("镇江市", 1000) + good("丹徒区").removeprefix(HEAD))
    assert batch("in")[0] == 0
    write("in/a.csv", good("镇江市", 1000))
    row = status()["in/a.csv"]
    assert batch("in")[0] == 0
    assert row["territorial_co2e_t"] == status()["in/a.csv"]["territorial_co2e_t"]


@pytest.mark.usefixtures("_one_process")
def test_unchanged_files_are_not_read_again() -> None:
    twelve()
    batch("in")
    before = tables("out"), status()
    assert batch("in")[1]["files"] == {"read": 0, "unchanged": 12, "failed": sorted(BAD)}
    assert (tables("out"), status()) == before
    write("in/3.csv", good("丹阳市", 500))
    assert batch("in")[1]["files"]["read"] == 1
    write("in/bad-number.csv", good("丹徒区", source="汽油"))
    assert batch("in")[1]["files"] == {
        "read": 1,
        "unchanged": 11,
        "failed": ["in/bad-file.xlsx", "in/bad-unit.csv"],
    }


@pytest.mark.usefixtures("_one_process")
def test_what_is_kept_is_that_of_the_last_run() -> None:
    write("in/a.csv", good("丹徒区"))
    write("in/b.csv", good("京口区"))
    batch("in")
    Path("in/b.csv").unlink()
    batch("in")
    assert len(list(Path(".cityghg-batch/out").iterdir())) == 2


@pytest.mark.usefixtures("_one_process")
def test_a_damaged_entry_is_read_again() -> None:
    write("in/a.csv", good("丹徒区"))
    batch("in")
    for path in Path(".cityghg-batch/out").iterdir():
        path.write_bytes(b"half")
    assert batch("in")[1]["files"]["read"] == 1


@pytest.mark.usefixtures("_one_process")
def test_another_name_or_layout_is_another_reading() -> None:
    write("in/a.csv", good("丹徒区"))
    batch("in")
    Path("in/a.csv").rename("in/c.csv")
    assert batch("in")[1]["files"]["read"] == 1
    write("in/city.yaml", 'city: "321100"\n')
    assert batch("in")[1]["files"]["read"] == 1


def test_an_interrupt_loses_nothing_and_leaves_an_earlier_result(monkeypatch: pytest.MonkeyPatch) -> None:
    twelve()
    write("old/a.csv", good("丹徒区"))
    assert batch("old")[0] == 0
    before = tables("out")
    waits = iter(range(100))

    def interrupted(*given: Any, **more: Any) -> Any:
        if next(waits) == 4:
            raise KeyboardInterrupt
        return wait(*given, **more)

    wait = reading.wait
    monkeypatch.setattr(reading, "wait", interrupted)
    done = run("batch", "in", "--out", "out", "--format", "csv")
    assert done.exit_code == 130
    assert "Interrupted. What was read is kept" in done.stderr
    assert tables("out") == before and not list(Path().glob(".out.*"))
    monkeypatch.setattr(reading, "wait", wait)
    files = batch("in")[1]["files"]
    assert files["unchanged"] >= 4 and files["read"] == 12 - files["unchanged"]


@pytest.mark.usefixtures("_one_process")
def test_figures_that_contradict_each_other_are_left_out_with_both_files() -> None:
    write("in/a.csv", good("丹徒区"))
    write("in/b.csv", good("丹徒区", 300))
    write("in/c.csv", good("京口区"))
    code, data = batch("in")
    assert (code, data["files"]["failed"]) == (1, ["in/a.csv", "in/b.csv"])
    problems = Path("out/problems.csv").read_text(encoding="utf-8-sig")
    assert "reported_twice_different,in/b.csv" in problems and "at in/a.csv, E2" in problems
    assert status()["in/a.csv"]["errors"] != "0"
    assert {row["area"] for row in data["totals"]} == {"321102"}


@pytest.mark.usefixtures("_one_process")
def test_errors_of_no_file_stop_the_run_as_they_stop_compile() -> None:
    write("in/a.csv", good("丹徒区"))
    write("in/b.csv", HEAD + "京口区,1985,工业,电力,100,万千瓦时\n")
    code, data = batch("in")
    assert (code, data["files"]["failed"]) == (1, [])
    assert not Path("out").exists()
    assert {path.name for path in Path("out.problems").iterdir()} >= {"problems.csv", "status.csv"}
    assert batch("in", "--allow-incomplete")[0] == 1
    assert ",NE," in Path("out/inventory.csv").read_text(encoding="utf-8-sig")
    assert not Path("out.problems").exists()


@pytest.mark.usefixtures("_one_process")
def test_nothing_sound_writes_no_result() -> None:
    for name, text in BAD.items():
        write(name, text)
    assert batch("in")[0] == 1
    assert not Path("out/inventory.csv").exists()
    assert set(status("out.problems")) == set(BAD)


@pytest.mark.usefixtures("_one_process")
def test_the_workbook_has_a_sheet_of_files() -> None:
    twelve()
    assert run("batch", "in", "--out", "out", "--quiet", "--lang", "zh").exit_code == 1
    sheet = openpyxl.load_workbook("out/inventory.xlsx")["文件情况"]
    cells = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=3)}
    assert cells == {**{f"in/{i}.csv": "计入" for i in range(9)}, **dict.fromkeys(BAD, "未计入")}


@pytest.mark.usefixtures("_one_process")
def test_an_inventory_longer_than_a_sheet_has_no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cityghg.report.write.ROWS_OF_A_SHEET", 1)
    write("in/a.csv", good("丹徒区"))
    assert run("batch", "in", "--out", "out").exit_code == 0
    assert "workbook_too_large" in Path("out/problems.csv").read_text(encoding="utf-8-sig")
    assert not Path("out/inventory.xlsx").exists()


# Processes


def test_a_process_that_dies_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_item", dying.read_item)
    for i, area in enumerate(DISTRICTS[:4]):
        write(f"in/{i}.csv", good(area))
    write(dying.DEADLY, good("姑苏区"))
    code, data = batch("in", "--jobs", "2")
    assert (code, data["files"]["failed"]) == (1, [dying.DEADLY])
    assert len({row["area"] for row in data["totals"]} & {"321102", "321111", "321112", "321181"}) == 4
    assert "died" in Path("cityghg-bug-report.txt").read_text(encoding="utf-8")


def item(tmp_path: Path, digest: str) -> worker.Item:
    path = tmp_path / "a.csv"
    path.write_text(good("丹徒区"), encoding="utf-8")
    setup = worker.Setup(tmp_path / "absent.json", Defaults(), tmp_path / "kept")
    worker._given[:] = [setup]
    return worker.Item(path, "a.csv", Opened(Project(), tmp_path), digest, "key")


@pytest.mark.usefixtures("_one_process")
def test_a_bug_in_one_file_is_told_with_where_it_is(tmp_path: Path) -> None:
    done = worker.read_item(item(tmp_path, ""))
    assert (done.failed, done.problem) == (True, "batch_bug")
    assert "Traceback" in done.report


@pytest.mark.usefixtures("_one_process")
def test_a_file_that_changes_while_it_is_read_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_context", lambda opened: None)
    monkeypatch.setattr(worker, "read_file", lambda *given: (pl.DataFrame(schema=SCHEMA), []))
    assert worker.read_item(item(tmp_path, "of another content")).problem == "reading_lost"
    assert not (tmp_path / "kept").exists()


def test_a_reading_is_kept_whole(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    found = problem(
        "unknown_area", Place("a.csv", "s", "B2", 3, 4), found="甲", source=Words("柴油", "Diesel")
    )
    table = pl.DataFrame({"table": ["a.csv"], "area": ["1"], "year": [2020]}, schema_overrides=SCHEMA)
    table = table.with_columns(
        pl.lit(None).cast(t).alias(n) for n, t in SCHEMA.items() if n not in table.columns
    )
    kept.put("key", Reading(table.select(list(SCHEMA)), Said((found,))))
    read = kept.get("key")
    assert read is not None
    assert read.said.problems == (found,)
    assert read.table.equals(table.select(list(SCHEMA)))
    assert kept.get("other") is None


# Project folders


def projects() -> None:
    """Write two cities, each a project with a unit of its own, and a file beside them."""
    for code, zone, district in (("321100", "east", "丹徒区"), ("320500", "west", "姑苏区")):
        unit = f'{{id: {zone}, name: {zone} zone, kind: zone, parent: "{code}", region: 华东}}'
        write(f"in/{zone}/city.yaml", f'city: "{code}"\nunits: [{unit}]\nactivity: [data/]\n')
        write(f"in/{zone}/data/a.csv", good(district) + good(f"{zone} zone").removeprefix(HEAD))
        write(f"in/{zone}/notes.csv", "no activity of the project")
    write("in/c.csv", good("江宁区"))


@pytest.mark.usefixtures("_one_process")
def test_a_project_folder_is_one_unit_with_its_own_areas() -> None:
    projects()
    code, data = batch("in")
    assert code == 0, Path("out.problems/problems.csv").read_text("utf-8")
    assert list(status()) == ["in/c.csv", "in/east", "in/west"]
    assert {row["area"] for row in data["totals"]} == {
        "321100", "321112", "east", "320500", "320508", "west", "320115",
    }  # fmt: skip


@pytest.mark.usefixtures("_one_process")
def test_projects_with_other_settings_or_units_of_the_same_id_are_left_out() -> None:
    projects()
    write("in/west/city.yaml", 'city: "320500"\ngwp: AR6GWP100\nactivity: [data/]\n')
    write("in/x/city.yaml", "units: [{id: east, name: another, kind: zone}]\nactivity: [data/]\n")
    write("in/x/data/a.csv", good("江宁区", source="汽油"))
    code, data = batch("in")
    assert (code, data["files"]["failed"]) == (1, ["in/west", "in/x"])
    problems = Path("out/problems.csv").read_text(encoding="utf-8-sig")
    assert "the settings gwp of this project are not those of in/east/city.yaml" in problems
    assert "batch_unit_differs,in/x/city.yaml" in problems


@pytest.mark.usefixtures("_one_process")
def test_a_project_folder_that_is_wrong_is_left_out() -> None:
    projects()
    write("in/west/city.yaml", "citi: x\n")
    write("in/east/data/b.csv", BAD["in/bad-number.csv"])
    code, data = batch("in")
    assert (code, data["files"]["failed"]) == (1, ["in/east", "in/west"])
    problems = Path("out/problems.csv").read_text(encoding="utf-8-sig")
    assert "in/west/city.yaml" in problems and "in/east/data/b.csv" in problems


@pytest.mark.usefixtures("_one_process")
def test_one_project_is_compiled_as_ever() -> None:
    projects()
    write("in/east/gdp.csv", "地区,年份,GDP(万元)\n丹徒区,2020,100\n")
    text = Path("in/east/city.yaml").read_text("utf-8") + "indicators: gdp.csv\n"
    write("in/east/city.yaml", text)
    assert batch("in/east")[0] == run("compile", "in/east", "--out", "alone", "--format", "csv").exit_code
    folder = ("out", "alone") if Path("out").exists() else ("out.problems", "alone.problems")
    assert tables(folder[0]) == tables(folder[1])


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("absent",),
        ("in", "--jobs", "0"),
        ("in", "--format", "pdf"),
        ("in", "--out", "in"),
        ("in", "--out", "in/a.csv"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(arguments: tuple[str, ...]) -> None:
    write("in/a.csv", good("丹徒区"))
    assert run("batch", *arguments).exit_code == 2
    assert [path.name for path in Path().iterdir()] == ["in"]
