"""What was reported before, for the form to show."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl

from cityghg.activity.context import Context
from cityghg.activity.read import read_activity
from cityghg.base.problems import Problem
from cityghg.intensity.reading.indicators import read_indicators

Files = list[tuple[Path, str]]


def read_before(
    files: Files, tables: Files, context: Context
) -> tuple[pl.DataFrame | None, pd.DataFrame | None, list[Problem]]:
    """Return activity and indicators, None where no file holds them, and the problems of the former."""
    activity, problems = read_activity(files, context) if files else (None, [])
    frames = [read_indicators(path, shown, context)[0] for path, shown in tables]
    return activity, pd.concat(frames, ignore_index=True) if frames else None, problems
