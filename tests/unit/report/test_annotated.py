"""Annotated copies of input files: what is coloured, what a comment and the list say, what is left out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from cityghg.base.labels import Language
from cityghg.base.problems import Place, Problem, problem
from cityghg.report.annotated import remove_copies, write_copies
from cityghg.report.annotated.marks import marks_by_file
from cityghg.report.annotated.names import copy_names
from cityghg.report.annotated.words import COLOURS, MOST_COMMENTS

What = tuple[str, dict[str, Any]]
TEXT: What = ("amount_not_number", {"found": "2000万"})
NOTE = ("marks_are_missing", {"found": "-", "count": 1})
WARNING = ("duplicate_rows", {"first": 2, "second": 3})


def found(what: What, cell: str = "", sheet: str = "表", file: str = "a.xlsx") -> Problem:
    return problem(what[0], Place(file, sheet, cell), **what[1])


def book(path: Path, rows: int = 5) -> Any:
    """Write a workbook with a merged cell, a format, a formula, a comment, and hidden parts."""
    new = openpyxl.Workbook()
    sheet = new.active
    sheet.title = "表"
    for row in range(1, rows + 1):
        sheet.append([f"r{row}", row, "=B1+1"])
    sheet.merge_cells("A2:A4")
    sheet["B1"].font = Font(bold=True, color="123456")
    sheet["B1"].comment = Comment("我的批注", "我")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    new.create_sheet("别的")
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(path)
    return path


def annotate(path: Path, problems: list[Problem], shown: str = "a.xlsx", language: Language = "zh") -> Any:
    copies = write_copies([(path, shown)], problems, path.parent / "out", language)
    assert len(copies) == 1
    return openpyxl.load_workbook(copies[0])


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[2:]


def test_cells_are_coloured_by_the_gravest_problem_and_formats_stay(tmp_path: Path) -> None:
    problems = [found(TEXT, "B1"), found(WARNING, "B1"), found(WARNING, "C2"), found(NOTE, "B5")]
    sheet = annotate(book(tmp_path / "a.xlsx"), problems)["表"]
    assert [colour(sheet[at]) for at in ("B1", "C2", "B5")] == list(COLOURS.values())
    assert sheet["C5"].fill.fill_type is None
    assert (sheet["B1"].font.b, sheet["B1"].font.color.rgb) == (True, "00123456")
    assert sheet["C3"].value == "=B1+1"


def test_one_comment_tells_every_problem_of_its_cell_and_keeps_the_users_own(tmp_path: Path) -> None:
    problems = [found(TEXT, "B1"), found(WARNING, "B1")]
    text = annotate(book(tmp_path / "a.xlsx"), problems)["表"]["B1"].comment.text
    assert text.startswith("【错误】“2000万”不是数值。请只填数字")
    assert "\n【警告】第 3 行与第 2 行完全相同" in text
    assert text.endswith("（原有批注）我的批注")


def test_the_run_speaks_its_language(tmp_path: Path) -> None:
    copy = annotate(book(tmp_path / "a.xlsx"), [found(TEXT, "B1")], language="en")
    assert copy.sheetnames == ["Problems", "表", "别的"]
    assert copy["表"]["B1"].comment.text.startswith('【error】"2000万" is not a number. ')
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["annotated_a.xlsx"]


def test_the_list_comes_first_and_leads_to_the_cells(tmp_path: Path) -> None:
    problems = [found(TEXT, "C5"), found(("no_table_in_file", {}), sheet=""), found(("sheet_not_read", {}))]
    copy = annotate(book(tmp_path / "a.xlsx"), problems)
    sheet = copy["问题清单"]
    assert copy.sheetnames[0] == "问题清单" and copy.active is sheet
    assert [s.sheet_view.tabSelected for s in copy] == [True, False, False]
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows == [["1", "错误", "表", "C5"], ["2", "错误", "（整个文件）", None], ["3", "说明", "表", None]]
    assert sheet["D4"].hyperlink.location == "'表'!C5"
    assert sheet["C6"].hyperlink.location == "'表'!A1"
    assert "错误 2，警告 0，说明 1" in sheet["A1"].value


def test_a_cell_inside_a_merged_range_marks_the_one_that_shows(tmp_path: Path) -> None:
    copy = annotate(book(tmp_path / "a.xlsx"), [found(TEXT, "A3"), found(TEXT, "A4")])
    cell = copy["表"]["A2"]
    assert colour(cell) == COLOURS[found(TEXT).severity]
    assert "】A3 " in cell.comment.text and "】A4 " in cell.comment.text


def test_what_hides_a_marked_cell_is_unhidden(tmp_path: Path) -> None:
    sheet = annotate(book(tmp_path / "a.xlsx"), [found(TEXT, "B3")])["表"]
    assert not sheet.row_dimensions[3].hidden and not sheet.column_dimensions["B"].hidden


def test_rules_of_the_sheet_do_not_hide_the_colours(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    own = openpyxl.load_workbook(path)
    green = PatternFill("solid", bgColor="00FF00")
    own["表"].conditional_formatting.add("A1:C5", FormulaRule(formula=["TRUE"], fill=green))
    own.save(path)
    sheet = annotate(path, [found(TEXT, "B1"), found(WARNING, "C2")])["表"]
    rules = {rule.priority: rule for one in sheet.conditional_formatting for rule in one.rules}
    colours = [rules[at].dxf.fill.bgColor.rgb[2:] for at in sorted(rules)]
    assert colours == [*list(COLOURS.values())[:2], "00FF00"]
    assert rules[1].stopIfTrue


def test_a_sum_of_cells_and_an_origin_on_one_line_are_understood(tmp_path: Path) -> None:
    problems = [
        found(TEXT, "B1-C2"),
        problem(TEXT[0], Place("a.xlsx, 表!B5 +2"), **TEXT[1]),
        problem(TEXT[0], Place("other.xlsx", "表", "A1"), **TEXT[1]),
    ]
    marks = marks_by_file(problems, ["a.xlsx"])
    assert list(marks) == ["a.xlsx"]
    assert list(marks["a.xlsx"].by_cell) == [("表", 0, 1), ("表", 1, 2), ("表", 4, 1)]


def test_notes_alone_and_files_that_cannot_be_read_have_no_copy(tmp_path: Path) -> None:
    good, bad = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    problems = [found(NOTE, "B1"), found(("file_corrupt", {"reason": ""}), "A1", file="b.xlsx")]
    inputs = [(good, "a.xlsx"), (bad, "b.xlsx"), (tmp_path / "gone.xlsx", "c.xlsx")]
    assert write_copies(inputs, problems, tmp_path / "out", "zh") == []
    assert not (tmp_path / "out").exists()


def test_text_files_are_copied_as_values_and_formulas_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("地区,数\n=1+1,\x0b007\n", encoding="gb18030")
    copy = annotate(path, [found(TEXT, "B2", sheet="", file="a.csv")], "a.csv")
    assert [[cell.value for cell in row] for row in copy["数据"]] == [["地区", "数"], ["=1+1", "007"]]
    assert copy["数据"]["A2"].data_type == "s"
    assert colour(copy["数据"]["B2"]) == COLOURS[found(TEXT).severity]
    assert "csv" in copy["问题清单"]["A3"].value
    assert copy["问题清单"]["D5"].hyperlink.location == "'数据'!B2"


def test_of_a_very_long_sheet_the_top_and_the_marked_rows_are_copied_in_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row, "x"] for row in range(1, 20_001))
    copy = annotate(path, [found(TEXT, "B15000", sheet="", file="a.csv")], "a.csv")
    sheet = copy["数据"]
    filled = [row[0].row for row in sheet.iter_rows() if row[0].value is not None]
    assert filled == [*range(1, 31), *range(14_998, 15_003)]
    assert sheet["A15000"].value == "15000" and sheet.sheet_format.zeroHeight
    assert "20000" in copy["问题清单"]["A4"].value


def test_of_very_many_cells_the_first_have_comments_and_the_rest_is_told(tmp_path: Path) -> None:
    many = [found(TEXT, f"B{row}") for row in range(1, MOST_COMMENTS + 11)]
    copy = annotate(book(tmp_path / "a.xlsx", rows=600), many)
    cells = [copy["表"].cell(row, 2) for row in range(1, MOST_COMMENTS + 11)]
    assert {colour(cell) for cell in cells} == {COLOURS[found(TEXT).severity]}
    assert sum(cell.comment is not None for cell in cells) == MOST_COMMENTS
    assert "10" in copy["问题清单"]["A3"].value


def test_of_very_many_problems_of_one_cell_the_first_are_told(tmp_path: Path) -> None:
    many = [found(("amount_not_number", {"found": str(n)}), "B1") for n in range(20)]
    text = annotate(book(tmp_path / "a.xlsx"), many)["表"]["B1"].comment.text
    assert text.count("【错误】") == 6 and "另有 14 条" in text


def test_the_same_input_gives_the_same_bytes_without_paths(tmp_path: Path) -> None:
    problems = [found(TEXT, "B1")]
    for folder in ("one", "two"):
        path = book(tmp_path / folder / "a.xlsx")
        path.write_bytes((tmp_path / "one" / "a.xlsx").read_bytes())
        write_copies([(path, "a.xlsx")], problems, tmp_path / folder / "out", "zh")
    first, second = (tmp_path / f / "out" / "标注_a.xlsx" for f in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    assert str(tmp_path).encode() not in first.read_bytes()


def test_comments_lie_beside_their_cells(tmp_path: Path) -> None:
    import zipfile

    annotate(book(tmp_path / "a.xlsx"), [found(TEXT, "C5")])
    with zipfile.ZipFile(tmp_path / "out" / "标注_a.xlsx") as parts:
        vml = next(parts.read(n) for n in parts.namelist() if n.endswith(".vml"))
    assert b"Anchor>3, 12, 4, 2, " in vml


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["能源.xlsx"], ["标注_能源.xlsx"]),
        (["北/能源.xlsx", "南/能源.xls"], ["标注_北_能源.xlsx", "标注_南_能源.xlsx"]),
        (["北/a.xls", "北/a.csv"], ["标注_北_a_xls.xlsx", "标注_北_a_csv.xlsx"]),
        (["1/x/a.xls", "2/x/a.xls"], ["标注_a_1.xlsx", "标注_a_2.xlsx"]),
        (["../A.xls", "a.csv"], ["标注_A_xls.xlsx", "标注_a_csv.xlsx"]),
        (["能源(2021)#1 & 二.v2.xlsx"], ["标注_能源(2021)#1 & 二.v2.xlsx"]),
    ],
)
def test_copies_are_named_after_their_files(files: list[str], expected: list[str]) -> None:
    assert list(copy_names(files, "标注_").values()) == expected


def test_copies_of_an_earlier_run_go_and_nothing_else(tmp_path: Path) -> None:
    for name in ("标注_a.xlsx", "annotated_b.xlsx", "mine.xlsx", "标注_notes.txt"):
        (tmp_path / name).write_bytes(b"")
    remove_copies(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.xlsx", "标注_notes.txt"]
