"""Totals on each basis: what is in, what must be known, what is missing."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import load_sectors, load_sources
from cityghg.inventory.basis import BASES, totals
from cityghg.inventory.categories import categorise
from cityghg.inventory.figures import Figure
from support import DANTU, figure

Totals = dict[str, tuple[float | None, int]]


@pytest.fixture
def total(tabulate: Callable[..., pd.DataFrame]) -> Callable[..., Totals]:
    """Return value and number of missing lines by basis; bases without any row are absent."""

    def of(*figures: Figure) -> Totals:
        table = totals(categorise(tabulate(*figures), load_sources(), load_sectors()))
        values = table["co2e_t"].astype(object).where(table["co2e_t"].notna(), None)
        return dict(zip(table["basis"], zip(values, table["missing"], strict=True), strict=True))

    return of


def supply(source: str, amount: float | None = None, **more: Any) -> Figure:
    return figure(source, amount, sector="supply", **more)


# Diesel: 3 tCO2 + 0.001 tCH4 x 28 + 0.0001 tN2O x 265 = 3.0545 tCO2e a tonne.
DIESEL = 3.0545


def test_territorial_is_scope_one(total: Callable[..., Totals]) -> None:
    given = figure("diesel", 100), figure("electricity", 10), supply("electricity_import", 10)
    assert total(*given)["territorial"] == (pytest.approx(100 * DIESEL), 0)


def test_net_electricity_is_added_once_and_never_what_was_consumed(total: Callable[..., Totals]) -> None:
    given = [
        figure("diesel", 100),
        figure("electricity", 1000),
        supply("electricity_import", 30),
        supply("electricity_export", 10),
    ]
    # 30 x 0.5 - 10 x 0.5 = 10
    found = total(*given)
    assert found["with_net_electricity"][0] == pytest.approx(100 * DIESEL + 10)
    assert found["energy_co2_with_electricity"][0] == pytest.approx(300 + 10)
    assert found["scope_2"] == (500, 0)


def test_heat_stands_in_a_further_total(total: Callable[..., Totals]) -> None:
    found = total(figure("diesel", 100), supply("electricity_import", 30), supply("heat_import", 200))
    assert found["with_net_electricity"][0] == pytest.approx(100 * DIESEL + 15)
    assert found["with_net_electricity_and_heat"][0] == pytest.approx(100 * DIESEL + 15 + 20)


def test_a_total_with_electricity_and_heat_needs_both(total: Callable[..., Totals]) -> None:
    found = total(figure("diesel", 100), supply("heat_import", 200))
    assert found["with_net_electricity_and_heat"][0] is None
    assert found["with_net_electricity"][0] is None


def test_unknown_trade_leaves_the_total_unknown(total: Callable[..., Totals]) -> None:
    found = total(figure("diesel", 100), supply("electricity_import", notation="NE"))
    assert found["with_net_electricity"] == (None, 1)
    assert found["territorial"] == (pytest.approx(100 * DIESEL), 0)


def test_no_trade_is_known(total: Callable[..., Totals]) -> None:
    found = total(figure("diesel", 100), supply("electricity_import", notation="NO"))
    assert found["with_net_electricity"] == (pytest.approx(100 * DIESEL), 0)


@pytest.mark.parametrize("key", ["NE", "IE", "C"])
def test_lines_without_a_number_are_counted_as_missing(total: Callable[..., Totals], key: str) -> None:
    found = total(figure("diesel", 100), figure("gasoline", notation=key))
    assert found["territorial"] == (pytest.approx(100 * DIESEL), 3)  # three gases
    assert found["energy_co2"] == (300, 1)


def test_energy_co2_leaves_out_processes_biomass_bunkers_and_feedstock(total: Callable[..., Totals]) -> None:
    given = [
        figure("diesel", 100),
        figure("firewood", 50, sector="residential"),
        figure("diesel", 7, sector="bunkers.marine"),
        figure("diesel", 7, sector="nonenergy_use"),
        figure("cement_clinker", 5, sector="process.cement"),
    ]
    assert total(*given)["energy_co2"] == (300, 0)


def test_a_gas_without_a_gwp_is_missing_and_not_zero(tabulate: Callable[..., pd.DataFrame]) -> None:
    table = categorise(tabulate(figure("diesel", 100)), load_sources(), load_sectors())
    table.loc[table["gas"] == "CH4", "co2e_t"] = None
    found = totals(table).set_index("basis").loc["territorial"]
    assert (found["co2e_t"], found["missing"]) == (pytest.approx(100 * (DIESEL - 0.028)), 1)


# GPC


def test_gpc_basic_leaves_out_generation_for_the_grid(total: Callable[..., Totals]) -> None:
    given = [
        figure("diesel", 10),  # I.3.1
        figure("diesel", 20, sector="power"),  # I.4.4
        figure("diesel", 30, sector="transport.road"),  # II.1.1
        figure("electricity", 100, sector="residential"),  # I.1.2
        supply("electricity_import", 100),
    ]
    found = total(*given)
    assert found["gpc_basic"][0] == pytest.approx(40 * DIESEL + 50)
    assert found["territorial"][0] == pytest.approx(60 * DIESEL)


def test_each_area_and_year_has_its_own_total(tabulate: Callable[..., pd.DataFrame]) -> None:
    given = figure("diesel", 1), figure("diesel", 2, year=2021), figure("diesel", 3, area="321102")
    table = totals(categorise(tabulate(*given), load_sources(), load_sectors()))
    chosen = table[table["basis"] == "energy_co2"]
    assert chosen[["area", "year", "co2e_t"]].to_numpy().tolist() == [
        ["321102", 2020, 9],
        [DANTU, 2020, 3],
        [DANTU, 2021, 6],
    ]


def test_bases_have_labels_of_their_own() -> None:
    from cityghg.base.labels import LANGUAGES, label

    for language in LANGUAGES:
        assert len({label("report", f"basis.{basis.id}", language) for basis in BASES}) == len(BASES)
