"""Headings of any depth, and several tables below one another in one sheet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cityghg.activity.body import is_letter_row
from cityghg.activity.head_paths import column_paths, is_figure
from cityghg.activity.read import read_file
from cityghg.activity.sheet import Sheet, Value
from cityghg.activity.stacked import tables_of
from forms import rows_1
from grids import CONTEXT, HEADINGS, ROW, Rows, clean, layout_of, read, sheet

DEEP: Rows = [
    ["2021年丹徒区能源消费"],
    ["行业", "能源消费量", None, None, None],
    [None, "煤炭", None, "石油", None],
    [None, "原煤", "焦炭", "汽油", "柴油"],
    [None, "吨", "吨", "吨", "吨"],
    ["纺织业", 1, 2, 3, 4],
]
FLOORS = ((1, 0, 4, 0), (1, 1, 1, 4), (2, 1, 2, 2), (2, 3, 2, 4))


@pytest.mark.parametrize("merged", [FLOORS, ()])
def test_a_wide_heading_of_four_rows(merged: tuple[tuple[int, int, int, int], ...]) -> None:
    table = clean(sheet(DEEP, merged=merged))
    assert table.select("sector", "source", "amount", "unit").rows() == [
        ("industry.c17", "raw_coal", Decimal(1), "吨"),
        ("industry.c17", "coke", Decimal(2), "吨"),
        ("industry.c17", "gasoline", Decimal(3), "吨"),
        ("industry.c17", "diesel", Decimal(4), "吨"),
    ]


@pytest.mark.parametrize("depth", [2, 7, 11])
def test_a_heading_whose_keys_stand_above_and_whose_sources_stand_far_below(depth: int) -> None:
    keys: list[Value] = ["地区", "年份", "部门", "能源消费", None]
    middle: Rows = [[None, None, None, f"第{'一' * floor}层", None] for floor in range(1, depth - 1)]
    names: list[Value] = [None, None, None, "原煤（吨）", "天然气（万立方米）"]
    table = clean(sheet([keys, *middle, names, ["丹徒区", 2021, "工业", 1, 2]]))
    assert table.select("area", "source", "amount").rows() == [
        ("321112", "raw_coal", 1),
        ("321112", "natural_gas", 2),
    ]


def test_words_split_over_the_rows_of_a_heading() -> None:
    head: Rows = [
        ["地区", "年份", "部门", "其他焦", "高炉"],
        [None, None, None, "化产品", "煤气"],
        [None] * 3 + ["(吨)", "(万立方米)"],
    ]
    table = clean(sheet([*head, ["丹徒区", 2021, "工业", 1, 2]]))
    assert table["source"].to_list() == ["other_coking_products", "blast_furnace_gas"]


def test_a_tidy_heading_over_two_rows() -> None:
    head: Rows = [["地区", "年份", "部门", "能源", None, None], [None, None, None, "名称", "消费量", "单位"]]
    assert clean(sheet([*head, ROW]))["amount"].to_list() == [Decimal(100)]


def test_titles_are_no_part_of_a_heading() -> None:
    one = sheet(DEEP, merged=((0, 0, 0, 4), *FLOORS))
    assert clean(one)["area"].unique().to_list() == ["321112"]


def test_what_stands_above_a_column() -> None:
    assert column_paths(sheet(DEEP, merged=FLOORS), 1, 4)[:3] == [
        ("行业",),
        ("能源消费量", "煤炭", "原煤", "吨"),
        ("能源消费量", "煤炭", "焦炭", "吨"),
    ]
    assert column_paths(sheet(DEEP), 1, 4)[4] == ("能源消费量", "石油", "柴油", "吨")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, True),
        ("1,234.5", True),
        ("１２", True),
        ("-", False),
        ("", False),
        (None, False),
        ("10^4 t", False),
        ("2021年", False),
        (True, False),
    ],
)
def test_figures(value: Value, said: bool) -> None:
    assert is_figure(value) is said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["甲", "乙", "丙", 1, 2], True),
        ([None, None, "丙", 1, 2, 3, 4], True),
        ([None, 2, 3, 4, 5], True),
        ([1, 2, 3], False),
        (["原煤", 1, 2, 3, 4], False),
        ([None, 10, 11, 12, 13], False),
        ([None, 1, 2, 2, 3], False),
    ],
)
def test_rows_that_only_name_the_columns(row: list[Value], said: bool) -> None:
    assert is_letter_row(sheet([row]), 0) is said


def parts(one: Sheet) -> list[list[tuple[object, ...]]]:
    found = []
    for part in tables_of(one, CONTEXT):
        table, problems = read(part)
        assert [problem.text("en") for problem in problems] == []
        found.append(table.select("table", "area", "source", "amount", "origin").rows())
    return found


WIDE: list[Value] = ["部门", "原煤(吨)", "焦炭(吨)"]


@pytest.mark.parametrize("blank", [0, 1, 3])
@pytest.mark.parametrize("note", [[], [["注：2019年口径不同。", None, None]]])
def test_tables_below_one_another_have_their_own_titles(blank: int, note: Rows) -> None:
    gap: Rows = [[None, None, None]] * blank
    first: Rows = [["丹徒区2021年", None, None], WIDE, ["工业", 1, 2], *note]
    second: Rows = [["京口区2021年", None, None], *gap, WIDE, ["建筑业", 3, 4]]
    one = sheet([*first, *gap, *second])
    last = len(one.rows)
    assert parts(one) == [
        [
            ("能源.xlsx|Sheet1", "321112", "raw_coal", 1, "Sheet1!B3"),
            ("能源.xlsx|Sheet1", "321112", "coke", 2, "Sheet1!C3"),
        ],
        [
            ("能源.xlsx|Sheet1\n2", "321102", "raw_coal", 3, f"Sheet1!B{last}"),
            ("能源.xlsx|Sheet1\n2", "321102", "coke", 4, f"Sheet1!C{last}"),
        ],
    ]


@pytest.mark.parametrize("between", [[], [[None] * 3], [["续表", None, None]], [["（续一）", None, None]]])
def test_a_heading_repeated_on_a_further_page_continues_the_table(between: Rows) -> None:
    rows: Rows = [["丹徒区2021年", None, None], WIDE, ["工业", 1, 2], *between, WIDE, ["建筑业", 3, 4]]
    assert [[row[1] for row in part] for part in parts(sheet(rows))] == [["321112"] * 2] * 2


def test_tables_of_different_forms_below_one_another() -> None:
    one = sheet([HEADINGS, ROW, [None], ["京口区2021年"], [*WIDE, None], ["工业", 3, 4]])
    assert [layout_of(part).NAME for part in tables_of(one, CONTEXT)] == ["tidy", "wide"]


def test_forms_of_several_enterprises_in_one_sheet() -> None:
    first = rows_1({"原煤": {"total": 1}}, code="91321100MA1X0001XA")
    second = rows_1({"原煤": {"total": 2}}, code="91321100MA1X0002XB")
    found = [
        read(part)[0].select("reporter", "amount").rows()
        for part in tables_of(sheet([*first, *second]), CONTEXT)
    ]
    assert found == [[("91321100MA1X0001XA", Decimal(1))], [("91321100MA1X0002XB", Decimal(2))]]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADINGS, ROW, [None] * 6, ROW],
        [
            WIDE,
            ["一、规模以上工业", None, None],
            ["纺织业", 1, 2],
            ["二、规模以下工业", None, None],
            ["食品制造业", 1, 2],
        ],
        [["会议纪要"], ["能源", "统计"], ["工业", "原煤"]],
        [*DEEP, [None] * 5, ["食品制造业", 1, 2, 3, 4]],
    ],
)
def test_one_table_stays_whole(rows: Rows) -> None:
    one = sheet(rows)
    assert tables_of(one, CONTEXT) == [one]
    assert tables_of(one, CONTEXT)[0] is one


def test_a_second_table_that_is_not_understood_is_an_error(tmp_path: Path) -> None:
    text = "部门,原煤(吨),焦炭(吨)\n工业,1,2\n京口区2021年\n部们,原煤(吨),焦炭(吨)\n工业,3,4\n"
    (tmp_path / "丹徒区2021年.csv").write_text(text, encoding="utf-8")
    table, problems = read_file(tmp_path / "丹徒区2021年.csv", "丹徒区2021年.csv", CONTEXT)
    assert table["amount"].to_list() == [1, 2]
    assert ("table_not_read", "A3") in [(problem.code, problem.place.cell) for problem in problems]
