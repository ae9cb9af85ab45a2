"""What a form is made of, before it is written."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd
import polars as pl

from cityghg.base.labels import Language, label
from cityghg.codes import Area, Areas, CodeList, Sector, Source
from cityghg.report.result import World
from cityghg.report.template.domains import Domain, domains, units_of
from cityghg.units import UnitError, load_units

_KEY = ("area", "sector", "source", "counterpart", "unit")
_GRID = "grid:"


@dataclass(frozen=True)
class Row:
    """A row that was reported the year before, in codes; `amount` is a number or a notation key."""

    area: str
    sector: str
    source: Source
    counterpart: str
    unit: str
    amount: Decimal | str


@dataclass(frozen=True)
class Form:
    """A form for one year. `areas` are the names to choose from, by code.

    `previous` holds the rows of the year before by domain, `indicators` those of the indicator table.
    """

    year: int
    language: Language
    place: str
    areas: Mapping[str, str]
    domains: Sequence[Domain]
    sectors: CodeList[Sector]
    previous: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    indicators: pd.DataFrame | None = None

    def word(self, key: str, **values: object) -> str:
        return label("template", key, self.language, **values)

    def title(self, sheet: str) -> str:
        """Return the title of a sheet. It states the year, which no column of the sheet does."""
        named = self.word(f"sheets.{sheet}")
        return " ".join(self.word("title", place=self.place, year=self.year, sheet=named).split())

    def area_name(self, code: str) -> str:
        return self.areas.get(code, code)


def build(
    year: int,
    language: Language,
    world: World,
    offered: Sequence[Area],
    place: str = "",
    activity: pl.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
) -> Form:
    """Put a form together.

    `offered` are the areas to choose from, all if there are none; `activity` and `indicators` hold what
    was reported, of which the year before counts.
    """
    areas, sources, sectors = world.areas, world.sources, world.sectors
    listed = domains(sources, sectors)
    rows = [] if activity is None else _rows(activity, year - 1, sources, language)
    codes = {area.code for area in offered}
    rows = [row for row in rows if row.area in codes or not codes]
    by_kind = {source.id: domain.id for domain in listed for source in domain.sources}
    previous = {
        domain.id: [row for row in rows if by_kind.get(row.source.id) == domain.id] for domain in listed
    }
    named = [
        *offered,
        *(areas[code] for code in dict.fromkeys(row.area for row in rows) if code not in codes),
    ]
    names = {area.code: unique_name(area, areas, world.city) for area in named}
    last = None if indicators is None else indicators[indicators["year"] == year - 1]
    return Form(year, language, place, names, listed, sectors, previous, last)


def inside(areas: Areas, code: str) -> list[Area]:
    """Return an area and everything in it, each area before its parts."""
    return [areas[code], *(found for child in areas.children(code) for found in inside(areas, child.code))]


def unique_name(area: Area, areas: Areas, city: str | None) -> str:
    """Return a name that the reader understands: the plain one, else with those around it, else the code."""
    for name in (area.name, areas.path_name(area.code)):
        if [found.code for found in areas.find(name, city)] == [area.code]:
            return name
    return area.code


def counterpart_name(code: str, areas: Mapping[str, str]) -> str:
    """Return how a counterpart is written: a region of the grid, an area by name or by code."""
    return areas.get(code, code.removeprefix(_GRID))


def _rows(activity: pl.DataFrame, year: int, sources: CodeList[Source], language: Language) -> list[Row]:
    """Return one row a key: amounts of a table are summed, and of several tables the first one counts."""
    table = activity.filter(pl.col("year") == year)
    sums = table.group_by("table", *_KEY, maintain_order=True).agg(
        pl.col("amount").sum().alias("sum"),
        pl.col("amount").count().alias("numbers"),
        pl.col("notation").max(),
    )
    first = sums.unique(_KEY, keep="first", maintain_order=True)
    return [
        Row(
            row["area"], row["sector"], sources[row["source"]], row["counterpart"],
            _as_offered(row["unit"], sources[row["source"]], language),
            row["sum"] if row["numbers"] else row["notation"],
        )
        for row in first.iter_rows(named=True)
    ]  # fmt: skip


def _as_offered(unit: str, source: Source, language: Language) -> str:
    """Return the spelling of a unit that the form offers, or the unit as written where there is none."""
    for offered in units_of(source, language):
        try:
            if math.isclose(load_units().factor(unit, offered), 1):
                return offered
        except UnitError:
            continue
    return unit
