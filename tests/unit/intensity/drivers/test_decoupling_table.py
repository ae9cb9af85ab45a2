"""The decoupling table against the same one made row by row."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from tests.unit.intensity.drivers.conftest import stated

from cityghg.intensity.assess import Material
from cityghg.intensity.decoupling import load_tapio
from cityghg.intensity.drivers.decoupling_table import COLUMNS, decoupling_table
from cityghg.intensity.drivers.years import yearly

Made = Callable[..., tuple[Material, pd.DataFrame]]
AREAS = ("321102", "321111", "321112")


def of_one_area(years: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    pairs = [
        ("yearly", one, two)
        for one, two in pairwise(years)
        if two["year"] == one["year"] + 1 and two["segment"] == one["segment"]
    ]
    base = next((row for row in years if row["year"] == years[-1]["base_year"]), years[0])
    last = [row for row in years if row["segment"] == base["segment"]][-1]
    if last["year"] > base["year"]:
        pairs.append(("period", base, last))
    found = []
    for span, one, two in pairs:
        gdp, emissions = two["gdp"] / one["gdp"] - 1, two["emissions"] / one["emissions"] - 1
        elasticity = emissions / gdp if gdp else np.nan
        found.append((one["area"], span, one["year"], two["year"], gdp * 100, emissions * 100, elasticity))
    return found


def state_of(gdp: float, elasticity: float) -> str:
    tapio = load_tapio()
    states = tapio.growing if gdp > 0 else tapio.falling
    if np.isnan(elasticity):
        return ""
    if elasticity < 0:
        return states.negative
    if elasticity < tapio.coupled.low:
        return states.low
    return states.band if elasticity <= tapio.coupled.high else states.high


def test_it_equals_one_made_row_by_row(material: Made) -> None:
    """Of 12 years some lack emissions or GDP, some have other prices, one pair has the same GDP."""
    random = np.random.default_rng(7)
    rows = []
    for area in AREAS:
        for year in range(2010, 2022):
            gdp, emitted = random.uniform(10, 20), random.uniform(100, 200)
            row = stated(year, gdp, area=area, emissions_t=emitted, gdp_prices="2010")
            rows.append(row | ({"gdp_prices": "2015"} if year > 2016 else {}))
    rows[3]["gdp_10k_yuan"] = rows[2]["gdp_10k_yuan"]
    rows[5]["emissions_t"] = rows[14]["emissions_t"] = None
    rows[20]["gdp_10k_yuan"] = None
    given, intensity = material(rows, base_year=2011)
    table, _ = yearly(intensity, given.indicators, given.basis)
    known = table[(table["emissions"] > 0) & table["gdp"].notna()]
    expected = [row for _, found in known.groupby("area") for row in of_one_area(found.to_dict("records"))]
    found, _ = decoupling_table(given, intensity)
    numbers = ["area", "span", "from_year", "to_year", "gdp_growth_pct", "emissions_growth_pct", "elasticity"]
    pd.testing.assert_frame_equal(
        found[numbers], pd.DataFrame(expected, columns=numbers), check_dtype=False, check_exact=True
    )
    assert found["decoupling"].tolist() == [state_of(row[4], row[6]) for row in expected]
    assert set(found["span"]) == {"yearly", "period"}
    assert found["elasticity"].isna().sum() == 1


def test_without_anything_to_compare_it_is_empty(material: Made) -> None:
    given, intensity = material([stated(2020, 10.0, emissions_t=100.0)])
    found, _ = decoupling_table(given, intensity)
    assert found.empty
    assert list(found.columns) == list(COLUMNS)
