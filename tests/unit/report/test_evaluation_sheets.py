"""The sheets and the terminal table of the evaluation: words, colours, the chart, the thresholds."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from rich.console import Console

from cityghg.base.labels import Language
from cityghg.codes import load_areas
from cityghg.intensity.evaluation.table import evaluate
from cityghg.intensity.table import COLUMNS
from cityghg.report.excel.workbook import write_assessment
from cityghg.report.terminal.tables import terminal_tables

SERIES = {
    "320100": ("南京市", [100.0, 97, 94, 91, 88, 85]),
    "320200": ("无锡市", [100.0, 104, 109, 113, 119, 124]),
    "320500": ("苏州市", [100.0, 104, None, 113, 119, 124]),
}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Return the evaluation of three cities over six years: one falls, one rises, one lacks a year."""
    rows = [
        {"area": code, "area_name": name, "level": "city", "year": 2017 + n, "basis": "energy_co2",
         "emissions_t": value, "gdp_10k_yuan": 50.0 * 1.06**n, "gdp_prices": "2020"}
        for code, (name, series) in SERIES.items()
        for n, value in enumerate(series)
    ]  # fmt: skip
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype({"gdp_growth_pct": float})
    areas, summary, _ = evaluate(frame, load_areas())
    return {"evaluation": areas, "evaluation_summary": summary}


@pytest.fixture(scope="module")
def book(tables: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "评估.xlsx"
    write_assessment(tables, [], path, "zh")
    return path


def cells(book: Path, sheet: str) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)]


def test_areas_are_told_in_words(book: Path) -> None:
    rows = cells(book, "评估")
    heads = [str(head).replace("\n", "") for head in rows[1]]
    areas = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[2:5]}
    assert areas["南京市"]["分类"] == "总量下降"
    assert areas["南京市"]["对比组"] == "城市"
    assert areas["无锡市"]["分类"] == "仅强度下降"
    assert (areas["苏州市"]["不计入占比的原因"], areas["苏州市"]["强度降幅排名"]) == ("缺少年份", None)


def test_classes_and_peaks_are_coloured(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["评估"]
    coloured = {rule.formula[0] for found in sheet.conditional_formatting for rule in found.rules}
    assert {'"总量下降"', '"仅强度下降"', '"已达峰"', '"未达峰"'} <= coloured


def test_thresholds_stand_below_both_tables(book: Path) -> None:
    for sheet in ("评估", "评估汇总"):
        assert any(str(row[0]).startswith("阈值为本程序自定") for row in cells(book, sheet))


def test_the_chart_of_the_summary_shows_the_shares_of_the_classes(book: Path) -> None:
    """The cells that the chart refers to: one of two cities falling, one in intensity."""
    with zipfile.ZipFile(book) as parts:
        [chart] = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        ranges = re.findall(r"<c:f>'?([^'!]+)'?!([^<]+)</c:f>", parts.read(chart).decode())
    sheets = openpyxl.load_workbook(book)
    shown = [[cell.value for row in sheets[sheet][cells] for cell in row] for sheet, cells in ranges]
    assert shown[0] == shown[2] == ["总量下降", "增速下降", "仅强度下降", "强度未降"]
    assert shown[1] == [50, 0, 50, 0]
    assert shown[3] == pytest.approx([85 / 209 * 100, 0, 124 / 209 * 100, 0])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("评估 2017-2022：城市", "总量下降", "仅强度下降", "缺少年份", "阈值为本程序自定")),
        ("en", ("Evaluation 2017-2022: Cities", "total falling", "years are missing", "own thresholds")),
    ],
)
def test_terminal(tables: dict[str, pd.DataFrame], language: Language, words: tuple[str, ...]) -> None:
    printed = io.StringIO()
    for table in terminal_tables(tables, language):
        Console(width=120, file=printed).print(table)
    text = printed.getvalue()
    assert [word for word in words if word not in text] == []
