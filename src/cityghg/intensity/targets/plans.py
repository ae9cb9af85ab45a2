"""Targets year by year: for each target a row a year of its period, with what is due by then."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.targets import path
from cityghg.intensity.targets.own_path import Path as OwnPath

COLUMNS: Final = {
    "area": "object",
    "indicator": "object",
    "base_year": "int64",
    "target_year": "int64",
    "year": "int64",
    "passed": "float64",  # years since the base year
    "years": "float64",  # of the whole period
    "whole": "float64",  # decline of the period, as a fraction; NaN where a cap stands in its place
    "cap_t": "float64",
    "yearly": "float64",  # decline of the year, as a fraction, and the cumulative one due by its end
    "due": "float64",
    "own_path": "bool",
}
_OF_TARGET: Final = ["area", "indicator", "base_year", "target_year", "cap_t"]


def by_year(targets: pd.DataFrame, base_emissions: pd.Series) -> pd.DataFrame:
    """Return the columns of `COLUMNS` for the frame of `read_targets`, sorted by target and year.

    `base_emissions` are tonnes by area and year: what a cap is a decline from. A path of one's own goes
    before the even one; at the end of the period the target itself is due.
    """
    if targets.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    base = _at(base_emissions, targets["area"], targets["base_year"])
    whole = targets["target_decline_pct"].to_numpy(float) / 100
    whole = np.where(np.isnan(whole), 1 - targets["cap_t"].to_numpy(float) / base, whole)
    years = (targets["target_year"] - targets["base_year"]).to_numpy()
    which = np.repeat(np.arange(len(targets)), years)
    passed = np.concatenate([np.arange(1, count + 1) for count in years])
    own = [_own(*row) for row in zip(targets["path"], targets["base_year"], years, whole, strict=True)]
    blank = (np.full(count, np.nan) for count in years)
    stated = np.concatenate([e if o is None else o for o, e in zip(own, blank, strict=True)])
    chosen = np.where(np.isnan(stated), path.yearly(whole, years)[which], stated)
    frame = targets[_OF_TARGET].iloc[which].reset_index(drop=True)
    frame = frame.assign(
        year=frame["base_year"] + passed,
        passed=passed,
        years=years[which],
        whole=whole[which],
        yearly=chosen,
        own_path=~np.isnan(stated),
    )
    evenly = path.due(frame["whole"], passed, frame["years"])
    cumulative = np.where(frame["own_path"], path.compounded(chosen, passed == 1), evenly)
    due = np.where(passed == frame["years"], frame["whole"], cumulative)
    return frame.assign(due=due)[list(COLUMNS)].astype(COLUMNS)


def _own(own: OwnPath, base: int, years: int, whole: float) -> path.Figures | None:
    """Return the own path of a target over all its years, None where it has none."""
    if not own or np.isnan(whole):
        return None
    stated = {year: pct / 100 for year, pct in own}
    return np.array(path.spread(whole, [stated.get(year) for year in range(base + 1, base + years + 1)]))


def _at(values: pd.Series, areas: pd.Series, years: pd.Series) -> path.Figures:
    """Return the values of areas and years, NaN where there is none or it is not positive."""
    found = values.reindex(pd.MultiIndex.from_arrays([areas, years])).to_numpy(float)
    return np.where(found > 0, found, np.nan)
