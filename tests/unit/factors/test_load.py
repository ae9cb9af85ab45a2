"""Reading libraries: names, folders, places of values, digests."""

from pathlib import Path

import pytest

from cityghg.factors import load
from support import codes, entry, library, value, write_library


def test_every_shipped_library_is_found_by_name() -> None:
    assert set(load.DEFAULT_STACK) <= set(load.available())
    for name in load.available():
        folder, problems = load.find(name)
        assert folder is not None and problems == []


def test_a_folder_is_found_relative_to_the_project(tmp_path: Path) -> None:
    write_library(tmp_path)
    assert load.find("lib", tmp_path) == (tmp_path / "lib", [])


@pytest.mark.parametrize("name", ["cn-provincal@2011.1", "cn-provincial@2011", "cn-provincial", "nowhere/"])
def test_an_unknown_library_is_refused_with_what_is_known(name: str, tmp_path: Path) -> None:
    folder, problems = load.find(name, tmp_path)
    assert (folder, codes(problems)) == (None, ["library_unknown"])
    assert "@" in problems[0].text("en")


def test_a_value_knows_its_line(tmp_path: Path) -> None:
    folder = write_library(tmp_path, entry("diesel", emission_factor=[value(1, year=2019), value(2)]))
    found, _ = load.load(folder, tmp_path)
    assert found is not None
    text = (folder / "factors.yaml").read_text(encoding="utf-8").splitlines()
    lines = [given.place.line for given in found.entries[0].values["emission_factor"]]
    assert [text[line - 1].strip() for line in lines] == ["- value: 1", "- value: 2"]
    assert found.entries[0].place.file == "lib/factors.yaml"


def test_a_library_outside_the_project_is_named_without_its_absolute_path(tmp_path: Path) -> None:
    found, _ = load.load(write_library(tmp_path, entry("diesel")))
    assert found is not None
    assert found.entries[0].place.file == "lib/factors.yaml"


def test_the_digest_does_not_depend_on_line_ends(tmp_path: Path) -> None:
    one = library(tmp_path / "one", entry("diesel"))
    two = write_library(tmp_path / "two", entry("diesel"))
    for path in two.glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found, _ = load.load(two)
    assert found is not None
    assert found.sha256 == one.sha256


def test_the_digest_changes_with_any_value(tmp_path: Path) -> None:
    one = library(tmp_path / "one", entry("diesel", emission_factor=value(1)))
    two = library(tmp_path / "two", entry("diesel", emission_factor=value(2)))
    assert one.sha256 != two.sha256


def test_a_folder_without_a_head_is_unreadable(tmp_path: Path) -> None:
    found, problems = load.load(tmp_path)
    assert (found, codes(problems)) == (None, ["file_unreadable"])


def test_constants_are_exact_fractions() -> None:
    constants = load.load_constants().constants
    assert constants["CO2_per_C"].number == 44 / 12
    assert constants["N2O_per_N2"].number == 44 / 28
    assert constants["tce"].number == 29.3076
