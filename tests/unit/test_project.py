"""`city.yaml`: defaults, mistakes, own units."""

from pathlib import Path

import pytest

from cityghg.base.problems import Problem
from cityghg.factors.load import DEFAULT_STACK
from cityghg.project import Conflicts, Opened, open_project, project_areas, spelled_out
from support import CITY, codes


def opened(folder: Path, text: str) -> tuple[Opened, list[Problem]]:
    (folder / "city.yaml").write_text(text, encoding="utf-8")
    return open_project(folder)


def areas_of(folder: Path, text: str) -> tuple[str | None, list[str]]:
    found, problems = opened(folder, text)
    assert problems == []
    _, city, problems = project_areas(found)
    return city, codes(problems)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_everything_has_a_default(tmp_path: Path, text: str) -> None:
    found, problems = opened(tmp_path, text)
    assert (problems, found.found) == ([], True)
    assert (found.project.gwp, found.project.factors) == ("AR5GWP100", ("default",))
    assert (found.project.rollup.tolerance_pct, found.project.conflicts) == (1, "refuse")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert open_project(tmp_path)[0].found is False


def test_a_whole_project(tmp_path: Path) -> None:
    text = """\
city: "321100"
units:
  - {id: "321191", name: 镇江新区, kind: zone, parent: "321100", counted: separate}
activity: [activity/]
indicators: indicators.xlsx
factors: [local/, default]
gwp: AR4GWP100
electricity_factor: fixed:2020
intensity: {base_year: 2020, basis: energy_co2_with_electricity, targets: targets.csv}
rollup: {tolerance_pct: 2}
conflicts: {wins: [energy.xlsx]}
language: zh
"""
    found, problems = opened(tmp_path, text)
    assert problems == []
    assert found.project.fixed_electricity_year == 2020
    assert found.project.conflicts == Conflicts(wins=("energy.xlsx",))
    assert project_areas(found)[1] == CITY


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("gwp: AR5GWP100\ncities: x\n", "yaml_unknown_key", 2),
        ("city: 321100\n", "yaml_bad_value", 1),  # codes are quoted
        ("electricity_factor: sometimes\n", "yaml_bad_value", 1),
        ("electricity_factor: fixed:20\n", "yaml_bad_value", 1),
        ("language: fr\n", "yaml_bad_value", 1),
        ("rollup:\n  tolerance_pct: -1\n", "yaml_bad_value", 2),
        ("rollup:\n  tolerance_pct: .inf\n", "yaml_not_finite", 2),
        ("rollup:\n  tolerance_pct: inf\n", "yaml_bad_value", 2),
        ("intensity:\n  base_year: true\n", "yaml_bad_value", 2),
        ("units:\n  - id: x\n    name: y\n", "yaml_missing_key", 2),
        ("units:\n  - id: x\n    name: y\n    kind: village\n", "yaml_bad_value", 4),
        ("activity: a.csv\n", "yaml_bad_value", 1),  # a list
        ("activity:\n- a.csv\nactivity:\n- b.csv\n", "yaml_duplicate_key", 3),
        ("- city\n", "yaml_bad_value", 1),
    ],
)
def test_mistakes_have_a_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    problems = opened(tmp_path, text)[1]
    assert (codes(problems)[0], str(problems[0].place)) == (code, f"city.yaml:{line}")


def test_a_notation_key_is_no_language(tmp_path: Path) -> None:
    """`NO` is a word, not false: it is refused for what it says."""
    assert "'NO'" in opened(tmp_path, "language: NO\n")[1][0].text("en")


@pytest.mark.parametrize(
    ("city", "said"),
    [
        ("镇江", []),
        ("镇江市", []),
        ("鼓楼区", ["city_ambiguous"]),
        ("南京市鼓楼区", []),
        ("哥谭", ["city_unknown"]),
    ],
)
def test_the_city_is_found_by_name(tmp_path: Path, city: str, said: list[str]) -> None:
    assert areas_of(tmp_path, f"city: {city}\n")[1] == said


def test_an_own_city_may_be_declared(tmp_path: Path) -> None:
    text = "city: lakeside\nunits:\n  - {id: lakeside, name: Lakeside, kind: city}\n"
    assert areas_of(tmp_path, text) == ("lakeside", [])


UNIT = """\
units:
  - {{id: a, name: 甲区, kind: zone, parent: {0}}}
  - {{id: b, name: 乙区, kind: zone, parent: {1}}}
"""


@pytest.mark.parametrize(
    ("parents", "said"),
    [
        (('"321100"', "a"), []),
        (('"999999"', "a"), ["unit_parent_unknown"]),
        (("b", "a"), ["unit_parent_circle", "unit_parent_circle"]),
        (("a", "a"), ["unit_parent_circle", "unit_parent_circle"]),
    ],
)
def test_the_parents_of_units_lead_outwards(
    tmp_path: Path, parents: tuple[str, str], said: list[str]
) -> None:
    assert areas_of(tmp_path, UNIT.format(*parents))[1] == said


def test_a_unit_declared_twice_is_refused(tmp_path: Path) -> None:
    text = "units:\n  - {id: a, name: 甲区, kind: zone}\n  - {id: a, name: 乙区, kind: zone}\n"
    assert areas_of(tmp_path, text)[1] == ["unit_twice"]


def test_default_is_spelled_out_in_its_place() -> None:
    assert list(spelled_out(["local/", "default"]))[:2] == ["local/", DEFAULT_STACK[0]]
