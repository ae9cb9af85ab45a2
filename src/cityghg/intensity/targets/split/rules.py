"""Rules of breaking a target down, from `target_split.yaml`: keys as formulas, rules as weights of keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes import Code, CodeList
from cityghg.factors.formula import Formula, parse
from cityghg.intensity.reading.vocabulary import IndicatorColumn, shared

Figures = NDArray[np.float64]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Key(_Strict):
    """How a reduction is shared; with a `ceiling` no district is asked for more than its key."""

    key: str
    ceiling: bool = False

    @cached_property
    def formula(self) -> Formula:
        return parse(self.key)


class Rule(Code):
    """A rule is the mean of keys, each scaled to shares, with these weights."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    weights: dict[str, FiniteFloat]
    source: str = Field(default="", alias="from")

    def needs(self) -> set[str]:
        """Return the names that its keys are made of."""
        return {name for key in self.weights for name in keys()[key].formula.names}

    def shares(self, values: Mapping[str, Figures]) -> Figures:
        """Return the share of each district, which sum to 1, or zeros where no key tells districts apart."""
        whole = sum(self.weights.values())
        total = np.zeros_like(values["amount"])
        for key, weight in self.weights.items():
            column = keys()[key].formula.compute(values)
            total += weight / whole * (column / column.sum() if column.sum() > 0 else column)
        return total

    def ceilings(self, values: Mapping[str, Figures]) -> Figures:
        """Return the largest decline of each district that the keys allow, infinite where they set none."""
        limits = [keys()[key] for key in self.weights if keys()[key].ceiling]
        found = [limit.formula.compute(values) / values["amount"] for limit in limits]
        return np.min(found, axis=0) if found else np.full_like(values["amount"], np.inf)


class Bounds(_Strict):
    """The bounds of a district for which none are stated."""

    min_pct: float
    max_pct: float


class _Reference(_Strict):
    title: str
    publisher: str
    year: int
    url: str = ""
    note: str = ""


class _File(_Strict):
    id: str
    title: dict[str, str]
    references: dict[str, _Reference]
    keys: dict[str, Key]
    rules: tuple[Rule, ...]
    columns: tuple[IndicatorColumn, ...]
    bounds: Bounds
    residual_pct: float

    @model_validator(mode="after")
    def _known_keys(self) -> _File:
        if unknown := {key for rule in self.rules for key in rule.weights} - set(self.keys):
            raise ValueError(f"unknown keys {sorted(unknown)}")
        return self


def keys() -> dict[str, Key]:
    """Return the keys by their names."""
    return _file().keys


@cache
def rules() -> CodeList[Rule]:
    """Return the rules in the order they are shown."""
    return CodeList(_file().rules)


@cache
def growth_columns() -> CodeList[IndicatorColumn]:
    """Return the columns of a table of growth and bounds."""
    return CodeList((*shared("area"), *_file().columns))


def usual_bounds() -> Bounds:
    """Return the bounds where none are stated."""
    return _file().bounds


def largest_residual_pct() -> float:
    """Return from which difference of the districts together to the city a warning is given."""
    return _file().residual_pct


@cache
def _file() -> _File:
    return shipped(codelist("target_split.yaml"), _File)
