"""The same tidy table read as a sheet and summed in bulk: the same sums, and the same said of it."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cityghg.activity.bulk.read import Bulk, read_bulk
from cityghg.activity.bulk.tables import sort_out
from cityghg.activity.columns import KEY
from cityghg.activity.context import Context
from cityghg.activity.read import read_activity
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.engine.local import sum_rows
from cityghg.units import load_units

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units(), city="321100")
BY = ("table", *KEY, "notation")
SUMS = ("amount", "amounts", "records", "squared_uncertainty", "with_uncertainty")
# What one of the two says in other words, or does not say: in bulk rows are not compared with one another,
# nor totals with their parts, and that is said.
OTHER_WORDS = {
    "bulk_uncertainty_tiny": "uncertainty_tiny",
    **dict.fromkeys(["bulk_totals_not_compared", "printed_total_differs", "printed_totals_rounded"]),
    **dict.fromkeys(
        ["total_source_alone", "duplicate_rows", "bulk_blank_rows", "bulk_rows_error", "bulk_rows_warning"]
    ),
    **dict.fromkeys(["repeated_error", "repeated_warning", "repeated_note", "table_without_rows"]),
}

AREAS = ["321112", "丹徒区", " 321111", "镇江市京口区", "321199", "鼓楼区", "", "合计", "321112（2）"]
YEARS = ["2020", "2021年", "２０２１", "2021-12-31", "1950", "去年", ""]
SECTORS = ["industry", "工业", "3011", "trade", "residential.urban", "nowhere", ""]
SOURCES = [
    "diesel",
    "柴油",
    "电力",
    "cement_clinker",
    "natural_gas",
    "能源合计",
    "柴 油",
    "dizel",
    "",
    "electricity_import",
]
UNITS = ["t", "吨", "万吨", "万立方米", "MWh", "吨标准煤", "furlongs", "", "kg"]
AMOUNTS = [
    "1",
    "0.1",
    "12.5",
    "1,234.5",
    "１２",
    "-3",
    "NO",
    "NE",
    "no",
    "",
    "-",
    "…",
    "abc",
    "50%",
    "1-2",
    "1e40",
]
AMOUNTS += ["2021-01-01", "0.0000000005", "1.0000000015", "+7", ".5", "1e3", "99999999999999999999"]
PER_CENT = ["", "5", "±5%", "0.3", "0.3%", "-1", "many"]

ROW = st.tuples(*map(st.sampled_from, (AREAS, YEARS, SECTORS, SOURCES, AMOUNTS, UNITS, PER_CENT)))
SOUND = (AREAS[:4], YEARS[:4], SECTORS[:3], SOURCES[:3], AMOUNTS[:5], ["t", "吨", "kg"], PER_CENT[:3])
GOOD = st.tuples(*map(st.sampled_from, SOUND))
TABLE = st.lists(st.one_of(GOOD, GOOD, ROW), min_size=1, max_size=25)
TOTALS = ["合计", "合 计 ", "总计：", "Total", "ＴＯＴＡＬ", "subtotal ", "Ｓｕｍ", "累计;", "京口区小计"]
REPORTERS = ["9132A", "甲公司", "某会计", "", *TOTALS]
MONTHS = [
    "1",
    "12",
    "3月",
    "",
    "全年",
    "全年合计 ",
    "1-12月",
    " 1 — 3月",
    "０１～６月",
    "上半年",
    "二季度 ",
    *TOTALS,
]
REPORTED = st.builds(lambda row, *by: (*row, *by), GOOD, st.sampled_from(REPORTERS), st.sampled_from(MONTHS))
HEADINGS = ("地区", "年份", "部门", "能源品种", "消费量", "单位", "不确定度(%)", "填报单位", "月份")


def write(path: Path, rows: list[tuple[str, ...]], columns: Sequence[int] = ()) -> None:
    columns = columns or range(len(rows[0]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEADINGS[column] for column in columns])
        writer.writerows([row[column] for column in columns] for row in rows)


def in_bulk(path: Path) -> tuple[Bulk, list[Problem]]:
    found = sort_out([(path, path.name)], {}, CONTEXT, all_text=True)
    assert found.sheets == []
    bulk, problems = read_bulk(found.tables, CONTEXT)
    return bulk, [*found.problems, *problems]


def codes(problems: list[Problem]) -> set[str]:
    for found in problems:
        assert found.text("zh") and found.text("en")
    return {OTHER_WORDS.get(p.code, p.code) or "" for p in problems} - {""}


def compared(path: Path) -> None:
    activity, said = read_activity([(path, path.name)], CONTEXT)
    bulk, said_in_bulk = in_bulk(path)
    expected = sum_rows(activity.lazy(), BY).select(*BY, *SUMS)
    assert bulk.sums is not None
    assert bulk.sums.sort(BY).select(*BY, *SUMS).equals(expected)
    assert codes(said_in_bulk) == codes(said)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=TABLE)
@example(rows=[("321112", "2020", "industry", "diesel", "1e3", "t", ""), ("", "", "", "", "", "", "")])
@example(
    rows=[
        ("合计", "2020", "industry", "diesel", "1", "t", ""),
        ("321112", "2020", "industry", "diesel", "2", "t", ""),
    ]
)
def test_the_same_sums_and_findings(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    write(tmp_path / "a.csv", rows)
    compared(tmp_path / "a.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(REPORTED, min_size=1, max_size=12))
def test_the_same_rows_are_totals_by_reporter_and_month(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    write(tmp_path / "a.csv", rows)
    compared(tmp_path / "a.csv")


@pytest.mark.parametrize("left_out", range(7))
def test_the_same_without_a_column(left_out: int, tmp_path: Path) -> None:
    rows = [
        ("321112", "2020", "industry", "diesel", "1.5", "t", "5"),
        ("321112", "2020", "industry", "diesel", "2.5", "t", ""),
        ("321111", "2021", "", "electricity", "NO", "MWh", ""),
        ("321111", "2021", "residential", "cement_clinker", "3", "kg", "1"),
    ]
    kept = tuple(column for column in range(7) if column != left_out)
    if left_out in (3, 4):  # without sources or amounts it is no such table
        kept = tuple(range(7))
    write(tmp_path / "丹徒区2020年.csv", rows, kept)
    compared(tmp_path / "丹徒区2020年.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(rows=TABLE)
def test_every_row_with_an_error_is_kept(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    """A row is rejected if and only if the reader of sheets, given that row alone, finds an error in it."""
    write(tmp_path / "a.csv", rows)
    bulk, _ = in_bulk(tmp_path / "a.csv")
    found = pl.read_parquet(bulk.rejected)["row"].to_list() if bulk.rejected else []
    bad = []
    for number, row in enumerate(rows):
        write(tmp_path / "one.csv", [("321112", "2020", "industry", "diesel", "1", "t", ""), row])
        _, said = read_activity([(tmp_path / "one.csv", "one.csv")], CONTEXT)
        if any(p.severity == "error" for p in said):
            bad.append(number + 2)
    assert found == bad
