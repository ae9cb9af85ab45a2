"""One sheet: cells are written as text, number or formula, never guessed from their content."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from cityghg.report.excel.layout import Layout
from cityghg.report.excel.styles import Styles, with_unit

_LONGEST_TEXT: Final = 32767
_A4, _A3 = 9, 8
_NARROWEST, _WIDEST = 6.0, 60.0
_LINE_HEIGHT: Final = 14.0


@dataclass(frozen=True)
class Formula:
    """A live formula, without `=`, and its computed value."""

    text: str
    value: float


@dataclass(frozen=True)
class Measured:
    """A number that is shown with its unit."""

    value: float
    unit: str


Cell = tuple[object, dict[str, object]]  # a value and the properties of its format


class Page:
    """A worksheet that remembers how wide its texts are."""

    def __init__(self, sheet: Any, styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles
        self.name: str = sheet.get_name()
        self._widths: dict[int, float] = {}

    def put(self, row: int, column: int, value: object, style: Any) -> None:
        """Write a value by its type: a text stays a text whatever it begins with; None is blank."""
        if isinstance(value, str):
            if value:
                self.sheet.write_string(row, column, value[:_LONGEST_TEXT], style)
                self._widen(column, value)
            else:
                self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, Formula):
            self.sheet.write_formula(row, column, f"={value.text}", style, float(value.value))
        elif isinstance(value, Measured):
            self.sheet.write_number(row, column, value.value, style)
            self._widen(column, f"{value.value:.9g} {value.unit}")
        elif is_missing(value):
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_number(row, column, float(value), style)  # type: ignore[arg-type]

    def put_row(self, row: int, layout: Layout, cells: Mapping[str, Cell], **look: object) -> None:
        """Write the cells of a row under their columns; `look` is common to all of them."""
        common = tuple(look.items())
        for column, (value, properties) in cells.items():
            if isinstance(value, Measured):
                properties = {**properties, "num_format": with_unit(value.unit)}
            self.put(row, layout.position(column), value, self.styles.cell(properties, *common))

    def _widen(self, column: int, text: str) -> None:
        width = width_of(text)
        if width > self._widths.get(column, 0):
            self._widths[column] = width

    def title(self, text: str) -> None:
        self.sheet.set_row(0, 24)
        self.sheet.write_string(0, 0, text, self.styles.title())

    def heads(self, row: int, words: Sequence[str], wide: Sequence[float] = ()) -> None:
        """Write a header row; without `wide` the columns take the width of their heads."""
        self.sheet.set_row(row, 33)
        for column, word in enumerate(words):
            self.sheet.write_string(row, column, word.replace(" (", "\n("), self.styles.header())
            width = wide[column] if column < len(wide) else width_of(word) * 0.75 + 2
            self.sheet.set_column(column, column, max(_NARROWEST, width))

    def fit(self, columns: Sequence[int], least: float = _NARROWEST, most: float = _WIDEST) -> None:
        """Give columns the width of the widest text written to them."""
        for column in columns:
            width = min(most, max(least, self._widths.get(column, 0) + 2))
            self.sheet.set_column(column, column, width)

    def stretch(self, row: int, texts: Sequence[tuple[object, float]]) -> None:
        """Make a row high enough for wrapped texts in columns of the given widths."""
        needed = [lines_of(text, width) for text, width in texts if isinstance(text, str)]
        if max(needed, default=1) > 1:
            self.sheet.set_row(row, _LINE_HEIGHT * max(needed) + 2)

    def finish(self, layout: Layout, footer: str, heads: tuple[int, int], a3: bool = False) -> None:
        """Offer a filter, keep the green corners away, and set up the print.

        Printed are all columns on the width of a page, the header rows on every page, page numbers.
        """
        self.sheet.autofilter(layout.first - 1, 0, layout.last, len(layout.columns) - 1)
        cells = f"A1:XFD{layout.last + 1}"
        self.sheet.ignore_errors(
            {"number_stored_as_text": cells, "formula_differs": cells, "empty_cell_reference": cells}
        )
        self.print_setup(footer, a3)
        self.sheet.repeat_rows(*heads)

    def print_setup(self, footer: str, a3: bool = False) -> None:
        """Set landscape, all columns on the width of a page, and page numbers."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3 if a3 else _A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
        self.sheet.set_footer(f"&C{footer}")


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """Return how many narrow characters a text takes; Chinese ones take two."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of that width."""
    return sum(max(1, math.ceil(width_of(line) / (width - 1))) for line in text.split("\n"))


def is_missing(value: object) -> bool:
    """Say whether a cell stays blank."""
    return (
        value is None
        or value is pd.NA
        or value == ""
        or (isinstance(value, float) and not math.isfinite(value))
    )
