"""Marks on the inventory rows by which the formulas of the other sheets pick them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.codes import CodeList, SummaryRow, load_summary_rows
from cityghg.inventory.basis import BASES, is_gap
from cityghg.inventory.categories import BIOMASS_CO2, TRADE
from cityghg.inventory.joined import RESIDUAL, SUM
from cityghg.inventory.summary import TRADE_ROW, WITHOUT_LUCF, gas_column
from cityghg.report.result import Result
from cityghg.report.tables import inventory_rows

NONENERGY: Final = "nonenergy"  # shown among energy, counted in no total
_COUNTED: Final = ("1", "3")


def marked_rows(result: Result, language: Language) -> pd.DataFrame:
    """Return the inventory rows in reading order with their marks.

    `missing` and `has_number` are 0 or 1; `gas_column` is the column of the summary; `level_N` the
    rows of the summary it counts in, outermost first; `in_<basis>` 1 where it counts in that total.
    `group` numbers sums and residuals; `part_of_N` and `whole_of` name those that a row of an area's
    own goes into: that of the area around it, and, where that is a sum, that of the next area.
    """
    rows = inventory_rows(result, language)
    marks = {
        "missing": is_gap(rows).astype(int),
        "has_number": (rows["notation"] == "").astype(int),
        "gas_column": rows["gas"].map(gas_column),
        **{f"in_{b.id}": b.includes(rows).astype(int) for b in BASES},
    }
    chains = _chains(rows["provenance"], rows)
    return pd.concat([_as_worked_out(rows).assign(**marks), chains, _levels(rows, language)], axis=1)


def level_of_part(number: int) -> str:
    """Return the name of the column of the groups so many areas up."""
    return f"part_of_{number}"


def _as_worked_out(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with residuals as the workbook's formulas give them.

    The inventory rounds them at the twelfth digit of what they are left of; nothing left is nothing here too.
    """
    mass = rows["mass_t"].fillna(0.0)
    own, inner = (rows["group"].map(mass.groupby(rows[side]).sum()) for side in ("whole_of", "part_of"))
    residual = (rows["provenance"] == RESIDUAL) & (mass != 0)
    masses = rows["mass_t"].mask(residual, own.fillna(0.0) - inner.fillna(0.0))
    return rows.assign(mass_t=masses, co2e_t=rows["co2e_t"].mask(residual, masses * rows["gwp"]))


def _chains(provenance: pd.Series, parts: pd.DataFrame) -> pd.DataFrame:
    made = dict(zip(parts["group"], zip(provenance, parts["part_of"], strict=True), strict=True))
    chains: list[list[int]] = []
    for group, above in zip(parts["group"], parts["part_of"], strict=True):
        chain: list[int] = []
        step = 0 if group else int(above)
        while step:
            chain.append(step)
            kind, above = made[step]
            step = int(above) if kind == SUM else 0
        chains.append(chain)
    width = max([1, *map(len, chains)])
    filled = [chain + [0] * (width - len(chain)) for chain in chains]
    return pd.DataFrame(filled, index=parts.index, columns=[level_of_part(i + 1) for i in range(width)])


def level_columns(rows: CodeList[SummaryRow]) -> list[str]:
    """Return the names of the level columns, as many as the summary is deep."""
    return [f"level_{i}" for i in range(1, max(depth(row.id, rows) for row in rows) + 1)]


def depth(row: str, rows: CodeList[SummaryRow]) -> int:
    """Return the level of a summary row; the outermost is 1."""
    return len(rows.lineage(row))


def _levels(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    summary = load_summary_rows()
    columns = level_columns(summary)
    keys = list(zip(table["scope"], table["memo_kind"], table["source"], table["summary_row"], strict=True))
    paths = {key: _path(*key, summary) for key in set(keys)}
    words = {key: [summary[row].name(language) if row else "" for row in path] for key, path in paths.items()}
    filled = [words[key] + [""] * (len(columns) - len(words[key])) for key in keys]
    return pd.DataFrame(filled, columns=columns, index=table.index)


def _path(scope: str, memo_kind: str, source: str, row: str, rows: CodeList[SummaryRow]) -> list[str]:
    """Return the summary rows an inventory row counts in, by level; blank where it skips a level."""
    if memo_kind == TRADE:
        return [TRADE_ROW] if source.startswith("electricity") else []
    if memo_kind == BIOMASS_CO2:
        return [BIOMASS_CO2]
    if scope in _COUNTED:
        return list(reversed(rows.lineage(row if row in rows else WITHOUT_LUCF)))
    if row == NONENERGY:
        return [""] * (depth(row, rows) - 1) + [row]
    return list(reversed(rows.lineage(row))) if row in rows and rows[row].memo else []
