"""Rows of indicator tables that say the same thing twice, or two things of one area and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from cityghg.codes import CodeList
from cityghg.intensity.reading.vocabulary import IndicatorColumn, indicator_columns

Finding = tuple[int, int, str, dict[str, Any]]  # number of the frame, row, code and values of a problem
_KEY: Final = ["area", "year", "basis", "gdp_prices", "vintage"]
_YEAR: Final = ["area", "year", "basis", "vintage"]
_AGREED: Final = ("population", "energy_tce", "emissions_t", "land_area_km2", "gdp_index")


def report_twice(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the rows of all frames in order of area and year, and what is said twice of them.

    Of two rows of one key the first is kept. Rows that differ in price base or vintage stand side by side;
    what does not depend on these must agree.
    """
    if not frames:
        return pd.DataFrame(), []
    together = pd.concat([f.assign(frame=i) for i, f in enumerate(frames)], ignore_index=True)
    again = together.duplicated(_KEY)
    found = list(_told("indicator_twice", together[again], together[~again], _KEY))
    kept = together[~again]
    for name in _AGREED:
        known = kept[kept[name].notna()]
        differs = known[name] != known.groupby(_YEAR, dropna=False)[name].transform("first")
        found += _told("indicator_differs", known[differs], known, _YEAR, indicator_columns(), name)
    return kept.sort_values(["area", "year"], kind="stable", ignore_index=True), found


def _told(
    code: str,
    rows: pd.DataFrame,
    others: pd.DataFrame,
    key: list[str],
    columns: CodeList[IndicatorColumn] | None = None,
    name: str = "",
) -> Iterator[Finding]:
    """Yield a finding for each row, naming the first of the others with its key."""
    if rows.empty:
        return
    first = others.drop_duplicates(key)[[*key, "origin"]].rename(columns={"origin": "first"})
    more = {} if columns is None else {"column": columns[name]}
    for row in rows.merge(first, on=key, how="left").to_dict("records"):
        values = {"area": row["area_name"], "year": row["year"], "other": row["first"], **more}
        yield int(row["frame"]), int(row["row"]), code, values
