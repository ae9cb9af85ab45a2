"""What the workbook shows, apart from what its formulas come to."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from cityghg.base.labels import LANGUAGES, Language, label_file
from cityghg.factors import load
from cityghg.intensity.table import COLUMNS as INTENSITY
from cityghg.report.excel import workbook
from cityghg.report.excel.layout import Layout, constant, sum_where
from cityghg.report.excel.page import lines_of, width_of
from cityghg.report.excel.quick import PlainFormulas
from cityghg.report.excel.styles import GAP, with_unit
from cityghg.report.result import Result
from cityghg.report.tables import inventory_table
from support import shipped_library

SHEETS = {
    "zh": ["汇总", "分地区", "明细", "因子", "问题", "说明"],
    "en": ["Summary", "Areas", "Rows", "Factors", "Problems", "About"],
}

FORTY_FOUR = "44/12 (CO2/C)"


def rows(path: Path, sheet: str, *, values: bool = True) -> list[dict[str, Any]]:
    """Return the rows of a sheet, cells by heading; the headings stand in its second row."""
    head, *below = openpyxl.load_workbook(path, data_only=values)[sheet].iter_rows(min_row=2)
    return [dict(zip((cell.value for cell in head), row, strict=True)) for row in below]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_in_order(city: Result, tmp_path: Path, language: Language) -> None:
    workbook.write(city, tmp_path / "a.xlsx", language)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == SHEETS[language]


def test_the_same_result_gives_the_same_bytes(city: Result, book: Path, tmp_path: Path) -> None:
    workbook.write(city, tmp_path / "again.xlsx", "zh")
    assert (tmp_path / "again.xlsx").read_bytes() == book.read_bytes()


def test_no_formula_needs_what_the_library_would_do_to_it(
    city: Result, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(PlainFormulas, "_prepare_formula")
    workbook.write(city, tmp_path / "slow.xlsx", "zh")
    assert (tmp_path / "slow.xlsx").read_bytes() == book.read_bytes()


def test_a_name_that_looks_like_a_formula_stays_a_text(book: Path) -> None:
    assert "=1+1" in {row["地区"].value for row in rows(book, "明细")}
    assert any(str(row["出处（文件、单元格）"].value).startswith("@活动.csv") for row in rows(book, "明细"))
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        assert b"<t>=1+1</t>" in parts.read("xl/sharedStrings.xml")
    assert not any(b"<f>1+1" in sheet or "@活动".encode() in sheet for sheet in sheets)


def test_the_rows_are_those_of_the_csv(book: Path, city: Result) -> None:
    expected = inventory_table(city, "zh").frame
    found = rows(book, "明细")
    for heading, column in {
        "地区代码": "area",
        "气体": "gas",
        "标记": "notation",
        "品种代码": "source",
    }.items():
        assert [row[heading].value or "" for row in found] == list(expected[column])
    masses = pd.Series([row["排放量\n(t)"].value for row in found], dtype=float)
    pd.testing.assert_series_equal(masses, expected["mass_t"], check_names=False, rtol=1e-9)


def test_a_row_spells_out_its_formula(book: Path) -> None:
    wanted = {"能源品种 / 排放源": "柴油", "气体": "CO2", "数据来历": "本级填报"}
    found = rows(book, "明细", values=False)
    row = next(row for row in found if {heading: row[heading].value for heading in wanted} == wanted)
    assert row["计算公式"].value == "活动水平 × 低位发热量 × 单位热值含碳量 × 碳氧化率 × " + FORTY_FOUR
    n, ratio = (
        row["地区"].row,
        next(r["参数"].row for r in rows(book, "因子") if r["参数"].value == FORTY_FOUR),
    )
    assert row["排放量\n(t)"].value == f"=$F{n}*$H{n}*$I{n}*$J{n}*'因子'!$D${ratio}*$L{n}"
    assert row["低位发热量"].number_format == 'General" GJ/t"'


def test_a_gap_is_coloured_and_has_no_number(book: Path) -> None:
    gap = next(row for row in rows(book, "明细") if row["标记"].value == "NE")
    assert gap["排放量\n(t)"].value is None
    assert gap["标记"].fill.fgColor.rgb.endswith(GAP.removeprefix("#"))


def test_the_summary_keeps_the_form_and_says_what_is_missing(book: Path) -> None:
    city = [row for row in rows(book, "汇总") if row["地区"].value == "镇江市"]
    items = {row["项目"].value: row for row in city}
    assert list(items)[:3] == [
        "总排放量（包括土地利用变化和林业）",
        "总排放量（不包括土地利用变化和林业）",
        "能源活动总计",
    ]
    assert items["农业总计"]["二氧化碳\n(万吨)"].value == "-"
    assert items["总排放量（包括土地利用变化和林业）"]["缺项数"].value > 0
    assert items["能源活动总计"]["构成"].value == pytest.approx(1)
    assert items["国际航空"]["构成"].value is None


def test_the_city_is_the_sum_of_its_areas_and_what_is_not_allocated(book: Path) -> None:
    shown = [row for row in rows(book, "分地区", values=False) if row["口径"].value == "范围一（辖区）"]
    names = [row["地区"].value for row in shown]
    assert names[0] == "镇江市"
    assert names[-1] == "镇江市（未分到下级）"
    assert shown[0]["2020"].value.startswith("=$C")


def test_a_run_without_activity_still_has_a_workbook(compiled: Callable[..., Result], tmp_path: Path) -> None:
    workbook.write(compiled(), tmp_path / "a.xlsx", "zh")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == SHEETS["zh"]


def test_the_sheet_of_intensity_divides(city: Result, tmp_path: Path) -> None:
    known = city.totals.query("area == '321100' and basis == 'energy_co2'")
    row = {
        "area": "321100", "area_name": "镇江市", "level": "city", "year": 2020, "basis": "energy_co2",
        "emissions_t": known["co2e_t"].item(), "gdp_10k_yuan": 500.0, "gdp_prices": "2020", "base_year": 2020,
        "intensity_t_per_10k_yuan": known["co2e_t"].item() / 500,
    }  # fmt: skip
    frame = pd.DataFrame([row, {**row, "basis": "energy_co2_fixed_factor"}]).reindex(columns=list(INTENSITY))
    workbook.write(replace(city, assessed={"intensity": frame}), tmp_path / "a.xlsx", "zh")
    first, fixed = rows(tmp_path / "a.xlsx", "强度", values=False)
    assert first["碳强度\n(t/万元)"].value == "=$E3/$F3"
    assert first["排放量\n(tCO2)"].value.startswith("=SUMIFS(")
    assert fixed["口径"].value == "能源活动 CO2 （电力因子固定为基年）"
    assert fixed["排放量\n(tCO2)"].value == row["emissions_t"]
    assert "脱钩状态" not in first  # no value in it


def test_every_parameter_of_the_shipped_libraries_has_a_name() -> None:
    names: set[str] = set(load.load_constants().constants)
    for reference in load.available():
        names |= {
            name for method in shipped_library(reference).head.methods.values() for name in method.parameters
        }
    known = label_file("report")
    assert names - set(known["parameters"]) - set(known["constants"]) == set()


def test_references() -> None:
    layout = Layout("A 'b'", ("x", "y"), 2, 0)
    assert layout.cell("y", 2) == "$B3"
    assert layout.range("x") == "'A ''b'''!$A$3:$A$3"  # an empty table is still a range
    assert sum_where("$A$1:$A$2", ("$B$1:$B$2", constant('a"b'))) == 'SUMIFS($A$1:$A$2,$B$1:$B$2,"a""b")'


def test_widths_count_chinese_twice() -> None:
    assert width_of("吨 CO2") == 6
    assert lines_of("一二三四五", 6) == 2
    assert with_unit("1") == "General"
    assert with_unit('GJ/"t"') == 'General" GJ/t"'
