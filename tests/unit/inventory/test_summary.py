"""The provincial summary table: which row and column an emission goes to."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import load_sectors, load_sources, load_summary_rows
from cityghg.inventory.basis import totals
from cityghg.inventory.categories import categorise
from cityghg.inventory.figures import Figure
from cityghg.inventory.summary import COLUMNS, gas_column, summarise
from support import figure


@pytest.fixture
def summary(tabulate: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Return the summary of figures of one area and year, by row."""

    def of(*figures: Figure) -> pd.DataFrame:
        table = categorise(tabulate(*figures), load_sources(), load_sectors())
        return summarise(table, totals(table), load_summary_rows()).set_index("row")

    return of


@pytest.mark.parametrize(
    ("gas", "column"),
    [
        ("CO2", "co2_t"),
        ("CH4", "ch4_t"),
        ("N2O", "n2o_t"),
        ("HFC134a", "hfcs_co2e_t"),
        ("HFC4310mee", "hfcs_co2e_t"),
        ("CF4", "pfcs_co2e_t"),
        ("C2F6", "pfcs_co2e_t"),
        ("cC4F8", "pfcs_co2e_t"),
        ("C5F12", "pfcs_co2e_t"),
        ("C4F10", "pfcs_co2e_t"),
        ("SF6", "sf6_co2e_t"),
        ("NF3", "nf3_co2e_t"),
        ("HCFC22", "other_co2e_t"),
        ("CFC114", "other_co2e_t"),
        ("CCl4", "other_co2e_t"),
        ("Halon1211", "other_co2e_t"),
        ("CO2e", "other_co2e_t"),
    ],
)
def test_every_gas_has_one_column(gas: str, column: str) -> None:
    assert gas_column(gas) == column
    assert column in COLUMNS


def test_methane_and_nitrous_oxide_are_masses_and_the_total_is_equivalent(
    summary: Callable[..., pd.DataFrame],
) -> None:
    row = summary(figure("diesel", 100)).loc["total_with_lucf"]
    # 100 t: 300 tCO2, 0.1 tCH4, 0.01 tN2O; 300 + 2.8 + 2.65
    assert (row["co2_t"], row["ch4_t"]) == (300, pytest.approx(0.1))
    assert (row["n2o_t"], row["total_co2e_t"]) == (pytest.approx(0.01), pytest.approx(305.45))


def test_rows_add_up_to_those_above_them(summary: Callable[..., pd.DataFrame]) -> None:
    given = [
        figure("diesel", 1, sector=sector)
        for sector in (
            "industry.c26",
            "construction",
            "transport.road",
            "trade",
            "residential",
            "agriculture",
            "power",
        )
    ]
    co2 = summary(*given)["co2_t"]
    inner = [
        "energy_industries",
        "industry_construction",
        "transport",
        "services",
        "residential",
        "agriculture_energy",
    ]
    known = [row for row in inner if row in co2.index]
    assert co2[known].sum() == co2["energy"] == co2["total_without_lucf"] == 21


@pytest.mark.parametrize(
    ("source", "sector", "row", "co2"),
    [
        ("diesel", "bunkers.marine", "bunkers", 300),
        ("electricity_import", "supply", "electricity_trade", 50),
        ("firewood", "residential", "biomass_co2", 200),
    ],
)
def test_memo_rows_are_in_no_total(
    summary: Callable[..., pd.DataFrame], source: str, sector: str, row: str, co2: float
) -> None:
    found = summary(figure(source, 100, sector=sector), figure("diesel", 1))
    assert found.loc[row, "co2_t"] == co2
    assert found.loc["total_with_lucf", "co2_t"] == 3


def test_a_row_without_reports_is_absent_and_not_zero(summary: Callable[..., pd.DataFrame]) -> None:
    assert "transport" not in summary(figure("diesel", 1)).index


def test_a_row_that_holds_only_keys_is_blank_and_counts_them(summary: Callable[..., pd.DataFrame]) -> None:
    row: Any = summary(figure("diesel", notation="NE")).loc["industry_construction"]
    assert (pd.isna(row["co2_t"]), pd.isna(row["total_co2e_t"]), row["missing"]) == (True, True, 3)


def test_totals_by_basis_follow_the_rows(summary: Callable[..., pd.DataFrame]) -> None:
    found = summary(figure("diesel", 100), figure("electricity", 10))
    assert found.loc["scope_2", "total_co2e_t"] == 5
    assert found.loc["territorial", "total_co2e_t"] == pytest.approx(305.45)
