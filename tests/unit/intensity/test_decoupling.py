"""Tapio's eight states, at their limits and where GDP does not grow."""

import pandas as pd
import pytest

from cityghg.base.labels import label_file
from cityghg.intensity.decoupling import elasticities, load_tapio, states

# Growth of emissions and of GDP in percent; the limits as in table 3 of Heliyon 9 (2023) e19871.
STATES = [
    (-1.0, 5.0, "strong_decoupling"),
    (2.0, 5.0, "weak_decoupling"),
    (5.0, 5.0, "expansive_coupling"),
    (7.0, 5.0, "expansive_negative_decoupling"),
    (1.0, -5.0, "strong_negative_decoupling"),
    (-2.0, -5.0, "weak_negative_decoupling"),
    (-5.0, -5.0, "recessive_coupling"),
    (-7.0, -5.0, "recessive_decoupling"),
]
EDGES = [
    (0.0, 5.0, "weak_decoupling"),  # e = 0
    (0.0, -5.0, "weak_negative_decoupling"),
    (4.0, 5.0, "expansive_coupling"),  # e = 0.8: the band holds its ends
    (6.0, 5.0, "expansive_coupling"),  # e = 1.2
    (-4.0, -5.0, "recessive_coupling"),
    (-6.0, -5.0, "recessive_coupling"),
    (3.999, 5.0, "weak_decoupling"),
    (6.001, 5.0, "expansive_negative_decoupling"),
]


@pytest.mark.parametrize(("emissions", "gdp", "expected"), [*STATES, *EDGES])
def test_state(emissions: float, gdp: float, expected: str) -> None:
    assert states(pd.Series([emissions / 100]), pd.Series([gdp / 100])) == [expected]


@pytest.mark.parametrize(("emissions", "gdp"), [(0.05, 0.0), (None, 0.05), (0.05, None), (0.0, 0.0)])
def test_without_growth_of_gdp_there_is_no_state(emissions: float | None, gdp: float | None) -> None:
    growths = pd.Series([emissions], dtype=float), pd.Series([gdp], dtype=float)
    assert states(*growths) == [""]
    assert elasticities(*growths).isna().all()


def test_limits_and_their_source_are_stated() -> None:
    tapio = load_tapio()
    assert (tapio.coupled.low, tapio.coupled.high) == (0.8, 1.2)
    assert tapio.references


def test_every_state_has_a_name() -> None:
    named = {*load_tapio().growing.model_dump().values(), *load_tapio().falling.model_dump().values()}
    assert len(named) == 8
    assert named <= set(label_file("report")["decoupling"])
