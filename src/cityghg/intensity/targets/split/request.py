"""What is to be broken down: the target, the years, what is expected of the districts, the rules."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.intensity.targets.split.rules import Rule, rules


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
    names: str | None, weights: dict[str, float] | None = None
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Return the rules named with commas between, else all; `weights` replace those of `composite`."""
    wanted = [name for name in (names or "").replace("，", ",").split(",") if name.strip()]
    known = rules()
    found = [known.find(name) for name in wanted] if wanted else list(known)
    unknown = [name for name, rule in zip(wanted, found, strict=False) if rule is None]
    problems = [_unknown(name.strip()) for name in unknown]
    chosen = [rule for rule in found if rule is not None]
    if weights is not None:
        chosen = [r.model_copy(update={"weights": weights}) if r.id == "composite" else r for r in chosen]
    return tuple({rule.id: rule for rule in chosen}.values()), problems


def _unknown(name: str) -> Problem:
    return problem("split_rule_unknown", found=name, known=", ".join(rule.id for rule in rules()))
