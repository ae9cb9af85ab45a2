"""First-order decay of landfilled waste as the IPCC library states it, against other ways to the same figure.

No worked example printed in numbers was found. It is held against the recursion of the 2006 Guidelines
(volume 5, equations 3.2 and 3.4 to 3.6) written out here, against figures of another program, and against
the half-lives of table 3.4.
"""

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cityghg.factors.formula import Column, parse

LIBRARY = Path(__file__).parents[3] / "factors" / "ipcc-2006" / "2" / "library.yaml"
FORMULA = parse(yaml.safe_load(LIBRARY.read_text(encoding="utf-8"))["methods"]["landfill_ch4"]["formula"])
CH4_PER_C = 16 / 12
FOOD = {"mcf": 1.0, "doc": 0.15, "doc_f": 0.5, "f": 0.5, "k": 0.185, "ox": 0.1}

rates = st.floats(0.005, 0.9)
shares = st.floats(0.05, 1)
masses = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


def emitted(
    amount: float, age: Column, mcf: float, doc: float, doc_f: float, f: float, k: float, ox: float
) -> Column:
    """CH4 of one deposit in the years when it is `age` years old, by the library's formula."""
    one = {
        "amount": amount, "methane_correction_factor": mcf, "degradable_organic_carbon": doc,
        "dissimilated_fraction": doc_f, "methane_fraction": f, "CH4_per_C": CH4_PER_C, "decay_rate": k,
        "one_year": 1.0, "oxidation_factor": ox,
    }  # fmt: skip
    return FORMULA.compute({**{name: np.full_like(age, value) for name, value in one.items()}, "age": age})


def by_formula(deposits: list[float], years: int, **parameters: float) -> Column:
    """CH4 of each year, summed over the deposits of the years before."""
    total = np.zeros(years)
    for made, amount in enumerate(deposits):
        later = np.arange(made + 1, years)
        total[made + 1 :] += emitted(amount, (later - made).astype(float), **parameters)
    return total


def by_recursion(
    deposits: list[float], years: int, mcf: float, doc: float, doc_f: float, f: float, k: float, ox: float
) -> Column:
    accumulated, total = 0.0, []
    for year in range(years):
        decomposed = accumulated * (1 - np.exp(-k))  # equation 3.5, of DDOCma(T-1)
        total.append(decomposed * f * CH4_PER_C * (1 - ox))  # equations 3.6 and 3.1
        deposited = deposits[year] * doc * doc_f * mcf if year < len(deposits) else 0.0  # equation 3.2
        accumulated = deposited + accumulated * np.exp(-k)  # equation 3.4
    return np.array(total)


def test_another_program_gets_the_same() -> None:
    """Figures of bonsai-ipcc 0.5.3, waste/swd/elementary.py: ddoc_ma_t, ddoc_m_decomp_t, ch4_emissions."""
    theirs = [
        0.0, 0.7600307226654346, 1.4676985843984476, 2.1318474480957716, 1.7717875466316177,
        2.156567870480277, 2.1723481569067316, 1.8054478592234542, 1.5005154500722626, 1.2470848185413577,
    ]  # fmt: skip
    ours = by_formula([100, 110, 120, 0, 90, 50], 10, **FOOD)
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_by_hand() -> None:
    """1000 t of food: 1000 x 1 x 0.15 x 0.5 x 0.5 x 16/12 = 50 t CH4; e^-0.185 = 0.831104; cover 0.9.

    Year 1: 50 x 0.168896 x 0.9 = 7.60032 t; year 2: 7.60032 x 0.831104 = 6.31666 t.
    """
    assert emitted(1000, np.array([1.0, 2.0]), **FOOD) == pytest.approx([7.60032, 6.31666], rel=1e-5)


@given(masses, rates, shares, shares, st.floats(0, 0.9))
def test_recursion_of_the_guidelines(
    deposits: list[float], k: float, doc: float, mcf: float, ox: float
) -> None:
    parameters = {"mcf": mcf, "doc": doc, "doc_f": 0.5, "f": 0.5, "k": k, "ox": ox}
    expected = by_recursion(deposits, 80, **parameters)
    assert by_formula(deposits, 80, **parameters) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.floats(1, 1e6), rates)
def test_all_ages_together_emit_the_whole_potential(amount: float, k: float) -> None:
    ages = np.arange(1.0, np.ceil(40 / k))
    total = emitted(amount, ages, **{**FOOD, "k": k}).sum()
    assert total == pytest.approx(amount * 0.15 * 0.5 * 0.5 * CH4_PER_C * 0.9, rel=1e-12)


@given(rates)
def test_the_year_of_the_deposit_is_the_last_without_emission(k: float) -> None:
    """The first emission is of the first year after the deposit, and each further one is smaller by e^-k."""
    series = by_formula([100.0], 12, **{**FOOD, "k": k})
    assert series[0] == 0 and (series[1:] > 0).all()
    assert series[2:] / series[1:-1] == pytest.approx(np.full(10, np.exp(-k)), rel=1e-9)


@pytest.mark.parametrize(
    ("k", "half_life"),
    [
        (0.185, 4),
        (0.1, 7),
        (0.06, 12),
        (0.03, 23),
        (0.05, 14),
        (0.04, 17),
        (0.02, 35),
        (0.4, 2),
        (0.17, 4),
        (0.07, 10),
    ],
)
def test_half_lives_of_table_3_4(k: float, half_life: int) -> None:
    """Rates of table 3.3 with the half-lives that table 3.4 prints, rounded to years."""
    ages = np.arange(1.0, half_life + 1)
    done = emitted(1, ages, **{**FOOD, "k": k}).sum() / (0.15 * 0.5 * 0.5 * CH4_PER_C * 0.9)
    slack = k / 2 * 0.5 + 0.005  # half a year of rounding where half is left
    assert done == pytest.approx(0.5, abs=slack)
