"""The IPCC 2006 defaults against figures of the tables, read plainly from the YAML."""

from pathlib import Path
from typing import Any

import pytest

from support import plain

LIBRARY = Path(__file__).parents[2] / "factors" / "ipcc-2006" / "1"
CO2_PER_C = 44 / 12
DOMAINS = ("fuels", "stationary", "mobile", "biomass", "processes")


def values(source: str, parameter: str, unit: str) -> list[dict[str, Any]]:
    """Every value of a source in that unit, over all domain files."""
    found: list[dict[str, Any]] = []
    for domain in DOMAINS:
        for entry in plain(LIBRARY / f"{domain}.yaml")["factors"]:
            sources = entry["source"] if isinstance(entry["source"], list) else [entry["source"]]
            if source in sources:
                found += [v for v in entry["parameters"].get(parameter, []) if v["unit"] == unit]
    return found


@pytest.mark.parametrize(
    ("source", "unit", "sector", "number"),
    [
        # volume 2: table 1.4
        ("anthracite", "kgCO2/TJ", None, 98300),
        ("blast_furnace_gas", "kgCO2/TJ", None, 260000),
        ("kerosene", "kgCO2/TJ", "transport", 71500),
        ("firewood", "kgCO2/TJ", None, 112000),
        # tables 2.2 to 2.5
        ("bituminous_coal", "kgCH4/TJ", "power", 1),
        ("bituminous_coal", "kgCH4/TJ", "industry", 10),
        ("bituminous_coal", "kgCH4/TJ", "residential", 300),
        ("bituminous_coal", "kgN2O/TJ", "residential", 1.5),
        ("diesel", "kgCH4/TJ", "trade", 10),
        ("natural_gas", "kgN2O/TJ", "residential", 0.1),
        ("charcoal", "kgN2O/TJ", "residential", 1),
        # tables 3.2.2 and 3.4.1
        ("gasoline", "kgCH4/TJ", "transport", 25),
        ("gasoline", "kgN2O/TJ", "transport", 8),
        ("diesel", "kgN2O/TJ", "transport.rail", 28.6),
        # volume 3: equations 2.4 and 2.8, table 3.3
        ("cement_clinker", "tCO2/t", None, 0.52),
        ("lime", "tCO2/t", None, 0.75),
        ("nitric_acid.medium_pressure", "kgN2O/t", None, 7),
    ],
)
def test_printed_figure(source: str, unit: str, sector: str | None, number: float) -> None:
    found = [v["value"] for v in values(source, "emission_factor", unit) if v.get("sector") == sector]
    assert found == [number]


def test_effective_factor_is_the_carbon_content_in_co2() -> None:
    """Table 1.4 is table 1.3 times 44/12, rounded to three figures."""
    properties = plain(LIBRARY / "fuels.yaml")["factors"]
    for entry in properties:
        source = entry["source"] if isinstance(entry["source"], str) else entry["source"][0]
        for carbon in entry["parameters"]["carbon_content"]:
            [factor] = [
                v["value"]
                for v in values(source, "emission_factor", "kgCO2/TJ")
                if v.get("sector") == carbon.get("sector")
            ]
            assert factor == pytest.approx(carbon["value"] * CO2_PER_C * 1000, rel=0.004), source


def test_stationary_sectors_are_all_served() -> None:
    sectors = {"power", "heat_supply", "refining", "coal_mining", "oil_gas_extraction"}
    sectors |= {"industry", "construction", "trade", "other", "residential", "agriculture"}
    for source in ("raw_coal", "diesel", "lpg", "natural_gas", "straw", "charcoal"):
        for unit in ("kgCH4/TJ", "kgN2O/TJ"):
            assert sectors <= {v.get("sector") for v in values(source, "emission_factor", unit)}, (
                source,
                unit,
            )
