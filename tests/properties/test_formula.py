"""Formulas that are linear in the amount, made at random, against other ways to compute the same."""

import formulas
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.factors.formula import FormulaError, parse

NAMES = ("amount", "x", "y", "z")
CELLS = {"amount": "A1", "x": "B1", "y": "C1", "z": "D1"}

atoms = st.sampled_from([*NAMES[1:], "2", "0.5", "44 / 12", "3"])
free = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, atoms).map(lambda t: f"{t[0]} / ({t[1]})"),
        inner.map(lambda e: f"(-{e})"),
        st.sampled_from(NAMES[1:]).map(lambda name: f"-{name} ** 2"),
    ),
    max_leaves=5,
)
linear = st.recursive(
    st.just("amount"),
    lambda inner: st.one_of(
        st.tuples(inner, free).map(lambda t: f"({t[0]}) * ({t[1]})"),
        st.tuples(free, inner).map(lambda t: f"({t[0]}) * ({t[1]})"),
        st.tuples(inner, atoms).map(lambda t: f"({t[0]}) / ({t[1]})"),
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda t: f"{t[0]} {t[1]} ({t[2]})"),
        inner.map(lambda e: f"-({e})"),
    ),
    max_leaves=4,
)
number = st.floats(0.1, 10)
values = st.fixed_dictionaries(dict.fromkeys(NAMES, number))


def computed(text: str, numbers: dict[str, float]) -> float:
    columns = {name: np.array([value]) for name, value in numbers.items()}
    return float(np.broadcast_to(parse(text).compute(columns), 1)[0])


def size(text: str, numbers: dict[str, float]) -> float:
    """Return how large the terms of a formula are, so that what cancels may be off by little of it."""
    absolute = {name: abs(value) for name, value in numbers.items()}
    return 1 + abs(float(eval(text.replace("-", "+"), {}, absolute)))  # noqa: S307


@given(linear, values)
def test_columns_are_computed_as_python_computes_numbers(text: str, numbers: dict[str, float]) -> None:
    expected = eval(text, {}, numbers)  # noqa: S307
    assert computed(text, numbers) == pytest.approx(expected, abs=1e-12 * size(text, numbers))


@given(linear, values, st.floats(0, 1e6))
def test_a_multiple_of_the_amount_gives_the_multiple(text: str, numbers: dict[str, float], by: float) -> None:
    more = {**numbers, "amount": numbers["amount"] * by}
    expected = computed(text, numbers) * by
    assert computed(text, more) == pytest.approx(expected, abs=1e-12 * (1 + by) * size(text, numbers))


@given(linear, values)
def test_slopes_are_those_of_an_imaginary_step(text: str, numbers: dict[str, float]) -> None:
    """f(x + ih) has the slope of f as its imaginary part over h, without a difference to cancel."""
    columns = {name: np.array([value]) for name, value in numbers.items()}
    slopes = parse(text).gradient(columns)
    for name in slopes:
        step = {**numbers, name: complex(numbers[name], 1e-30)}
        expected = complex(eval(text, {}, step)).imag / 1e-30  # noqa: S307
        found = float(np.broadcast_to(slopes[name], 1)[0])
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * size(text, numbers)), name


@given(linear, values)
def test_excel_computes_what_the_formula_means(text: str, numbers: dict[str, float]) -> None:
    cell = formulas.Parser().ast(f"={parse(text).excel(CELLS)}")[1].compile()
    inputs = [numbers[name] for name, ref in CELLS.items() if ref in cell.inputs]
    expected = computed(text, numbers)
    assert float(np.ravel(cell(*inputs))[0]) == pytest.approx(expected, abs=1e-9 * size(text, numbers))


@given(linear)
def test_names_are_those_of_the_text(text: str) -> None:
    assert set(parse(text).names) == {name for name in NAMES if name in text}


@given(linear, free)
def test_a_term_without_the_amount_is_refused(text: str, other: str) -> None:
    with pytest.raises(FormulaError):
        parse(f"{text} + ({other})")


@given(linear, linear)
def test_a_product_of_two_amounts_is_refused(one: str, other: str) -> None:
    with pytest.raises(FormulaError):
        parse(f"({one}) * ({other})")


@given(st.text(alphabet="amountxy0123456789.+-*/() ,'[]{}:=\n", max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse(text)
    except FormulaError as error:
        assert error.code in ("formula_syntax", "formula_not_linear")
