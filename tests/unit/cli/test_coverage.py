"""`cityghg coverage`: the state of each area and year, and what is shown of areas without an inventory."""

import csv
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cityghg.base.labels import LANGUAGES
from cityghg.cli import app as command_line
from cityghg.codes import load_areas

ZHENJIANG, DANTU, JINGKOU = "321100", "321112", "321102"
HEAD = "地区,年份,部门,能源品种,消费量,单位\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["coverage", *arguments])


def result(
    name: str,
    cells: Mapping[tuple[str, int], str],
    *,
    incomplete: list[list[Any]] | None = None,
    units: list[dict[str, Any]] | None = None,
) -> Path:
    """Write a result folder; a cell is `direct`, `electricity` or `missing`."""
    folder = Path(name)
    folder.mkdir(parents=True)
    made = {
        "program": "cityghg",
        "options": {"project": {"units": units or []}},
        "incomplete": incomplete or [],
    }
    (folder / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    rows = [("area", "year", "scope")]
    rows += [(a, str(y), "2" if kind == "electricity" else "1") for (a, y), kind in cells.items()]
    rows += [("321100-residual", "2020", "1")]
    write(folder / "inventory.csv", rows)
    rows = [("area", "area_name", "year", "row", "missing")]
    rows += [(a, "", str(y), "territorial", "1" if k == "missing" else "0") for (a, y), k in cells.items()]
    rows += [(a, "", str(y), "energy", "7") for a, y in cells]  # a row that is no total
    rows += [("321100-residual", "", "2020", "territorial", "0")]
    write(folder / "summary.csv", rows)
    return folder


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def table(*arguments: str) -> dict[str, dict[str, str]]:
    """Return the rows of the csv by area."""
    done = run(*arguments, "--format", "csv")
    assert done.exit_code == 0, done.output
    return {row["area"]: row for row in csv.DictReader(done.stdout.splitlines())}


def test_the_four_states() -> None:
    cells = {(DANTU, 2020): "direct", (DANTU, 2021): "missing", (DANTU, 2023): "electricity"}
    result("out", cells, incomplete=[])
    row = table("out")[DANTU]
    assert [row[str(year)] for year in range(2020, 2024)] == [
        "complete", "incomplete", "none", "only_electricity",
    ]  # fmt: skip
    assert (row["area_name"], row["level"], row["within"]) == ("丹徒区", "district", ZHENJIANG)


def test_a_sum_that_misses_an_area_is_incomplete() -> None:
    result("out", {(ZHENJIANG, 2020): "direct", (DANTU, 2020): "direct"}, incomplete=[[ZHENJIANG, 2020]])
    rows = table("out")
    assert (rows[ZHENJIANG]["2020"], rows[DANTU]["2020"]) == ("incomplete", "complete")


def test_a_city_is_followed_by_all_its_districts_and_counties() -> None:
    result("out", {(DANTU, 2020): "direct"})
    rows = table("out")
    below = [a.code for a in load_areas().children(ZHENJIANG) if a.level in ("district", "county")]
    assert list(rows) == [ZHENJIANG, *sorted(below)]
    assert {row["2020"] for area, row in rows.items() if area != DANTU} == {"none"}
    assert list(table("out", "--cities")) == [ZHENJIANG]


def test_a_municipality_stands_for_its_districts_and_a_province_does_not() -> None:
    result("out", {("110101", 2020): "direct", ("429004", 2020): "direct"})
    rows = table("out")
    assert rows["110102"]["within"] == "110000"
    assert [area for area in rows if area.startswith("42")] == ["420000", "429004"]


def test_of_several_results_the_most_whole_counts() -> None:
    result("all/one", {(DANTU, 2020): "missing", (JINGKOU, 2019): "direct"})
    result("all/deep/two", {(DANTU, 2020): "direct"})
    result("elsewhere", {(DANTU, 2021): "electricity"})
    assert table("all")[DANTU]["2020"] == "complete"
    rows = table("all", "elsewhere")
    assert (rows[JINGKOU]["2019"], rows[DANTU]["2021"]) == ("complete", "only_electricity")


def test_units_of_a_project_have_their_names() -> None:
    unit = {"id": "hitech", "name": "<b>高新区</b>", "kind": "zone", "parent": ZHENJIANG, "region": None}
    result("out", {("hitech", 2020): "direct"}, units=[{**unit, "counted": "separate"}])
    assert table("out")["hitech"]["area_name"] == "<b>高新区</b>"
    page = run("out", "--format", "html").stdout
    assert "&lt;b&gt;高新区&lt;/b&gt;" in page and "<b>" not in page


class Page(HTMLParser):
    """Checks that tags are closed, and gathers what a page would load and what its cells say."""

    void = ("meta",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag in self.void else [tag]
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        self.cells += [value or "" for name, value in attrs if name == "title"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_loads_nothing(language: str) -> None:
    result("out", {(DANTU, 2020): "direct", (DANTU, 2021): "missing"})
    text = run("out", "--format", "html", "--lang", language).stdout
    page = Page()
    page.feed(text)
    assert (page.open, page.loads) == ([], [])
    assert "url(" not in text and "@import" not in text
    assert {"zh": "完整; out", "en": "complete; out"}[language] in page.cells


def test_with_out_the_files_are_written_and_the_table_is_shown() -> None:
    result("out", {(DANTU, 2020): "direct"})
    done = run("out", "--out", "tables")
    assert done.exit_code == 0
    assert sorted(path.name for path in Path("tables").iterdir()) == ["coverage.csv", "coverage.html"]
    assert "丹徒区" in done.stdout and "●" in done.stdout
    assert Path("tables/coverage.csv").read_bytes().startswith("\ufeffarea,".encode())


def test_a_result_without_its_tables_is_told_and_the_rest_is_shown() -> None:
    result("all/good", {(DANTU, 2020): "direct"})
    (result("all/bad", {(DANTU, 2021): "direct"}) / "summary.csv").unlink()
    done = run("all")
    assert done.exit_code == 1
    assert "all/bad: the result lacks its csv tables" in done.stderr
    assert "2020" in done.stdout and "2021" not in done.stdout


@pytest.mark.parametrize("arguments", [(), ("absent",), ("empty",), ("empty", "--format", "pdf")])
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    assert run(*arguments).exit_code == 2


def compiled() -> Iterator[str]:
    yield from (f"{area},2020,工业,柴油,10,吨\n" for area in ("丹徒区", "京口区"))
    yield "丹阳市,2020,工业,电力,10,万千瓦时\n"


def test_what_compile_writes_is_understood() -> None:
    Path("a.csv").write_text(HEAD + "".join(compiled()), encoding="utf-8")
    done = CliRunner().invoke(command_line.app, ["compile", "a.csv", "--out", "out", "--format", "csv"])
    assert done.exit_code == 0, done.output
    rows = table("out")
    assert rows[ZHENJIANG]["2020"] == "incomplete", "three of six areas"
    assert rows["321181"]["2020"] == "only_electricity"
    assert rows["321111"]["2020"] == "none"
