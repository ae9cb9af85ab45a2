"""Value added and energy by industry, read from a table of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
from pydantic import BaseModel, ConfigDict

from cityghg.activity.context import Context
from cityghg.activity.headers import load_columns
from cityghg.activity.place_year import What, stated
from cityghg.activity.resolve import find_area, find_sector, find_year
from cityghg.base.locate import codelist
from cityghg.base.problems import Problem
from cityghg.base.strict_yaml import shipped
from cityghg.codes import CodeList
from cityghg.intensity.reading.gdp import read_gdp
from cityghg.intensity.reading.grid import Table, find_tables, numbers
from cityghg.intensity.reading.vocabulary import IndicatorColumn, energy_basis

FRAME: Final = {
    "area": "object",
    "year": "int64",
    "sector": "object",
    "value_added": "float64",  # 10 000 yuan
    "prices": "object",  # base year of constant prices, or `current`
    "energy_tce": "float64",  # NaN where it is to be taken from the inventory
    "energy_basis": "object",
    "origin": "object",
}
_SHARED: Final = ("area", "year", "sector")
_NEEDED: Final = ("sector", "gdp")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    columns: tuple[IndicatorColumn, ...]


@cache
def industry_columns() -> CodeList[IndicatorColumn]:
    """Return the columns of the table, area, year and sector first."""
    shared = [IndicatorColumn(**load_columns()[name].model_dump()) for name in _SHARED]
    return CodeList((*shared, *shipped(codelist("industry_columns.yaml"), _File).columns))


def read_industries(path: Path, shown: str, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every table with an industry and its value added; `shown` is the file's name in messages.

    Returns the columns of `FRAME`, one row an area, year and industry. Rows without a usable area,
    year, industry or value added are left out and reported, as are those given twice.
    """
    tables, problems = find_tables(path, shown, context, industry_columns(), _NEEDED)
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, int, str], str] = {}
    for table in tables:
        for at, row in _read(table, context):
            first = seen.setdefault((row["area"], row["year"], row["sector"]), row["origin"])
            if first == row["origin"]:
                rows.append(row)
            else:
                said = {"area": context.areas[row["area"]].name, "year": row["year"], "other": first}
                table.findings.at("industry_twice", at, 0, sector=context.sectors[row["sector"]], **said)
        problems += table.findings.all()
    frame = pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME)
    return frame.sort_values(["area", "year", "sector"], ignore_index=True), problems


def _read(table: Table, context: Context) -> list[tuple[int, dict[str, Any]]]:
    missing: list[What] = [name for name in ("area", "year") if name not in table.headings]
    said, problems = stated(table.sheet, table.title_rows, context, missing)
    for one in problems:
        table.findings.add(one)
    gdp = read_gdp(table, context)
    if gdp is None:
        return []
    count = len(table.body.rows)
    areas, years = [said.area] * count, [said.year] * count
    if "area" in table.headings:
        areas = table.meanings("area", lambda texts: find_area(texts, context))
    if "year" in table.headings:
        years = table.meanings("year", lambda texts: find_year(texts, context))
    sectors = table.meanings("sector", lambda texts: find_sector(texts, context))
    energy, bases = _energy(table)
    result = []
    for i, row in enumerate(table.body.rows):
        if None in (areas[i], years[i], sectors[i], gdp.values[i]):
            continue
        values = (areas[i], years[i], sectors[i].id, gdp.values[i], gdp.prices[i], energy[i], bases[i])
        origin = table.origin(row, gdp.heading)
        result.append((row, dict(zip(FRAME, (*values, origin), strict=True))))
    return result


def _energy(table: Table) -> tuple[list[float | None], list[str]]:
    heading, count = table.one("energy_tce"), len(table.body.rows)
    if heading is None:
        return [None] * count, [""] * count
    if heading.factor is None:
        said = {"column": heading.column, "unit": heading.column.unit}
        table.findings.at("indicator_unit_missing", table.title_rows, heading.index, **said)
        return [None] * count, [""] * count
    values = numbers(table, heading, [heading.factor] * count)
    bases = [heading.energy_basis or energy_basis(text) or "" for text in table.texts("energy_basis")]
    if any(value is not None and not basis for value, basis in zip(values, bases, strict=True)):
        table.findings.at("energy_basis_unstated", table.title_rows, heading.index)
    kept = [value if basis else None for value, basis in zip(values, bases, strict=True)]
    return kept, bases
