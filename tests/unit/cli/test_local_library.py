"""A city's own library of a few lines in front of those that ship, from the activity to the result."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line

ACTIVITY = """\
地区,年份,部门,能源品种,消费量,单位
丹徒区,2022,火力发电,原煤,100,吨
丹徒区,2021,火力发电,原煤,100,吨
丹徒区,2023,火力发电,原煤,100,吨
丹徒区,2022,工业,原煤,100,吨
常州市,2022,火力发电,原煤,100,吨
丹徒区,2022,工业,电力,100,兆瓦时
京口区,2022,工业,电力,100,兆瓦时
丹徒区,2023,工业,电力,100,兆瓦时
"""
LIBRARY = """\
id: zhenjiang
version: "2022.1"
title: {zh: 镇江市实测值, en: Measured in Zhenjiang}
sources:
  lab: {title: 煤质检测报告 2022, publisher: 某电厂, date: "2022-12-30"}
  park: {title: 供电结算单 2022, publisher: 某园区, year: 2022}
methods: {}
"""
VALUES = """\
factors:
  - id: coal.measured
    source: raw_coal
    parameters:
      net_calorific_value:
        - {value: 22.4, unit: GJ/t, basis: net, sector: power, region: "321100", year: 2022, from: lab, at: 第3页, status: own}
  - id: electricity.park
    source: [electricity, electricity_import]
    parameters:
      emission_factor:
        - {value: 0.31, unit: tCO2/MWh, region: "321112", year: 2022, from: park, at: 附表, status: own}
"""  # noqa: E501
LAB, NATION = 22.4, 20.908  # GJ/t: measured; of the provincial guideline
CARBON, OXIDISED = 26.1, 0.93


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")
    Path("local").mkdir()
    for name, text in (("a.csv", ACTIVITY), ("local/library.yaml", LIBRARY), ("local/values.yaml", VALUES)):
        Path(name).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def rows(name: str) -> Iterator[dict[str, str]]:
    with (Path("out") / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def compiled() -> dict[tuple[str, str, str, str], float]:
    """Return the mass of CO2 in t by area, year, sector and source."""
    done = run("compile", "a.csv", "--factors", "local", "--out", "out", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    return {
        (row["area"], row["year"], row["sector"], row["source"]): float(row["mass_t"])
        for row in rows("inventory.csv")
        if row["gas"] == "CO2" and row["mass_t"] and row["provenance"] == "own"
    }


def coal(calorific_value: float) -> float:
    """Return the CO2 of 100 t in t: amount x calorific value x carbon x oxidation x 44/12."""
    return 100 * calorific_value * CARBON / 1000 * OXIDISED * 44 / 12


def test_a_measured_value_holds_for_its_sector_area_and_year_only() -> None:
    mass = compiled()
    assert mass["321112", "2022", "power", "raw_coal"] == pytest.approx(coal(LAB))
    others = {
        "the year before": ("321112", "2021", "power", "raw_coal"),
        "the year after": ("321112", "2023", "power", "raw_coal"),
        "another sector": ("321112", "2022", "industry", "raw_coal"),
        "another city": ("320400", "2022", "power", "raw_coal"),
    }
    assert {name: mass[key] for name, key in others.items()} == pytest.approx(
        dict.fromkeys(others, coal(NATION)), rel=1e-6
    )


def test_a_plant_factor_holds_for_its_district_and_year() -> None:
    mass = compiled()
    assert mass["321112", "2022", "industry", "electricity"] == pytest.approx(31)
    assert mass["321102", "2022", "industry", "electricity"] == pytest.approx(59.78)
    assert mass["321112", "2023", "industry", "electricity"] == pytest.approx(58.27)


def test_the_list_of_factors_says_which_value_came_from_where() -> None:
    compiled()
    used = [row for row in rows("factors_used.csv") if row["source"] == "raw_coal" and row["gas"] == "CO2"]
    calorific = {row["library"]: row for row in used if row["parameter"] == "net_calorific_value"}
    [own] = [row for name, row in calorific.items() if name == "zhenjiang@2022.1"]
    assert (own["value"], own["sector"], own["region"], own["year"]) == ("22.4", "power", "321100", "2022")
    assert (own["document"], own["published"], own["at"]) == ("煤质检测报告 2022", "2022-12-30", "第3页")
    assert (own["status"], own["file"], own["line"]) == ("own", "local/values.yaml", "6")
    assert len(calorific) == 2
    others = {row["library"].split("@")[0] for row in used if row["parameter"] != "net_calorific_value"}
    assert others == {"cn-provincial"}


def test_explain_names_the_library_of_each_parameter() -> None:
    ask = ("explain", "a.csv", "--factors", "local", "--area", "丹徒区", "--sector", "power", "--gas", "CO2")
    told = run(*ask, "--year", "2022").stdout
    assert "22.4 GJ/t: 煤质检测报告 2022, 某电厂, 2022-12-30, 第3页" in told
    assert "zhenjiang@2022.1 local/values.yaml:6" in told
    assert "carbon_content = 26.1 tC/TJ" in told and "cn-provincial@" in told
    assert "zhenjiang" not in run(*ask, "--year", "2021").stdout


def test_a_local_value_without_a_date_stops_the_run() -> None:
    Path("local/library.yaml").write_text(LIBRARY.replace(', date: "2022-12-30"', ""), encoding="utf-8")
    done = run("compile", "a.csv", "--factors", "local", "--out", "out", "--json")
    assert done.exit_code == 1
    assert "local/library.yaml:5" in done.stderr and "neither date nor year" in done.stderr
    assert not Path("out").exists()


def test_what_is_doubtful_of_a_local_value_is_a_warning_of_the_run() -> None:
    before = '{value: 0.61, unit: tCO2/MWh, region: "321112", year: 2021, from: park, at: 附表, status: own}'
    list_, first = "      emission_factor:\n", "        - "
    steep = VALUES.replace(list_, f"{list_}{first}{before}\n")
    Path("local/values.yaml").write_text(steep, encoding="utf-8")
    done = run("compile", "a.csv", "--factors", "local", "--out", "out", "--format", "csv", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)
    assert "local/values.yaml:12" in done.stderr and "more than such factors change in a year" in done.stderr
