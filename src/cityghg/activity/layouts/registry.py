"""The layouts in use, and which of them a sheet is of."""

from __future__ import annotations

from types import ModuleType
from typing import cast

from cityghg.activity.context import Context
from cityghg.activity.headers import headers, load_columns
from cityghg.activity.layouts import (
    Choice,
    Layout,
    Match,
    electricity_trade,
    energy_balance,
    form_205_1,
    form_205_2,
    industry_by_fuel,
    process_output,
    tidy,
    wide,
    years_across,
)
from cityghg.activity.layouts.reasons import layout_words
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Place, Problem, problem

_MODULES: tuple[ModuleType, ...] = (
    tidy,
    wide,
    years_across,
    energy_balance,
    form_205_1,
    form_205_2,
    industry_by_fuel,
    process_output,
    electricity_trade,
)
LAYOUTS: tuple[Layout, ...] = tuple(cast(Layout, module) for module in _MODULES)

TIE = "layout_tie"
_SURE_ENOUGH = 0.5
_TELLING = ("source", "amount")


def choose(sheet: Sheet, context: Context) -> tuple[Layout | None, Choice, list[Problem]]:
    """Return the layout of a sheet, the choice on record, and what keeps it from being made.

    No layout and no problem means that the sheet holds no table the program knows. A stated layout
    is taken without asking which fits best, unless the sheet holds no table at all.
    """
    matches = {layout.NAME: layout.score(sheet, context) for layout in LAYOUTS}
    stated = context.defaults.layout_of(sheet.file, sheet.name)
    layout, problems = _best(sheet, context, matches)
    if stated in matches and (layout is not None or matches[stated].confidence > 0 or _is_tie(problems)):
        layout, problems = _stated(sheet, stated, matches[stated])
    name = layout.NAME if layout is not None else ""
    return layout, Choice(sheet.file, sheet.name, name, matches, stated is not None, sheet.table), problems


def _stated(sheet: Sheet, name: str, match: Match) -> tuple[Layout | None, list[Problem]]:
    if match.confidence > 0:
        return next(layout for layout in LAYOUTS if name == layout.NAME), []
    place = Place(file=sheet.file, sheet=sheet.name)
    return None, [problem("layout_does_not_fit", place, layout=layout_words(name))]


def _is_tie(problems: list[Problem]) -> bool:
    return any(found.code == TIE for found in problems)


def _best(sheet: Sheet, context: Context, matches: dict[str, Match]) -> tuple[Layout | None, list[Problem]]:
    best = max(match.confidence for match in matches.values())
    place = Place(file=sheet.file, sheet=sheet.name)
    if best < _SURE_ENOUGH:
        return None, _half_a_header(sheet, place, context)
    fitting = [layout for layout in LAYOUTS if matches[layout.NAME].confidence == best]
    if len(fitting) > 1:
        first, second, *_ = (layout.NAME for layout in fitting)
        named = {"first": layout_words(first), "second": layout_words(second)}
        return None, [problem(TIE, place, **named, names=f"{first} / {second}")]
    return fitting[0], []


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
