"""How targets are to be scored and broken down: what a project or the command line names, read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cityghg.activity.context import Context
from cityghg.base.problems import Problem
from cityghg.intensity.targets.assessed import Targeting
from cityghg.intensity.targets.scheme import BY_PERIOD, choose
from cityghg.intensity.targets.scores import read_scores
from cityghg.intensity.targets.split.growth import read_growth
from cityghg.intensity.targets.split.request import Split, choose_rules
from cityghg.project import Opened, SplitOptions

File = tuple[Path, str]  # with the name shown


@dataclass(frozen=True)
class Asked:
    """The scheme by name or file (which counts from `folder`), and the tables of points and of growth."""

    scheme: str = BY_PERIOD
    folder: Path = Path()
    scores: File | None = None
    split: SplitOptions | None = None
    growth: File | None = None


def asked_of(opened: Opened) -> Asked:
    """Return what a project asks for."""
    options = opened.project.intensity
    growth = None if options.split is None else options.split.growth
    return Asked(
        options.scheme, opened.folder, _file(opened, options.scores), options.split, _file(opened, growth)
    )


def read_targeting(asked: Asked, context: Context) -> tuple[Targeting, list[File], list[Problem]]:
    """Return how to score and what to break down, the files that were read, and the problems."""
    schemes, problems = choose(asked.scheme, asked.folder)
    scores = growth = None
    if asked.scores is not None:
        scores, found = read_scores(*asked.scores, context)
        problems += found
    if asked.growth is not None:
        growth, found = read_growth(*asked.growth, context)
        problems += found
    split, found = _split(asked.split, growth, context)
    files = [file for file in (asked.scores, asked.growth) if file is not None and file[0].is_file()]
    return Targeting(schemes, scores, split), files, [*problems, *found]


def _split(
    options: SplitOptions | None, growth: pd.DataFrame | None, context: Context
) -> tuple[Split | None, list[Problem]]:
    if options is None:
        return None, []
    rules, problems = choose_rules(options.rules, options.weights)
    split = Split(options.to, options.target_pct, options.base_year, context.city, growth, rules)
    return (None if problems else split), problems


def _file(opened: Opened, name: str | None) -> File | None:
    return None if name is None else (opened.folder / name, opened.shown(name))
