"""The shift-share of an intensity: closes exactly, and no structure effect where nothing differs."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cityghg.codes import Areas, load_areas
from cityghg.intensity.drivers.shift_share import PART, compared, effects
from cityghg.intensity.drivers.structure_table import COLUMNS, structure_table

from .conftest import AREA, fuel, stated
from .test_industries import GDP, ROWS, SHARES, read  # noqa: F401
from .test_industries import given as industries
from .test_table import Make

CITY, OTHER = "321100", "321102"
BASES = pd.Series({CITY: 2020})
NUMBERS = st.floats(1e-3, 1e3)
CLOSED = 1e-9  # of intensities up to 1e6; float arithmetic and rounding to 12 decimals leave less


def two_years(parts: int) -> Any:
    return arrays.arrays(float, (2, parts), elements=NUMBERS)


def parts_of(amount: np.ndarray, base: np.ndarray) -> pd.DataFrame:
    rows = [
        (CITY, 2020 + year, f"part{i}", amount[year, i], base[year, i], "2020")
        for year in (0, 1) for i in range(amount.shape[1])
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=PART)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(two_years(n), two_years(n))), NUMBERS, NUMBERS)
def test_effects_add_up_to_the_change(years: Any, before: float, after: float) -> None:
    parts = parts_of(*years)
    pairs = compared(parts, BASES)
    own = pd.Series([before, after], index=pd.MultiIndex.from_product([[CITY], [2020, 2021]]))
    table = effects(parts, pairs[pairs["span"] == "period"], own)
    first, others = table.iloc[0], table.iloc[1:]
    size = max(1, table[["intensity_before", "intensity_after"]].abs().max().max())
    assert first["effect"] == pytest.approx(after - before, abs=CLOSED * size)
    assert others["effect"].sum() == pytest.approx(after - before, abs=CLOSED * size)
    for name in ("structure_effect", "intensity_effect", "residual_effect"):
        assert others[name].sum() == pytest.approx(first[name], abs=CLOSED * size), name


@given(st.integers(1, 5).flatmap(two_years), NUMBERS, NUMBERS)
def test_equal_intensities_give_no_structure_effect(base: Any, before: float, after: float) -> None:
    parts = parts_of(base * np.array([[before], [after]]), base)
    table = effects(parts, compared(parts, BASES))
    assert table["structure_effect"].abs().max() <= CLOSED * max(1, before, after)
    assert table["intensity_effect"].iloc[0] == pytest.approx(
        after - before, abs=CLOSED * max(1, before, after)
    )


def row(year: int, part: str, amount: float | None, prices: str = "2020") -> tuple[Any, ...]:
    return (CITY, year, part, amount, 10.0, prices)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(2020, "a", 1), row(2021, "a", 1)], [("yearly", 2020, 2021), ("period", 2020, 2021)]),
        ([row(2020, "a", 1), row(2022, "a", 1)], [("period", 2020, 2022)]),
        ([row(2020, "a", 1), row(2021, "a", 1, "2015")], []),
        ([row(2020, "a", 1, "current"), row(2021, "a", 1, "current")], []),
        ([row(2020, "a", 1), row(2021, "a", 1), row(2021, "b", 1)], []),
        ([row(2020, "a", 1), row(2021, "a", None)], []),
        ([row(2019, "a", 1), row(2020, "a", 1)], [("yearly", 2019, 2020)]),
        (
            [row(2021, "a", 1), row(2022, "a", 1), row(2024, "a", 1)],
            [("yearly", 2021, 2022), ("period", 2021, 2024)],
        ),
    ],
)  # fmt: skip
def test_years_that_are_compared(rows: list[Any], found: list[Any]) -> None:
    pairs = compared(pd.DataFrame(rows, columns=PART).astype({"amount": float}), BASES)
    assert list(pairs[["span", "from_year", "to_year"]].itertuples(index=False, name=None)) == found


def test_a_city_over_its_districts(material: Make) -> None:
    """As tests/cases/shift_share_two_districts.yaml, from indicators with reported emissions."""
    areas = Areas(a for a in load_areas() if a.parent != CITY or a.code in (AREA, OTHER))
    years = [
        stated(2020, 60, emissions_t=120), stated(2021, 55, emissions_t=99),
        stated(2020, 40, emissions_t=40, area=OTHER), stated(2021, 55, emissions_t=49.5, area=OTHER),
        stated(2020, 100, emissions_t=170, area=CITY), stated(2021, 110, emissions_t=165, area=CITY),
    ]  # fmt: skip
    table, problems = structure_table(*material(years, areas=areas))
    assert problems == []
    assert {name: str(kind) for name, kind in table.dtypes.items()} == COLUMNS
    ours = table[table["span"] == "yearly"].set_index("contributor")
    assert ours["effect"].to_dict() == pytest.approx(
        {"": -0.2, AREA: -0.1525, OTHER: -0.0975, f"{CITY}-residual": 0.05}, abs=1e-12
    )
    assert set(ours["unit"]) == {"t / 10 000 CNY"} and set(ours["area"]) == {CITY}


def test_an_area_over_its_industries(material: Make, read: Any) -> None:  # noqa: F811
    """C30 60 / 400 = 0.15 → 60 / 500 = 0.12; C31 40 / 200 = 0.2 → 60 / 150 = 0.4, of the inventory's energy.

    Together 100 / 600 → 120 / 650. Shares of C31 1/3 → 3/13. Structure: (3/13 − 1/3)(0.3 − 0.135).
    """
    table, _ = structure_table(*material(GDP, ROWS, industries=industries(read, SHARES)))
    ours = table[table["span"] == "period"].set_index("sector")
    assert set(ours.index) == {"", "industry.c30", "industry.c31"}
    assert ours.loc["", "structure_effect"] == pytest.approx((3 / 13 - 1 / 3) * 0.165, abs=1e-12)
    assert ours.loc["", "effect"] == pytest.approx(120 / 650 - 100 / 600, abs=1e-12)
    assert set(ours["energy_basis"]) == {"calorific"} and set(ours["indicator"]) == {"energy_intensity"}


def test_no_table_where_nothing_can_be_compared(material: Make) -> None:
    table, problems = structure_table(*material([stated(2020, 60, emissions_t=120)]))
    assert list(table.columns) == [] and problems == []
    alone, _ = structure_table(*material(GDP, [fuel(2020, "power", "raw_coal", 10, 25)]))
    assert alone.empty
