"""Workbooks of several sheets, lists of files, and the digest of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.files import expand, sha256
from cityghg.activity.layouts import Choice
from cityghg.activity.read import read_activity
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

Rows = Sequence[Sequence[object]]
HEADINGS = ["年份", "部门", "能源品种", "消费量", "单位"]


def context(**defaults: object) -> Context:
    world = (load_sources(), load_sectors(), load_areas(), load_units())
    return Context(*world, "321100", Defaults(**defaults))  # type: ignore[arg-type]


def read(path: Path, **defaults: object) -> tuple[pl.DataFrame, list[str]]:
    table, problems = read_activity([(path, path.name)], context(**defaults))
    return table, [f"{one.code} {one.place.sheet}".strip() for one in problems]


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_sheet_for_each_district_and_one_of_remarks(tmp_path: Path) -> None:
    district: Rows = [HEADINGS, [2021, "工业", "原煤", 1.1, "吨"]]
    path = workbook(
        tmp_path / "a.xlsx", {"丹徒区": district, "说明": [["由统计局填报"]], "京口": district, "空": []}
    )
    table, codes = read(path)
    assert table.select("table", "area", "origin").rows() == [
        ("a.xlsx|丹徒区", "321112", "丹徒区!D2"),
        ("a.xlsx|京口", "321102", "京口!D2"),
    ]
    assert codes == ["sheet_not_read 说明"]


def test_nothing_below_the_headings_is_a_warning(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "a.xlsx", {"丹徒区": [HEADINGS]}), year=2021)[1] == [
        "table_without_rows 丹徒区"
    ]


def test_an_unknown_stated_area_is_an_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Sheet1": [HEADINGS, [2021, "工业", "原煤", 1.1, "吨"]]})
    assert "unknown_area" in read(path, area="某某新城")[1]
    assert "year_out_of_range" in read(path, area="丹徒区", year=3021)[1]


def test_files_folders_and_globs(tmp_path: Path) -> None:
    for name in ("b.csv", "a.xlsx", "~$a.xlsx", ".hidden.csv", "notes.docx", "sub/c.XLS", ".git/d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in ("manifest.json", "inventory.csv", "problems.csv"):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / name).write_text("x", encoding="utf-8")

    def names(*paths: str) -> list[str]:
        files, problems = expand(paths, tmp_path)
        assert problems == []
        return [shown for _, shown in files]

    assert names(".") == ["a.xlsx", "b.csv", "sub/c.XLS"]
    assert names("*.csv") == ["b.csv"]
    assert names("**/*.XLS", "b.csv", "b.csv") == ["b.csv", "sub/c.XLS"]
    assert names("notes.docx") == ["notes.docx"]
    assert names(str(tmp_path / "s*")) == ["sub/c.XLS"]
    assert [(p.code, p.place.file) for p in expand(["no/*.csv", "gone.csv"], tmp_path)[1]] == [
        ("no_such_file", "no/*.csv"),
        ("no_such_file", "gone.csv"),
    ]


def test_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()


def test_a_stated_layout_decides_and_one_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    row: Rows = [["地区", *HEADINGS], ["丹徒区", 2020, "工业", "柴油", 1, "吨"]]
    path = workbook(tmp_path / "a.xlsx", {"数据": row, "说明": [["由统计局填报"]]})
    choices: list[Choice] = []
    stated = context(layouts=(("a.*|数据", "tidy"),))
    frame, problems = read_activity([(path, "in/a.xlsx")], stated, choices=choices)
    assert (len(frame), [p.code for p in problems]) == (1, ["sheet_not_read"])
    assert [(c.layout, c.stated) for c in choices] == [("tidy", True), ("", False)]
    assert read(path, layouts=(("*", "wide"),))[1] == ["layout_does_not_fit 数据", "sheet_not_read 说明"]
    assert read(path, layouts=(("*", "narrow"),))[1] == ["layout_unknown", "sheet_not_read 说明"]
