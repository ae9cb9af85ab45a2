"""How targets are to be scored and broken down: what a project or the command line names, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from cityghg.activity.context import Context
from cityghg.base.problems import Problem, problem
from cityghg.intensity.targets.assessed import Targeting
from cityghg.intensity.targets.scheme import BY_PERIOD, choose, is_file
from cityghg.intensity.targets.scores import read_scores
from cityghg.intensity.targets.split.growth import read_growth
from cityghg.intensity.targets.split.request import Split, choose_rules
from cityghg.project import Opened, SplitOptions

File = tuple[Path, str]  # with the name shown


@dataclass(frozen=True)
class Asked:
    """The scheme by name or file (which counts from `folder`), and the tables of points and of growth.

    `lost` are files that a project names, by what they are for, but that cannot be reached.
    """

    scheme: str = BY_PERIOD
    folder: Path = Path()
    scores: File | None = None
    split: SplitOptions | None = None
    growth: File | None = None
    lost: Mapping[str, str] = field(default_factory=dict)

    def told(self, scheme: str | None, scores: File | None, growth: File | None) -> Asked:
        """Return the same with what the command line states in its place."""
        stated = {"scheme": scheme, "scores": scores, "growth": growth}
        return replace(
            self,
            scheme=scheme or self.scheme,
            folder=self.folder if scheme is None else Path(),
            scores=scores or self.scores,
            growth=growth or self.growth,
            lost={key: name for key, name in self.lost.items() if stated[key] is None},
        )


def asked_of(opened: Opened) -> Asked:
    """Return what a project asks for.

    The project of a result folder was not found as a file: the tables it names are not there, and `lost`.
    """
    options = opened.project.intensity
    growth = None if options.split is None else options.split.growth
    own = options.scheme if is_file(options.scheme) else None
    if opened.found:
        files = _file(opened, options.scores), options.split, _file(opened, growth)
        return Asked(options.scheme, opened.folder, *files)
    named = {"scheme": own, "scores": options.scores, "growth": growth}
    lost = {key: name for key, name in named.items() if name is not None}
    return Asked(BY_PERIOD if own else options.scheme, split=options.split, lost=lost)


def read_targeting(asked: Asked, context: Context) -> tuple[Targeting, list[File], list[Problem]]:
    """Return how to score and what to break down, the files that were read, and the problems."""
    schemes, problems = choose(asked.scheme, asked.folder)
    if asked.lost:
        problems = [*problems, problem("targeting_lost", found=", ".join(asked.lost.values()))]
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
