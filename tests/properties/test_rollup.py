"""Roll-up at random: whatever city, districts and towns report, the parts and what is left are the whole."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.codes import Area, Areas, load_areas
from cityghg.inventory.lines import COLUMNS, TYPES
from cityghg.inventory.rollup import roll_up
from support import CITY, DANTU, JINGKOU, RUNZHOU, TREES

TOWNS = [Area("t1", "一镇", "town", DANTU), Area("t2", "二镇", "town", DANTU)]
FEW = (DANTU, JINGKOU, RUNZHOU)
AREAS = Areas(a for a in load_areas() if a.parent != CITY or a.code in FEW).with_more(TOWNS)
INNER = {CITY: FEW, DANTU: ("t1", "t2")}

key = st.tuples(
    st.sampled_from([CITY, *FEW, "t1", "t2"]),
    st.sampled_from(["raw_coal", "anthracite", "diesel"]),
    st.sampled_from(["industry", "industry.c26", "transport"]),
    st.sampled_from(["CO2", "CH4"]),
)
stated = st.dictionaries(key, st.decimals(0, 10**6, places=2), min_size=1, max_size=25)


def table(masses: dict[tuple[str, str, str, str], Decimal]) -> pd.DataFrame:
    rows = [
        {
            **dict.fromkeys(COLUMNS, ""),
            "area": area, "level": AREAS[area].level, "year": 2020, "sector": sector, "source": source,
            "scope": "1", "gas": gas, "amount": float(mass), "unit": "t", "mass_t": float(mass), "gwp": 1.0,
            "co2e_t": float(mass), "uncertainty_pct": None, "carried_from": None, "deposit_year": None,
            "provenance": "own",
            "records": 1, "line": i,
        }
        for i, ((area, source, sector, gas), mass) in enumerate(masses.items())
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(TYPES)


@given(stated)
def test_children_and_residual_are_the_parent_for_each_gas(
    masses: dict[tuple[str, str, str, str], Decimal],
) -> None:
    rolled = roll_up(table(masses), CITY, AREAS, TREES, 1)[0].table
    by_area = rolled.groupby(["gas", "area"])["mass_t"].sum()
    for gas in {gas for *_, gas in masses}:
        for parent, children in INNER.items():
            if not set(children) & set(rolled["area"]):
                continue  # nothing within it reported, so nothing is to be compared
            inner = sum(by_area.get((gas, area), 0.0) for area in (*children, f"{parent}-residual"))
            assert inner == pytest.approx(by_area.get((gas, parent), 0.0), rel=1e-9, abs=1e-6)


@given(stated)
def test_what_an_area_reported_stands(masses: dict[tuple[str, str, str, str], Decimal]) -> None:
    rolled = roll_up(table(masses), CITY, AREAS, TREES, 1)[0].table
    own = rolled[rolled["provenance"] == "own"]
    found = {(r.area, r.source, r.sector, r.gas): r.mass_t for r in own.itertuples()}
    assert found == {k: float(mass) for k, mass in masses.items()}
