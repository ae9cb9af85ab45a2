"""The cells of an inventory row, each with its value and how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cityghg.codes import CodeList
from cityghg.factors.formula import AMOUNT, parse
from cityghg.factors.resolve import Resolution
from cityghg.inventory.masses import Line, scale_of
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, named
from cityghg.report.excel.page import Cell, Formula, Measured, is_missing
from cityghg.report.excel.row_formulas import (
    OWN_COPY,
    Group,
    mass_from_factors,
    of_group,
    parameter_column,
)

Record = Mapping[str, Any]

_TEXTS: Final = ("area_name", "origin", "factor", "library")
_SHORT: Final = ("gas", "unit", "children_reported")
_CODES: Final = ("area", "sector", "source", "ipcc", "gpc", "gas_column")
_NUMBERS: Final = {
    "year": styles.PLAIN, "records": styles.INTEGER,
    "carried_from": styles.PLAIN, "deposit_year": styles.PLAIN,
}  # fmt: skip
_WORDS: Final = {
    "provenance": "provenance", "scope": "scopes", "memo_kind": "memo_kinds", "level": "levels",
}  # fmt: skip
_BARE: Final = ("has_number", "group", "whole_of", *OWN_COPY.values())
_HELPER: Final[dict[str, object]] = {"font_color": styles.HELPER}
_INPUT: Final[dict[str, object]] = {"font_color": styles.INPUT}
_GAP: Final[dict[str, object]] = {"bg_color": styles.GAP}


def bordered(column: str) -> bool:
    """Say whether blank cells of a column get a border: those that serve formulas need none."""
    return column not in _BARE and not column.startswith(("in_", "level_", "part_of_"))


def worked_out(lines: Sequence[Line], position: int) -> Resolution | None:
    """Return method and values of a row whose line has an amount, so that they are to be shown."""
    has_amount = position >= 0 and lines[position].figure.amount is not None
    return lines[position].resolution if has_amount else None


def cells(book: Book, record: Record, row: int, group: Group | None) -> dict[str, Cell]:
    """Return the cell of each column of the sheet for one inventory row; `group` where it is one."""
    found: dict[str, Cell] = {column: (None, {}) for column in book.detail.columns if bordered(column)}
    found |= _words(book, record) | _marks(book, record)
    found["uncertainty_pct"] = record["uncertainty_pct"], {"num_format": styles.PERCENT}
    if group is not None:
        found |= _summed_amount(book, record, row, group)
        return found | _emissions(book, record, row, of_group("mass_t", group, row, book.detail))
    found["amount"] = record["amount"], {"num_format": styles.NUMBER, **_INPUT}
    mass = None
    resolution = worked_out(book.result.lines, record["line"])
    if resolution is not None:
        found |= _inputs(book, record, resolution)
        age = book.result.lines[record["line"]].figure.age
        mass = mass_from_factors(resolution, age, row, book.detail, book.constants)
    return found | _emissions(book, record, row, mass) | _own_copies(book, record, row)


def _words(book: Book, record: Record) -> dict[str, Cell]:
    world, language = book.result.world, book.language
    place = record["counterpart"]
    return {
        **{column: (record[column], {}) for column in _TEXTS},
        **{column: (record[column], styles.CENTRED) for column in _SHORT},
        **{
            column: (record[column], {"num_format": f, **styles.CENTRED})
            for column, f in _NUMBERS.items()
            if column in book.detail.columns
        },
        **{column: (named(group, record[column], language), {}) for column, group in _WORDS.items()},
        "sector_name": (_name(world.sectors, record["sector"], book), {}),
        "source_name": (_name(world.sources, record["source"], book), {}),
        "counterpart": (world.areas[place].name if place in world.areas else place, {}),
    }


def _marks(book: Book, record: Record) -> dict[str, Cell]:
    """Codes and marks, in grey; a mark that is 0 stays blank, except `missing`, which is added up."""
    centred = {**_HELPER, **styles.CENTRED}
    levels = (c for c in book.detail.columns if c.startswith("level_"))
    numbers = (c for c in book.detail.columns if c.startswith(("in_", "part_of_")))
    marks = ("has_number", "group", "whole_of", *numbers)
    return {
        **{column: (record[column], _HELPER) for column in _CODES},
        **{column: (record[column], _HELPER) for column in levels if record[column]},
        **{column: (record[column], centred) for column in marks if record[column]},
        "missing": (record["missing"], centred),
    }


def _name(codes: CodeList[Any], code: str, book: Book) -> str:
    return codes[code].name(book.language) if code in codes else code


def _inputs(book: Book, record: Record, found: Resolution) -> dict[str, Cell]:
    """Amount and parameters with their units, the scale, and the formula in words."""
    unit = book.result.world.sources[record["source"]].unit
    names = {name: named("parameters", name, book.language) for name in found.parameters}
    names |= {name: named("constants", name, book.language) for name in book.constants}
    names[AMOUNT] = named("columns", AMOUNT, book.language)
    return {
        "amount": (record["amount"], {"num_format": styles.NUMBER, **_INPUT}),
        "scale": (scale_of(found, unit), {"num_format": "General"}),
        "method": (parse(found.method.formula).working(names), {}),
        **{
            parameter_column(name): (Measured(chosen.value, _of_unit(chosen.unit, unit)), _INPUT)
            for name, chosen in found.parameters.items()
        },
    }


def _of_unit(dimension: str, unit: str) -> str:
    """Return a dimension such as GJ/unit with the source's own unit in it."""
    return re.sub(r"\bunit\b", unit, dimension)


def _summed_amount(book: Book, record: Record, row: int, group: Group) -> dict[str, Cell]:
    if is_missing(record["amount"]):
        return {}
    text = of_group(AMOUNT, group, row, book.detail)
    return {"amount": (Formula(text, record["amount"]), {"num_format": styles.NUMBER})}


def _own_copies(book: Book, record: Record, row: int) -> dict[str, Cell]:
    """Amount and mass once more, for the sums, which could not add up the columns they stand in."""
    return {
        copy: (
            Formula(book.detail.cell(column, row), record[column]),
            {"num_format": styles.NUMBER, **_HELPER},
        )
        for column, copy in OWN_COPY.items()
        if not is_missing(record[column])
    }


def _emissions(book: Book, record: Record, row: int, mass: str | None) -> dict[str, Cell]:
    """Mass, GWP and CO2 equivalent; a gap is coloured."""
    fill = _GAP if record["missing"] else {}
    number: dict[str, object] = {"num_format": styles.NUMBER, **fill}
    found: dict[str, Cell] = {
        "mass_t": (None, number),
        "gwp": (None, fill),
        "co2e_t": (None, number),
        "notation": (record["notation"], {**styles.CENTRED, **fill}),
    }
    if is_missing(record["mass_t"]) or mass is None:
        return found
    found["mass_t"] = Formula(mass, record["mass_t"]), number
    if record["gas"] in book.gwps:
        cell = book.detail.cell
        found["gwp"] = Formula(book.gwps[record["gas"]], record["gwp"]), {"num_format": "General", **fill}
        found["co2e_t"] = Formula(f"{cell('mass_t', row)}*{cell('gwp', row)}", record["co2e_t"]), number
    return found
