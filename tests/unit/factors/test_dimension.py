"""The dimension of formulas and the scale of their results to tonnes."""

import pytest

from cityghg.factors.dimension import scale_to_tonnes
from cityghg.factors.formula import FormulaError, parse
from cityghg.units import load_units

CONSTANTS = {"CO2_per_C": "tCO2/tC", "tce": "GJ/tce"}
FUEL = {"ncv": "GJ/unit", "carbon": "tC/TJ", "oxidised": "1"}


def scale(text: str, gas: str, unit: str, parameters: dict[str, str]) -> float:
    return scale_to_tonnes(parse(text), gas, unit, parameters, CONSTANTS, load_units())


def refusal(text: str, gas: str, unit: str, parameters: dict[str, str]) -> str:
    with pytest.raises(FormulaError) as refused:
        scale(text, gas, unit, parameters)
    return refused.value.code


def test_gj_and_tj_leave_a_thousandth() -> None:
    # t * GJ/t * tC/TJ * tCO2/tC = GJ/TJ tCO2 = 0.001 tCO2
    assert scale("amount * ncv * carbon * oxidised * CO2_per_C", "CO2", "t", FUEL) == pytest.approx(1e-3)


def test_unit_stands_for_the_canonical_unit() -> None:
    # m3 * GJ/m3 * kgCH4/TJ = 0.001 kgCH4 = 1e-6 tCH4
    found = scale("amount * ncv * ef", "CH4", "m3", {"ncv": "GJ/unit", "ef": "kgCH4/TJ"})
    assert found == pytest.approx(1e-6)


def test_carbon_is_not_carbon_dioxide() -> None:
    assert refusal("amount * ncv * carbon * oxidised", "CO2", "t", FUEL) == "dimension_wrong"


def test_one_gas_is_not_another() -> None:
    assert refusal("amount * ef", "CH4", "t", {"ef": "tN2O/t"}) == "dimension_wrong"


def test_mass_does_not_stand_for_energy() -> None:
    assert refusal("amount * ef", "CO2", "t", {"ef": "tCO2/TJ"}) == "dimension_wrong"


def test_a_volume_is_not_a_mass() -> None:
    assert refusal("amount * ef", "CO2", "m3", {"ef": "tCO2/t"}) == "dimension_wrong"


def test_standard_cubic_metres_convert_by_the_stated_ratio() -> None:
    # an amount in m3 (20 degC) with a factor per Nm3 (0 degC): 273.15 / 293.15
    assert scale("amount * ef", "CO2", "m3", {"ef": "tCO2/Nm3"}) == pytest.approx(273.15 / 293.15)


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("amount * (ef + share)", {"ef": "tCO2/t", "share": "1"}),
        ("amount * (a + b)", {"a": "tCO2/t", "b": "kgCO2/t"}),  # one number of each is not the same mass
        ("amount * ef * share ** 2", {"ef": "tCO2/t", "share": "kg/t"}),
        ("amount * ef ** 2", {"ef": "tCO2/t"}),
    ],
)
def test_terms_of_different_units_do_not_add_up(text: str, parameters: dict[str, str]) -> None:
    assert refusal(text, "CO2", "t", parameters) == "dimension_of_terms"


def test_an_unknown_name_is_refused() -> None:
    assert refusal("amount * ef", "CO2", "t", {}) == "formula_unknown_name"


@pytest.mark.parametrize(("gas", "unit"), [("CO3", "t"), ("CO2", "bushels")])
def test_an_unknown_gas_or_unit_is_refused(gas: str, unit: str) -> None:
    assert refusal("amount * ef", gas, unit, {"ef": "tCO2/t"}) == "dimension_unreadable"
