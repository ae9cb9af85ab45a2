"""Formulas: what is refused, what is computed, and how they are printed."""

import numpy as np
import pytest

from cityghg.factors.formula import FormulaError, parse


def refusal(text: str) -> str:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "amount * x",
        "-amount * x",
        "amount * (1 - x) / y",
        "amount * x - amount * y",
        "x ** 2 * amount",
        "amount",
        "amount * x * 44 / 12",
    ],
)
def test_formulas_proportional_to_the_amount_are_taken(text: str) -> None:
    assert "amount" in parse(text).names


@pytest.mark.parametrize(
    "text",
    [
        "x",  # not at all
        "amount + x",  # an amount of nothing would emit
        "amount * amount",
        "amount ** 2",
        "amount ** 1",
        "2 ** amount",
        "x / amount",
        "amount / amount",
        "amount * amount / amount",
    ],
)
def test_formulas_that_are_not_proportional_are_refused(text: str) -> None:
    assert refusal(text) == "formula_not_linear"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "amount *",
        "amount * max(x, y)",
        "amount * x.y",
        "amount * x[0]",
        "amount if x else y",
        "amount * 'x'",
        "amount * True",
        "amount * 1j",
        "amount // 2",
        "amount % 2",
        "+amount",
        "amount * x; y",
        "__import__('os')",
        "amount * 1e999",
        f"amount * 1{'0' * 400}",
        "amount * x\0",
    ],
)
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    assert refusal(text) == "formula_syntax"


def test_names_stand_in_order_of_appearance_once() -> None:
    assert parse("y * amount * x / y").names == ("y", "amount", "x")


def test_a_formula_is_computed_on_columns() -> None:
    values = {"amount": np.array([10.0, 20.0]), "x": np.array([3.0, 3.0]), "y": np.array([0.25, 0.5])}
    # 10 * 3 * (1 - 0.25) = 22.5; 20 * 3 * (1 - 0.5) = 30
    assert parse("amount * x * (1 - y)").compute(values).tolist() == [22.5, 30.0]


def test_the_gradient_follows_the_rules_of_product_and_quotient() -> None:
    values = {"amount": np.array([6.0]), "x": np.array([5.0]), "y": np.array([2.0])}
    slopes = parse("amount * x / y").gradient(values)
    # f = 6 * 5 / 2; by amount 5/2, by x 6/2, by y -6*5/4
    assert {name: float(slope[0]) for name, slope in slopes.items()} == {"amount": 2.5, "x": 3.0, "y": -7.5}


@pytest.mark.parametrize(
    ("text", "excel"),
    [
        ("amount * x * 44 / 12", "A1*B1*44/12"),
        ("-amount * x", "(-A1)*B1"),
        ("amount * (x - y)", "A1*(B1-C1)"),
        ("amount - amount * (x - y)", "A1-A1*(B1-C1)"),
        ("amount / (x * y)", "A1/(B1*C1)"),
        ("amount * x ** -y", "A1*B1^(-C1)"),
        ("amount * (x ** y) ** 2", "A1*B1^C1^2"),  # Excel takes ^ from the left
        ("amount * x ** y ** 2", "A1*B1^(C1^2)"),
        ("amount * -x ** 2", "A1*(-(B1^2))"),  # Excel binds a sign tighter than ^
    ],
)
def test_excel_text_means_the_same_as_the_formula(text: str, excel: str) -> None:
    assert parse(text).excel({"amount": "A1", "x": "B1", "y": "C1"}) == excel


def test_the_working_shows_numbers_in_place_of_names() -> None:
    shown = parse("amount * x / 12").working({"amount": "1000 t", "x": "44"})
    assert shown == "1000 t × 44 ÷ 12"
