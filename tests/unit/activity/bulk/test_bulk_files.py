"""Files that go the bulk way: encodings, compression, Parquet, partitioned folders, globs, other sources."""

import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cityghg.activity.bulk import BatchesError
from cityghg.activity.bulk import read as bulk_read
from cityghg.activity.bulk.parts import open_batches
from cityghg.activity.bulk.read import Bulk, read_bulk
from cityghg.activity.bulk.records import records
from cityghg.activity.bulk.tables import BULK_BYTES, Table, sort_out
from cityghg.activity.context import Context
from cityghg.activity.files import expand, globbed, sha256
from cityghg.activity.read import read_activity
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units
from support import codes

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units(), city="321100")
TEXT = """地区,年份,部门,能源品种,消费量,单位
丹徒区,2020,工业,柴油,1.5,吨
丹徒区,2020,工业,柴油,0.1,吨
润州区,2020,工业,原煤,2,万吨
"""
WANTED = [("321111", "raw_coal", Decimal(2), 1), ("321112", "diesel", Decimal("1.6"), 2)]
FRAME = {
    "area": ["321112", "321112", "321111"], "year": [2020, 2020, 2020], "sector": ["industry"] * 3,
    "source": ["diesel", "diesel", "raw_coal"], "amount": [1.5, 0.1, 2.0], "unit": ["t", "t", "万吨"],
}  # fmt: skip


def read(*given: str | Path, root: Path, all_text: bool = True) -> tuple[Bulk, list[Problem]]:
    files, problems = expand(given, root)
    found = sort_out(files, globbed(given, root), CONTEXT, all_text=all_text)
    assert found.sheets == []
    bulk, more = read_bulk(found.tables, CONTEXT)
    return bulk, [*problems, *found.problems, *more]


def sums(bulk: Bulk) -> list[tuple[Any, ...]]:
    assert bulk.sums is not None
    return bulk.sums.sort("area", "source").select("area", "source", "amount", "records").rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_in_every_encoding(encoding: str, end: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT.replace("\n", end).encode(encoding))
    bulk, problems = read("a.csv", root=tmp_path)
    assert sums(bulk) == WANTED
    assert codes(problems) == []
    assert bulk.digests == {"a.csv": sha256(tmp_path / "a.csv")}


def test_text_that_is_gb18030_only_far_down(tmp_path: Path) -> None:
    rows = "321112,2020,industry,diesel,1,t\n" * 20_000
    (tmp_path / "a.csv").write_bytes(
        f"area,year,sector,source,amount,unit\n{rows}丹徒区,2020,industry,diesel,1,t\n".encode("gb18030")
    )
    bulk, problems = read("a.csv", root=tmp_path)
    assert sums(bulk) == [("321112", "diesel", Decimal(20_001), 20_001)]
    assert codes(problems) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_gzip(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode(encoding)))
    bulk, problems = read("a.csv.gz", root=tmp_path)
    assert (sums(bulk), codes(problems)) == (WANTED, [])


def test_zst(tmp_path: Path) -> None:
    pl.DataFrame(FRAME).write_csv(tmp_path / "a.csv.zst", compression="zstd")
    bulk, problems = read("a.csv.zst", root=tmp_path)
    assert (sums(bulk), codes(problems)) == (WANTED, [])


def test_damaged_gzip_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode() * 50)[:-30])
    (tmp_path / "b.csv.gz").write_bytes(b"no archive")
    assert codes(read("a.csv.gz", root=tmp_path)[1]) == ["file_corrupt"]
    assert codes(read("b.csv.gz", root=tmp_path)[1]) == ["file_corrupt"]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("amount", pl.Series(["1.5", "0.1", "2"])),
        ("amount", pl.Series([1.5, 0.1, 2.0], dtype=pl.Float32)),
        ("amount", pl.Series([Decimal("1.5"), Decimal("0.1"), Decimal("2")], dtype=pl.Decimal(20, 12))),
        ("year", pl.Series([date(2020, 12, 31)] * 3)),
        ("year", pl.Series([2020.0] * 3)),
        ("year", pl.Series(["2020年"] * 3)),
        ("area", pl.Series([321112, 321112, 321111])),
        ("source", pl.Series(["diesel", "diesel", "raw_coal"], dtype=pl.Categorical)),
        ("sector", pl.Series(["industry"] * 3, dtype=pl.Enum(["industry"]))),
    ],
)
def test_parquet_of_any_plain_type(column: str, values: pl.Series, tmp_path: Path) -> None:
    pl.DataFrame({**FRAME, column: values}).write_parquet(tmp_path / "a.parquet")
    bulk, problems = read("a.parquet", root=tmp_path)
    assert (sums(bulk), codes(problems)) == (WANTED, [])


@pytest.mark.parametrize(
    ("column", "values"),
    [("amount", [date(2020, 1, 1)] * 3), ("amount", [True] * 3), ("area", [["321112"]] * 3)],
)
def test_parquet_of_a_wrong_type_is_refused(column: str, values: list[Any], tmp_path: Path) -> None:
    pl.DataFrame({**FRAME, column: values}).write_parquet(tmp_path / "a.parquet")
    bulk, problems = read("a.parquet", root=tmp_path)
    assert (bulk.sums, codes(problems)) == (None, ["bulk_column_type"])


def test_parquet_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    assert codes(read("a.parquet", root=tmp_path)[1]) == ["file_corrupt"]


def test_parquet_without_a_tidy_heading(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1], "b": [2]}).write_parquet(tmp_path / "a.parquet")
    assert codes(read("a.parquet", root=tmp_path)[1]) == ["bulk_not_tidy"]


def test_a_partitioned_folder_is_one_table(tmp_path: Path) -> None:
    frame = pl.DataFrame(FRAME).drop("year", "area")
    for place, rows in {
        "year=2020/area=321112": frame[:2],
        "year=2020/area=%E6%B6%A6%E5%B7%9E%E5%8C%BA": frame[2:],
    }.items():
        (tmp_path / "data" / place).mkdir(parents=True)
        rows.write_parquet(tmp_path / "data" / place / "0.parquet")
    bulk, problems = read("data", root=tmp_path)
    assert (sums(bulk), codes(problems)) == (WANTED, [])
    assert [table.name for table in bulk.tables] == ["data"]


def test_a_glob_is_one_table_whose_rows_add_up(tmp_path: Path) -> None:
    for month in ("01", "02"):
        (tmp_path / f"2020-{month}.csv").write_text(TEXT, encoding="utf-8")
    bulk, problems = read("*.csv", root=tmp_path, all_text=False)
    assert sums(bulk) == [("321111", "raw_coal", Decimal(4), 2), ("321112", "diesel", Decimal("3.2"), 4)]
    assert bulk.sums is not None
    assert set(bulk.sums["table"]) == {"*.csv"}
    assert bulk.sums["origin"].to_list() == ["2020-01.csv!E4", "2020-01.csv!E2"]
    assert codes(problems) == []


def test_small_text_is_a_sheet_and_large_text_is_not(tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_text(TEXT, encoding="utf-8")
    large = "area,year,sector,source,amount,unit\n" + "321112,2020,industry,diesel,1,t\n" * (BULK_BYTES // 32)
    (tmp_path / "large.csv").write_text(large, encoding="utf-8")
    (tmp_path / "wide.csv").write_text(
        "地区,年份,柴油(吨)\n" + "丹徒区,2020,1\n" * (BULK_BYTES // 16), encoding="utf-8"
    )
    files, _ = expand(["."], tmp_path)
    found = sort_out(files, {}, CONTEXT)
    assert [shown for _, shown in found.sheets] == ["small.csv", "wide.csv"]
    assert [table.name for table in found.tables] == ["large.csv"]


def test_rows_above_the_heading_count_and_say_the_year(tmp_path: Path) -> None:
    head = '润州区2021年能源消费,,,\n\n部门,能源品种,"消费量\n(吨)",备注\n'
    text = f'{head}工业,柴油,3,"两行\n的备注"\n工业,柴油,不详,\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    bulk, problems = read("a.csv", root=tmp_path)
    assert bulk.sums is not None
    assert bulk.sums.sort("origin").select("area", "year", "amount", "notation", "origin").rows() == [
        ("321111", 2021, Decimal(3), "", "C4"),
        ("321111", 2021, Decimal(0), "NE", "C5"),
    ]
    assert [(p.code, p.place.cell) for p in problems] == [("amount_is_words", "C5")]


class Query:
    """Rows of a database, as another source gives them."""

    name = "postgresql:activity"
    columns = ("area", "year", "sector", "source", "amount", "unit")

    def __init__(self, *frames: pl.DataFrame, error: BatchesError | None = None) -> None:
        self.frames, self.error = frames, error

    def batches(self) -> Iterator[pl.DataFrame]:
        yield from self.frames
        if self.error is not None:
            raise self.error


def of_batches(query: Query) -> tuple[Bulk, list[Problem]]:
    part, problems = open_batches(query, CONTEXT)
    assert part is not None
    bulk, more = read_bulk([Table(query.name, [part])], CONTEXT)
    return bulk, [*problems, *more]


def test_batches_of_another_source() -> None:
    frame = pl.DataFrame(FRAME)
    bulk, problems = of_batches(Query(frame[:1], frame[1:]))
    assert (sums(bulk), codes(problems)) == (WANTED, [])
    assert bulk.sums is not None
    assert sorted(bulk.sums["origin"]) == ["#1", "#3"]


def test_rejected_rows_of_another_source_are_kept_with_their_numbers() -> None:
    frame = pl.DataFrame(FRAME)
    bulk, problems = of_batches(Query(frame[:2], frame[2:].with_columns(area=pl.lit("000000"))))
    assert codes(problems) == ["unknown_area"]
    assert problems[0].place.line == 3
    kept = pl.read_parquet(bulk.rejected)
    assert kept.select("file", "row", "problem", "area", "amount").rows() == [
        ("postgresql:activity", 3, "unknown_area", "000000", "2.0")
    ]


def test_another_source_that_fails_is_a_problem() -> None:
    bulk, problems = of_batches(Query(error=BatchesError("file_unreadable", reason="gone")))
    assert (bulk.sums, codes(problems)) == (None, ["file_unreadable"])


def test_a_file_that_changes_while_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    understand = bulk_read._Reader._understand

    def append(self: Any, *given: Any) -> pl.DataFrame:
        with path.open("a", encoding="utf-8") as file:
            file.write("丹徒区,2020,工业,柴油,7,吨\n")
        return understand(self, *given)

    monkeypatch.setattr(bulk_read._Reader, "_understand", append)
    assert codes(read("a.csv", root=tmp_path)[1]) == ["file_changed"]


def test_amounts_too_large_to_add_up(tmp_path: Path) -> None:
    big = "9" * 19
    rows = f"321112,2020,industry,diesel,{big},t\n" * 20
    (tmp_path / "a.csv").write_text(f"area,year,sector,source,amount,unit\n{rows}", encoding="utf-8")
    bulk, problems = read("a.csv", root=tmp_path)
    assert bulk.sums is not None
    assert bulk.sums.select("notation", "amounts").rows() == [("NE", 0)]
    assert set(codes(problems)) == {"amount_overflow", "bulk_rows_error"}


def test_a_column_of_nothing_known_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cityghg.activity.bulk import answers

    monkeypatch.setattr(answers, "_WITH_SUGGESTION", 3)
    monkeypatch.setattr(answers, "_MOST_UNKNOWN", 10)
    rows = "".join(f"nowhere{number},2020,industry,diesel,1,t\n" for number in range(50))
    (tmp_path / "a.csv").write_text(f"area,year,sector,source,amount,unit\n{rows}", encoding="utf-8")
    bulk, problems = read("a.csv", root=tmp_path)
    assert codes(problems).count("bulk_column_given_up") == 1
    assert len(pl.read_parquet(bulk.rejected)) == 50


def test_rejected_rows_of_text_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f"{TEXT}无此区,2020,工业,柴油,3,吨\n".encode("gb18030"))
    bulk, problems = read("a.csv", root=tmp_path)
    assert codes(problems) == ["unknown_area"]
    assert pl.read_parquet(bulk.rejected)["area"].to_list() == ["无此区"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_rows_behind_a_figure_are_those_of_a_sheet(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = TEXT.replace("单位\n", "单位,月份\n").replace("吨\n", "吨,01月\n")
    path.write_bytes(text.encode(encoding))
    bulk, _ = read("a.csv", root=tmp_path)
    activity, _ = read_activity([(path, "a.csv")], CONTEXT)
    wanted = pl.DataFrame(
        {"table": ["a.csv"], "area": "321112", "year": 2020, "sector": "industry"}
    ).with_columns(pl.col("year").cast(pl.Int32), source=pl.lit("diesel"), counterpart=pl.lit(""))
    assert records(bulk, CONTEXT, wanted).equals(activity.filter(pl.col("source") == "diesel"))
    assert len(records(bulk, CONTEXT, wanted, 1)) == 1
