"""Writes the workbooks of mistakes in forms: `python tests/mistakes/form_workbooks.py`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from cityghg.activity.sheet import Sheet  # noqa: E402
from forms import form_1, form_2  # noqa: E402
from grids import Rows, sheet  # noqa: E402

Cells = dict[str, dict[str, Any]]
OTHERS: Cells = {
    "焦炭": {"total": 7, "production": 7},
    "电力": {"total": 500, "production": 480, "other": 20},
}
BOILERS: Cells = {
    "原煤": {"production": 880, "input": 850, "power": 700, "heat": 150},
    "电力": {"output": 200},
}


def enterprise(rows: Cells, **said: str) -> Sheet:
    return form_1({**rows, **OTHERS}, **said)


def without_identity() -> Sheet:
    one = enterprise({"原煤": {"total": 100, "production": 100}})
    rows = [list(row) for row in one.rows]
    rows[2][0] = "统一社会信用代码：□□□□□□□□□□□□□□□□□□"
    rows[3][0] = "单位详细名称："
    rows[4][2] = "行业代码："
    return replace(one, rows=rows)


def letters_without_letters() -> Sheet:
    one = enterprise({"柴油": {"total": 10, "production": 4, "other": 6, "transport": 6}})
    rows = [list(row) for row in one.rows]
    rows[7][:3] = [None, None, None]
    rows[7][-1] = None
    return replace(one, rows=rows)


def by_industry() -> Sheet:
    rows: Rows = [
        ["丹徒区2021年规模以上工业分行业能源消费量"],
        ["行业名称", "原煤", "原油", "电力"],
        [None, "（吨）", "（吨）", "（万千瓦时）"],
        ["规模以上工业总计", 500, 300, 100],
        ["制造业", 400, 300, 80],
        ["  石油、煤炭及其他燃料加工业", 300, 300, 50],
        ["  非金属矿物制品业", 80, None, 20],
        ["电力、热力、燃气及水生产和供应业", 100, None, 20],
        ["  电力、热力生产和供应业", 100, None, 20],
        ["总计中：重工业", 490, 300, 90],
        ["　　　　六大高耗能行业", 480, 300, 90],
    ]
    return sheet(rows, "分行业")


def products() -> Sheet:
    rows: Rows = [
        ["2021年丹徒区主要工业产品产量"],
        ["产品名称", "计量单位", "本年产量"],
        ["水泥熟科", "万吨", 85],
        ["水泥", "万吨", 95],
        ["焦炭", "万吨", 3],
        ["石灰", "吨", "约5000"],
    ]
    return sheet(rows, "产量")


def trade() -> Sheet:
    rows: Rows = [
        ["丹徒区2021年电力调入调出"],
        ["数据项", "电网名称", "电量（亿kWh）", "间接排放因子（kgCO2/kWh)", "排放量（万吨CO2)"],
        ["调出电力", None, 1.5, 0.7, 10.5],
        ["来自电网1", "华东", 3, 0.7, 21],
        ["来自电网2", "华冬", 1, 0.7, 7],
        ["合计", None, 4, None, 17.5],
    ]
    return sheet(rows, "电力")


def stacked() -> Sheet:
    head = ["部门", "原煤（吨）", "焦炭（吨）", "天燃气（万立方米）"]
    rows: Rows = [
        ["丹徒区2021年能源消费"],
        ["部门", "原煤（吨）", "焦炭（吨）", "天然气（万立方米）"],
        ["工业", 100, 9, 2],
        ["建筑业", 3, "-", None],
        [],
        ["注：1. 2020年口径不同。"],
        [],
        ["京口区2021年能源消费"],
        list(head),
        ["工业", 200, 9, 4],
    ]
    return sheet(rows, "各区")


FAULTY: dict[str, list[Sheet]] = {
    "form_205_raw_coal_less_than_its_kinds": [
        enterprise({"原煤": {"total": 900}, "无烟煤": {"total": 600}, "一般烟煤": {"total": 400}})
    ],
    "form_205_raw_coal_more_than_its_kinds": [
        enterprise(
            {
                "原煤": {"total": 1100, "production": 1100},
                "无烟煤": {"total": 600},
                "一般烟煤": {"total": 400},
            }
        )
    ],
    "form_205_in_ten_thousand_tonnes": [
        form_1(
            {
                "原煤": {"unit": "万吨", "total": 1200, "production": 1200, "coefficient": 0.7143},
                "柴油": {"total": 50, "production": 50, "coefficient": 1.4571},
                "能源合计": {"total": 930.02},
            }
        )
    ],
    "form_205_unit_against_its_total": [
        form_1(
            {
                "原煤": {"total": 12000, "production": 12000, "coefficient": 0.7143},
                "柴油": {"total": 56000, "production": 56000, "coefficient": 1.4571},
                "能源合计": {"total": 8653.2},
            }
        )
    ],
    "form_205_letter_row_without_letters": [letters_without_letters()],
    "form_205_code_against_name": [enterprise({"汽油": {"code": "21", "total": 5, "production": 5}})],
    "form_205_energy_misspelt": [enterprise({"原媒": {"code": "01", "total": 5, "production": 5}})],
    "form_205_total_is_not_its_parts": [
        enterprise({"原煤": {"total": 1000, "production": 800, "other": 20}})
    ],
    "form_205_raw_material_above_production": [
        enterprise({"石脑油": {"total": 1000, "production": 900, "feedstock": 950, "other": 100}})
    ],
    "form_205_energy_named_twice": [
        enterprise(
            {
                "其他石油制品": {"total": 30, "production": 30},
                "其他(石油制品)": {"total": 10, "production": 10},
            }
        )
    ],
    "form_205_half_a_year": [enterprise({"原煤": {"total": 5, "production": 5}}, period="2021年1—6月")],
    "form_205_of_nobody": [without_identity()],
    "form_205_1_of_a_power_plant_alone": [form_1({"原煤": {"total": 900, "production": 900}}, "4411")],
    "form_205_2_without_form_205_1": [form_2(BOILERS)],
    "form_205_2_above_form_205_1": [
        form_1({"原煤": {"total": 90, "production": 90}}, "4411"),
        form_2(BOILERS),
    ],
    "form_205_2_inputs_do_not_add_up": [
        form_1({"原煤": {"total": 900, "production": 900}}, "4411"),
        form_2(
            {
                "原煤": {"production": 800, "input": 900, "power": 700, "heat": 150},
                "洗精煤": {"coking": "约20"},
            }
        ),
    ],
    "consumption_by_industry_with_groups": [by_industry()],
    "product_misspelt": [products()],
    "electricity_from_an_unknown_grid": [trade()],
    "second_table_of_a_sheet": [stacked()],
}


def write(name: str, sheets: list[Sheet]) -> None:
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(folder / "能源.xlsx")
    for one in sheets:
        page = book.add_worksheet(one.name)
        for top, left, bottom, right in one.merged:
            page.merge_range(top, left, bottom, right, "")
        for row, values in enumerate(one.rows):
            for column, value in enumerate(values):
                if value is not None:
                    page.write(row, column, value)
    book.close()


if __name__ == "__main__":
    for name, sheets in FAULTY.items():
        write(name, sheets)
