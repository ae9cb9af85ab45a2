"""Indicator tables: GDP with its prices, population and what else an intensity is set against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.activity.context import Context
from cityghg.activity.place_year import What, stated
from cityghg.activity.resolve import Answer, Texts, find_area, find_year
from cityghg.base.problems import Problem
from cityghg.intensity.reading.gdp import read_all_gdp
from cityghg.intensity.reading.grid import Table, find_tables, numbers, refuse_doubled
from cityghg.intensity.reading.headings import Heading
from cityghg.intensity.reading.twice import report_twice
from cityghg.intensity.reading.vocabulary import (
    energy_basis,
    find_vintage,
    indicator_columns,
    vintage_words,
)  # fmt: skip

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
    "coal_share_pct": "float64",
    "non_fossil_share_pct": "float64",
    "land_area_km2": "float64",
    "vintage": "object",  # revision of the GDP, a key of `vintages` in indicator_columns.yaml, or ""
}
LEVEL: Final = ("area", "year", "basis", "gdp_prices", "vintage")  # what a row is one of
NUMBERS: Final = (
    "gdp_index", "population", "tertiary_share", "energy_tce", "emissions_t", "coal_share_pct",
    "non_fossil_share_pct", "land_area_km2",
)  # fmt: skip
_WORDS: Final = ("basis", "library", "gwp")
_DOUBLED: Final = ("area", "gdp")  # several columns may name an area, and give GDP at several price bases


def read_indicators(
    path: Path, shown: str, context: Context, *, needed: Sequence[str] = ("gdp",)
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every table with the `needed` columns in a workbook or text file; `shown` is its name in messages.

    Returns the columns of `FRAME`, one row an area, year, price base, vintage and basis of emissions; NaN
    where a number is blank, missing or bad. Rows without a usable area or year are left out and reported.
    """
    tables, problems = find_tables(path, shown, context, indicator_columns(), needed)
    parts = [part for table in tables for part in _read(table, context)]
    kept, twice = report_twice([frame for frame, _ in parts])
    for number, at, code, values in twice:
        parts[number][1].findings.at(code, at, 0, **values)
    for table in tables:
        problems += table.findings.all()
    return kept.reindex(columns=list(FRAME)).astype(FRAME), problems


def _read(table: Table, context: Context) -> list[tuple[pd.DataFrame, Table]]:
    """Return the rows of a table, a frame for each of its columns of GDP."""
    refuse_doubled(table, _DOUBLED)
    areas, years = _keys(table, context)
    names = {code: context.areas[code].name for code in set(areas) if code is not None}
    columns: dict[str, Any] = {
        "row": table.body.rows, "area": areas, "area_name": [names.get(code or "") for code in areas],
        "year": years, **{name: _numbers(table, name) for name in NUMBERS},
        **{name: table.texts(name) for name in _WORDS}, "vintage": _vintages(table),
    }  # fmt: skip
    columns["energy_basis"] = _energy_basis(table, columns["energy_tce"])
    frame = pd.DataFrame(columns).dropna(subset=["area", "year"])
    result: list[tuple[pd.DataFrame, Table]] = []
    for gdp in read_all_gdp(table, context):
        own = pd.DataFrame(
            {"gdp_10k_yuan": gdp.values, "gdp_prices": gdp.prices, "origin": table.origins(gdp.heading)}
        ).astype({"gdp_10k_yuan": "float64"})
        joined = frame.join(own)
        result.append((joined if not result else joined[joined["gdp_10k_yuan"].notna()], table))
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


def _vintages(table: Table) -> list[str]:
    """Return the vintage of each row, "" where none is stated; what is not understood is reported."""
    if table.one("vintage") is None:
        return [""] * len(table.body.rows)
    return [found or "" for found in table.meanings("vintage", _vintage)]


def _vintage(texts: Texts) -> Answer[str]:
    text = next((text for text in texts if text), "")
    found = find_vintage(text) if text else ""
    if found is not None:
        return Answer(found)
    return Answer(None, "vintage_unknown", {"found": text, "known": ", ".join(vintage_words())})


def _energy_basis(table: Table, energy: list[float | None]) -> list[str]:
    heading = table.one("energy_tce")
    if heading is None:
        return [""] * len(energy)
    texts = table.texts("energy_basis")
    known = {text: energy_basis(text) or "" for text in set(texts)}
    bases = [heading.energy_basis or known[text] for text in texts]
    if any(value is not None and not basis for value, basis in zip(energy, bases, strict=True)):
        table.findings.at("energy_basis_unstated", table.title_rows, heading.index)
    return bases
