"""The models of `drivers.yaml`: which chain of quotients holds for which part of a total."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.lists import ListHead

Need = Literal["population", "gdp", "energy", "cells", "industries"]
Part = Literal["total", "industry", "production", "households", "trade", "unweighed", "other"]
EMISSIONS = "emissions"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Strict):
    """A driver: the quantity `of`, divided by `per` where that is given."""

    driver: str
    of: str
    per: str | None = None


class Model(_Strict):
    """A chain for each part of a total; `needs` are the quantities without which it does not hold."""

    id: str
    needs: tuple[Need, ...]
    parts: dict[Part, str]
    beside: bool = False


class Models(ListHead):
    """`drivers.yaml`. `industry_of` names the industry of a sector that is no industry itself."""

    order: tuple[str, ...]
    chains: dict[str, tuple[Step, ...]]
    models: tuple[Model, ...]
    industry_of: dict[str, str]
    households: str

    def chain(self, model: Model, part: Part) -> tuple[Step, ...]:
        return self.chains[model.parts[part]]


@cache
def load_models() -> Models:
    """Return the shipped models.

    Raises `ValueError` where the steps of a chain do not multiply to emissions, or a driver has no place
    in the order: the file is ours.
    """
    found = shipped(codelist("drivers.yaml"), Models)
    for name, chain in found.chains.items():
        product = multiplied(chain)
        if product != {EMISSIONS: 1}:
            raise ValueError(f"{name}: the steps multiply to {product}")
        if unknown := {step.driver for step in chain} - set(found.order):
            raise ValueError(f"{name}: no place in the order for {sorted(unknown)}")
    return found


def multiplied(chain: tuple[Step, ...]) -> dict[str, int]:
    """Return the power of each quantity in the product of the steps, without those that cancel."""
    powers: dict[str, int] = {}
    for step in chain:
        powers[step.of] = powers.get(step.of, 0) + 1
        if step.per is not None:
            powers[step.per] = powers.get(step.per, 0) - 1
    return {name: power for name, power in powers.items() if power}
