"""Shift-share of an intensity: what comes from the shares of its parts in GDP, what from their intensities.

The two-factor form at mean weights, which is the mean of the two polar decompositions and leaves no
interaction: https://wernerantweiler.ca/blog.php?item=2018-01-08 (composition and technique, after
de Boer 2008).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from cityghg.intensity.drivers.lmdi import Numbers
from cityghg.intensity.drivers.rows import percent
from cityghg.intensity.drivers.spans import PERIOD, YEARLY
from cityghg.intensity.reading.vocabulary import CURRENT

PART: Final = ["area", "year", "part", "amount", "base", "prices"]
_PAIR: Final = ["area", "span", "from_year", "to_year"]
_EFFECTS: Final = ["structure_effect", "intensity_effect", "residual_effect"]
_PER_CENT: Final = 100.0
_DECIMALS: Final = 12  # of an intensity; below it stands what machines round each their way


class Ends(NamedTuple):
    """Parts in one year: their share in the GDP of all of them, and their intensity."""

    share: Numbers
    intensity: Numbers


def shift_share(before: Ends, after: Ends, mean: Numbers) -> tuple[Numbers, Numbers]:
    """Return what the share and the intensity of each part add to the change of the intensity of all.

    `mean` is the mean over both years of the intensity of all parts together: a part that gains share adds
    where it is above that, and takes away where below. The sum over all parts does not depend on it.
    """
    structure = (after.share - before.share) * ((before.intensity + after.intensity) / 2 - mean)
    own = (after.intensity - before.intensity) * (before.share + after.share) / 2
    return structure, own


def compared(parts: pd.DataFrame, bases: pd.Series) -> pd.DataFrame:
    """Return area, span, from_year and to_year of the years that can be compared.

    `parts` has the columns of `PART`; `bases` is the base year by area. A year is usable where every part
    that the area has in any year has its amount, and its GDP at one base of constant prices; two of them
    are compared at the same base. A period begins with the base year, or else the first usable year.
    """
    usable = parts[parts["amount"].notna() & (parts["base"] > 0) & ~parts["prices"].isin(["", CURRENT])]
    years = usable.groupby(["area", "year"], as_index=False).agg(
        parts=("part", "nunique"), kinds=("prices", "nunique"), prices=("prices", "first")
    )
    wanted = years["area"].map(parts.groupby("area")["part"].nunique())
    years = years[(years["parts"] == wanted) & (years["kinds"] == 1)]
    if years.empty:
        return pd.DataFrame(columns=_PAIR)
    next_one = years.assign(to_year=years["year"], year=years["year"] - 1)
    each = years.merge(next_one[["area", "year", "to_year", "prices"]], on=["area", "year", "prices"])
    is_base = years["year"] == years["area"].map(bases)
    first = years.assign(later=~is_base).sort_values(["area", "later", "year"]).drop_duplicates("area")
    last = years.merge(first[["area", "prices"]], on=["area", "prices"]).groupby("area")["year"].max()
    whole = first.assign(to_year=first["area"].map(last))
    pairs = pd.concat([each.assign(span=YEARLY), whole[whole["to_year"] > whole["year"]].assign(span=PERIOD)])
    return pairs.rename(columns={"year": "from_year"})[_PAIR].astype({"from_year": int, "to_year": int})


def effects(parts: pd.DataFrame, pairs: pd.DataFrame, own: pd.Series | None = None) -> pd.DataFrame:
    """Return a row for all parts together, one for each part, and one for what no part has.

    `own` is the intensity of the area by area and year; None where it is that of its parts together, which
    leaves nothing. The effects of the rows of parts and of that row add up to those of the first row.
    """
    sums = parts.groupby(["area", "year"])[["amount", "base"]].transform("sum")
    known = parts.assign(
        share=parts["base"] / sums["base"],
        intensity=parts["amount"] / parts["base"],
        together=sums["amount"] / sums["base"],
    )
    columns = ["area", "year", "part", "share", "intensity", "together"]
    rows = pairs
    for end, keys in (("before", ["area", "from_year"]), ("after", ["area", "to_year", "part"])):
        named = known[columns].rename(columns={name: f"{name}_{end}" for name in columns[3:]})
        rows = rows.merge(named.rename(columns={"year": keys[1]}), on=keys)
    before, after = (
        Ends(rows[f"share_{end}"].to_numpy(), rows[f"intensity_{end}"].to_numpy())
        for end in ("before", "after")
    )
    mean = (rows["together_before"] + rows["together_after"]).to_numpy() / 2
    structure, inside = shift_share(before, after, mean)
    each = rows.assign(structure_effect=structure, intensity_effect=inside)
    return _closed(each, own)


def _closed(each: pd.DataFrame, own: pd.Series | None) -> pd.DataFrame:
    """Put the whole before the parts and what no part has behind them."""
    together = ["together_before", "together_after"]
    whole = each.groupby(_PAIR, as_index=False, sort=False).agg(
        structure_effect=("structure_effect", "sum"),
        intensity_effect=("intensity_effect", "sum"),
        **{name: (name, "first") for name in together},
    )
    whole = whole.assign(order=0, part="", share_before=1.0, share_after=1.0)
    for end, year in (("before", "from_year"), ("after", "to_year")):
        at = pd.MultiIndex.from_frame(whole[["area", year]])
        whole[f"intensity_{end}"] = (
            whole[f"together_{end}"] if own is None else own.reindex(at).to_numpy(dtype=float)
        )
    left = [whole[f"intensity_{end}"] - whole[f"together_{end}"] for end in ("before", "after")]
    whole["residual_effect"] = left[1] - left[0]
    blank = [
        "structure_effect",
        "intensity_effect",
        *(f"{n}_{e}" for n in Ends._fields for e in ("before", "after")),
    ]
    rest = whole.assign(order=2, part=None, **dict.fromkeys(blank, np.nan))
    stacked = [whole, each.assign(order=1), *([] if own is None else [rest])]
    return _in_percent(pd.concat(stacked, ignore_index=True), whole)


def _in_percent(table: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return the table sorted, with the sum of its effects, shares in percent, and effects in percent."""
    first = whole.set_index(_PAIR)["intensity_before"]
    base = first.reindex(pd.MultiIndex.from_frame(table[_PAIR])).to_numpy(dtype=float)
    table["effect"] = table[_EFFECTS].sum(axis=1)
    for name in (*_EFFECTS, "effect"):
        table[name] = table[name].round(_DECIMALS) + 0.0
        table[f"{name}_pct"] = percent(table[name].to_numpy(dtype=float), base)
    for end in ("before", "after"):
        table[f"share_{end}_pct"] = table[f"share_{end}"] * _PER_CENT
    return table.sort_values(["area", "span", "from_year", "order", "part"], kind="stable", ignore_index=True)
