"""Tables with the same column types on every run: numbers as the csv tells them, blanks as null."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import polars as pl

from cityghg.base.labels import Language, label, label_file
from cityghg.report.tables import Table

DIGITS: Final = 12  # significant ones, as in the csv
COLUMNS: Final = "columns"
YEARS: Final = frozenset({
    "year", "base_year", "deposit_year", "carried_from", "published", "target_year", "first_year",
    "last_year",
    "peak_year", "from_year", "to_year",
})  # fmt: skip
COUNTS: Final = frozenset({
    "records", "line", "rows", "errors", "warnings", "notes", "missing", "areas", "years_known",
    "years_since_peak", "rank_intensity", "rank_total", "areas_in_sum",
})  # fmt: skip
NUMBERS: Final = frozenset({
    "amount", "gwp", "value", "population", "gdp_index", "year_score", "cumulative_score", "computed_score",
    "computed_points", "other_score", "other_points", "total_score", "emissions_p", "growth_p", "intensity_p",
    "peak_p", "ratio", "elasticity",
    "own", "sum_of_areas", "residual", "price_bridge", "emissions_elasticity", "energy_elasticity",
    "tertiary_share", "intensity_before", "intensity_after", "structure_effect", "intensity_effect",
    "residual_effect", "effect",
})  # fmt: skip
TEXTS: Final = frozenset({
    "area", "area_name", "level", "sector", "ipcc", "gpc", "source", "counterpart", "scope", "memo_kind",
    "gas", "unit", "notation", "factor", "library", "provenance", "children_reported", "origin", "row",
    "basis", "gdp_prices", "decoupling", "parameter", "region", "variant", "substitute_for", "status",
    "document", "publisher", "at", "note", "file", "severity", "code", "sheet", "cell", "finding", "remedy",
    "years", "layout", "change_basis", "type", "zh", "en", "table_name", "column_name",
    "indicator", "path", "set_as", "projected_reaches", "state", "light", "dual_control", "scheme", "veto",
    "grade", "growth", "at_bound",
    "set", "period", "class", "class_untested", "left_out", "missing_years", "intensity_falls", "peak_state",
    "peak_reason", "coal_share_of", "coal_reference", "rules", "group_by", "group_name",
    "model", "energy_basis", "span", "detail", "contributor", "driver",
    "vintage", "gdp_growth_by", "gdp_growth_vintage", "price_bridge_by",
})  # fmt: skip
_SPANNED: Final = ("year", "published")  # of a factor they may be 2015-2018, or a day
SPANS: Final = frozenset(("factors_used", name) for name in _SPANNED)
UNITS: Final = {  # what the end of a column's name says of its unit, the longer ends first
    "_tce_per_10k_yuan": "tce / 10 000 CNY",
    "_t_per_10k_yuan": "t / 10 000 CNY",
    "_t_per_km2": "t / km2",
    "_km2": "km2",
    "_tce": "tce",
    "_points": "percentage points",
    "_10k_yuan": "10 000 CNY",
    "co2e_t": "t CO2e",
    "per_capita_t": "t per person",
    "_t": "t",
    "_pct": "%",
}


def typed(table: Table) -> pl.DataFrame:
    """Return the table with the types of `type_of`; a text that is blank is null, as is a missing number."""
    columns = []
    for name, column in table.frame.items():
        kind = type_of(table.name, str(name), column)
        columns.append(pl.Series(str(name), _values(column, kind), kind))
    return pl.DataFrame(columns)


def type_of(table: str, name: str, column: pd.Series | None = None) -> pl.DataType:
    """Return the type of a column: by its name, else (a column not known here) by what it holds."""
    if (table, name) in SPANS:
        return pl.String()
    if name in YEARS:
        return pl.Int32()
    if name in COUNTS:
        return pl.Int64()
    if name in NUMBERS or unit_of(name):
        return pl.Float64()
    if name in TEXTS or column is None:
        return pl.String()
    return _type_held(column)


def is_known(table: str, name: str) -> bool:
    """Say whether a column has its type by its name."""
    return (table, name) in SPANS or name in YEARS | COUNTS | NUMBERS | TEXTS or bool(unit_of(name))


def unit_of(name: str) -> str:
    """Return the unit that a column's name states, blank where it has none or a column beside says it."""
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), "")


def described(tables: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Return the table `columns`: a row for each column with its type, unit and meaning in both languages."""
    rows = [
        (table, name, _TYPE_NAMES.get(type(kind), "text"), unit_of(name) or None, *meaning(name))
        for table, frame in tables
        for name, kind in frame.schema.items()
    ]
    heads = ["table_name", "column_name", "type", "unit", "zh", "en"]
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String()), orient="row")


def meaning(name: str) -> tuple[str | None, str | None]:
    """Return what a column holds, in Chinese and English; None where there are no words for it."""
    if name not in label_file("report")["columns"]:
        return None, None
    helped = "help" in label_file("report")["columns"][name]

    def said(language: Language, colon: str) -> str:
        text = label("report", f"columns.{name}", language, unit="t")
        return text + colon + label("report", f"columns.{name}.help", language) if helped else text

    return said("zh", "："), said("en", ": ")


_TYPE_NAMES: Final[Mapping[type, str]] = {
    pl.Int32: "int32", pl.Int64: "int64", pl.Float64: "float64", pl.Boolean: "bool", pl.String: "text",
}  # fmt: skip


def _type_held(column: pd.Series) -> pl.DataType:
    if pd.api.types.is_bool_dtype(column):
        return pl.Boolean()
    if pd.api.types.is_integer_dtype(column):
        return pl.Int64()
    return pl.Float64() if pd.api.types.is_numeric_dtype(column) else pl.String()


def _values(column: pd.Series, kind: pl.DataType) -> Sequence[Any]:
    missing = column.isna() | (column == "")
    make = _MAKERS.get(type(kind), str)
    return [None if blank else make(value) for value, blank in zip(column, missing, strict=True)]


def _rounded(value: object) -> float:
    return float(f"{float(value):.{DIGITS}g}")  # type: ignore[arg-type]


_MAKERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    pl.Int32: int, pl.Int64: int, pl.Float64: _rounded, pl.Boolean: bool,
}  # fmt: skip
