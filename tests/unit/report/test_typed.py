"""Machine formats: the same types whatever a table holds, the numbers of the csv, notes on every column."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.report import as_csv, as_duckdb, as_parquet
from cityghg.report.result import Result
from cityghg.report.tables import FACTORS_USED, INVENTORY, PROBLEMS, SUMMARY, Table, all_tables
from cityghg.report.typed import described, meaning, type_of, typed, unit_of

NAMED = {*INVENTORY, *SUMMARY, *FACTORS_USED, *PROBLEMS}


def one(name: str, *values: object, table: str = "inventory") -> pl.Series:
    frame = pd.DataFrame({name: pd.Series(list(values), dtype="object")})
    return typed(Table(table, frame))[name]


def test_types_do_not_depend_on_what_is_there(city: Result) -> None:
    for table in all_tables(city, "zh"):
        full = typed(table)
        assert typed(Table(table.name, table.frame.iloc[:0])).schema == full.schema
        assert pl.Object not in full.schema.dtypes()
        assert full.height == len(table.frame)


def test_years_are_int32_and_tonnes_float64(city: Result) -> None:
    schema = typed(all_tables(city, "zh")[0]).schema
    assert (schema["year"], schema["carried_from"], schema["deposit_year"]) == (pl.Int32,) * 3
    assert (schema["mass_t"], schema["uncertainty_pct"], schema["amount"]) == (pl.Float64,) * 3
    assert (schema["records"], schema["scope"]) == (pl.Int64, pl.String)


def test_blanks_are_null() -> None:
    assert one("sector", "industry", "", None).to_list() == ["industry", None, None]
    assert one("carried_from", 2019, "", None).to_list() == [2019, None, None]
    assert one("co2e_t", 1.5, None, float("nan")).to_list() == [1.5, None, None]


def test_the_years_of_a_factor_may_be_a_span() -> None:
    assert one("year", "2015-2018", "", table="factors_used").to_list() == ["2015-2018", None]


def test_text_is_as_it_is_because_no_spreadsheet_runs_it() -> None:
    assert one("area_name", "=1+1").to_list() == ["=1+1"]


@pytest.mark.parametrize(
    ("held", "wanted"),
    [([True, False], pl.Boolean), ([1, 2], pl.Int64), ([0.5], pl.Float64), (["a"], pl.String)],
)
def test_a_column_not_known_goes_by_what_it_holds(held: list[object], wanted: type[pl.DataType]) -> None:
    assert type_of("new", "new", pd.Series(held)) == wanted


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_are_those_of_the_csv(numbers: list[float]) -> None:
    table = Table("t", pd.DataFrame({"mass_t": numbers}))
    told = as_csv.to_text(table).splitlines()[1:]
    assert typed(table)["mass_t"].to_list() == [float(text) for text in told]


def columns(result: Result) -> Iterator[tuple[str, str]]:
    for table in all_tables(result, "zh"):
        yield from ((table.name, str(name)) for name in table.frame.columns)


def test_every_column_has_a_meaning_in_both_languages_and_a_type_by_its_name(city: Result) -> None:
    """A table with a column that is new here: name it in `typed.py` and in `labels/report.toml`."""
    found = list(columns(city))
    assert {name for _, name in found} >= NAMED
    assert [pair for pair in found if None in meaning(pair[1])] == []
    odd = pd.Series([True])  # of a type that no name stands for
    assert [pair for pair in found if type_of(*pair, odd) == pl.Boolean] == []


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("mass_t", "t"),
        ("co2e_t", "t CO2e"),
        ("total_co2e_t", "t CO2e"),
        ("co2_t", "t"),
        ("annual_change_pct", "%"),
        ("gdp_10k_yuan", "10 000 CNY"),
        ("intensity_t_per_10k_yuan", "t / 10 000 CNY"),
        ("per_capita_t", "t per person"),
        ("amount", ""),
        ("at", ""),
    ],
)
def test_units_are_those_of_the_names(name: str, unit: str) -> None:
    assert unit_of(name) == unit


def test_parquet_has_the_same_bytes_and_notes_on_its_columns(city: Result, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        as_parquet.write_result(city, tmp_path / name, "zh")
    files = sorted((tmp_path / "one").iterdir())
    assert {f.stem for f in files} == {*(t.name for t in all_tables(city, "zh")), "columns"}
    assert [f.name for f in files if f.read_bytes() != (tmp_path / "two" / f.name).read_bytes()] == []
    notes = json.loads(pl.read_parquet_metadata(tmp_path / "one" / "inventory.parquet")[as_parquet.NOTES])
    assert [note["column_name"] for note in notes] == list(INVENTORY)
    assert notes[INVENTORY.index("mass_t")]["unit"] == "t"


def test_pieces_in_memory_do_not_change_the_bytes(tmp_path: Path) -> None:
    whole = pl.DataFrame({"year": range(1000)})
    as_parquet.write(whole, tmp_path / "whole")
    as_parquet.write(pl.concat([whole[:7], whole[7:]], rechunk=False), tmp_path / "pieces")
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "pieces").read_bytes()


def test_duckdb_holds_what_parquet_holds_and_comments(city: Result, tmp_path: Path) -> None:
    as_parquet.write_result(city, tmp_path, "en")
    as_duckdb.write_result(city, tmp_path, "en")
    with duckdb.connect(tmp_path / as_duckdb.FILE_NAME, read_only=True) as database:
        for path in sorted(tmp_path.glob("*.parquet")):
            wanted = pl.read_parquet(path)
            assert database.execute(f'from "{path.stem}"').fetchall() == wanted.rows(), path.stem
        comments = dict(
            database.execute(
                "select column_name, comment from duckdb_columns() where table_name = 'inventory'"
            ).fetchall()
        )
        year = database.execute("select typeof(year) from inventory limit 1").fetchone()
    assert year == ("INTEGER",)
    assert comments["uncertainty_pct"] == (
        "Uncertainty (%): Half-width of the 95 % interval, in percent of the value. / %"
    )
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_columns_are_described_in_order() -> None:
    frame = pl.DataFrame(schema={"year": pl.Int32, "co2e_t": pl.Float64})
    assert described([("t", frame)]).rows() == [
        ("t", "year", "int32", None, "年份", "Year"),
        ("t", "co2e_t", "float64", "t CO2e", "当量 (tCO2e)", "CO2e (t)"),
    ]
