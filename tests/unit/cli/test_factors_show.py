"""`cityghg factors show`: method, values with those they beat, working."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line
from support import entry, value, write_library

STACK = "cn-provincial@2011.1, cn-enterprise@2024.1, cn-grid@2025.1, ipcc-2006@1"
DECAY = {
    "kind": "series",
    "gas": "CH4",
    "formula": "amount * emission_factor * exp(-decay_rate * age)",
    "parameters": {"emission_factor": "tCH4/unit", "decay_rate": "1/a"},
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a project with libraries that never change, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")
    Path("city.yaml").write_text(f"factors: [{STACK}]\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["factors", "show", *arguments])


def data(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


RAW_COAL = ("raw_coal", "--sector", "power", "--area", "321100", "--year", "2022", "--gas", "CO2")


def test_the_working_of_a_fuel() -> None:
    done = run(*RAW_COAL)
    assert done.exit_code == 0
    # 20.908 GJ/t x 26.1 kgC/GJ x 0.93 x 44/12
    assert "= 1.860832908 tCO2/t" in done.stdout
    assert "1 t × 20.908 GJ/t × 26.1 tC/TJ × 0.93 × 44/12 tCO2/tC × 0.001" in done.stdout
    assert "substitute: the value of Bituminous coal (bituminous_coal) stands in" in done.stdout
    assert "factors/cn-provincial/2011.1/combustion.yaml:8" in done.stdout


@pytest.mark.parametrize("name", ["原煤", "Raw coal", "raw_coal"])
def test_a_source_goes_by_any_of_its_names(name: str) -> None:
    assert data(name, "--year", "2022", "--gas", "CO2")["source"] == "raw_coal"


def test_the_chosen_value_is_told_with_those_it_beat() -> None:
    gas = data("electricity", "--area", "镇江市", "--year", "2023")["gases"][0]
    parameter = gas["parameters"][0]
    assert (parameter["value"], parameter["given"]["region"]) == (0.5827, "320000")
    verdicts = {(c["region"], c["year"]): c["verdict"] for c in parameter["candidates"] if not c["variant"]}
    assert verdicts["320000", 2023] == "chosen"
    assert verdicts["grid:华东", 2023] == verdicts["100000", 2023] == "wider_place"
    assert verdicts["320000", 2022] == "carried"
    assert verdicts["440000", 2023] == "other_region"
    assert gas["co2e_per_unit"] == pytest.approx(0.5827)


def test_a_carried_value_is_said() -> None:
    parameter = data("electricity", "--area", "镇江市", "--year", "2026")["gases"][0]["parameters"][0]
    assert (parameter["carried_from"], parameter["given"]["year"]) == (2023, 2023)
    assert "carried forward from 2023" in run("electricity", "--area", "镇江市", "--year", "2026").stdout


def test_what_is_missing_is_said_with_the_years_there_are() -> None:
    done = run("electricity", "--year", "2005")
    assert done.exit_code == 1
    assert "no value for this case" in done.stdout
    assert "for other years (2021; 2022; 2023)" in done.stdout
    assert "= 1 MWh × emission_factor" in done.stdout


def test_a_variant_is_asked_for() -> None:
    assert (
        data("electricity", "--year", "2023", "--variant", "fossil")["gases"][0]["tonnes_per_unit"] == 0.8273
    )


def test_a_local_library_in_front_wins_by_parameter() -> None:
    measured = value(21.5, "GJ/t", basis="net", sector="power")
    write_library(Path(), entry("raw_coal", None, net_calorific_value=measured), id="local", methods={})
    gas = data(*RAW_COAL, "--factors", "local")["gases"][0]
    found = {p["name"]: p for p in gas["parameters"]}
    assert found["net_calorific_value"]["given"]["library"] == "local@1"
    assert found["carbon_content"]["given"]["library"] == "cn-provincial@2011.1"
    assert gas["library"] == "cn-provincial@2011.1"
    beaten = [c for c in found["net_calorific_value"]["candidates"] if c["verdict"] == "later_library"]
    assert beaten and beaten[0]["converted"] == pytest.approx(20.908)


def test_the_project_says_stack_and_city() -> None:
    write_library(Path(), entry("diesel", emission_factor=value(3, region="321100")), id="own")
    Path("city.yaml").write_text('city: "321100"\nfactors: [own]\n', encoding="utf-8")
    found = data("diesel", "--year", "2020", "--sector", "industry")
    assert (found["area"], found["libraries"]) == ("321100", ["own@1"])
    assert found["gases"][0]["tonnes_per_unit"] == 3
    assert found["gases"][1] == {
        "sector": "industry", "gas": "CH4", "method": None,
        "why": "No method: no library has one for this gas; an inventory shows NE",
    }  # fmt: skip


def test_a_series_is_told_by_age() -> None:
    factor = entry("diesel", "decay", emission_factor=value(0.06, "tCH4/t"), decay_rate=value(0.1, "1/a"))
    write_library(Path(), factor, id="own", methods={"decay": DECAY})
    gas = data("diesel", "--year", "2020", "--gas", "CH4", "--factors", "own")["gases"][0]
    assert gas["kind"] == "series" and gas["tonnes_per_unit"] is None
    # 0.06 x exp(-0.1)
    assert gas["by_age"][0]["tonnes_per_unit"] == pytest.approx(0.054290245082157575)
    said = run("diesel", "--year", "2020", "--gas", "CH4", "--factors", "own").stdout
    assert "year 10: " in said and "× exp((-0.1 1/a) × age)" in said


@pytest.mark.parametrize(
    "arguments", [("柴", "--year", "2020"), ("diesel", "--year", "2020", "--area", "普陀区"), ("diesel",)]
)
def test_a_name_that_means_nothing_or_too_much_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


def test_candidates_are_named() -> None:
    said = run("diesel", "--year", "2020", "--area", "普陀区").stderr
    assert "310107" in said and "330903" in said


def test_it_speaks_chinese() -> None:
    said = run(*RAW_COAL, "--lang", "zh").stdout
    assert "低位发热量（net_calorific_value） = 20.908 GJ/t" in said
    assert "入选：不分部门、不分地区、不分年份" in said
