"""Fonts, colours and number formats of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cityghg.base.labels import Language

# Fonts that come with Windows and Office; elsewhere the nearest one steps in.
_FONTS: Final[dict[Language, str]] = {"zh": "Microsoft YaHei", "en": "Calibri"}
_SIZE: Final = 10

# Small numbers show more digits, so that little does not look like nothing.
NUMBER: Final = "[>=1]#,##0.00;[<=-1]-#,##0.00;0.00####"
INTEGER: Final = "#,##0"
PLAIN: Final = "0"
SHARE: Final = "0.0%"
PERCENT: Final = "0.0"
FOUR: Final = "0.0000"

INPUT: Final = "#1F4E9E"
HELPER: Final = "#808080"
CENTRED: Final[dict[str, object]] = {"align": "center"}
GAP: Final = "#FFF2CC"
TOTAL: Final = "#EDF3F9"
SEVERITY: Final = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#E2EFDA"}
_HEADER: Final = "#D6E4F0"
_CELL: Final = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}


class Styles:
    """Cell formats by their properties, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[frozenset[tuple[str, object]], Any] = {}
        self._cells: dict[tuple[object, ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        """Return a bordered cell format with these properties."""
        return self.cell(properties)

    def cell(self, properties: Mapping[str, object], *common: tuple[str, object]) -> Any:
        """Return a bordered cell format with these properties, then the common ones."""
        key = (*properties.items(), None, *common)
        if key not in self._cells:
            self._cells[key] = self._format({**_CELL, **dict(common), **properties})
        return self._cells[key]

    def header(self, **properties: object) -> Any:
        return self(**{"bold": True, "bg_color": _HEADER, "text_wrap": True, "align": "center", **properties})

    def title(self) -> Any:
        return self._format({"bold": True, "font_size": 14, "valign": "vcenter"})

    def section(self) -> Any:
        return self._format({"bold": True, "font_size": 11, "valign": "vcenter", "bottom": 2})

    def stacked_columns(self) -> Any:
        """Return a new chart of stacked columns, to be filled and put on a sheet."""
        return self._workbook.add_chart({"type": "column", "subtype": "stacked"})

    def bare(self, **properties: object) -> Any:
        """Return a format without borders."""
        return self._format({"valign": "top", **properties})

    def chart(self, kind: str) -> Any:
        """Return a chart of the workbook, to be filled and placed on a sheet."""
        return self._workbook.add_chart({"type": kind})

    def _format(self, properties: dict[str, object]) -> Any:
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def default_format(language: Language) -> dict[str, object]:
    """Return the properties that every cell of the workbook starts from."""
    return {"font_name": _FONTS[language], "font_size": _SIZE}


def with_unit(unit: str) -> str:
    """Return a number format that shows the unit after the number."""
    shown = unit.replace('"', "").strip()
    return f'General" {shown}"' if shown not in ("", "1") else "General"
