"""What was reached: yearly and cumulative declines of intensity, total emissions and energy intensity."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.targets import path

_KEY: Final = ["area", "year"]
TARGET: Final = ["area", "indicator", "base_year", "target_year"]


def yearly_declines(intensity: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return area, year, indicator and the decline of that year as a fraction.

    `intensity` is the intensity table at one basis, `indicators` the frame of `read_indicators`. Energy
    intensity falls by 1 − (tce_t / tce_(t−1)) / (1 + g), g being the real growth of GDP, and only between
    years whose tce are counted in the same way.
    """
    rows = intensity[[*_KEY, "annual_change_pct", "emissions_growth_pct", "gdp_growth_pct"]]
    energy = indicators[[*_KEY, "energy_tce", "energy_basis"]]
    before = energy.assign(year=energy["year"] + 1)
    both = rows.merge(energy, on=_KEY, how="left").merge(
        before, on=_KEY, how="left", suffixes=("", "_before")
    )
    ratio = both["energy_tce"] / both["energy_tce_before"]
    ratio = ratio.where(both["energy_basis"] == both["energy_basis_before"])
    declines = {
        "intensity": both["annual_change_pct"] / 100,
        "total": -both["emissions_growth_pct"] / 100,
        "energy_intensity": 1 - ratio / (1 + both["gdp_growth_pct"] / 100),
    }
    parts = [both[_KEY].assign(indicator=name, reached=values) for name, values in declines.items()]
    return pd.concat(parts, ignore_index=True)


def with_reached(plans: pd.DataFrame, intensity: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the plans with `reached`, the decline of the year, `so_far`, that since the base, and levels.

    A cumulative decline of total emissions is that from the base year's level; the others are chained, and
    not known from the first missing year on.
    """
    frame = plans.merge(yearly_declines(intensity, indicators), on=["area", "year", "indicator"], how="left")
    levels = intensity[[*_KEY, "emissions_t"]]
    frame = frame.merge(levels, on=_KEY, how="left")
    base = levels.rename(columns={"year": "base_year", "emissions_t": "base_t"})
    frame = frame.merge(base, on=["area", "base_year"], how="left")
    starts = (frame["passed"] == 1).to_numpy()
    chained = path.compounded(frame["reached"].to_numpy(float), starts)
    from_base = 1 - frame["emissions_t"] / frame["base_t"].where(frame["base_t"] > 0)
    so_far = np.where(frame["indicator"] == "total", from_base, chained)
    return frame.assign(so_far=so_far)
