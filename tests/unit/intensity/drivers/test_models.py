"""The models as data: whole, cancelling to emissions, each driver with a place and a name."""

import pytest

from cityghg.base.labels import LANGUAGES, label_file
from cityghg.intensity.drivers.models import Step, load_models, multiplied
from cityghg.intensity.drivers.within import NOT_DECOMPOSED, RESIDUAL

FACTORS = {"electricity_factor", "heat_factor"}


@pytest.mark.parametrize("name", load_models().chains)
def test_the_steps_of_a_chain_multiply_to_emissions(name: str) -> None:
    assert multiplied(load_models().chains[name]) == {"emissions": 1}


def test_what_does_not_cancel_shows() -> None:
    assert multiplied((Step(driver="a", of="gdp"), Step(driver="b", of="emissions", per="energy"))) == {
        "gdp": 1, "emissions": 1, "energy": -1,
    }  # fmt: skip


def test_every_chain_is_used_and_every_driver_is_named() -> None:
    models = load_models()
    assert {chain for model in models.models for chain in model.parts.values()} == set(models.chains)
    drivers = {step.driver for chain in models.chains.values() for step in chain}
    assert set(models.order) == drivers | FACTORS
    named = label_file("report")["driver"]
    assert {*models.order, "change", RESIDUAL, NOT_DECOMPOSED} <= set(named)
    assert all(named[driver][language] for driver in models.order for language in LANGUAGES)
    assert {model.id for model in models.models} <= set(label_file("report")["model"])
