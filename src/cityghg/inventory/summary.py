"""The summary table in the provincial form: rows by category, columns by gas, then the totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from cityghg.codes import CodeList, SummaryRow
from cityghg.inventory.basis import BASES, Mask, is_gap
from cityghg.inventory.categories import BIOMASS_CO2, TRADE
from cityghg.inventory.kinds import kinds_of

WITH_LUCF: Final = "total_with_lucf"
WITHOUT_LUCF: Final = "total_without_lucf"
TRADE_ROW: Final = "electricity_trade"
LAND_USE: Final = "lucf"
COLUMNS: Final = (
    "area", "level", "year", "row", "co2_t", "ch4_t", "n2o_t", "hfcs_co2e_t", "pfcs_co2e_t",
    "sf6_co2e_t", "nf3_co2e_t", "other_co2e_t", "total_co2e_t", "missing",
)  # fmt: skip

_MASS_COLUMNS: Final = {"CO2": "co2_t", "CH4": "ch4_t", "N2O": "n2o_t"}
# Nothing but carbon and fluorine; PFPMIE also has oxygen.
_PERFLUOROCARBON: Final = re.compile(r"c?C\d*F\d+|PFPMIE")
_PLACE: Final = ["area", "level", "year"]
_TOLD_BY: Final = ("summary_row", "source", "scope", "memo_kind")
_VALUES: Final = [c for c in COLUMNS if c.endswith("_t")]


def gas_column(gas: str) -> str:
    """Return the summary column of a gas: CO2, CH4 and N2O by mass, families in CO2 equivalent."""
    if gas in _MASS_COLUMNS:
        return _MASS_COLUMNS[gas]
    if gas.startswith("HFC"):
        return "hfcs_co2e_t"
    if gas in ("SF6", "NF3"):
        return f"{gas.lower()}_co2e_t"
    return "pfcs_co2e_t" if _PERFLUOROCARBON.fullmatch(gas) else "other_co2e_t"


def summarise(table: pd.DataFrame, totals: pd.DataFrame, rows: CodeList[SummaryRow]) -> pd.DataFrame:
    """Return the summary in `COLUMNS`: the provincial rows, then a row for each basis of totals.

    `table` needs the columns of the inventory with `summary_row`. A cell is empty where nothing was
    reported for it; `missing` counts the lines of the row that lack a number.
    """
    kinds, kind = kinds_of(table, _TOLD_BY)
    places, place = kinds_of(table, _PLACE)
    wide = _by_gas(table).assign(place=place)
    masks = ((row, chosen.to_numpy()[kind]) for row, chosen in _rows(kinds, rows))
    sums = [_sums(wide[mask], row) for row, mask in masks if mask.any()]
    parts = [pd.concat(sums).join(places).reset_index(drop=True)] if sums else []
    parts.append(totals.rename(columns={"basis": "row", "co2e_t": "total_co2e_t"}).merge(places))
    order = {name: i for i, name in enumerate([*(r.id for r in rows), *(b.id for b in BASES)])}
    summary = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    summary = summary.assign(order=summary["row"].map(order))
    return summary.sort_values(["area", "year", "order"], ignore_index=True).reindex(columns=list(COLUMNS))


def _by_gas(table: pd.DataFrame) -> pd.DataFrame:
    column = table["gas"].map({gas: gas_column(gas) for gas in table["gas"].unique()})
    amount = table["mass_t"].where(table["gas"].isin(list(_MASS_COLUMNS)), table["co2e_t"])
    wide = pd.DataFrame({name: amount.where(column == name) for name in _VALUES if name != "total_co2e_t"})
    return wide.assign(total_co2e_t=table["co2e_t"], missing=is_gap(table).astype(int))


def _rows(kinds: pd.DataFrame, rows: CodeList[SummaryRow]) -> Iterator[tuple[str, Mask]]:
    """Yield each row of the form with the mask of the kinds that count in it."""
    counted = kinds["scope"].isin(["1", "3"])
    for row in rows:
        if row.id == WITH_LUCF:
            yield row.id, counted
        elif row.id == WITHOUT_LUCF:
            yield row.id, counted & ~_within(kinds, LAND_USE, rows)
        elif row.id == TRADE_ROW:
            yield row.id, (kinds["memo_kind"] == TRADE) & kinds["source"].str.startswith("electricity")
        elif row.id == BIOMASS_CO2:
            yield row.id, kinds["memo_kind"] == BIOMASS_CO2
        else:
            pool = kinds["scope"] == "memo" if row.memo or row.id == "nonenergy" else counted
            yield row.id, pool & _within(kinds, row.id, rows)


def _within(kinds: pd.DataFrame, row: str, rows: CodeList[SummaryRow]) -> Mask:
    return kinds["summary_row"].isin([r.id for r in rows if rows.covers(row, r.id)])


def _sums(chosen: pd.DataFrame, row: str) -> pd.DataFrame:
    grouped = chosen.groupby("place")
    return grouped[_VALUES].sum(min_count=1).assign(missing=grouped["missing"].sum(), row=row)
