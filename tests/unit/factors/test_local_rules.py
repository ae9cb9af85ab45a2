"""A city's own library: dated documents, own measurements, and the same physics as everywhere."""

from pathlib import Path
from typing import Any

import pytest

from cityghg.base.problems import Severity
from cityghg.codes import load_sectors, load_sources
from cityghg.factors.checks.local import own_documents_are_dated, own_values_stay_local
from cityghg.factors.checks.subject import Checked
from support import codes, entry, library, load_and_check, value, write_library


def measured(**more: Any) -> dict[str, Any]:
    return entry(
        "raw_coal", None, net_calorific_value=value(21.35, "GJ/t", basis="net", status="own", **more)
    )


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"title": "analyses"}, ["local_document_undated"]),
        ({"title": "analyses", "year": 2023}, []),
        ({"title": "analyses", "date": "2023-05-12"}, []),
    ],
    ids=["neither", "year", "day"],
)
def test_a_document_of_a_local_library_is_dated(
    tmp_path: Path, document: dict[str, Any], expected: list[str]
) -> None:
    _, problems = load_and_check(write_library(tmp_path, measured(), methods={}, sources={"doc": document}))
    assert codes(problems) == expected
    assert all(p.severity is Severity.ERROR and p.place.file == "lib/library.yaml" for p in problems)


def test_a_document_that_no_value_is_from_needs_no_date(tmp_path: Path) -> None:
    documents = {"doc": {"title": "analyses", "year": 2023}, "law": {"title": "why we measure"}}
    _, problems = load_and_check(write_library(tmp_path, measured(), methods={}, sources=documents))
    assert codes(problems) == ["publication_not_cited"]


def test_own_values_are_for_local_libraries(tmp_path: Path) -> None:
    checked = Checked(library(tmp_path, measured(), methods={}), load_sources(), load_sectors())
    assert list(own_values_stay_local(checked)) == []
    checked.is_shipped = True
    assert codes(list(own_values_stay_local(checked))) == ["own_value_shipped"]
    assert list(own_documents_are_dated(checked)) == []


@pytest.mark.parametrize("key", ["from", "at"])
def test_a_value_without_its_document_or_place_is_refused_with_what_to_write(
    tmp_path: Path, key: str
) -> None:
    factor = measured()
    del factor["parameters"]["net_calorific_value"][0][key]
    found, [problem] = load_and_check(write_library(tmp_path, factor, methods={}))
    assert (found, problem.code, problem.severity) == (None, "yaml_missing_key", Severity.ERROR)
    assert problem.place.file == "lib/factors.yaml" and problem.place.line > 1
    assert {"from": "library.yaml 中 sources", "at": "例如 表1.7"}[key] in problem.text("zh")


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        ({"value": 21350}, "value_implausible"),
        ({"unit": "tC/TJ"}, "value_dimension"),
        ({"unit": "GJ"}, "value_dimension"),
        ({"basis": "gross"}, "basis_gross"),
    ],
    ids=["kilojoules as gigajoules", "another dimension", "not by mass", "gross"],
)
def test_values_alone_are_checked_against_the_methods_that_ship(
    tmp_path: Path, slip: dict[str, Any], expected: str
) -> None:
    factor = measured()
    factor["parameters"]["net_calorific_value"][0].update(slip)
    _, problems = load_and_check(write_library(tmp_path, factor, methods={}))
    assert codes(problems) == [expected]
