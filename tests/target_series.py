"""Made-up series of one area and targets for it, to try what is judged by them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cityghg.codes import Area, load_areas

AREAS = load_areas()
CITY = "990100"
ZONES = AREAS.with_more(
    [
        Area(CITY, "湖汀市", "city"),
        *(Area(f"99010{i}", f"{name}区", "zone", CITY) for i, name in enumerate("甲乙丙丁戊己", start=1)),
    ]
)
"""A made-up city of six zones; zones may be absent, unlike districts."""
CODES = [area.code for area in ZONES.children(CITY)]
DISTRICT, OTHER = "321112", "321102"
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
            "emissions_growth_pct": (ratio - 1) * 100,
        })  # fmt: skip
    columns = ["emissions_t", "annual_change_pct", "emissions_growth_pct", "energy_intensity_decline_pct"]
    frame = pd.DataFrame(rows).reindex(columns=["year", *columns]).astype(dict.fromkeys(columns, "float64"))
    return frame.assign(
        area=area, area_name=AREAS[area].name, level=AREAS[area].level, basis="b", base_year=base
    )


def target(decline: float | None = None, area: str = DISTRICT, **more: Any) -> dict[str, Any]:
    years = {"base_year": 2010, "target_year": 2015}
    return {"area": area, "target_decline_pct": decline} | years | more


def districts(
    *figures: tuple[float, float, float | None], codes: Sequence[str] = CODES, prices: str = "2020"
) -> pd.DataFrame:
    """Return an intensity table of 2025: emissions, GDP and population of each district of the city."""
    rows = [
        {"area": code, "area_name": ZONES[code].name, "level": ZONES[code].level, "year": 2025,
         "emissions_t": e, "gdp_10k_yuan": y, "population": p, "gdp_prices": prices}
        for code, (e, y, p) in zip(codes, figures, strict=False)
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"population": "float64"})
