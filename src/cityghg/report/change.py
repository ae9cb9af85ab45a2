"""What changes between two inventories of the same data: totals, and the sources that move them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cityghg.inventory.basis import BASES
from cityghg.report.result import Result

_PER_CENT: Final = 100.0
_TOTAL: Final = ["area", "year", "basis"]
_MOVER: Final = ["area", "year", "basis", "source", "gas"]


@dataclass(frozen=True)
class Change:
    """Emissions in tonnes of CO2 equivalent before and after; None where there is no number.

    In a total `source` and `gas` are blank. The `difference` of a source counts a missing number as
    nothing, so that those of a basis add up to that of its total; a total without a number on one
    side has none.
    """

    area: str
    year: int
    basis: str
    source: str
    gas: str
    old: float | None
    new: float | None
    difference: float | None

    @property
    def percent(self) -> float | None:
        """The difference in percent of the old emission."""
        if self.difference is None or not self.old:
            return None
        return self.difference / abs(self.old) * _PER_CENT


def totals_changed(old: Result, new: Result) -> list[Change]:
    """Return every total of both results, changed or not."""
    table = old.totals.merge(new.totals, on=_TOTAL, how="outer", suffixes=("_old", "_new"))
    table = table.assign(difference=table["co2e_t_new"] - table["co2e_t_old"])
    return [_change(row, source="", gas="") for row in table.to_dict("records")]


def movers(old: Result, new: Result) -> list[Change]:
    """Return the sources and gases whose emission differs, within each total the largest first."""
    sums = [_by_source(result) for result in (old, new)]
    table = sums[0].merge(sums[1], on=_MOVER, how="outer", suffixes=("_old", "_new"))
    table["difference"] = table["co2e_t_new"].fillna(0.0) - table["co2e_t_old"].fillna(0.0)
    table = table[table["difference"] != 0]
    table = table.assign(size=table["difference"].abs()).sort_values(
        [*_TOTAL, "size", "source", "gas"], ascending=[True, True, True, False, True, True]
    )
    return [_change(row) for row in table.to_dict("records")]


def _by_source(result: Result) -> pd.DataFrame:
    parts = []
    for basis in BASES:
        chosen = result.table[basis.includes(result.table)]
        found = chosen.groupby(["area", "year", "source", "gas"])["co2e_t"].sum(min_count=1)
        parts.append(found.reset_index().assign(basis=basis.id))
    return pd.concat(parts, ignore_index=True)


def _change(row: dict[Any, Any], **blank: str) -> Change:
    old, new, difference = (
        None if pd.isna(row[name]) else float(row[name])
        for name in ("co2e_t_old", "co2e_t_new", "difference")
    )
    named = {**row, **blank}
    return Change(
        str(row["area"]), int(row["year"]), str(row["basis"]), str(named["source"]), str(named["gas"]),
        old, new, difference,
    )  # fmt: skip
