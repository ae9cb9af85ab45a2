"""A small world for accounting: a library with round factors, and what turns figures into rolled-up rows."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.base.problems import Problem
from cityghg.codes import Areas, load_areas, load_sectors, load_sources
from cityghg.factors.load import Library
from cityghg.inventory.account import Accountant
from cityghg.inventory.categories import categorise
from cityghg.inventory.figures import Figure
from cityghg.inventory.lines import to_table
from cityghg.inventory.rollup import RollUp, roll_up
from support import CITY, DIRECT, TREES, entry, library, resolver, value

GWPS = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0, "CO2e": 1.0}
FUELS = ["raw_coal", "anthracite", "lignite", "diesel", "gasoline"]
Rolled = tuple[pd.DataFrame, list[Problem], RollUp]


@pytest.fixture(scope="session")
def simple(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Coal 2, anthracite, diesel and petrol 3, lignite 1 tCO2/t, all of them 1 kgCH4/t and 0.1 kgN2O/t.

    Electricity 0.5 tCO2/MWh, heat 0.1 tCO2/GJ, firewood 2 tCO2/t.
    """

    def gas(name: str, unit: str, sign: str = "") -> dict[str, Any]:
        formula = f"{sign}{DIRECT['formula']}"
        return {"gas": name, "formula": formula, "parameters": {"emission_factor": unit}}

    methods = {
        "co2": {**gas("CO2", "tCO2/unit"), "not_for": ["nonenergy_use"]},
        "ch4": {**gas("CH4", "kgCH4/unit"), "not_for": ["nonenergy_use"]},
        "n2o": {**gas("N2O", "kgN2O/unit"), "not_for": ["nonenergy_use"]},
        "bought": gas("CO2", "tCO2/unit"),
        "sold": gas("CO2", "tCO2/unit", "-"),
    }
    trade = {"scope": "memo", "memo_kind": "trade"}
    grid, heat = value(0.5, "tCO2/MWh"), value(0.1, "tCO2/GJ")
    factors = [
        *(entry(s, "co2", emission_factor=value(n)) for s, n in zip(FUELS, (2, 3, 1, 3, 3), strict=True)),
        entry(FUELS, "ch4", emission_factor=value(1, "kgCH4/t")),
        entry(FUELS, "n2o", emission_factor=value(0.1, "kgN2O/t")),
        {**entry("electricity", "bought", emission_factor=grid), "scope": 2},
        {**entry("electricity_import", "bought", emission_factor=grid), **trade},
        {**entry("electricity_export", "sold", emission_factor=grid), **trade},
        {**entry("heat", "bought", emission_factor=heat), "scope": 2},
        {**entry("heat_import", "bought", emission_factor=heat), **trade},
        {**entry("heat_export", "sold", emission_factor=heat), **trade},
        {**entry("firewood", "co2", emission_factor=value(2)), "scope": "memo", "memo_kind": "biomass_co2"},
    ]
    return library(tmp_path_factory.mktemp("libraries"), *factors, methods=methods)


@pytest.fixture
def tabulate(simple: Library) -> Callable[..., pd.DataFrame]:
    """Return the inventory rows of figures, accounted with the simple library."""

    def tabulated(*figures: Figure, areas: Areas | None = None) -> pd.DataFrame:
        known = areas or load_areas()
        lines, _ = Accountant(resolver(simple, areas=known), load_sources(), load_sectors()).account(figures)
        table, problems = to_table(lines, known, GWPS)
        assert problems == []
        return table

    return tabulated


@pytest.fixture
def roll(tabulate: Callable[..., pd.DataFrame]) -> Callable[..., Rolled]:
    """Return the rolled-up and categorised rows, the problems, and the roll-up itself."""

    def rolled(*figures: Figure, top: str = CITY, areas: Areas | None = None, tolerance: float = 1) -> Rolled:
        known = areas or load_areas()
        up, problems = roll_up(tabulate(*figures, areas=known), top, known, TREES, tolerance)
        return categorise(up.table, load_sources(), load_sectors()), problems, up

    return rolled
