"""Tables written as text, read as a project of 镇江市 reads them."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cityghg.activity.context import Context
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

Write = Callable[[str], Path]


@pytest.fixture
def context() -> Context:
    return Context(load_sources(), load_sectors(), load_areas(), load_units(), "321100")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines of blank-separated cells as a csv file; `_` is a blank cell."""

    def written(table: str) -> Path:
        path = tmp_path / "table.csv"
        rows = [line.split() for line in table.strip().splitlines()]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(["" if cell == "_" else cell for cell in row] for row in rows)
        return path

    return written


@pytest.fixture
def codes() -> Callable[[Sequence[Problem]], list[str]]:
    """Return the codes of problems; every one must be speakable in both languages."""

    def listed(problems: Sequence[Problem]) -> list[str]:
        assert all(one.text("zh") and one.text("en") for one in problems)
        return [one.code for one in problems]

    return listed
