"""The layouts in use, and which of them a sheet is of."""

from __future__ import annotations

from types import ModuleType
from typing import cast

from cityghg.activity.context import Context
from cityghg.activity.headers import headers, load_columns
from cityghg.activity.layouts import Layout, Match, energy_balance, tidy, wide
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Place, Problem, problem

_MODULES: tuple[ModuleType, ...] = (tidy, wide, energy_balance)
LAYOUTS: tuple[Layout, ...] = tuple(cast(Layout, module) for module in _MODULES)

_SURE_ENOUGH = 0.5
_TELLING = ("source", "amount")


def choose(sheet: Sheet, context: Context) -> tuple[Layout | None, dict[str, Match], list[Problem]]:
    """Return the layout of a sheet, how well each fits, and what keeps the choice from being made.

    No layout and no problem means that the sheet holds no table the program knows.
    """
    matches = {layout.NAME: layout.score(sheet, context) for layout in LAYOUTS}
    best = max(match.confidence for match in matches.values())
    place = Place(file=sheet.file, sheet=sheet.name)
    if best < _SURE_ENOUGH:
        return None, matches, _half_a_header(sheet, place, context)
    fitting = [layout for layout in LAYOUTS if matches[layout.NAME].confidence == best]
    if len(fitting) > 1:
        first, second, *_ = (layout.NAME for layout in fitting)
        return None, matches, [problem("layout_tie", place, first=first, second=second)]
    return fitting[0], matches, []


def _half_a_header(sheet: Sheet, place: Place, context: Context) -> list[Problem]:
    """Report a heading row that lacks just what makes it a table: a misspelt heading, most likely."""
    known = [h for h in headers(sheet, context) if len(h.fields) >= 3 and set(_TELLING) & h.fields.keys()]
    if not known:
        return []
    header = max(known, key=lambda h: len(h.fields))
    unused = sorted({*header.others, *header.sources})
    others = ", ".join(sheet.spanned_text(header.row, column) for column in unused) or "-"
    return [
        problem("heading_missing", sheet.place(header.row, 0), column=load_columns()[name], others=others)
        for name in _TELLING
        if name not in header.fields
    ]
