"""`cityghg factors list`: the libraries, and a search of their values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line
from cityghg.cli.factors.versions import superseded_by
from cityghg.factors.load import DEFAULT_STACK, available


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["factors", "list", *arguments])


def rows(*arguments: str) -> list[dict[str, Any]]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_without_filters_the_libraries() -> None:
    found = rows()
    assert [row["name"] for row in found] == available()
    assert {row["name"] for row in found if row["default"]} == set(DEFAULT_STACK)
    assert all(row["values"] > 0 for row in found)
    assert "cn-grid@2025.1" in run().stdout


def test_a_newer_version_is_named() -> None:
    assert superseded_by("cn-provincial@2011.1") not in (None, "cn-provincial@2011.1")
    newest = superseded_by("cn-provincial@2011.1")
    assert newest is not None and superseded_by(newest) is None


@pytest.mark.parametrize(
    "words", [("热值", "原煤"), ("raw coal", "calorific"), ("NCV", "combustion.raw_coal")]
)
def test_words_are_found_in_both_languages(words: tuple[str, ...]) -> None:
    found = rows(*words, "--library", "cn-provincial@2011.1")
    assert [(row["sources"], row["parameter"], row["value"]) for row in found] == [
        (["raw_coal"], "net_calorific_value", 20908)
    ]


def test_every_word_must_be_found() -> None:
    assert rows("原煤", "热值", "氧化率") == []
    assert "No value found" in run("原煤", "热值", "氧化率").stdout


def test_area_and_year_keep_what_is_valid_there() -> None:
    found = rows(
        "--source", "electricity", "--area", "镇江市", "--year", "2022", "--library", "cn-grid@2025.1"
    )
    assert {row["region"] for row in found if row["variant"] is None} == {"320000", "grid:华东", "100000"}
    assert {row["year"] for row in found if row["year"]} == {2022}


def test_gas_keeps_values_its_methods_take() -> None:
    found = rows("--source", "anthracite", "--gas", "CH4", "--library", "ipcc-2006@1")
    assert {row["parameter"] for row in found} == {"net_calorific_value", "emission_factor"}
    assert {row["gas"] for row in found if row["parameter"] == "emission_factor"} <= {"CH4", None}
    assert all("CH4" in row["unit"] for row in found if row["parameter"] == "emission_factor")


def test_sector_and_status() -> None:
    found = rows("--sector", "power", "--gas", "N2O", "--source", "原煤", "--status", "twice")
    assert found and all(row["sector"] in (None, "power") and row["status"] == "twice" for row in found)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--status", "sure"), 2),
        (("--source", "柴"), 2),
        (("--library", "none@1"), 1),
        (("--area", "普陀区"), 2),
    ],
)
def test_wrong_filters_are_refused(arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).exit_code == code


def test_values_are_printed_with_document_and_place() -> None:
    said = run("热值", "原煤", "--library", "cn-provincial@2011.1", "--lang", "zh").stdout
    assert "20908 kJ/kg" in said and "附录A" in said and "combustion.yaml:8" in said
