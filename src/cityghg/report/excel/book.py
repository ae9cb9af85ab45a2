"""What every sheet is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cityghg.base.labels import Language, label, label_file
from cityghg.intensity.table import FIXED_SUFFIX
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Page
from cityghg.report.excel.styles import Styles
from cityghg.report.result import Result
from cityghg.units import load_units


@dataclass(frozen=True)
class Book:
    """The result, the sheets, and where the rows and the constants stand that formulas refer to.

    `rows` are the inventory rows with the marks of `marks.py`, in the order of the sheet.
    `constants` holds the cell of each constant, `gwps` that of each gas.
    """

    result: Result
    language: Language
    styles: Styles
    pages: Mapping[str, Page]
    rows: pd.DataFrame
    detail: Layout
    constants: Mapping[str, str]
    gwps: Mapping[str, str]

    def word(self, key: str, **values: object) -> str:
        """Return a word of the workbook."""
        return label("workbook", key, self.language, **values)

    def mass_unit(self) -> tuple[str, float]:
        """Return the unit of totals and how many tonnes it is."""
        unit = self.word("mass_unit")
        return unit, load_units().factor(unit, "t")


@dataclass(frozen=True)
class Assessed:
    """A table of the assessment and the page it goes to.

    `tables` holds all tables of the assessment by name; `detail` is where the inventory rows stand that
    formulas sum over, None in a workbook without them.
    """

    name: str
    page: Page
    tables: Mapping[str, pd.DataFrame]
    language: Language
    detail: Layout | None = None

    @property
    def frame(self) -> pd.DataFrame:
        return self.tables[self.name]

    def word(self, key: str, **values: object) -> str:
        """Return a word of the workbook."""
        return label("workbook", key, self.language, **values)


def head(column: str, language: Language, **values: object) -> str:
    """Return the heading of a column."""
    return label("report", f"columns.{column}", language, **values)


def named(group: str, key: object, language: Language) -> str:
    """Return the word for a code, or the code itself where the label files do not know it.

    Parameters and codes of a user's own library have no label.
    """
    entry: Any = label_file("report").get(group, {}).get(str(key))
    return str(entry[language]) if isinstance(entry, dict) else str(key)


def basis_word(basis: str, language: Language) -> str:
    """Return the name of a basis, also of one at the electricity factor of the base year."""
    word = named("basis", basis.removesuffix(FIXED_SUFFIX), language)
    return f"{word} {named('intensity', 'fixed_factor', language)}" if basis.endswith(FIXED_SUFFIX) else word


def group_word(by: str, group: str, language: Language) -> str:
    """Return the name of a group of the evaluation's summary, blank for a set as a whole."""
    return "" if by == group else named(by.removesuffix("_untested"), group, language)
