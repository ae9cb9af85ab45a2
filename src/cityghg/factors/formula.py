"""A formula: parsed once, then checked, computed, differentiated and printed.

Each use is an *algebra*: it says what a name, a number, a sign and an operation mean to it.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Literal, Protocol, TypeGuard, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")
Operator = Literal["+", "-", "*", "/", "**"]
Column = npt.NDArray[np.float64]

AMOUNT = "amount"
AGE = "age"
_EXP = "exp"
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}


class FormulaError(ValueError):
    """A formula that cannot be used; `code` is the problem code, `found` the part at fault."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(f"{code}: {found}")
        self.code, self.found = code, found


class Algebra(Protocol[T]):
    """What names, numbers and operations mean."""

    def name(self, name: str) -> T: ...

    def number(self, value: float) -> T: ...

    def negate(self, value: T) -> T: ...

    def combine(self, operator: Operator, left: T, right: T) -> T: ...

    def exp(self, value: T) -> T: ...


@dataclass(frozen=True)
class Formula:
    """A parsed formula over `amount`, parameters and constants; over `age` too in a series method."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def run(self, algebra: Algebra[T]) -> T:
        """Return what the formula means in an algebra."""
        return _run(self.tree, algebra)

    def compute(self, values: Mapping[str, Column]) -> Column:
        """Evaluate on columns of equal length."""
        return self.run(_Columns(values))

    def gradient(self, values: Mapping[str, Column]) -> dict[str, Column]:
        """Return the partial derivative by each name, on columns of equal length."""
        return self.run(_Duals(values)).slopes

    def excel(self, cells: Mapping[str, str]) -> str:
        """Print as an Excel formula without `=`; `cells` gives the reference or number of each name."""
        return self.run(_Text(cells, {"**": "^"}))[0]

    def working(self, values: Mapping[str, str]) -> str:
        """Print with values in place of names, for a reader."""
        return self.run(_Text(values, {"*": "×", "/": "÷"}, spaced=True))[0]


@cache
def parse(text: str) -> Formula:
    """Parse a formula. Raises `FormulaError` for anything but names, numbers, + - * / ** and exp()."""
    names = _Names()
    try:
        tree = ast.parse(text, mode="eval").body
        degree = _run(tree, _Degree(names))
    except FormulaError:
        raise
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise FormulaError("formula_syntax", text) from error
    if degree != 1:
        raise FormulaError("formula_not_linear", text)
    return Formula(text, tree, tuple(names.seen))


def _run(node: ast.expr, algebra: Algebra[T]) -> T:
    if isinstance(node, ast.Name):
        return algebra.name(node.id)
    if isinstance(node, ast.Constant) and _is_number(node.value):
        return algebra.number(float(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return algebra.negate(_run(node.operand, algebra))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        operator = _OPERATORS[type(node.op)]
        return algebra.combine(operator, _run(node.left, algebra), _run(node.right, algebra))
    if isinstance(node, ast.Call) and _is_exp(node):
        return algebra.exp(_run(node.args[0], algebra))
    raise FormulaError("formula_syntax", ast.unparse(node))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_exp(node: ast.Call) -> bool:
    plain = len(node.args) == 1 and not node.keywords
    return plain and isinstance(node.func, ast.Name) and node.func.id == _EXP


class _Names:
    def __init__(self) -> None:
        self.seen: dict[str, None] = {}


class _Degree:
    """The degree of the formula in `amount`: it must be one, so that a sum may be taken first."""

    def __init__(self, names: _Names) -> None:
        self._names = names

    def name(self, name: str) -> int:
        self._names.seen[name] = None
        return int(name == AMOUNT)

    def number(self, value: float) -> int:
        return 0

    def negate(self, value: int) -> int:
        return value

    def combine(self, operator: Operator, left: int, right: int) -> int:
        if operator == "*":
            return left + right
        if operator in "+-" and left == right:
            return left
        if right == 0 and (operator == "/" or left == 0):
            return left
        raise FormulaError("formula_not_linear", AMOUNT)

    def exp(self, value: int) -> int:
        if value == 0:
            return 0
        raise FormulaError("formula_not_linear", AMOUNT)


class _Columns:
    def __init__(self, values: Mapping[str, Column]) -> None:
        self._values = values

    def name(self, name: str) -> Column:
        return self._values[name]

    def number(self, value: float) -> Column:
        return np.asarray(value, dtype=float)

    def negate(self, value: Column) -> Column:
        return np.negative(value)

    def combine(self, operator: Operator, left: Column, right: Column) -> Column:
        return _calculate(operator, left, right)

    def exp(self, value: Column) -> Column:
        return np.exp(value)


@dataclass(frozen=True)
class Dual:
    """A value with its slope by each name."""

    value: Column
    slopes: dict[str, Column]


class _Duals:
    """Forward differentiation by the rules of sum, product, quotient and power."""

    def __init__(self, values: Mapping[str, Column]) -> None:
        self._values = values

    def name(self, name: str) -> Dual:
        return Dual(self._values[name], {name: np.ones_like(self._values[name])})

    def number(self, value: float) -> Dual:
        return Dual(np.asarray(value, dtype=float), {})

    def negate(self, value: Dual) -> Dual:
        return Dual(-value.value, {n: -s for n, s in value.slopes.items()})

    def combine(self, operator: Operator, left: Dual, right: Dual) -> Dual:
        by_left, by_right = self._rules(operator, left.value, right.value)
        slopes = {n: s * by_left for n, s in left.slopes.items()}
        for name, slope in right.slopes.items():
            slopes[name] = slopes.get(name, np.asarray(0.0)) + slope * by_right
        return Dual(_calculate(operator, left.value, right.value), slopes)

    def exp(self, value: Dual) -> Dual:
        raised = np.exp(value.value)
        return Dual(raised, {n: s * raised for n, s in value.slopes.items()})

    @staticmethod
    def _rules(operator: Operator, left: Column, right: Column) -> tuple[Any, Any]:
        match operator:
            case "+":
                return 1, 1
            case "-":
                return 1, -1
            case "*":
                return right, left
            case "/":
                return 1 / right, -left / right**2
            case "**":
                return right * left ** (right - 1), left**right * np.log(left)


class _Text(Generic[T]):
    """Text with the strength of its outermost operation, so that brackets stand only where needed."""

    _STRENGTH: Mapping[Operator, int] = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}

    def __init__(self, words: Mapping[str, str], signs: Mapping[Operator, str], spaced: bool = False) -> None:
        self._words, self._signs, self._gap = words, signs, " " if spaced else ""

    def name(self, name: str) -> tuple[str, int]:
        return self._words.get(name, name), 5

    def number(self, value: float) -> tuple[str, int]:
        return f"{value:.15g}", 5

    def negate(self, value: tuple[str, int]) -> tuple[str, int]:
        return f"-{self._within(value, 5)}", 1  # Excel binds a sign tighter than ^

    def combine(self, operator: Operator, left: tuple[str, int], right: tuple[str, int]) -> tuple[str, int]:
        strength = self._STRENGTH[operator]
        sign = self._signs.get(operator, operator)
        first, second = self._within(left, strength), self._within(right, strength + (operator in "-/**"))
        return f"{first}{self._gap}{sign}{self._gap}{second}", strength

    def exp(self, value: tuple[str, int]) -> tuple[str, int]:
        return f"{'exp' if self._gap else 'EXP'}({value[0]})", 5

    @staticmethod
    def _within(value: tuple[str, int], strength: int) -> str:
        return f"({value[0]})" if value[1] < strength else value[0]


_CALCULATE: dict[Operator, Callable[[Column, Column], Column]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


def _calculate(operator: Operator, left: Column, right: Column) -> Column:
    return _CALCULATE[operator](left, right)
