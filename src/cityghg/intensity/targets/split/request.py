"""What is to be broken down: the target, the years, what is expected of the districts, the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.intensity.targets.split.rules import Rule, keys, rules

COMPOSITE: Final = "composite"


@dataclass(frozen=True)
class Split:
    """A city's target to be broken down.

    `target_pct` is None where the city's own target of that period is meant, `base_year` None for the last
    year in which all districts have figures, `city` None for the area that the districts lie in. `growth` is
    the frame of `read_growth`; without it all districts are taken to grow alike.
    """

    target_year: int
    target_pct: float | None = None
    base_year: int | None = None
    city: str | None = None
    growth: pd.DataFrame | None = None
    rules: tuple[Rule, ...] = ()


def choose_rules(
    names: Sequence[str], weights: Mapping[str, float] | None = None
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Return the rules of these names, else all; `weights` of keys replace those of the composite rule."""
    known = list(rules())
    if weights is not None:
        weighted = {"weights": dict(weights)}
        known = [r.model_copy(update=weighted) if r.id == COMPOSITE else r for r in known]
    problems = _faults(weights or {})
    wanted = {name: rules().find(name) for name in names}
    listed = ", ".join(rule.id for rule in known)
    unknown = [name.strip() for name, rule in wanted.items() if rule is None]
    problems += [problem("split_rule_unknown", found=name, known=listed) for name in unknown]
    ids = {rule.id for rule in wanted.values() if rule is not None}
    return tuple(rule for rule in known if rule.id in ids or not names), problems


def _faults(weights: Mapping[str, float]) -> list[Problem]:
    """Report keys that do not exist, and weights that are below 0 or all 0."""
    unknown = [key for key in weights if key not in keys()]
    problems = [problem("split_key_unknown", found=key, known=", ".join(keys())) for key in unknown]
    if weights and (min(weights.values()) < 0 or sum(weights.values()) <= 0):
        problems.append(problem("split_weights_wrong"))
    return problems
