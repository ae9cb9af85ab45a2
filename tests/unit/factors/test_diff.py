"""Two libraries compared: values are matched by what they are for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cityghg.codes import load_sources
from cityghg.factors.diff import Difference, Kind, compare
from cityghg.factors.load import Library
from cityghg.units import load_units
from support import DIRECT, entry, library, value


def lib(folder: Path, version: str, *factors: Any, **head: Any) -> Library:
    return library(folder / version, *factors, version=version, **head)


def diff(old: Library, new: Library) -> Difference:
    return compare(old, new, load_sources(), load_units())


def told(difference: Difference) -> list[tuple[str, float | None, float | None]]:
    """Return kind, old and new number of each change."""
    return [
        (str(c.kind), c.old.value.value if c.old else None, c.new.value.value if c.new else None)
        for c in difference.values
    ]


def test_the_same_library_does_not_differ(tmp_path: Path) -> None:
    made = lib(tmp_path, "1", entry("diesel", emission_factor=[value(3), value(4, sector="power")]))
    found = diff(made, made)
    assert (found.values, found.edits, found.same) == ((), (), 2)


def test_order_does_not_matter(tmp_path: Path) -> None:
    values = [value(1, year=2019), value(2, year=2020), value(3, region="321100")]
    old = lib(tmp_path, "1", entry("diesel", emission_factor=values), entry("coke", emission_factor=value(9)))
    new = lib(
        tmp_path, "2", entry("coke", emission_factor=value(9)), entry("diesel", emission_factor=values[::-1])
    )
    assert (told(diff(old, new)), diff(old, new).same) == ([], 4)


def test_added_removed_and_changed(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=[value(4), value(5, year=2019)]))
    new = lib(tmp_path, "2", entry("diesel", emission_factor=[value(5), value(6, sector="power")]))
    found = diff(old, new)
    assert told(found) == [("changed", 4, 5), ("removed", 5, None), ("added", None, 6)]
    changed = found.of_kind(Kind.CHANGED)[0]
    assert (changed.percent, changed.fields) == (pytest.approx(25), ("value",))


def test_the_same_number_in_another_unit_is_restated(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=value(3.1)))
    new = lib(tmp_path, "2", entry("diesel", emission_factor=value(3100, "kgCO2/t")))
    change = diff(old, new).values[0]
    assert (change.kind, change.fields, change.percent) == (Kind.RESTATED, ("unit",), 0)


def test_a_change_is_measured_in_the_old_unit(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=value(3.1)))
    new = lib(tmp_path, "2", entry("diesel", emission_factor=value(3410, "kgCO2/t")))
    assert diff(old, new).values[0].percent == pytest.approx(10)


def test_a_change_from_zero_has_no_percentage(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("electricity", emission_factor=value(0, "tCO2/MWh")))
    new = lib(tmp_path, "2", entry("electricity", emission_factor=value(1, "tCO2/MWh")))
    assert (diff(old, new).values[0].kind, diff(old, new).values[0].percent) == (Kind.CHANGED, None)


def test_citation_and_status_are_a_group_of_their_own(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=value(3, status="once")))
    new = lib(tmp_path, "2", entry("diesel", emission_factor=value(3, at="table 2", status="twice")))
    change = diff(old, new).values[0]
    assert (change.kind, change.fields) == (Kind.RESTATED, ("at", "status"))


def test_an_uncertainty_is_a_number(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=value(3, uncertainty_pct=5)))
    new = lib(tmp_path, "2", entry("diesel", emission_factor=value(3, uncertainty_pct=7)))
    change = diff(old, new).values[0]
    assert (change.kind, change.fields) == (Kind.CHANGED, ("uncertainty_pct",))


def test_a_document_is_told_by_its_title_and_not_by_its_key(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry("diesel", emission_factor=value(3)))
    new = lib(
        tmp_path, "2", entry("diesel", emission_factor={**value(3), "from": "same"}),
        sources={"same": {"title": "a document", "year": 2020}},
    )  # fmt: skip
    assert diff(old, new).values == ()
    assert [(e.what, e.name) for e in diff(old, new).edits] == [("document", "doc"), ("document", "same")]


def test_a_value_of_several_sources_is_one_change(tmp_path: Path) -> None:
    old = lib(tmp_path, "1", entry(["diesel", "gasoline"], emission_factor=value(3)))
    new = lib(tmp_path, "2", entry(["diesel", "gasoline"], emission_factor=value(4)))
    assert [c.sources for c in diff(old, new).values] == [("diesel", "gasoline")]


def test_values_for_the_same_are_paired_by_factor_then_method(tmp_path: Path) -> None:
    """Two methods of one gas, for different sectors, both take a value without a sector."""
    methods = {"a": {**DIRECT, "only_for": ["power"]}, "b": {**DIRECT, "only_for": ["industry"]}}
    one, two = entry("diesel", "a", emission_factor=value(1)), entry("diesel", "b", emission_factor=value(2))
    old = lib(tmp_path, "1", one, two, methods=methods)
    new = lib(tmp_path, "2", {**two, "id": "renamed"}, one, methods=methods)
    found = diff(old, new)
    assert [(c.kind, c.fields) for c in found.values] == [(Kind.RESTATED, ("factor",))]


def test_methods_substitutes_and_factors(tmp_path: Path) -> None:
    one = entry("diesel", emission_factor=value(3))
    old = lib(tmp_path, "1", one, entry("lignite", emission_factor=value(1)))
    new = lib(
        tmp_path, "2", {**one, "scope": 3}, entry("lignite", emission_factor=value(1)),
        methods={"direct": {**DIRECT, "formula": "2 * amount * emission_factor"}},
        substitutes={"raw_coal": {"use": "lignite", "from": "doc", "at": "table 2"}},
    )  # fmt: skip
    assert [(e.what, e.name, e.field, e.old, e.new) for e in diff(old, new).edits] == [
        ("method", "direct", "formula", "amount * emission_factor", "2 * amount * emission_factor"),
        ("substitute", "raw_coal", "", None, "lignite"),
        ("factor", "diesel.direct", "scope", "1", "3"),
    ]
