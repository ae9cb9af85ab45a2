"""Targets as they are assessed: the table, with points and grades."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.codes import Areas
from cityghg.intensity.targets import score, table
from cityghg.intensity.targets.scheme import Scheme, shipped_schemes
from cityghg.intensity.targets.split.request import Split

COLUMNS: Final = {**table.COLUMNS, **score.COLUMNS}


@dataclass(frozen=True)
class Targeting:
    """By which schemes and with which points entered by hand targets are scored, and what to break down."""

    schemes: list[Scheme] = field(default_factory=lambda: list(shipped_schemes()))
    scores: pd.DataFrame | None = None
    split: Split | None = None


def assess_targets(
    targets: pd.DataFrame | None,
    intensity: pd.DataFrame,
    areas: Areas,
    targeting: Targeting,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `targets.csv` and what is to be said of it.

    `intensity` is the intensity table at the basis that is assessed, `targets` the frame of `read_targets`.
    """
    frame, problems = table.targets_table(targets, intensity, areas)
    return score.with_scores(frame, targeting.schemes, targeting.scores), problems
