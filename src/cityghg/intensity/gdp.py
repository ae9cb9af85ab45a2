"""Real growth of GDP from year to year: which two figures are compared, over price bases and vintages.

Two levels are compared where they are of one vintage and at the same constant prices; a year that is given
at two bases (an overlap) is compared at the one it shares with its neighbour. Else the index of the year
(上年=100) says how GDP grew. Figures of two vintages are compared as the last resort only.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.reading.vocabulary import CURRENT, vintage_rank

LEVELS, INDEX, MIXED = "levels", "index", "mixed_vintages"
OVERLAP: Final = "overlap"
INDEX_ROUNDING: Final = 0.1
"""Points by which an index printed with one decimal may differ from the one its rounded levels give."""

_KEY: Final = ["area", "year"]
_LEVEL: Final = ["area", "year", "gdp_10k_yuan", "gdp_prices", "vintage", "gdp_index"]


def one_a_year(indicators: pd.DataFrame, vintage: str | None = None) -> pd.DataFrame:
    """Return one row an area and year of an indicator table, with how GDP grew.

    A table may give an area and year at several price bases and vintages. The figures are those of the
    vintage asked for (then no other is used), else of the latest of the area, else of the latest there
    is, at constant prices of the latest base. Added are `growth`, the ratio of real GDP to the year
    before; `growth_by`, one of LEVELS, INDEX, MIXED; `bridge`, the ratio of a year's GDP at the new price
    base to the one at the base before, where the base changes; `bridge_by`, OVERLAP or INDEX;
    `index_differs`, the index that two levels give where it contradicts the one stated.
    """
    ranked = _ranked(whole(indicators), vintage)
    rows = _best(ranked).merge(_growth(ranked), on=_KEY, how="left").sort_values(_KEY, ignore_index=True)
    return _bridged(rows).assign(index_differs=_contradicted(rows))


def chosen_rows(indicators: pd.DataFrame, vintage: str | None = None) -> pd.DataFrame:
    """Return the row of each area and year whose figures are shown, with the columns of the indicators."""
    return _best(_ranked(whole(indicators), vintage))[list(FRAME)]


def whole(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return every column of indicators with its type, a blank text as ""."""
    rows = indicators.reindex(columns=list(FRAME))
    texts = {name: rows[name].astype("object").fillna("") for name, kind in FRAME.items() if kind == "object"}
    return rows.assign(**texts).astype(FRAME)


def _ranked(indicators: pd.DataFrame, vintage: str | None) -> pd.DataFrame:
    """Return the rows with `rank` and `chosen`, the ones to prefer first."""
    rows = indicators if vintage is None else indicators[indicators["vintage"] == vintage]
    rank = rows["vintage"].map({v: vintage_rank(v) for v in rows["vintage"].unique()})
    rows = rows.assign(rank=rank.astype("int64"), constant=_is_constant(rows["gdp_prices"]))
    known = rows["gdp_10k_yuan"].notna() | rows["gdp_index"].notna()
    latest = rows["rank"].where(known).groupby(rows["area"]).transform("max")
    rows = rows.assign(chosen=rows["rank"] == latest, known=rows["gdp_10k_yuan"].notna())
    order = ["chosen", "known", "rank", "constant", "gdp_prices"]
    rows = rows.sort_values([*_KEY, *order], ascending=[True, True, *[False] * len(order)], kind="stable")
    return rows.reset_index(drop=True)


def _best(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each area and year; what it leaves blank is filled from those after it."""
    first = ranked.drop_duplicates(_KEY)
    if len(first) == len(ranked):
        return ranked
    own = ["gdp_10k_yuan", "gdp_prices", "vintage", "origin"]
    blank = ranked.mask(ranked == "")
    filled = blank.drop(columns=own).groupby(_KEY, as_index=False, sort=False).first()
    texts = {name: "" for name, kind in FRAME.items() if kind == "object" and name in filled}
    return first[[*_KEY, *own]].merge(filled.fillna(texts), on=_KEY)


def _growth(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return area, year, `growth` and `growth_by`, the best way for each."""
    levels = ranked[ranked["known"] & ranked["constant"]][[*_LEVEL, "rank", "chosen"]]
    before = levels.assign(year=levels["year"] + 1)
    same = levels.merge(before, on=["area", "year", "gdp_prices", "rank"], suffixes=("", "_before"))
    mixed = levels.merge(before, on=["area", "year", "gdp_prices"], suffixes=("", "_before"))
    mixed = mixed[mixed["rank"] != mixed["rank_before"]]
    stated = ranked[ranked["gdp_index"].notna()]
    ways = pd.concat(
        [
            same.assign(growth=same["gdp_10k_yuan"] / same["gdp_10k_yuan_before"], growth_by=LEVELS, way=0),
            stated.assign(growth=stated["gdp_index"] / 100, growth_by=INDEX, way=1),
            mixed.assign(
                growth=mixed["gdp_10k_yuan"] / mixed["gdp_10k_yuan_before"], growth_by=MIXED, way=2,
                chosen=False,
            ),
        ],
        ignore_index=True,
    )  # fmt: skip
    mixing = (ways["way"] == 2).astype("int64")
    ways = ways.assign(mixing=mixing, other=~ways["chosen"].astype(bool)).sort_values(
        [*_KEY, "mixing", "other", "way", "rank", "gdp_prices"],
        ascending=[True, True, True, True, True, False, False],
        kind="stable",
    )
    best = ways.drop_duplicates(_KEY)
    by_levels = same.sort_values("rank", kind="stable").drop_duplicates(_KEY, keep="last")
    both = best[[*_KEY, "growth", "growth_by", "vintage"]].rename(columns={"vintage": "growth_vintage"})
    levels_say = by_levels[_KEY].assign(
        by_levels=by_levels["gdp_10k_yuan"] / by_levels["gdp_10k_yuan_before"] * 100
    )
    return both.merge(levels_say, on=_KEY, how="left")


def _bridged(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `bridge` and `bridge_by` where the price base shown is not that of the year before."""
    before = rows.shift(1)
    follows = (rows["area"] == before["area"]) & (rows["year"] == before["year"] + 1)
    changed = (rows["gdp_prices"] != before["gdp_prices"]) & (rows["gdp_prices"] != "")
    changed &= follows & (before["gdp_prices"] != "") & rows["growth"].notna()
    moved = before["gdp_10k_yuan"] * rows["growth"]
    how = rows["growth_by"].map({LEVELS: OVERLAP, MIXED: OVERLAP, INDEX: INDEX})
    return rows.assign(
        bridge=(rows["gdp_10k_yuan"] / moved).where(changed),
        bridge_by=how.where(changed, "").fillna(""),
        bridged_from=before["gdp_prices"].where(changed, "").fillna(""),
    ).assign(growth_by=rows["growth_by"].fillna(""))


def _contradicted(rows: pd.DataFrame) -> pd.Series:
    off = (rows["by_levels"] - rows["gdp_index"]).abs() > INDEX_ROUNDING
    return rows["by_levels"].where(off)


def _is_constant(prices: pd.Series) -> pd.Series:
    return ~prices.isin(["", CURRENT])
