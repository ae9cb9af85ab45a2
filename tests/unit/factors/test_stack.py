"""Stacks in which one library stands in the place of another."""

from __future__ import annotations

from pathlib import Path

from cityghg.factors.stack import reference, stacks_with
from support import library


def test_a_version_takes_the_place_of_another(tmp_path: Path) -> None:
    old = library(tmp_path / "a", version="1")
    new = library(tmp_path / "b", version="2")
    names = ["cn-grid@2025.1", str(old.folder), "ipcc-2006@1"]
    assert stacks_with(names, tmp_path, old, new) == (
        ("cn-grid@2025.1", reference(old), "ipcc-2006@1"),
        ("cn-grid@2025.1", reference(new), "ipcc-2006@1"),
    )


def test_a_third_version_makes_room_for_both(tmp_path: Path) -> None:
    old, new, used = (library(tmp_path / v, version=v) for v in ("1", "2", "3"))
    before, after = stacks_with(["ipcc-2006@1", "3/lib"], tmp_path, old, new)
    assert used.name == "lib@3"
    assert before == ("ipcc-2006@1", reference(old)) and after == ("ipcc-2006@1", reference(new))


def test_a_library_that_is_not_in_the_stack_stands_in_front(tmp_path: Path) -> None:
    old, new = library(tmp_path / "a", version="1"), library(tmp_path / "b", version="2")
    assert stacks_with(["ipcc-2006@1"], tmp_path, old, new)[0] == (reference(old), "ipcc-2006@1")


def test_of_two_libraries_in_the_stack_the_new_one_takes_the_first_place(tmp_path: Path) -> None:
    old = library(tmp_path, id="one")
    new = library(tmp_path, id="two")
    before, after = stacks_with(["one", "ipcc-2006@1", "two"], tmp_path, old, new)
    assert before == (reference(old), "ipcc-2006@1", "two")
    assert after == (reference(new), "ipcc-2006@1", "two")
