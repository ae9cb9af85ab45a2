"""Writes the workbooks of mistakes that only a workbook can hold: `python tests/mistakes/workbooks.py`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

HERE = Path(__file__).parent
HEADINGS = ["地区", "年份", "部门", "能源品种", "消费量", "单位"]


def formula_without_value() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(HEADINGS)
    sheet.append(["丹徒区", 2021, "工业", "原煤", "=100+23", "吨"])
    sheet.append(["=A2", 2021, "工业", "焦炭", 5, "吨"])
    book.save(_place("formula_without_value"))


def error_cell() -> None:
    book = xlsxwriter.Workbook(_place("error_cell"))
    sheet = book.add_worksheet("能源")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["丹徒区", 2021, "工业", "原煤", None, "吨"])
    sheet.write_formula("E2", "=1/0", None, "#DIV/0!")
    sheet.write_row(2, 0, ["丹徒区", 2021, "工业", "焦炭", 5, "吨"])
    sheet.write_formula("H3", "=1/0", None, "#DIV/0!")
    book.close()


def title_against_sheet_name() -> None:
    book = xlsxwriter.Workbook(_place("title_against_sheet_name"))
    sheet = book.add_worksheet("京口区2020")
    sheet.write_row(0, 0, ["丹徒区2021年能源消费情况"])
    sheet.write_row(1, 0, HEADINGS[2:])
    sheet.write_row(2, 0, ["工业", "原煤", 100, "吨"])
    book.close()


def hidden_parts() -> None:
    book = xlsxwriter.Workbook(_place("hidden_parts"))
    for name in ("丹徒区", "京口区", "说明"):
        sheet = book.add_worksheet(name)
        if name == "说明":
            sheet.write(0, 0, "本表由统计局编制")
            continue
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [name, 2021, "工业", "原煤", 100, "吨"])
        sheet.write_row(2, 0, [name, 2021, "工业", "焦炭", 5, "吨"])
        sheet.set_row(2, None, None, {"hidden": True})
        if name == "京口区":
            sheet.hide()
    book.close()


def amount_in_merged_cells() -> None:
    book = xlsxwriter.Workbook(_place("amount_in_merged_cells"))
    sheet = book.add_worksheet("能源")
    sheet.write_row(0, 0, ["地区", "年份", "部门", "原煤(吨)", "焦炭(吨)"])
    for row, (sector, coke) in enumerate((("工业", 5), ("建筑业", 6)), start=1):
        sheet.write_row(row, 0, ["丹徒区", 2021, sector, None, coke])
    sheet.merge_range(1, 3, 2, 3, 150)
    book.close()


def number_turned_into_a_date() -> None:
    book = xlsxwriter.Workbook(_place("number_turned_into_a_date"))
    sheet = book.add_worksheet("能源")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["丹徒区", 2021, "工业", "原煤", None, "吨"])
    sheet.write_datetime(1, 4, datetime(2022, 3, 12), book.add_format({"num_format": 'm"月"d"日"'}))
    sheet.write_row(2, 0, ["丹徒区", 2021, "工业", "焦炭", 5, "吨"])
    book.close()


def stray_cell_far_away() -> None:
    book = xlsxwriter.Workbook(_place("stray_cell_far_away"))
    sheet = book.add_worksheet("能源")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["丹徒区", 2021, "工业", "原煤", 100, "吨"])
    sheet.write("XFD1048576", 1)
    book.close()


def _place(name: str) -> str:
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    return str(folder / "能源.xlsx")


if __name__ == "__main__":
    for write in (
        formula_without_value,
        error_cell,
        title_against_sheet_name,
        hidden_parts,
        stray_cell_far_away,
        amount_in_merged_cells,
        number_turned_into_a_date,
    ):
        write()
