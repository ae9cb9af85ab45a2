"""Global warming potentials: quoted values, and gases a set does not hold."""

import pytest

from cityghg.factors.gwp import load_gwps


@pytest.mark.parametrize(
    ("name", "gas", "gwp"),
    [
        ("AR5GWP100", "CH4", 28),  # IPCC AR5 WG1, table 8.A.1: without climate-carbon feedback
        ("AR5GWP100", "N2O", 265),  # likewise
        ("SARGWP100", "CH4", 21),  # IPCC SAR WG1 (1995), table 2.9; the set of the provincial summary
        ("SARGWP100", "N2O", 310),  # likewise
        ("AR4GWP100", "CH4", 25),  # IPCC AR4 WG1 (2007), table 2.14
        ("AR4GWP100", "N2O", 298),  # likewise
    ],
)
def test_quoted_values(name: str, gas: str, gwp: float) -> None:
    values, problems = load_gwps(name)
    assert problems == []
    assert values[gas] == gwp


def test_carbon_dioxide_is_one_in_every_set() -> None:
    assert load_gwps("SARGWP100")[0]["CO2"] == 1


def test_a_gas_that_a_set_lacks_is_absent_and_not_zero() -> None:
    values, _ = load_gwps("SARGWP100")
    assert "NF3" not in values  # first listed in AR4
    assert all(gwp == gwp for gwp in values.values())


def test_an_unknown_set_is_refused_with_the_nearest_name() -> None:
    values, [found] = load_gwps("AR5GWP10")
    assert (values, found.code) == ({}, "gwp_set_unknown")
    assert "AR5GWP100" in found.text("en")
