"""The sheets of targets: the form that assessments print, colours, formulas worked out anew."""

import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from cityghg.intensity.targets.assessed import Targeting, assess_targets
from cityghg.intensity.targets.read import frame_of
from cityghg.intensity.targets.scheme import choose
from cityghg.intensity.targets.split.growth import FRAME as GROWTH
from cityghg.intensity.targets.split.request import Split
from cityghg.intensity.targets.split.table import split_table
from cityghg.report.excel import workbook
from cityghg.report.excel.quick import PlainFormulas
from cityghg.report.excel.target_columns import LIGHTS
from target_series import AREAS, CITY, CODES, OTHER, ZONES, districts, reached, target
from workbooks import Recalculated, live, read, without_values

AIMS = [target(17.0, path=((2011, 3.7), (2012, 3.7), (2013, 3.7))), target(indicator="total", cap_t=1200.0)]
SHEET, SPLIT = "目标", "目标分解"


def tables() -> dict[str, pd.DataFrame]:
    series = pd.concat([reached([8.01, 1.79, 5.35]), reached([2.0, 2.0, 2.0], area=OTHER)], ignore_index=True)
    judged, _ = assess_targets(frame_of(AIMS), series, AREAS, Targeting(choose("fyp12")[0]))
    grown = pd.DataFrame(
        [(CODES[0], 15.0, None, None, ""), (CODES[1], 0.0, None, 30.0, "")], columns=list(GROWTH)
    )
    two = districts((600.0, 200.0, 10.0), (400.0, 400.0, 40.0))
    asked = Split(2030, 20.0, city=CITY, growth=grown.astype(GROWTH))
    split, problems = split_table(asked, two, None, ZONES)
    assert {one.code for one in problems} <= {"split_bounds_too_tight"}
    return {"targets": judged, "target_split": split}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "intensity.xlsx"
    workbook.write_assessment(tables(), [], path, "zh")
    return path


def test_no_formula_needs_what_the_library_would_do_to_it(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(PlainFormulas, "_prepare_formula")
    workbook.write_assessment(tables(), [], tmp_path / "slow.xlsx", "zh")
    assert (tmp_path / "slow.xlsx").read_bytes() == written.read_bytes()


def row_of(cells: dict[tuple[str, str], Any], sheet: str, row: int) -> list[Any]:
    """Return the values of a row in the order of its columns, without the blanks at its end."""
    found = [(len(at), at, value) for (name, at), value in cells.items() if name == sheet]
    values = [value for _, at, value in sorted(found) if at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row)]
    while values and values[-1] is None:
        values.pop()
    return values


def test_the_form_that_assessments_print(written: Path) -> None:
    """地区, 下降目标, 年均下降, two columns a year under it, 截止2013年累计完成, 进度 ... 得分, 状态."""
    cells = read(written)
    assert row_of(cells, SHEET, 2)[0] == "碳强度目标完成情况（2010—2015 年，口径：b）"
    heads = row_of(cells, SHEET, 3)
    assert heads[:5] == ["地区", "下降目标 (%)", "年均下降 (%)", "2011 年", None]
    assert heads[13:] == [
        "截止 2013 年累计完成 (%)", "进度 (%)", "时间进度 (%)", "剩余各年年均需下降 (%)",
        "按目前速度期末可下降 (%)", "得分（满分 50）", "总分", "等级", "状态", "双控",
    ]  # fmt: skip
    assert row_of(cells, SHEET, 4)[3:13] == ["计划目标", "实际完成"] * 5
    without, shaanxi = row_of(cells, SHEET, 5), row_of(cells, SHEET, 6)
    assert without[:2] == ["京口区", "无目标"]
    assert shaanxi[0] == "丹徒区"
    assert shaanxi[1:9] == pytest.approx([17, 3.658, 3.7, 8.01, 3.7, 1.79, 3.7, 5.35], abs=1e-3)
    assert shaanxi[13:15] == pytest.approx([14.49, 85.2], abs=0.05)
    assert shaanxi[18:20] == [pytest.approx(50), None]
    assert shaanxi[21:] == ["达到进度", "仅强度达进度"]


def test_colours_are_those_of_the_lights(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)[SHEET]
    assert sheet["V6"].fill.fgColor.rgb == "FF" + LIGHTS["green"][1:]
    assert sheet["V5"].fill.fill_type is None
    fonts = [sheet[at].font.color.rgb if sheet[at].font.color else None for at in ("E6", "G6", "I6")]
    assert fonts[1] == "FFC00000"
    assert "FFC00000" not in (fonts[0], fonts[2])


def test_heads_of_years_span_their_columns(written: Path) -> None:
    merged = {str(cells) for cells in openpyxl.load_workbook(written)[SHEET].merged_cells.ranges}
    assert {"A3:A4", "D3:E3", "L3:M3", "N3:N4"} <= merged


def test_the_row_of_the_city_checks_the_districts(written: Path) -> None:
    cells = read(written)
    heads, city = row_of(cells, SPLIT, 2), row_of(cells, SPLIT, 5)
    assert city[0] == "湖汀市"
    rules = [at for at, head in enumerate(heads) if str(head).startswith(("同一", "按"))]
    assert len(rules) >= 4
    assert [city[at] for at in rules] == pytest.approx([20.0] * len(rules))


def test_every_formula_comes_to_the_value_written_beside_it(written: Path, tmp_path: Path) -> None:
    values, anew = read(written), Recalculated(without_values(written, tmp_path)).values()
    cells = live(written)
    assert {sheet for sheet, _ in cells} == {SHEET, SPLIT}
    wrong = [
        (at, values[at], anew.get(at))
        for at in cells
        if at not in anew or not math.isclose(values[at], float(anew[at]), rel_tol=1e-9, abs_tol=1e-12)
    ]
    assert wrong == []


def test_the_english_workbook_has_the_same_formulas(written: Path, tmp_path: Path) -> None:
    workbook.write_assessment(tables(), [], tmp_path / "en.xlsx", "en")
    assert [cell for _, cell in live(tmp_path / "en.xlsx")] == [cell for _, cell in live(written)]
