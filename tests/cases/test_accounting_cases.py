"""Runs the hand-worked cases in `accounting/`: rows as a department hands them in, through the whole program.

A case states `rows` of the activity table, optionally a `project` (city.yaml) and its `files` (a library
of its own), and what must come out: `lines` by source and gas, `totals` by area and basis, and the codes
of `problems` other than notes.
"""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cityghg.base import strict_yaml
from cityghg.base.problems import Severity
from cityghg.pipeline import Request, compile_inventory
from cityghg.project import Opened, open_project
from cityghg.report.result import Result

CASES = sorted((Path(__file__).parent / "accounting").glob("*.yaml"))
HEADERS = ("area", "year", "sector", "source", "amount", "unit", "counterpart")


def compiled(case: dict[str, Any], folder: Path) -> Result:
    """Write the rows as a CSV file and compile it."""
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADERS)
        writer.writeheader()
        writer.writerows({**case.get("common", {}), **row} for row in case["rows"])
    for name, text in case.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    opened: Opened = open_project(folder)[0]
    if "project" in case:
        (folder / "city.yaml").write_text(case["project"], encoding="utf-8")
        opened, problems = open_project(folder)
        assert problems == []
    return compile_inventory(Request(opened, [(path, path.name)]))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    document, problems = strict_yaml.read(path)
    assert document is not None and problems == []
    case = document.data
    result = compiled(case, tmp_path)
    relative = case["tolerance"]["relative"]
    assert case["tolerance"]["because"]
    for expected in case.get("lines", ()):
        compare(result.table, expected, relative)
    totals = result.totals.set_index(["area", "basis"])["co2e_t"]
    for area, by_basis in case.get("totals", {}).items():
        found = {basis: totals[area, basis] for basis in by_basis}
        assert found == pytest.approx(by_basis, rel=relative), area
    said = [p.code for p in result.problems if p.severity is not Severity.NOTE]
    assert said == case.get("problems", [])


def compare(table: pd.DataFrame, expected: dict[str, Any], relative: float) -> None:
    """The keys of an expected line that are text pick the row, those that are numbers are compared."""
    words = {key: text for key, text in expected.items() if isinstance(text, str)}
    rows = table[(table[list(words)] == pd.Series(words)).all(axis=1)]
    assert len(rows) == 1, words
    for key in expected.keys() - words.keys():
        assert rows.iloc[0][key] == pytest.approx(expected[key], rel=relative), (words, key)
