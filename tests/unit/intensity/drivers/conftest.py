"""Material of an assessment written where the test reads it: a row a figure, a row a year of an area."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import Areas, load_areas
from cityghg.intensity.assess import Material
from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.table import intensity_table
from cityghg.inventory.basis import totals

BASIS = "energy_co2_with_electricity"
AREA = "321112"
FIGURE = {
    "area": AREA, "level": "district", "counterpart": "", "scope": "1", "memo_kind": "", "gas": "CO2",
    "ipcc": "1.A", "gpc": "", "notation": "", "provenance": "own", "deposit_year": "",
}  # fmt: skip
TRADE = {
    "scope": "memo",
    "memo_kind": "trade",
    "sector": "supply",
    "source": "electricity_import",
    "ipcc": "",
}


def fuel(
    year: int, sector: str, source: str, energy: float | None, co2e: float, **more: Any
) -> dict[str, Any]:
    """Return an inventory row of fuel burnt."""
    row = {"year": year, "sector": sector, "source": source, "energy_tce": energy, "co2e_t": co2e}
    return FIGURE | row | more


def electricity(year: int, energy: float, co2e: float, **more: Any) -> dict[str, Any]:
    """Return an inventory row of net import."""
    return FIGURE | TRADE | {"year": year, "energy_tce": energy, "co2e_t": co2e} | more


def stated(year: int, gdp: float, population: float | None = 100.0, **more: Any) -> dict[str, Any]:
    """Return a row of indicators at 2020 prices."""
    row = {"area": AREA, "area_name": "丹徒区", "year": year, "gdp_10k_yuan": gdp, "gdp_prices": "2020"}
    return {**row, "population": population, "energy_basis": "", "origin": "gdp.csv, C2", **more}


@pytest.fixture
def material() -> Callable[..., tuple[Material, pd.DataFrame]]:
    """Return a material with its intensity table, from rows of an inventory or from reported emissions."""

    def made(
        indicators: list[dict[str, Any]],
        rows: list[dict[str, Any]] | None = None,
        areas: Areas | None = None,
        **more: Any,
    ) -> tuple[Material, pd.DataFrame]:
        known, given = areas or load_areas(), pd.DataFrame(indicators).reindex(columns=list(FRAME))
        if rows is None:
            sums = given.assign(basis=BASIS, co2e_t=given["emissions_t"], missing=0)
            inventory = None
        else:
            inventory = pd.DataFrame(rows)
            sums = totals(inventory)
        base = more.pop("base_year", None)
        table, _ = intensity_table(sums, (), given, None, known, basis=BASIS, base_year=base)
        made = Material(
            totals=sums, incomplete=(), indicators=given, targets=None, areas=known, basis=BASIS,
            tolerance_pct=1, base_year=base, inventory=inventory, **more,
        )  # fmt: skip
        return made, table

    return made
