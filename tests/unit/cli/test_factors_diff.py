"""`cityghg factors diff`: what differs, and what that does to totals."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line
from cityghg.factors.load import DEFAULT_STACK
from support import entry, value, write_library

TABLE = """地区,年份,部门,能源品种,消费量,单位
丹徒区,2020,工业,柴油,1000,吨
丹徒区,2020,工业,汽油,500,吨
京口区,2020,工业,柴油,3333,吨
丹徒区,2021,工业,柴油,700,吨
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with two versions of a library and a table, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")
    gasoline = entry("gasoline", emission_factor=value(3.0))
    diesel = [value(3.1, status="once"), value(3.0, year=2021)]
    write_library(Path("1"), entry("diesel", emission_factor=diesel), gasoline, version="1")
    diesel = [value(3.131, status="twice"), value(3.3, sector="power")]
    write_library(Path("2"), entry("diesel", emission_factor=diesel), gasoline, version="2")
    Path("a.csv").write_text(TABLE, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["factors", "diff", *arguments])


def data(*arguments: str) -> Any:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_values_by_what_became_of_them() -> None:
    found = data("1/lib", "2/lib")
    assert (found["old"], found["new"], found["same"]) == ("lib@1", "lib@2", 1)
    assert [row["change"] for row in found["values"]] == ["changed", "removed", "added"]
    assert found["values"][0]["percent"] == pytest.approx(1)
    assert found["values"][0]["fields"] == ["value", "status"]


def test_the_text_names_old_and_new_with_place() -> None:
    done = run("1/lib", "2/lib")
    assert "3.1 tCO2/t → 3.131 tCO2/t (+1.00%)" in done.stdout
    assert "lib/factors.yaml:" in done.stdout
    assert "1 added, 1 removed, 1 changed" in done.stdout


def test_libraries_that_ship_go_by_name() -> None:
    found = data("cn-grid@2025.1", "cn-grid@2025.1")
    assert (found["values"], found["edits"]) == ([], [])


def test_totals_are_those_of_two_compilations() -> None:
    effect = data("1/lib", "2/lib", "--activity", "a.csv")["effect"]
    assert effect["old_libraries"][:2] == ["lib@1", DEFAULT_STACK[0]]
    assert effect["new_libraries"][0] == "lib@2"
    totals = {(t["area"], t["year"], t["basis"]): t for t in effect["totals"]}
    here = totals["321112", 2020, "energy_co2"]
    # 1000 x 3.1 + 500 x 3, and 1000 x 3.131 + 500 x 3
    assert (here["old"], here["new"]) == (pytest.approx(4600), pytest.approx(4631))
    assert here["percent"] == pytest.approx(31 / 4600 * 100)
    # 700 x (3.131 - 3.0)
    assert totals["321112", 2021, "energy_co2"]["difference"] == pytest.approx(91.7)


def test_differences_of_the_sources_add_up() -> None:
    effect = data("1/lib", "2/lib", "--activity", "a.csv")["effect"]
    sums: defaultdict[tuple[str, int, str], float] = defaultdict(float)
    for mover in effect["movers"]:
        sums[mover["area"], mover["year"], mover["basis"]] += mover["difference"]
    known = {(t["area"], t["year"], t["basis"]): t["difference"] for t in effect["totals"]}
    assert sums
    for key, difference in known.items():
        if difference is not None:
            assert sums[key] == pytest.approx(difference, abs=1e-6)


def test_the_text_tells_totals_and_movers() -> None:
    done = run("1/lib", "2/lib", "--activity", "a.csv")
    assert done.exit_code == 0, done.output
    assert "Effect on emissions" in done.stdout and "+92" in done.stdout


def test_the_library_of_a_project_is_replaced() -> None:
    Path("city.yaml").write_text('city: "321100"\nfactors: [1/lib]\nactivity: [a.csv]\n', encoding="utf-8")
    effect = data("1/lib", "2/lib", "--activity", ".")["effect"]
    assert (effect["old_libraries"], effect["new_libraries"]) == (["lib@1"], ["lib@2"])
    totals = {(t["area"], t["year"], t["basis"]): t["difference"] for t in effect["totals"]}
    # (1000 + 3333) x 0.031
    assert totals["321100", 2020, "energy_co2"] == pytest.approx(134.323)


def test_a_library_compared_with_itself_has_no_effect() -> None:
    done = run("1/lib", "1/lib", "--activity", "a.csv")
    assert "Emissions do not change" in done.stdout
    assert data("1/lib", "1/lib", "--activity", "a.csv")["effect"]["movers"] == []


def test_csv_is_one_table() -> None:
    done = run("1/lib", "2/lib", "--activity", "a.csv", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["group"] for row in found} == {"changed", "removed", "added", "total", "mover"}


def test_errors_of_the_data_are_1() -> None:
    Path("a.csv").write_text(TABLE.replace("柴油", "咸菜"), encoding="utf-8")
    done = run("1/lib", "2/lib", "--activity", "a.csv")
    assert done.exit_code == 1 and "咸菜" in done.stderr


def test_what_is_not_there_is_refused() -> None:
    assert run("1/lib", "none@1").exit_code == 1
    assert run("1/lib", "2/lib", "--format", "xml").exit_code == 2
    assert run("1/lib", "2/lib", "--activity", "none.csv").exit_code == 2


def test_it_speaks_chinese() -> None:
    said = run("1/lib", "2/lib", "--activity", "a.csv", "--lang", "zh").stdout
    assert "数值改动 1" in said and "对排放量的影响" in said
