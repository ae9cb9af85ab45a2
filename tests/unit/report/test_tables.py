"""The tables of a result: columns as the contract has them, names, factors used, problems."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cityghg.base.problems import Place, problem
from cityghg.factors.load import DEFAULT_STACK
from cityghg.report import manifest
from cityghg.report.result import Result
from cityghg.report.tables import all_tables, problems_table
from cityghg.report.write import write_problems, write_result

INVENTORY = (
    "area, area_name, level, year, sector, ipcc, gpc, source, counterpart, scope, memo_kind, gas, amount, "
    "unit, mass_t, gwp, co2e_t, uncertainty_pct, notation, factor, library, carried_from, provenance, "
    "children_reported, records, origin"
)
SUMMARY = (
    "area, area_name, level, year, row, co2_t, ch4_t, n2o_t, hfcs_co2e_t, pfcs_co2e_t, sf6_co2e_t, "
    "nf3_co2e_t, other_co2e_t, total_co2e_t"
)


@pytest.fixture
def tables(city: Result) -> dict[str, pd.DataFrame]:
    return {table.name: table.frame for table in all_tables(city, "zh")}


def test_columns_are_those_of_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    assert list(tables["inventory"].columns) == [*INVENTORY.split(", "), "deposit_year", "energy_tce"]
    assert list(tables["summary"].columns)[:14] == SUMMARY.split(", ")


def test_scopes_levels_and_provenances_are_the_stated_words(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["inventory"]
    assert set(rows["scope"]) <= {"1", "2", "3", "memo"}
    assert set(rows["memo_kind"]) <= {"", "biomass_co2", "bunkers", "trade", "nonenergy"}
    assert set(rows["provenance"]) <= {"own", "sum", "residual", "derived"}
    assert set(rows["notation"]) <= {"", "NO", "NE", "IE", "C", "NA"}
    assert set(rows["level"]) <= {"province", "city", "district", "county", "zone", "town", ""}


def test_every_row_has_a_number_or_a_notation_key(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["inventory"]
    assert ((rows["notation"] == "") == rows["mass_t"].notna()).all()


def test_every_own_number_names_its_factor(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["inventory"]
    counted = rows[rows["provenance"].isin(["own", "derived"]) & (rows["notation"] == "")]
    assert counted["factor"].ne("").all() and counted["library"].str.contains("@").all()
    assert counted["origin"].ne("").all()


def test_a_residual_is_named_after_its_area(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["inventory"]
    names = set(rows.loc[rows["area"] == "321100-residual", "area_name"])
    assert names == {"镇江市（未分到下级）"}


def test_factors_used_have_document_and_place(tables: dict[str, pd.DataFrame]) -> None:
    used = tables["factors_used"]
    assert len(used) and not used.duplicated().any()
    for column in ("document", "at", "status", "library", "file"):
        assert used[column].astype(str).ne("").all(), column
    assert used["file"].str.startswith("factors/").all()
    substitutes = set(used.loc[used["substitute_for"] != "", "source"])
    assert substitutes == {"raw_coal"}


def test_problems_are_told_with_place_finding_and_remedy() -> None:
    found = [problem("unknown_unit", Place("a.xlsx", "Sheet1", "B2"), found="x")]
    [row] = problems_table(found, "en").frame.to_dict("records")
    assert (row["severity"], row["code"], row["file"], row["sheet"], row["cell"]) == (
        "error",
        "unknown_unit",
        "a.xlsx",
        "Sheet1",
        "B2",
    )
    assert row["finding"] and row["remedy"] and pd.isna(row["line"])


def test_problems_are_written_twice_alike(tmp_path: Path) -> None:
    write_problems([problem("unknown_unit", Place("a.csv", cell="B2", line=3), found="单位")], tmp_path, "zh")
    [row] = json.loads((tmp_path / "problems.json").read_text(encoding="utf-8"))
    assert (row["code"], row["line"]) == ("unknown_unit", 3)
    assert "单位" in (tmp_path / "problems.csv").read_text(encoding="utf-8-sig")


def test_the_manifest_says_what_went_in_and_no_more(city: Result) -> None:
    found = manifest.manifest(city)
    assert set(found) == {
        "program", "version", "gwp", "city", "options", "libraries", "inputs", "incomplete", "rows",
    }  # fmt: skip
    assert found["libraries"][0]["name"] == DEFAULT_STACK[0]
    assert all(len(entry["sha256"]) == 64 for entry in found["libraries"] + found["inputs"])
    assert found["inputs"][0]["name"] == "@活动.csv"
    assert found["rows"]["inventory"] == len(city.table)


def test_the_same_result_is_the_same_bytes(city: Result, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_result(city, tmp_path / name, ["csv", "xlsx"], "zh")
    files = [
        {p.name: p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    ]
    assert files[0] == files[1]
    assert set(files[0]) == {
        "inventory.csv", "summary.csv", "intensity.csv", "factors_used.csv", "problems.csv", "problems.json",
        "manifest.json", "inventory.xlsx", "标注_@活动.xlsx",
    }  # fmt: skip


def test_nothing_written_names_a_folder_of_this_machine(city: Result, tmp_path: Path) -> None:
    write_result(city, tmp_path / "out", ["csv"], "zh")
    for path in (p for p in (tmp_path / "out").iterdir() if p.is_file()):
        text = path.read_text(encoding="utf-8-sig")
        assert str(tmp_path.parent) not in text and "/src/" not in text, path.name


def test_a_changed_input_is_noticed(compiled: Callable[..., Result], tmp_path: Path) -> None:
    result = compiled("京口区,2020,工业,柴油,1,吨,")
    write_result(result, tmp_path / "out", ["csv"], "zh")
    assert manifest.changed_inputs(tmp_path / "out", result.inputs) == []
    path = result.inputs[0][0]
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert [p.code for p in manifest.changed_inputs(tmp_path / "out", result.inputs)] == ["input_changed"]
