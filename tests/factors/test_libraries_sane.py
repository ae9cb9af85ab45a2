"""Every factor library against what is physically possible for a fuel, read plainly from the YAML.

The bounds are wide: they catch a slipped digit, GJ for TJ, or the value of another fuel, and leave choices
between documents alone.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support import plain

FACTORS = Path(__file__).parents[2] / "factors"
Bounds = Mapping[str, tuple[float, float]]
LIBRARIES = sorted(head.parent for head in FACTORS.glob("*/*/library.yaml"))

GJ_PER: dict[str, float] = {
    "GJ/t": 1,
    "TJ/Gg": 1,
    "MJ/kg": 1,
    "kJ/kg": 1e-3,
    "GJ/m3": 1e3,
    "kJ/m3": 1e-3,
    "MJ/m3": 1,
    "GJ/(10^4 m3)": 0.1,
    "GJ/(10^4 Nm3)": 0.1,
}
"""To GJ/t, or to GJ per 1000 m3; what Nm3 differs by (7 %) is less than the bounds are wide."""

CARBON_SHARE: dict[str, float] = {"tC/TJ": 1, "kgC/GJ": 1, "tC/GJ": 1e3}

CALORIFIC: Bounds = {
    "coal": (5, 33),
    "coal_product": (14, 42),
    "oil": (30, 53),
    "natural_gas": (14, 53),
    "gas": (2.5, 50),
    "biomass": (5, 51),
    "waste": (5, 20),
}
CARBON: Bounds = {
    "coal": (23, 31),
    "coal_product": (12, 35),
    "oil": (15, 29),
    "natural_gas": (14.5, 16.5),
    "gas": (10, 85),
    "biomass": (14, 33),
    "waste": (20, 45),
}
CALORIFIC_OF: Bounds = {
    "gasoline": (42, 46),
    "kerosene": (42, 46),
    "diesel": (41.5, 44),
    "fuel_oil": (39, 43),
    "crude_oil": (40, 45),
    "lpg": (44.5, 52.5),
    "petroleum_coke": (29, 42),
    "coke": (25, 31),
    "lignite": (5, 21),
}
CARBON_OF: Bounds = {
    "gasoline": (18, 20),
    "diesel": (19.5, 21),
    "fuel_oil": (20, 22),
    "lpg": (16, 18.5),
    "coke": (28, 32),
    "coke_oven_gas": (10, 14.5),
    "blast_furnace_gas": (55, 85),
    "converter_gas": (40, 56),
}


@cache
def fuel_kinds() -> dict[str, str]:
    """Return the kind of each fuel, of the code list and of the codes that libraries add."""
    files = (FACTORS / "codelists" / "sources.yaml", *FACTORS.glob("*/*/codes.yaml"))
    listed = [s for path in files for s in plain(path)["sources"]]
    return {source["id"]: source["kind"] for source in listed if source["kind"] in CALORIFIC}


def entries(library: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(library.glob("*.yaml")):
        if path.name not in ("library.yaml", "codes.yaml"):
            yield from plain(path)["factors"]


def values(library: Path, parameter: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in entries(library):
        sources = entry["source"] if isinstance(entry["source"], list) else [entry["source"]]
        for value in entry.get("parameters", {}).get(parameter, ()):
            yield from ((source, value) for source in sources)


def outside(
    library: Path, parameter: str, scale: Mapping[str, float], by_kind: Bounds, by_source: Bounds
) -> list[str]:
    """Return the values that fall outside the bounds of their source, or else of its kind."""
    found = []
    for source, value in values(library, parameter):
        low, high = by_source.get(source) or by_kind[fuel_kinds()[source]]
        amount = value["value"] * scale[value["unit"]]
        if not low <= amount <= high:
            found.append(f"{source}: {value['value']} {value['unit']} is outside {low} to {high}")
    return found


def identified(library: Path) -> str:
    return f"{library.parent.name}@{library.name}"


@pytest.mark.parametrize("library", LIBRARIES, ids=identified)
def test_calorific_values_are_possible_for_the_fuel(library: Path) -> None:
    assert outside(library, "net_calorific_value", GJ_PER, CALORIFIC, CALORIFIC_OF) == []


@pytest.mark.parametrize("library", LIBRARIES, ids=identified)
def test_carbon_contents_are_possible_for_the_fuel(library: Path) -> None:
    assert outside(library, "carbon_content", CARBON_SHARE, CARBON, CARBON_OF) == []


@pytest.mark.parametrize("library", LIBRARIES, ids=identified)
def test_at_least_four_fifths_of_the_carbon_oxidises_and_never_more_than_all(library: Path) -> None:
    assert [v for _, v in values(library, "oxidation_fraction") if not 0.8 <= v["value"] <= 1] == []


@pytest.mark.parametrize("library", LIBRARIES, ids=identified)
def test_calorific_values_are_net(library: Path) -> None:
    assert [v for _, v in values(library, "net_calorific_value") if v.get("basis") != "net"] == []


# CO2 of a unit of fuel where the default stack has one obvious answer, in tCO2/t (tCO2/10^4 m3 for gas),
# worked by hand as calorific value x carbon content x oxidation x 44/12.
@pytest.mark.parametrize(
    ("source", "carbon_from", "tco2"),
    [
        ("gasoline", "gasoline", 2.9251),
        ("diesel", "diesel", 3.0959),
        ("fuel_oil", "fuel_oil", 3.1705),
        ("natural_gas", "natural_gas", 21.6219),
        ("raw_coal", "bituminous_coal", 1.8608),
    ],
)
def test_provincial_fuels_emit_what_the_guideline_gives(source: str, carbon_from: str, tco2: float) -> None:
    library = FACTORS / "cn-provincial" / "2011.1"
    scale = {"kJ/kg": 1e-3, "kJ/m3": 1e-2}  # to GJ/t and GJ per 10^4 m3

    def only(parameter: str, wanted: str) -> float:
        chosen = [v for s, v in values(library, parameter) if s == wanted and "sector" not in v]
        assert len(chosen) == 1
        return float(chosen[0]["value"] * scale.get(chosen[0]["unit"], 1))

    carbon = only("carbon_content", carbon_from) * only("oxidation_fraction", carbon_from)
    assert only("net_calorific_value", source) * carbon * 44 / 12 / 1000 == pytest.approx(tco2, abs=1e-4)
