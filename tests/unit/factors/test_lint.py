"""Checking libraries as a whole: what is named, what is left out of a list, what one run tells."""

import ast
from pathlib import Path

import pytest

from cityghg.base.problems import Severity
from cityghg.factors import checks, lock
from cityghg.factors.lint import Findings, lint, targets
from cityghg.factors.load import available
from cityghg.factors.rules import Rule, find_rule, load_rules
from support import codes, entry, value, write_library

SOURCE = Path(__file__).parents[3] / "src" / "cityghg"
READERS = ("base/strict_yaml.py", "factors/own_codes.py", "factors/formula.py", "factors/dimension.py")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(*references: str) -> Findings:
    found, unknown = targets(references)
    assert unknown == []
    return lint(found)


def two_faulty(folder: Path) -> None:
    write_library(folder, entry("deisel", emission_factor=value(1)), id="one")
    write_library(folder / "deep", entry("diesel", "indirect", emission_factor=value(1)), id="two")


# Shipped libraries


def test_shipped_libraries_have_no_errors() -> None:
    found = checked()
    assert [library.name for library in found.libraries] == available()
    assert [p.text("en") for p in found.problems if p.severity is Severity.ERROR] == []
    assert all(library.loaded and library.values for library in found.libraries)


def test_of_a_version_with_a_later_one_only_errors_are_told() -> None:
    [library] = checked("cn-provincial@2011.1").libraries
    assert library.problems == ()


# What is named


def test_a_library_is_named_by_version_by_name_or_by_its_folder(tmp_path: Path) -> None:
    write_library(tmp_path)
    assert [each.name for each in checked("cn-grid@2025.1").libraries] == ["cn-grid@2025.1"]
    assert {each.name for each in checked("cn-grid").libraries} >= {"cn-grid@2025.1"}
    assert [each.name for each in checked("lib").libraries] == ["lib@1"]


def test_a_folder_is_searched_for_libraries_but_for_what_is_hidden(tmp_path: Path) -> None:
    two_faulty(tmp_path)
    write_library(tmp_path / ".venv", id="three")
    assert [each.name for each in checked(".").libraries] == ["two@1", "one@1"]


def test_a_library_named_twice_is_checked_once(tmp_path: Path) -> None:
    write_library(tmp_path)
    assert len(checked("lib", str(tmp_path / "lib"), "lib/factors.yaml").libraries) == 1


@pytest.mark.parametrize("reference", ["nowhere", "cn-grid@1900", "empty", "empty/notes.yaml"])
def test_what_is_no_library_is_told(tmp_path: Path, reference: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    found, unknown = targets([reference])
    assert (dict(found), codes(unknown)) == ({}, ["library_unknown"])


def test_of_a_file_only_its_findings_are_told_and_the_others_counted(tmp_path: Path) -> None:
    folder = write_library(tmp_path, entry("deisel", emission_factor=value(1)))
    (folder / "more.yaml").write_text("factors: 3\n", encoding="utf-8")
    [library] = checked("lib/more.yaml").libraries
    assert (codes(library.problems), library.elsewhere) == (["yaml_bad_value"], 1)
    [library] = checked("lib/more.yaml", "lib/factors.yaml").libraries
    assert (len(library.problems), library.elsewhere) == (2, 0)


@pytest.mark.parametrize("given", ["lib", "./lib", "{here}/lib"])
def test_files_are_named_from_the_working_folder(tmp_path: Path, given: str) -> None:
    write_library(tmp_path, entry("deisel", emission_factor=value(1)))
    [found] = checked(given.format(here=tmp_path)).problems
    assert found.place.with_column() == "lib/factors.yaml:2:3"


def test_files_of_the_library_one_stands_in_are_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_library(tmp_path, entry("deisel", emission_factor=value(1)))
    monkeypatch.chdir(tmp_path / "lib")
    [library] = checked(".").libraries
    assert str(library.problems[0].place) == "factors.yaml:2"


# All faults in one run, and nothing half used


def test_a_library_with_faults_of_form_is_still_checked_but_not_loaded(tmp_path: Path) -> None:
    folder = write_library(tmp_path, entry("deisel", emission_factor=value(1)), versoin="2")
    (folder / "broken.yaml").write_text("factors: [\n", encoding="utf-8")
    [library] = checked("lib").libraries
    assert sorted(codes(library.problems)) == ["source_unknown_in_library", "yaml_syntax", "yaml_unknown_key"]
    assert (library.loaded, library.values) == (False, 0)


def test_what_hangs_on_a_fault_is_no_fault_of_its_own(tmp_path: Path) -> None:
    methods = {"direct": {"gas": "CO2", "formula": 3, "parameters": {"emission_factor": "tCO2/unit"}}}
    bad = {**value(1), "from": 3}
    write_library(tmp_path, entry("diesel", emission_factor=[value(1), bad]), methods=methods)
    [library] = checked("lib").libraries
    assert codes(library.problems) == ["yaml_bad_value", "yaml_bad_value"]


def test_codes_that_cannot_be_read_set_off_no_unknown_sources(tmp_path: Path) -> None:
    folder = write_library(tmp_path, entry("peat", emission_factor=value(1)))
    (folder / "codes.yaml").write_text("sources: [{id: peat, zh: 泥炭}]\n", encoding="utf-8")
    [library] = checked("lib").libraries
    assert set(codes(library.problems)) == {"yaml_missing_key"}


@pytest.mark.parametrize("text", ["", "3\n", "[1]\n", "factors: {a: 1}\n", "factors: [3, {id: 4}]\n"])
@pytest.mark.parametrize("name", ["library", "factors", "codes", "reallocation"])
def test_any_data_in_place_of_a_file_is_a_finding_and_no_bug(tmp_path: Path, name: str, text: str) -> None:
    folder = write_library(tmp_path, entry("diesel", emission_factor=value(1)))
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    [library] = checked("lib").libraries
    assert library.problems and not library.loaded
    assert all(found.number for found in library.problems)


# Rules


def test_numbers_are_unique_and_stand_for_one_kind_of_rule() -> None:
    numbers = [rule.number for rule in load_rules()]
    assert len(set(numbers)) == len(numbers)
    assert all(number[0] == "F" and number[1] in "1234567" and number[2:].isdecimal() for number in numbers)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.number)
def test_each_rule_is_explained_at_length(rule: Rule) -> None:
    zh, en = rule.why("zh"), rule.why("en")
    assert 2 <= zh.count("。") <= 6 and zh.endswith("。")
    assert 2 <= en.count(". ") + 1 <= 6 and en.endswith(".")


def test_a_rule_is_found_by_its_number_or_its_code() -> None:
    assert find_rule("f106") == find_rule("F106") == find_rule("yaml_duplicate_key")
    assert find_rule("F000") is None


def test_each_problem_that_a_check_reports_is_a_rule() -> None:
    """Read from the source of what reads and checks libraries."""
    modules = [*SOURCE.glob("factors/checks/*.py"), *(SOURCE / name for name in READERS)]
    calls = (node for path in modules for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    reported = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("problem", "FormulaError", "_report")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(reported) > 50
    assert reported - {rule.code for rule in load_rules()} == set()


def test_each_check_is_in_one_list() -> None:
    listed = [*checks.CHECKS, *checks.ADVICE, *checks.SHIPPED]
    assert len(set(listed)) == len(listed)


# Versions


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["2011.10", "2", "2011.9", "1", "2011"], key=lock.version_order) == [
        "1", "2", "2011", "2011.9", "2011.10",
    ]  # fmt: skip
