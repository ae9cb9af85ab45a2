"""The example of the page on adding a form works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grids import CONTEXT, Rows, sheet

DOCS = Path(__file__).parents[3] / "docs"
SOLD: Rows = [
    ["丹徒区2021年售气量"],
    ["用户类别", "售气量（万立方米）"],
    ["居民用户", 320],
    ["工业用户", "1 500"],
    ["合计", 1820],
]


def example(language: str) -> Any:
    page = (DOCS / language / "add-a-form.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "add-a-form.md", "exec"), names)  # noqa: S102
    return SimpleNamespace(**names)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_reads_the_table_of_the_page(language: str) -> None:
    layout = example(language)
    assert layout.score(sheet(SOLD), CONTEXT).confidence > 0.5
    assert layout.score(sheet([["能源品种", "消费量"]]), CONTEXT).confidence == 0
    table, problems = layout.read(sheet(SOLD), CONTEXT)
    assert [p.code for p in problems] == ["total_rows_skipped"]
    assert table.select("area", "year", "sector", "source", "amount", "unit", "origin").rows() == [
        ("321112", 2021, "residential", "natural_gas", 320, "万立方米", "Sheet1!B3"),
        ("321112", 2021, "industry", "natural_gas", 1500, "万立方米", "Sheet1!B4"),
    ]
    wrong = layout.read(sheet([*SOLD[:4], ["合计", 2820]]), CONTEXT)[1]
    assert [p.code for p in wrong] == ["total_rows_skipped", "printed_total_differs"]
