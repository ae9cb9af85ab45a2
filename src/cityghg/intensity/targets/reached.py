"""What was reached: yearly and cumulative declines of intensity, total emissions and energy intensity."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.targets import path

_KEY: Final = ["area", "year"]


def yearly_declines(intensity: pd.DataFrame) -> pd.DataFrame:
    """Return area, year, indicator and the decline of that year as a fraction.

    `intensity` is the intensity table at one basis.
    """
    declines = {
        "intensity": intensity["annual_change_pct"] / 100,
        "total": -intensity["emissions_growth_pct"] / 100,
        "energy_intensity": intensity["energy_intensity_decline_pct"] / 100,
    }
    parts = [intensity[_KEY].assign(indicator=name, reached=values) for name, values in declines.items()]
    return pd.concat(parts, ignore_index=True)


def with_reached(plans: pd.DataFrame, intensity: pd.DataFrame) -> pd.DataFrame:
    """Return the plans with `reached`, the decline of the year, `so_far`, that since the base, and levels.

    A cumulative decline of total emissions is that from the base year's level; the others are chained, and
    not known from the first missing year on.
    """
    frame = plans.merge(yearly_declines(intensity), on=["area", "year", "indicator"], how="left")
    levels = intensity[[*_KEY, "emissions_t"]]
    frame = frame.merge(levels, on=_KEY, how="left")
    base = levels.rename(columns={"year": "base_year", "emissions_t": "base_t"})
    frame = frame.merge(base, on=["area", "base_year"], how="left")
    starts = (frame["passed"] == 1).to_numpy()
    chained = path.compounded(frame["reached"].to_numpy(float), starts)
    from_base = 1 - frame["emissions_t"] / frame["base_t"].where(frame["base_t"] > 0)
    so_far = np.where(frame["indicator"] == "total", from_base, chained)
    return frame.assign(so_far=so_far)
