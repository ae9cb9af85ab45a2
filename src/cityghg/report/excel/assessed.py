"""The sheets of the assessment: one a table, the same beside an inventory and alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from cityghg.report.excel import drivers, evaluation, intensity, plain, target_split, targets
from cityghg.report.excel.book import Assessed

SHEETS: Final[dict[str, Callable[[Assessed], None]]] = {
    "intensity": intensity.write, "targets": targets.write, "target_split": target_split.write,
    "evaluation": evaluation.write, "evaluation_summary": evaluation.write_summary,
    "drivers": drivers.write,
}  # fmt: skip
"""Sheets that are more than the plain table, by the name of the table."""


def shown(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the tables that get a sheet: those with rows."""
    return [name for name, frame in tables.items() if not frame.empty]


def write(sheet: Assessed) -> None:
    """Fill the sheet of one table."""
    SHEETS.get(sheet.name, plain.write)(sheet)
