"""Tidy tables, from a grid of cells to rows of the activity table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cityghg.activity.columns import Defaults
from cityghg.activity.sheet import CellFlaw
from grids import CONTEXT, HEADINGS, ROW, Rows, clean, codes, read, sheet


def test_a_tidy_row() -> None:
    row = clean(sheet([HEADINGS, ROW])).row(0, named=True)
    assert row == {
        "table": "能源.xlsx|Sheet1",
        "area": "321112",
        "year": 2021,
        "sector": "industry",
        "source": "raw_coal",
        "counterpart": "",
        "unit": "吨",
        "notation": "",
        "amount": Decimal(100),
        "uncertainty_pct": None,
        "reporter": "",
        "month": "",
        "quality": "",
        "note": "",
        "origin": "Sheet1!E2",
    }


def test_english_headings_in_any_order_below_a_title_with_every_further_column() -> None:
    rows: Rows = [
        ["Energy of the districts"],
        [],
        [
            "Unit",
            "Amount",
            "Energy carrier",
            "Industry",
            "District",
            "Year",
            "Company",
            "Month",
            "Grid",
            "Uncertainty (%)",
            "Data quality",
            "Remarks",
        ],
        [
            "MWh",
            "1,234.5",
            "Electricity imports",
            None,
            "丹徒区",
            "2021年",
            "甲厂",
            "3月",
            "华东电网",
            5,
            "B",
            "bill",
        ],
    ]
    row = clean(sheet(rows)).row(0, named=True)
    assert (row["source"], row["sector"], row["counterpart"]) == ("electricity_import", "supply", "grid:华东")
    assert (row["amount"], row["unit"], row["origin"]) == (Decimal("1234.5"), "MWh", "Sheet1!B4")
    assert (row["reporter"], row["month"], row["quality"], row["note"]) == ("甲厂", "3", "B", "bill")
    assert row["uncertainty_pct"] == 5.0


def test_the_unit_may_stand_in_the_heading_or_in_the_title() -> None:
    in_heading: Rows = [[*HEADINGS[:4], "消费量（万吨）"], ROW[:5]]
    in_title: Rows = [["单位：万吨"], HEADINGS[:5], ROW[:5]]
    assert clean(sheet(in_heading))["unit"].to_list() == clean(sheet(in_title))["unit"].to_list() == ["万吨"]


def test_area_and_year_from_title_sheet_name_and_options() -> None:
    rows: Rows = [["丹徒区能源消费"], HEADINGS[2:], ROW[2:]]
    assert clean(sheet(rows, "2021年")).select("area", "year").row(0) == ("321112", 2021)
    stated = replace(CONTEXT, defaults=Defaults("321112", 2021))
    assert clean(sheet(rows[1:]), stated).select("area", "year").row(0) == ("321112", 2021)


def test_a_blank_area_in_a_filled_column_is_not_filled_from_the_title() -> None:
    rows: Rows = [["镇江市2021年能源消费"], HEADINGS, ROW, [None, *ROW[1:]]]
    assert codes(sheet(rows)) == ["blank_area A4"]


def test_vertically_merged_cells_hold_for_every_row() -> None:
    rows: Rows = [HEADINGS, ROW, [None, None, None, "柴油", 5, "吨"]]
    merged = ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2))
    table = clean(sheet(rows, merged=merged))
    assert table.select("area", "year", "sector").unique().rows() == [("321112", 2021, "industry")]


def test_a_heading_of_two_merged_rows() -> None:
    rows: Rows = [HEADINGS, [None] * 6, ROW]
    merged = tuple((0, column, 1, column) for column in range(6))
    assert clean(sheet(rows, merged=merged))["origin"].to_list() == ["Sheet1!E3"]


def test_totals_footnotes_and_letter_rows_are_no_data() -> None:
    rows: Rows = [
        HEADINGS,
        ["甲", "乙", "丙", "丁", 1, 2],
        ROW,
        [],
        ["合计", None, None, None, 100, "吨"],
        ["京口区", 2021, "合计", "原煤", 7, "吨"],
        ["丹徒区", 2021, "工业", "煤合计", 100, "吨"],
        ["注：快报数"],
    ]
    table, problems = read(sheet(rows))
    assert table["origin"].to_list() == ["Sheet1!E3"]
    assert [(p.code, p.place.cell) for p in problems] == [
        ("total_rows_skipped", "A5"),
        ("total_source_skipped", "E7"),
    ]
    assert dict(problems[0].values)["count"] == "2"


def test_a_notation_key_stands_instead_of_an_amount() -> None:
    row = clean(sheet([HEADINGS, [*ROW[:4], "NE", "吨"]])).row(0, named=True)
    assert (row["notation"], row["amount"]) == ("NE", None)


def test_every_bad_cell_of_a_row_is_reported_and_the_row_left_out() -> None:
    table, _ = read(sheet([HEADINGS, ["某区", 1900, "某业", "某煤", "约3", "车"], ROW]))
    assert table["origin"].to_list() == ["Sheet1!E3"]
    assert {c.split()[1] for c in codes(sheet([HEADINGS, ["某区", 1900, "某业", "某煤", "约3", "车"]]))} >= {
        "A2",
        "B2",
        "C2",
        "D2",
        "E2",
    }


def test_flawed_cells_are_errors_only_where_they_are_used() -> None:
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = {
        (1, 4): ("formula_without_value", "=A1"),
        (2, 0): ("error", "#REF!"),
        (3, 7): ("error", "#N/A"),
    }
    rows: Rows = [
        [*HEADINGS, "序号", "联系人"],
        [*ROW[:4], None, "吨"],
        [None, *ROW[1:4], 2, "吨"],
        [*ROW[:4], 3, "吨", 1, None],
    ]
    table, problems = read(sheet(rows, flaws=flaws))
    assert [p.code for p in problems] == ["formula_without_value", "error_cell", "columns_ignored"]
    assert table.sort("origin").select("origin", "notation").rows() == [
        ("Sheet1!E2", "NE"),
        ("Sheet1!E4", ""),
    ]


def test_equal_rows_are_counted_and_warned_of() -> None:
    table, problems = read(sheet([HEADINGS, ROW, [*ROW[:4], 5, "吨"], ROW]))
    assert len(table) == 3
    assert [(p.code, p.place.cell, p.values) for p in problems] == [
        ("duplicate_rows", "A4", (("first", "2"), ("second", "4")))
    ]


def test_sector_codes_of_two_columns_and_areas_of_two() -> None:
    rows: Rows = [
        ["市", "区县", *HEADINGS[1:3], "行业代码", *HEADINGS[3:]],
        ["镇江市", *ROW[:3], "工业", *ROW[3:]],
    ]
    assert clean(sheet(rows)).select("area", "sector").row(0) == ("321112", "industry")


def test_a_reporting_body_may_stand_under_danwei_beside_a_unit_column() -> None:
    rows: Rows = [["单位", *HEADINGS[:5], "计量单位"], ["甲厂", *ROW]]
    assert clean(sheet(rows)).select("reporter", "unit").row(0) == ("甲厂", "吨")
