"""A set of areas as a whole: its growth, the share of each class and of each state of the peak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityghg.intensity.evaluation.measures import CLASSES, measures
from cityghg.intensity.evaluation.panel import Panel
from cityghg.intensity.evaluation.peak import STATES, peaks
from cityghg.intensity.evaluation.rules import Rules

SUMMARY: Final = {
    "set": "object", "basis": "object", "period": "object", "group_by": "object", "group_name": "object",
    "areas": "int64", "share_pct": "float64", "emissions_last_t": "float64", "emissions_share_pct": "float64",
    "emissions_change_pct": "float64", "emissions_rate_pct": "float64", "emissions_trend_pct": "float64",
    "emissions_p": "float64", "gdp_change_pct": "float64", "gdp_rate_pct": "float64",
    "gdp_trend_pct": "float64", "intensity_change_pct": "float64", "intensity_rate_pct": "float64",
    "intensity_trend_pct": "float64", "intensity_p": "float64", "first_per_capita_t": "float64",
    "last_per_capita_t": "float64", "per_capita_rate_pct": "float64", "class": "object",
    "peak_year": "Int64", "peak_state": "object", "rules": "object",
}  # fmt: skip
"""One row a set, basis and group of its areas."""
ALL: Final = "all"
LEFT_OUT: Final = "left_out"
_ALWAYS: Final = {"class": CLASSES[:4], "class_untested": CLASSES[:4], "peak_state": STATES}
_WHERE_FOUND: Final = {"class": CLASSES[4:], "class_untested": CLASSES[4:], "intensity_falls": ("yes", "no")}
_OF_THE_WHOLE: Final = ["class", "peak_year", "peak_state"]

Head = dict[str, Any]


def summary(panel: Panel, before: Panel, found: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return a row for each set as a whole and for each group of its areas, with their sums.

    `found` are the rows of the areas in the order of both panels; `before` has all years up to the end of
    the period. Shares are those of the areas that count; the areas left out are counted by their reasons.
    """
    heads: list[Head] = []
    groups: list[NDArray[np.bool_]] = []
    for name in rules.sets:
        for head, group in _groups(found[found["set"] == name], found.index):
            heads.append({"set": name, **head})
            groups.append(group)
    whole = panel.added_up(groups)
    made = measures(whole, rules).join(peaks(before.added_up(groups).emissions, before.years, rules))
    made.loc[[head["group_by"] != ALL or not head["areas"] for head in heads], _OF_THE_WHOLE] = None
    rows = pd.DataFrame(heads, columns=["set", "group_by", "group_name", "areas"]).join(made)
    rows["prices"] = whole.prices
    for share, of in (("share_pct", "areas"), ("emissions_share_pct", "emissions_last_t")):
        of_set = rows[of].where(rows["group_by"] == ALL).groupby(rows["set"]).transform("max")
        rows[share] = (rows[of].fillna(0) / of_set * 100).where((rows["group_by"] != LEFT_OUT) & (of_set > 0))
    return rows


def _groups(members: pd.DataFrame, index: pd.Index) -> Iterator[tuple[Head, NDArray[np.bool_]]]:
    """Yield each group of a set: all that count, by class, by state of the peak, and who is left out."""
    if members.empty:
        return
    counted = members[members["left_out"] == ""]
    yield {"group_by": ALL, "group_name": ALL, "areas": len(counted)}, index.isin(counted.index)
    for by in ("class", "class_untested", "intensity_falls", "peak_state") if len(counted) else ():
        there = [name for name in _WHERE_FOUND.get(by, ()) if name in set(counted[by])]
        for name in (*_ALWAYS.get(by, ()), *there):
            chosen = counted.index[counted[by] == name]
            yield {"group_by": by, "group_name": name, "areas": len(chosen)}, index.isin(chosen)
    for reason, rows in members[members["left_out"] != ""].groupby("left_out"):
        head = {"group_by": LEFT_OUT, "group_name": reason, "areas": len(rows)}
        yield head, np.zeros(len(index), bool)
