"""Indicator tables: GDP with its prices, population and what else an intensity is set against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.place_year import What, stated
from cityghg.activity.resolve import find_area, find_year
from cityghg.base.problems import Problem
from cityghg.intensity.reading.gdp import read_gdp
from cityghg.intensity.reading.grid import Table, find_tables, numbers, refuse_doubled
from cityghg.intensity.reading.headings import Heading
from cityghg.intensity.reading.vocabulary import energy_basis, indicator_columns

FRAME: Final = {
    "area": "object",  # resolved code
    "area_name": "object",
    "year": "int64",
    "gdp_10k_yuan": "float64",
    "gdp_prices": "object",  # base year of constant prices, `current`, or "" where there is no GDP
    "gdp_index": "float64",  # the year before = 100, at comparable prices
    "population": "float64",  # persons
    "tertiary_share": "float64",  # percent
    "energy_tce": "float64",
    "energy_basis": "object",  # `calorific`, `coal_equivalent` or ""
    "emissions_t": "float64",
    "basis": "object",  # of the emissions, as the table says it; likewise library and gwp
    "library": "object",
    "gwp": "object",
    "origin": "object",  # file, sheet and cell of the GDP
}
_NUMBERS: Final = ("gdp_index", "population", "tertiary_share", "energy_tce", "emissions_t")
_WORDS: Final = ("basis", "library", "gwp")


def read_indicators(
    path: Path, shown: str, context: Context, *, needed: Sequence[str] = ("gdp",)
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every table with the `needed` columns in a workbook or text file; `shown` is its name in messages.

    Returns the columns of `FRAME`, one row an area and year, NaN where a number is blank, missing or
    bad; rows without a usable area or year are left out and reported.
    """
    tables, problems = find_tables(path, shown, context, indicator_columns(), needed)
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, int], str] = {}
    for table in tables:
        for row in _read(table, context):
            key = (row["area"], row["year"])
            first = seen.setdefault(key, row["origin"])
            at = row.pop("row")
            if first == row["origin"]:
                rows.append(row)
            else:
                table.findings.at(
                    "indicator_twice", at, 0, area=row["area_name"], year=row["year"], other=first
                )
        problems += table.findings.all()
    frame = pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME)
    return frame.sort_values(["area", "year"], ignore_index=True), problems


def _read(table: Table, context: Context) -> list[dict[str, Any]]:
    refuse_doubled(table, ("area", "gdp"))
    areas, years = _keys(table, context)
    gdp = read_gdp(table, context)
    if gdp is None:
        return []
    columns: dict[str, list[Any]] = {"gdp_10k_yuan": gdp.values, "gdp_prices": gdp.prices}
    for name in _NUMBERS:
        columns[name] = _numbers(table, name)
    for name in _WORDS:
        columns[name] = table.texts(name)
    columns["energy_basis"] = _energy_basis(table, columns["energy_tce"])
    result = []
    for i, (row, area, year) in enumerate(zip(table.body.rows, areas, years, strict=True)):
        if area is None or year is None:
            continue
        head = {"row": row, "area": area, "area_name": context.areas[area].name, "year": year}
        values = {name: cells[i] for name, cells in columns.items()}
        result.append(head | values | {"origin": table.origin(row, gdp.heading)})
    return result


def _keys(table: Table, context: Context) -> tuple[list[str | None], list[int | None]]:
    """Return the area and year of each row, from their columns, else from what the sheet says of all rows."""
    missing: list[What] = [name for name in ("area", "year") if name not in table.headings]
    said, problems = stated(table.sheet, table.title_rows, context, missing)
    for one in problems:
        table.findings.add(one)
    count = len(table.body.rows)
    areas = [said.area] * count
    if "area" in table.headings:
        areas = table.meanings("area", lambda texts: find_area(texts, context))
    years = [said.year] * count
    if "year" in table.headings:
        years = table.meanings("year", lambda texts: find_year(texts, context))
    return areas, years


def _numbers(table: Table, name: str) -> list[float | None]:
    heading = table.one(name)
    count = len(table.body.rows)
    if heading is None:
        return [None] * count
    column = heading.column
    if column.unit is None:
        return numbers(table, heading, [1.0] * count)
    if heading.factor is None and not column.unit_optional:
        said = {"column": column, "unit": column.unit}
        table.findings.at("indicator_unit_missing", table.title_rows, heading.index, **said)
        return [None] * count
    values = numbers(table, heading, [1.0 if heading.factor is None else heading.factor] * count)
    if heading.factor is None and column.least is not None:
        _doubt_unit(table, heading, values, column.least)
    return values


def _doubt_unit(table: Table, heading: Heading, values: list[float | None], least: float) -> None:
    """Report the first value that cannot be a count in the unit taken for granted."""
    for row, value in zip(table.body.rows, values, strict=True):
        if value is not None and (value < least or not value.is_integer()):
            table.findings.at("population_unit_doubtful", row, heading.index, found=f"{value:g}")
            return


def _energy_basis(table: Table, energy: list[float | None]) -> list[str]:
    heading = table.one("energy_tce")
    if heading is None:
        return [""] * len(energy)
    bases = [heading.energy_basis or energy_basis(text) or "" for text in table.texts("energy_basis")]
    if any(value is not None and not basis for value, basis in zip(energy, bases, strict=True)):
        table.findings.at("energy_basis_unstated", table.title_rows, heading.index)
    return bases
