"""Volumes 4 and 5 in the IPCC library against relations that hold among the figures of the tables."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cityghg.factors.formula import parse
from support import plain

LIBRARY = Path(__file__).parents[2] / "factors" / "ipcc-2006" / "2"

# Table 2.3, Eastern Asia, shares of wet municipal waste; table 2.4: dry matter, carbon of it, fossil share.
SHARES = {"food": 0.262, "paper": 0.188, "wood": 0.035, "textiles": 0.035}
FOSSIL = {
    "paper": (0.188, 0.90, 0.46, 0.01),
    "textiles": (0.035, 0.80, 0.50, 0.20),
    "rubber and leather": (0.010, 0.84, 0.67, 0.20),
    "plastics": (0.143, 1.00, 0.75, 1.00),
    "other": (0.074, 0.90, 0.03, 1.00),
}


def value(factor: str, parameter: str) -> Any:
    """The only value of a parameter in a factor."""
    for domain in ("agriculture", "waste"):
        for entry in plain(LIBRARY / f"{domain}.yaml")["factors"]:
            if entry["id"] == factor:
                (only,) = entry["parameters"][parameter]
                return only["value"]
    raise AssertionError(factor)


@pytest.mark.parametrize("domain", ["fuels", "stationary", "mobile", "biomass", "processes"])
def test_energy_and_processes_are_those_of_version_1(domain: str) -> None:
    former = LIBRARY.parent / "1" / f"{domain}.yaml"
    assert (LIBRARY / f"{domain}.yaml").read_bytes() == former.read_bytes()


def test_degradable_carbon_of_mixed_waste_is_that_of_its_parts() -> None:
    parts = sum(
        share * value(f"landfill.{kind}.ch4", "degradable_organic_carbon") for kind, share in SHARES.items()
    )
    assert value("landfill.managed.ch4", "degradable_organic_carbon") == pytest.approx(parts, abs=0.0005)


def test_fossil_carbon_of_mixed_waste_is_that_of_its_parts() -> None:
    parts = sum(share * dry * carbon * fossil for share, dry, carbon, fossil in FOSSIL.values())
    assert value("incineration.msw.co2", "fossil_carbon_content") == pytest.approx(parts, abs=0.0005)


def test_deeper_and_better_managed_sites_make_more_methane() -> None:
    kinds = ("unmanaged_shallow", "managed_semi_aerobic", "uncategorised", "unmanaged_deep", "managed")
    corrections = [value(f"landfill.{kind}.ch4", "methane_correction_factor") for kind in kinds]
    assert corrections == sorted(corrections) and corrections[-1] == 1


def test_softer_waste_decays_faster() -> None:
    rates = [value(f"landfill.{kind}.ch4", "decay_rate") for kind in ("wood", "paper", "garden", "food")]
    assert rates == sorted(rates)
    assert value("landfill.sludge.ch4", "decay_rate") == rates[-1]


def test_ruminants_give_most_of_the_enteric_methane() -> None:
    heads = [
        value(f"enteric.{kind}.ch4", "emission_factor") for kind in ("swine", "sheep", "horse", "buffalo")
    ]
    assert heads == sorted(heads)


def test_nitrous_oxide_of_wastewater_by_hand() -> None:
    """100 000 people, 30 kg of protein a head, 1.1 for what is not eaten:

    100 000 x 30 x 0.16 x 1.1 x 1.25 x 0.005 x 44/28 = 5185.714 kg N2O (equations 6.7 and 6.8).
    """
    methods = plain(LIBRARY / "library.yaml")["methods"]
    numbers = {
        "amount": 100_000.0,
        "protein_supply": 30.0,
        "nonconsumed_protein_factor": 1.1,
        "N2O_per_N2": 44 / 28,
    }
    for parameter in ("nitrogen_in_protein", "industrial_codischarge_factor", "emission_factor"):
        numbers[parameter] = value("wastewater.n2o", parameter)
    made = parse(methods["wastewater_n2o"]["formula"]).compute({k: np.array([v]) for k, v in numbers.items()})
    assert made == pytest.approx([5185.714286])
