"""Effects as rows of `drivers.csv`, long: one row an area, span, group and driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.drivers.decompose import Effects
from cityghg.intensity.drivers.lmdi import Numbers

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "basis": "object",
    "model": "object",
    "energy_basis": "object",
    "span": "object",  # yearly, period (base year against last year) or chained (its yearly effects added up)
    "from_year": "int64",
    "to_year": "int64",
    "detail": "object",  # total, sector, source or area
    "contributor": "object",  # the area within, where `detail` is area
    "sector": "object",
    "source": "object",
    "driver": "object",  # `change` is what the drivers add up to
    "before_t": "float64",
    "after_t": "float64",
    "effect_t": "float64",
    "effect_pct": "float64",  # of the area's emissions in from_year
    "ratio": "float64",
    "residual_t": "float64",  # of `change`: itself less the effects of the drivers
}
CHANGE: Final = "change"
TOTAL: Final = "total"
BY_CELL: Final = ("sector", "source")
BY_AREA: Final = "area"
_PER_CENT: Final = 100.0
_DECIMALS: Final = (
    6  # of tonnes: a gram; below it stand differences of logarithms, which machines round each their way
)


def as_rows(found: Effects, heads: pd.DataFrame, detail: str, whole: Numbers) -> pd.DataFrame:
    """Return the effects as rows, each driver that acts and then the change they add up to.

    `heads` has a row a pair with what all rows of it share; `whole` are the emissions of its area in the
    first year.
    """
    change = found.after - found.before
    closing = change - found.tonnes.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(found.before * found.after > 0, found.after / found.before, np.nan)
    tonnes, ratio = np.concatenate([found.tonnes, change[None]]), np.concatenate([found.ratio, grown[None]])
    acts = np.concatenate([found.there, found.there.any(axis=0, keepdims=True)])
    pair, group, driver = (axis for axis in np.nonzero(np.moveaxis(acts, 0, -1)))
    effect = _rounded(tonnes[driver, pair, group])
    groups = {detail: np.array(found.groups, dtype=object)[group]} if detail in BY_CELL else {}
    return (
        heads.iloc[pair]
        .reset_index(drop=True)
        .assign(
            detail=detail,
            driver=np.array([*found.drivers, CHANGE], dtype=object)[driver],
            before_t=found.before[pair, group],
            after_t=found.after[pair, group],
            effect_t=effect,
            effect_pct=percent(effect, whole[pair]),
            ratio=ratio[driver, pair, group],
            residual_t=np.where(driver == len(found.drivers), _rounded(closing[pair, group]), np.nan),
            **groups,
        )
    )


def frame(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts as the table, sorted by area and span, drivers in their order."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    table = pd.concat(filled, ignore_index=True).reindex(columns=list(COLUMNS))
    texts = [name for name, kind in COLUMNS.items() if kind == "object"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    return table.astype(COLUMNS).sort_values(["area"], kind="stable", ignore_index=True)


def percent(effect: Numbers, whole: Numbers) -> Numbers:
    """Return effects in percent of emissions, NaN where these are not positive."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Numbers = np.where(whole > 0, effect / whole * _PER_CENT, np.nan)
    return share


def _rounded(tonnes: Numbers) -> Numbers:
    return np.round(tonnes, _DECIMALS) + 0.0  # never -0.0
