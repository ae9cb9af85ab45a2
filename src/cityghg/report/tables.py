"""The result as ordered, named tables. Every format writes these; a further table is one list entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cityghg.base.labels import Language, label
from cityghg.base.problems import Problem
from cityghg.inventory.joined import residual_code
from cityghg.report.result import Result

INVENTORY: Final = (
    "area", "area_name", "level", "year", "sector", "ipcc", "gpc", "source", "counterpart", "scope",
    "memo_kind", "gas", "amount", "unit", "mass_t", "gwp", "co2e_t", "uncertainty_pct", "notation",
    "factor", "library", "carried_from", "provenance", "children_reported", "records", "origin",
    "deposit_year", "energy_tce",
)  # fmt: skip
SUMMARY: Final = (
    "area", "area_name", "level", "year", "row", "co2_t", "ch4_t", "n2o_t", "hfcs_co2e_t",
    "pfcs_co2e_t", "sf6_co2e_t", "nf3_co2e_t", "other_co2e_t", "total_co2e_t", "missing",
)  # fmt: skip
FACTORS_USED: Final = (
    "source", "gas", "parameter", "value", "unit", "library", "factor", "sector", "region", "year",
    "variant", "carried_from", "substitute_for", "status", "document", "publisher", "published", "at",
    "uncertainty_pct", "note", "file", "line",
)  # fmt: skip
PROBLEMS: Final = ("severity", "code", "file", "sheet", "cell", "line", "finding", "remedy")
_INVENTORY_ORDER: Final = [
    "area", "year", "scope", "sector", "source", "counterpart", "gas", "provenance", "deposit_year",
]  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A named table; column headers are the contract's, in English."""

    name: str
    frame: pd.DataFrame


def inventory_table(result: Result, language: Language) -> Table:
    """One row an area, year, sector, source, counterpart and gas."""
    return Table("inventory", inventory_rows(result, language)[list(INVENTORY)])


def inventory_rows(result: Result, language: Language) -> pd.DataFrame:
    """Return the inventory with all its columns and the names of areas, in the order people read it."""
    frame = result.table.assign(area_name=area_names(result, result.table["area"], language))
    return frame.sort_values(_INVENTORY_ORDER, kind="stable", ignore_index=True)


def summary_table(result: Result, language: Language) -> Table:
    """The rows of the provincial summary and the totals by basis."""
    frame = result.summary.assign(area_name=area_names(result, result.summary["area"], language))
    return Table("summary", frame[list(SUMMARY)])


def intensity_table(result: Result, language: Language) -> Table:
    """Emissions against GDP, year by year."""
    return Table("intensity", result.intensity)


def factors_used_table(result: Result, language: Language) -> Table:
    """Every parameter value used, once, with its source."""
    used = {
        (line.figure.key.source, line.gas, id(line.resolution)): line.resolution
        for line in result.lines
        if line.resolution is not None and line.mass_t is not None
    }
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (source, gas, _), found in used.items():
        for name, chosen in found.parameters.items():
            row = _factor_row(source, gas, name, chosen)
            rows[tuple(row.values())] = row
    frame = pd.DataFrame(list(rows.values()), columns=list(FACTORS_USED))
    order = ["source", "gas", "parameter", "library", "factor", "sector", "region", "year", "file", "line"]
    return Table("factors_used", frame.sort_values(order, kind="stable", ignore_index=True))


def problems_table(problems: Sequence[Problem], language: Language) -> Table:
    """The problems, errors first."""
    rows = [
        (
            p.severity.value, p.code, p.place.file, p.place.sheet, p.place.cell, p.place.line or None,
            p.finding(language), p.remedy(language),
        )
        for p in problems
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(PROBLEMS)).astype({"line": "Int64"})
    return Table("problems", frame)


def problem_rows(problems: Sequence[Problem], language: Language) -> list[dict[str, Any]]:
    """Return the problems as plain data, for JSON."""
    frame = problems_table(problems, language).frame
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", force_ascii=False))
    return rows


TABLES: Final[tuple[Callable[[Result, Language], Table], ...]] = (
    inventory_table,
    summary_table,
    intensity_table,
    factors_used_table,
    lambda result, language: problems_table(result.problems, language),
)


def all_tables(result: Result, language: Language) -> list[Table]:
    """Return every table of the result, in the order people read them."""
    status = [] if result.status is None else [Table("status", result.status)]
    tables = [*status, *(build(result, language) for build in TABLES)]
    held = {table.name for table in tables}
    return tables + [Table(name, frame) for name, frame in result.assessed.items() if name not in held]


def area_names(result: Result, codes: pd.Series, language: Language) -> pd.Series:
    """Return the name of each area; a residual is named after the area it belongs to."""
    areas = result.world.areas
    names: dict[str, str] = {}
    for code in codes.unique():
        whole = str(code).removesuffix(residual_code(""))
        name = areas[whole].name
        names[code] = name if whole == code else label("report", "residual_of", language, area=name)
    return codes.map(names)


def _factor_row(source: str, gas: str, name: str, chosen: Any) -> dict[str, Any]:
    value = chosen.given.value
    document = chosen.library.publication(value.source)
    return dict(
        zip(
            FACTORS_USED,
            (
                source, gas, name, value.value, value.unit, chosen.library.name, chosen.given.factor,
                value.sector or "", value.region or "", _years(value), value.variant or "",
                chosen.carried_from or "", source if chosen.substitute else "", value.status,
                document.title, document.publisher or "", document.published or "", value.at,
                value.uncertainty_pct, value.note or "", chosen.given.place.file, chosen.given.place.line,
            ),
            strict=True,
        )
    )  # fmt: skip


def _years(value: Any) -> str:
    if value.valid is not None:
        return f"{value.valid[0]}-{value.valid[1]}"
    return "" if value.year is None else str(value.year)
