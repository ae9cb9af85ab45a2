"""`cityghg template`: what it writes, what it never overwrites, and from the form to the inventory."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line

PROJECT = 'city: "321100"\nactivity: [activity/]\nindicators: activity/form.xlsx\nlanguage: zh\n'
LAST_YEAR = "地区,年份,部门,能源品种,消费量,单位\n丹徒区,2022,工业,原煤,100,吨\n京口区,2022,工业,柴油,5,吨\n"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a project with data of the year before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITYGHG_LANG", raising=False)
    Path("activity").mkdir()
    Path("city.yaml").write_text(PROJECT, encoding="utf-8")
    Path("activity/2022.csv").write_text(LAST_YEAR, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def rows(path: str, sheet: str) -> list[list[object]]:
    """Return the rows below the headings of a sheet, as far as last year's column."""
    page = openpyxl.load_workbook(path)[sheet]
    return [[cell.value for cell in row[:6]] for row in page.iter_rows(min_row=4) if row[0].value]


def test_the_form_lists_what_the_project_reported_the_year_before() -> None:
    done = run("template", "--year", "2023")
    assert done.exit_code == 0, done.output
    assert "2022" in done.stderr and done.stdout == ""
    assert rows("镇江市2023年填报表.xlsx", "燃料燃烧") == [
        ["丹徒区", "工业", "原煤", None, "吨", 100],
        ["京口区", "工业", "柴油", None, "吨", 5],
    ]


def test_a_form_for_one_area_in_english() -> None:
    assert (
        run("template", "--year", "2023", "--area", "丹徒区", "--out", "f.xlsx", "--lang", "en").exit_code
        == 0
    )
    assert [row[0] for row in rows("f.xlsx", "Fuel combustion")] == ["丹徒区"]


def test_last_year_may_be_another_file() -> None:
    text = LAST_YEAR.replace("100", "70").replace("京口区", "扬中市")
    Path("other.csv").write_text(text, encoding="utf-8")
    assert run("template", "--year", "2023", "--previous", "other.csv", "--out", "f.xlsx").exit_code == 0
    assert [row[5] for row in rows("f.xlsx", "燃料燃烧")] == [70, 5]


def test_without_data_of_the_year_before_the_sheets_are_blank() -> None:
    assert run("template", "--year", "2030", "--out", "f.xlsx").exit_code == 0
    assert rows("f.xlsx", "燃料燃烧") == []


def test_a_file_that_is_there_is_never_overwritten() -> None:
    Path("f.xlsx").write_bytes(b"filled in")
    done = run("template", "--year", "2023", "--out", "f.xlsx")
    assert (done.exit_code, Path("f.xlsx").read_bytes()) == (2, b"filled in")


@pytest.mark.parametrize(
    "arguments",
    [("--year", "99"), (), ("--year", "2023", "--area", "无此区"), ("--year", "2023", "--previous", "gone")],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run("template", *arguments, "--out", "f.xlsx").exit_code == 2
    assert not Path("f.xlsx").exists()


def test_a_faulty_project_is_1() -> None:
    Path("city.yaml").write_text("city: 不在表中市\n", encoding="utf-8")
    assert run("template", "--year", "2023", "--out", "f.xlsx").exit_code == 1


def test_without_a_project_every_area_may_be_written() -> None:
    Path("city.yaml").unlink()
    assert run("template", "--year", "2023", "--out", "f.xlsx").exit_code == 0
    assert openpyxl.load_workbook("f.xlsx").sheetnames[0] in ("填表说明", "Instructions")


def test_a_form_with_indicators_is_read_for_both() -> None:
    """The form lies among the activity data, and city.yaml names it as the table of indicators, too."""
    assert run("template", "--year", "2023", "--out", "activity/form.xlsx").exit_code == 0
    book = openpyxl.load_workbook("activity/form.xlsx")
    for row, amount in ((4, 120), (5, "NO")):
        book["燃料燃烧"].cell(row, 4).value = amount
    for column, value in ((3, 500), (4, "2020年不变价"), (5, 105)):
        book["指标"].cell(4, column).value = value
    book.save("activity/form.xlsx")
    done = run("compile", ".", "--out", "out", "--format", "csv")
    assert done.exit_code == 0, done.output
    inventory = Path("out/inventory.csv").read_text(encoding="utf-8-sig")
    intensity = Path("out/intensity.csv").read_text(encoding="utf-8-sig")
    assert "form.xlsx" in inventory and ",2023," in inventory
    assert "5000000" in intensity
    told = Path("out/problems.csv").read_text("utf-8-sig").splitlines()
    assert [line for line in told if "form.xlsx" in line] == []
