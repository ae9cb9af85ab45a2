"""Options of `cityghg intensity` on how targets are scored and broken down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cityghg.base.labels import Language
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.project import Opened
    from cityghg.targeting import Asked

SchemeName = Annotated[
    str | None, typer.Option("--scheme", help=help_text("intensity.scheme"), show_default=False)
]
ScoresFile = Annotated[Path | None, typer.Option("--scores", help=help_text("intensity.scores"), exists=True)]
SplitTo = Annotated[
    int | None, typer.Option("--split-to", help=help_text("intensity.split_to"), show_default=False)
]
SplitTarget = Annotated[
    float | None,
    typer.Option(
        "--split-target", min=0.01, max=99.99, help=help_text("intensity.split_target"), show_default=False
    ),
]
SplitFrom = Annotated[
    int | None, typer.Option("--split-from", help=help_text("intensity.split_from"), show_default=False)
]
SplitGrowth = Annotated[
    Path | None, typer.Option("--split-growth", help=help_text("intensity.split_growth"), exists=True)
]
SplitRules = Annotated[
    str | None, typer.Option("--split-rules", help=help_text("intensity.split_rules"), show_default=False)
]


def asked_for(
    opened: Opened,
    scheme: str | None,
    scores: Path | None,
    split: Mapping[str, Any],
    growth: Path | None,
    language: Language,
) -> Asked:
    """Return what the project asks of its targets, with what the command line states in its place."""
    from dataclasses import replace

    from cityghg.cli import run
    from cityghg.project import SplitOptions
    from cityghg.targeting import asked_of

    asked = asked_of(opened)
    stated = {key: value for key, value in split.items() if value is not None}
    if "rules" in stated:
        stated["rules"] = tuple(name for name in re.split("[,，]", stated["rules"]) if name.strip())
    if stated or growth is not None:
        known = {} if asked.split is None else asked.split.model_dump()
        if "to" not in known | stated:
            raise run.refuse("split_without_year", "", language)
        asked = replace(asked, split=SplitOptions.model_validate(known | stated))
    return asked.told(scheme, shown_file(scores), shown_file(growth))


def shown_file(path: Path | None) -> tuple[Path, str] | None:
    """Return a file with the name shown, as it was given."""
    return None if path is None else (path, str(path))
