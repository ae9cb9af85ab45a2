"""Energy of inventory rows: by the calorific value of the line; sums and residuals from their parts."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import Area, Areas, load_areas, load_sectors, load_sources
from cityghg.factors.load import Library
from cityghg.inventory.account import Accountant
from cityghg.inventory.energy import carrier, heat_value, with_energy
from cityghg.inventory.figures import Figure
from cityghg.inventory.lines import to_table
from cityghg.inventory.rollup import roll_up
from support import CITY, DANTU, DIRECT, JINGKOU, TREES, entry, figure, library, query, resolver, value

GJ_PER_TCE = 29.3076  # GB/T 2589
HEAT = {
    "gas": "CO2", "formula": "amount * net_calorific_value * emission_factor",
    "parameters": {"net_calorific_value": "GJ/unit", "emission_factor": "kgCO2/TJ"},
}  # fmt: skip
RESIDUAL = f"{CITY}-residual"


@pytest.fixture(scope="module")
def heated(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Diesel by calorific value, 43 MJ/kg; raw coal by a direct factor, so that its heat is not known."""
    heat = {
        "net_calorific_value": value(43, "MJ/kg", basis="net"),
        "emission_factor": value(74100, "kgCO2/TJ"),
    }
    bought = {**DIRECT, "formula": "-amount * emission_factor"}
    trade = {"scope": "memo", "memo_kind": "trade"}
    return library(
        tmp_path_factory.mktemp("heat"),
        entry("diesel", "heat", **heat),
        entry("raw_coal", emission_factor=value(2)),
        entry("cement_clinker", emission_factor=value(0.5)),
        {**entry("electricity_export", "sold", emission_factor=value(0.5, "tCO2/MWh")), **trade},
        {**entry("heat", emission_factor=value(0.1, "tCO2/GJ")), "scope": 2},
        methods={"direct": DIRECT, "heat": HEAT, "sold": bought},
    )


@pytest.fixture
def two() -> Areas:
    return Areas(a for a in load_areas() if a.parent != CITY or a.code in (DANTU, JINGKOU))


def energy(heated: Library, areas: Areas, *figures: Figure) -> dict[tuple[str, str], float]:
    """Return the energy in tce of the CO2 rows, by area and source."""
    lines, _ = Accountant(resolver(heated, areas=areas), load_sources(), load_sectors()).account(figures)
    table, _ = to_table(lines, areas, {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0})
    rolled, _ = roll_up(table, CITY, areas, TREES, 1.0)
    rows = with_energy(rolled.table, lines, load_sources())
    rows = rows[rows["gas"] == "CO2"]
    return dict(zip(zip(rows["area"], rows["source"], strict=True), rows["energy_tce"], strict=True))


def test_amount_times_calorific_value(heated: Library, two: Areas) -> None:
    """100 t of 43 GJ/t are 4300 GJ; 10 GJ of heat are as many; 1 MWh is 3.6 GJ, and leaves the area."""
    sold = figure("electricity_export", 1, sector="supply")
    found = energy(heated, two, figure("diesel", 100), figure("heat", 10), sold)
    assert found[DANTU, "diesel"] == pytest.approx(4300 / GJ_PER_TCE, rel=1e-12)
    assert found[DANTU, "heat"] == pytest.approx(10 / GJ_PER_TCE, rel=1e-12)
    assert found[DANTU, "electricity_export"] == pytest.approx(-3.6 / GJ_PER_TCE, rel=1e-12)


def test_nothing_is_guessed(heated: Library, two: Areas) -> None:
    found = energy(heated, two, figure("raw_coal", 100), figure("cement_clinker", 5, sector="industry.c30"))
    assert pd.isna(found[DANTU, "raw_coal"])
    assert pd.isna(found[DANTU, "cement_clinker"])


def test_sums_add_up_and_residuals_are_left_over(heated: Library, two: Areas) -> None:
    """Diesel is the city's own figure, 70 t against 30 + 20; heat of the city is the sum."""
    given = [figure("diesel", n, area=area) for n, area in ((30, DANTU), (20, JINGKOU), (70, CITY))]
    heat = [figure("heat", n, area=area) for n, area in ((1, DANTU), (2, JINGKOU))]
    found = energy(heated, two, *given, *heat)
    assert found[CITY, "diesel"] == pytest.approx(70 * 43 / GJ_PER_TCE, rel=1e-12)
    assert found[RESIDUAL, "diesel"] == pytest.approx(20 * 43 / GJ_PER_TCE, rel=1e-12)
    assert found[CITY, "heat"] == pytest.approx(3 / GJ_PER_TCE, rel=1e-12)


def test_a_sum_with_an_unknown_part_is_unknown(heated: Library, two: Areas) -> None:
    found = energy(heated, two, figure("raw_coal", 1), figure("raw_coal", 2, area=JINGKOU))
    assert pd.isna(found[CITY, "raw_coal"])


def test_own_figure_without_difference_leaves_no_dust(heated: Library, two: Areas) -> None:
    given = [figure("diesel", n, area=area) for n, area in (("0.1", DANTU), ("0.2", JINGKOU), ("0.3", CITY))]
    assert energy(heated, two, *given)[RESIDUAL, "diesel"] == 0


@pytest.mark.parametrize(
    ("source", "kind"),
    [("diesel", "fuel"), ("straw", "fuel"), ("electricity_import", "electricity"), ("heat_export", "heat"),
     ("waste_heat", "heat"), ("electricity", "electricity"), ("cement_clinker", "")],
)  # fmt: skip
def test_what_carries_energy(source: str, kind: str) -> None:
    assert carrier(load_sources()[source]) == kind


def test_heat_value_is_found_by_its_dimension(heated: Library, tmp_path: Path) -> None:
    found: Any = resolver(heated).resolve(query("diesel"))
    assert heat_value(found.parameters, "t") == pytest.approx(43, rel=1e-12)
    direct: Any = resolver(heated).resolve(query("raw_coal"))
    assert pd.isna(heat_value(direct.parameters, "t"))


def test_sums_of_sums(heated: Library, two: Areas) -> None:
    town = Area("t1", "镇", "town", DANTU)
    found = energy(
        heated, two.with_more([town]), figure("heat", 4, area="t1"), figure("heat", 2, area=JINGKOU)
    )
    assert found[DANTU, "heat"] == pytest.approx(4 / GJ_PER_TCE, rel=1e-12)
    assert found[CITY, "heat"] == pytest.approx(6 / GJ_PER_TCE, rel=1e-12)
