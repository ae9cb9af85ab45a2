"""`cityghg diff` on results of a small city compiled twice."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cityghg.cli.app import app
from support import entry, value, write_library

CITY = 'city: "321100"\nfactors: [{library}]\ngwp: {gwp}\nintensity: {{basis: territorial}}\n'
ROWS = [
    "area,year,sector,source,amount,unit",
    "丹徒区,2021,industry,diesel,{diesel},t",
    "京口区,2021,industry,diesel,20,t",
]


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments), "--lang", "en"])
    assert result.exit_code == code, result.output
    return result


def compiled(folder: Path, name: str, number: float, gwp: str = "AR5GWP100", diesel: float = 10) -> Path:
    """Compile the city in a folder of its own with a library of one factor and return the result."""
    place = folder / name
    place.mkdir()
    library = write_library(
        place,
        entry("diesel", emission_factor=value(number, at=f"table {number:g}")),
        id="lib",
        version=f"{number:g}",
    )
    (place / "city.yaml").write_text(CITY.format(library=library.name, gwp=gwp), encoding="utf-8")
    text = "\n".join(ROWS).format(diesel=diesel)
    (place / "energy.csv").write_text(text, encoding="utf-8")
    out = folder / f"{name}-out"
    run("compile", place, "--out", out, "--format", "csv", "--quiet")
    return out


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    return compiled(tmp_path, "old", 3), compiled(tmp_path, "new", 2.4, diesel=15)


def data(old: Path, new: Path, *more: object) -> Any:
    return json.loads(run("diff", old, new, "--json", *more).stdout)


def test_names_the_cell_and_the_value(both: tuple[Path, Path]) -> None:
    """丹徒区 10 · 3 → 15 · 2.4 and 京口区 20 · 3 → 20 · 2.4: the city 90 → 84, 京口区's −12 all factor."""
    found = data(*both, "--year", 2021)
    totals = {row["area_name"]: row for row in found["totals"]}
    city = totals["镇江市"]
    assert (city["before_t"], city["after_t"], city["check_t"]) == (pytest.approx(90), pytest.approx(84), 0)
    assert city["activity_t"] + city["factor_t"] == pytest.approx(-6, abs=1e-6)
    assert totals["京口区"]["factor_t"] == pytest.approx(-12, abs=1e-6)
    causes = {row["cause"]: row for row in found["causes"]}
    assert causes["activity"]["of_area"] == "321112"
    assert (causes["activity"]["was"], causes["activity"]["now"]) == ("10 t", "15 t")
    assert causes["activity"]["new_place"] == "energy.csv, E2"
    factor = causes["factor"]
    assert (factor["was"], factor["now"], factor["rows"]) == ("3 tCO2/t", "2.4 tCO2/t", 2)
    assert factor["old_place"] == "lib@3, a document, table 3"
    assert factor["new_place"] == "lib@2.4, a document, table 2.4"
    assert found["equal"] is False


def test_prints_the_bridge_and_the_check(both: tuple[Path, Path]) -> None:
    text = run("diff", *both).stdout
    assert "lib@3 → lib@2.4" in text
    assert "Check: change less its causes, at most 0.000000 t" in text
    assert "changed energy.csv" in text


def test_equal_results_are_said_to_be_equal(both: tuple[Path, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(both[0], tmp_path / "copy")
    assert (
        run("diff", both[0], copy).stdout.strip() == "Both results have the same rows with the same figures"
    )
    assert data(both[0], copy)["equal"] is True


def test_another_gwp_set_without_gases_that_have_one_changes_nothing(tmp_path: Path) -> None:
    old, new = compiled(tmp_path, "a", 3), compiled(tmp_path, "b", 3, gwp="AR6GWP100")
    assert "GWP set: AR5GWP100 → AR6GWP100" in run("diff", old, new).stdout


def test_writes_tables(both: tuple[Path, Path], tmp_path: Path) -> None:
    run("diff", *both, "--out", tmp_path / "made")
    with (tmp_path / "made" / "restatement.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["check_t"] for row in rows} == {"0"}
    assert (tmp_path / "made" / "restatement_causes.csv").is_file()
    run("diff", *both, "--out", tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "made" / "restatement.csv").read_bytes()


def test_refuses_what_cannot_be_compared(both: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "not a result folder" in run("diff", both[0], tmp_path / "empty", code=2).stderr
    assert "there is no basis" in run("diff", *both, "--basis", "everything", code=2).stderr
    assert run("diff", *both, "--area", "不存在区", code=2).stderr
    lacking = shutil.copytree(both[0], tmp_path / "lacking")
    (lacking / "factors_used.csv").unlink()
    assert "lacks factors_used.csv" in run("diff", lacking, both[1], code=2).stderr
    other = shutil.copytree(both[0], tmp_path / "other")
    made = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps(made | {"city": "110000"}), encoding="utf-8")
    assert "two cities" in run("diff", both[0], other, code=2).stderr
    made["options"]["project"]["intensity"]["basis"] = "energy_co2"
    (other / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    assert "two bases" in run("diff", both[0], other, code=2).stderr
    assert run("diff", both[0], other, "--basis", "territorial").stdout
