"""Made-up series of one area and targets for it, to try what is judged by them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cityghg.codes import load_areas
from cityghg.intensity.reading.indicators import FRAME as INDICATORS

AREAS = load_areas()
DISTRICT, OTHER = "321112", "321102"
NO_ENERGY = pd.DataFrame(columns=list(INDICATORS)).astype(INDICATORS)
BASE_T = 1000.0
GROWTH = 0.1


def reached(declines: Sequence[float | None], area: str = DISTRICT, base: int = 2010) -> pd.DataFrame:
    """Return an intensity table of one area: 1000 t in the base year, GDP growing by 10 % a year."""
    rows: list[dict[str, Any]] = [{"year": base, "emissions_t": BASE_T}]
    level = BASE_T
    for at, decline in enumerate(declines):
        if decline is None:
            rows.append({"year": base + 1 + at})
            continue
        ratio = (1 - decline / 100) * (1 + GROWTH)
        level *= ratio
        rows.append({
            "year": base + 1 + at, "emissions_t": level, "annual_change_pct": decline,
            "emissions_growth_pct": (ratio - 1) * 100, "gdp_growth_pct": GROWTH * 100,
        })  # fmt: skip
    columns = ["emissions_t", "annual_change_pct", "emissions_growth_pct", "gdp_growth_pct"]
    frame = pd.DataFrame(rows).reindex(columns=["year", *columns]).astype(dict.fromkeys(columns, "float64"))
    return frame.assign(
        area=area, area_name=AREAS[area].name, level=AREAS[area].level, basis="b", base_year=base
    )


def target(decline: float | None = None, area: str = DISTRICT, **more: Any) -> dict[str, Any]:
    years = {"base_year": 2010, "target_year": 2015}
    return {"area": area, "target_decline_pct": decline} | years | more
