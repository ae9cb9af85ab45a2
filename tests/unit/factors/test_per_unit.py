"""What a unit of a source emits, with the working."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.factors.candidates import Codes
from cityghg.factors.per_unit import AGES, PerUnit, gases_of, per_unit
from cityghg.units import load_units
from support import entry, library, query, resolver, value

CODES = Codes(load_sources(), load_sectors(), load_areas(), load_units())
COMBUSTION = {
    "gas": "CO2",
    "formula": "amount * net_calorific_value * carbon_content * oxidation_fraction * CO2_per_C",
    "parameters": {"net_calorific_value": "GJ/unit", "carbon_content": "tC/TJ", "oxidation_fraction": "1"},
}
DECAY = {
    "kind": "series",
    "gas": "CH4",
    "formula": "amount * emission_factor * (exp(-decay_rate * (age - one_year)) - exp(-decay_rate * age))",
    "parameters": {"emission_factor": "tCH4/unit", "decay_rate": "1/a"},
}


def diesel(tmp_path: Path, **more: object) -> PerUnit:
    """Return a tonne of diesel burnt, by made-up values: 43 GJ/t, 20 tC/TJ, all oxidised."""
    values = {
        "net_calorific_value": value(43000, "kJ/kg", basis="net"),
        "carbon_content": value(20, "tC/TJ"),
        "oxidation_fraction": value(1, "1"),
    }
    kept = {name: given for name, given in {**values, **more}.items() if given is not None}
    made = library(tmp_path, entry("diesel", "burnt", **kept), methods={"burnt": COMBUSTION})
    found = per_unit(resolver(made), CODES, query())
    assert found is not None
    return found


def test_a_tonne_of_fuel(tmp_path: Path) -> None:
    found = diesel(tmp_path)
    # 43 GJ x 0.020 tC/GJ x 44/12
    assert found.tonnes == pytest.approx(43 * 0.020 * 44 / 12)
    assert (found.unit, found.scale) == ("t", pytest.approx(0.001))
    assert found.working == "1 t × 43 GJ/t × 20 tC/TJ × 1 × 44/12 tCO2/tC × 0.001"


def test_a_missing_parameter_keeps_its_name_in_the_working(tmp_path: Path) -> None:
    found = diesel(tmp_path, carbon_content=None)
    assert found.tonnes is None
    assert found.resolution.missing == ("carbon_content",)
    assert "carbon_content" in found.working


def test_a_series_is_told_by_the_years_since(tmp_path: Path) -> None:
    made = library(
        tmp_path,
        entry("diesel", "decay", emission_factor=value(0.06, "tCH4/t"), decay_rate=value(0.1, "1/a")),
        methods={"decay": DECAY},
    )
    found = per_unit(resolver(made), CODES, query(gas="CH4"))
    assert found is not None and found.tonnes is None
    assert tuple(found.by_age) == AGES
    for age, tonnes in found.by_age.items():
        assert tonnes == pytest.approx(0.06 * (math.exp(-0.1 * (age - 1)) - math.exp(-0.1 * age)))
    assert "age" in found.working


def test_no_method_is_nothing(tmp_path: Path) -> None:
    assert per_unit(resolver(library(tmp_path)), CODES, query()) is None


def test_an_equivalent_in_front_stands_for_all_gases(tmp_path: Path) -> None:
    method = {
        "gas": "CO2e", "gwp": "AR5GWP100", "formula": "amount * emission_factor",
        "parameters": {"emission_factor": "tCO2e/unit"},
    }  # fmt: skip
    made = library(
        tmp_path, entry("diesel", "all", emission_factor=value(3, "tCO2e/t")), methods={"all": method}
    )
    assert gases_of(resolver(made), ("CO2", "CH4"), "diesel", "industry") == ("CO2e",)
