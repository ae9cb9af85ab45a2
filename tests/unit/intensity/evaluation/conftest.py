"""Series of emissions and GDP as rows of an intensity table."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from cityghg.codes import load_areas
from cityghg.intensity.table import COLUMNS

Series = Sequence[float | None]
Build = Callable[..., pd.DataFrame]
BASIS = "energy_co2_with_electricity"


def rows(
    emissions: Mapping[str, Series],
    gdp: Mapping[str, Series] | None = None,
    *,
    first: int = 2017,
    **more: object,
) -> pd.DataFrame:
    """Return an intensity table, a row a value; GDP is at prices of 2020, its growth that of the levels."""
    areas, parts = load_areas(), []
    for code, series in emissions.items():
        levels = pd.Series((gdp or {}).get(code, [None] * len(series)), dtype="float64")
        parts.append(
            pd.DataFrame(
                {
                    "area": code, "area_name": areas[code].name, "level": areas[code].level,
                    "year": range(first, first + len(series)), "basis": BASIS,
                    "emissions_t": pd.Series(series, dtype="float64"), "gdp_10k_yuan": levels,
                    "gdp_prices": np.where(levels.isna(), "", "2020"),
                    "gdp_growth_pct": (levels / levels.shift() - 1) * 100, **more,
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True).reindex(columns=list(COLUMNS))


@pytest.fixture
def table() -> Build:
    return rows
