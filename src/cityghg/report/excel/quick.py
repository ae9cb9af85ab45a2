"""A worksheet that takes formulas as they are."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class PlainFormulas(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas hold no function that files name with a prefix, as those after 2010 are.

    The library searches each formula for thirty of them, which takes a quarter of writing the workbook. If it
    renames the method, only that time is lost.
    """

    def _prepare_formula(self, formula: str, *_: Any) -> str:
        return formula.removeprefix("=")
