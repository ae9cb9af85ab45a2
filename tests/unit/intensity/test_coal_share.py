"""The share of coal in the energy of an inventory, worked by hand."""

from typing import Any

import pandas as pd
import pytest
from tests.unit.intensity.drivers.conftest import AREA, electricity, fuel

from cityghg.intensity.coal_share import coal_share, with_coal_share


def share(*rows: dict[str, Any], times: float = 1.0) -> float:
    return float(coal_share(pd.DataFrame(rows).assign(amount=1.0), times)[AREA, 2020])


COAL = fuel(2020, "power", "raw_coal", 60.0, 150.0)
GAS = fuel(2020, "industry", "natural_gas", 20.0, 30.0)
BOUGHT = electricity(2020, 30.0, 100.0)
SOLD = electricity(2020, -10.0, -30.0, source="electricity_export")
USED = fuel(2020, "industry", "electricity", 50.0, 200.0, scope="2", ipcc="")


def test_electricity_counts_once() -> None:
    """Of 60 coal + 20 gas + (30 - 10) net electricity = 100 tce, 60; the 50 used come out of these."""
    assert share(COAL, GAS, BOUGHT, SOLD, USED) == pytest.approx(60.0)


def test_electricity_by_what_it_takes_to_make_it() -> None:
    """At 2.5 times its heat content: 60 / (60 + 20 + 50)."""
    assert share(COAL, GAS, BOUGHT, SOLD, times=2.5) == pytest.approx(100 * 60 / 130)


def test_biomass_is_energy_and_each_fuel_counts_once_over_its_gases() -> None:
    """60 / (60 + 20 + 20): CO2 of biomass is a memo, its CH4 is not; both are of the same 20 tce."""
    wood = {"energy": 20.0, "co2e": 0.0}
    memo = fuel(2020, "residential", "biomass", **wood, scope="memo", memo_kind="biomass_co2")
    methane = fuel(2020, "residential", "biomass", **wood, gas="CH4")
    none = electricity(2020, 0.0, 0.0, notation="NO")
    assert share(COAL, COAL | {"gas": "N2O"}, GAS, memo, methane, none) == pytest.approx(60.0)


def test_use_as_a_feedstock_is_not_in_it() -> None:
    feedstock = fuel(2020, "nonenergy_use", "raw_coal", 500.0, 0.0, scope="memo", memo_kind="nonenergy")
    assert share(COAL, GAS, BOUGHT, SOLD, feedstock) == pytest.approx(60.0)


@pytest.mark.parametrize(
    "rows",
    [
        [COAL, GAS],  # net electricity not known
        [COAL, GAS | {"energy_tce": None}, BOUGHT],  # no heat value
        [COAL, BOUGHT, GAS | {"energy_tce": None, "notation": "NE"}],
    ],
)
def test_what_is_not_known_leaves_it_blank(rows: list[dict[str, Any]]) -> None:
    assert pd.isna(share(*rows))


def test_a_share_that_is_stated_in_any_year_stands() -> None:
    inventory = pd.DataFrame([COAL, GAS, BOUGHT, SOLD]).assign(amount=1.0)
    table = pd.DataFrame({"area": [AREA, AREA], "year": [2019, 2020], "coal_share_pct": [55.0, None]})
    assert with_coal_share(table, inventory, (), 1.0)["coal_share_pct"].tolist()[0] == 55.0
    assert with_coal_share(table, inventory, (), 1.0)["coal_share_pct"].isna().tolist() == [False, True]
    blank = table.assign(coal_share_pct=float("nan"))
    assert with_coal_share(blank, inventory, (), 1.0)["coal_share_pct"].tolist()[1] == pytest.approx(60.0)
    assert with_coal_share(blank, inventory, {(AREA, 2020)}, 1.0)["coal_share_pct"].isna().all()
