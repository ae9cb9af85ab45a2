"""The table of a submission: how many slips of each kind are noticed, and how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.table import Table

from validation.slips import OUTCOMES, Submission, measure, submissions


def tried(asked: tuple[Path | None, Sequence[str], int]) -> list[tuple[Table, list[str]]]:
    """Return the table of each submission and what is wrongly said of it."""
    data, examples, most = asked
    return [
        (table_of(submission, measure(submission, most)), [one.text("en") for one in submission.alarms()])
        for submission in submissions(data, examples)
    ]


def table_of(submission: Submission, found: pd.DataFrame) -> Table:
    figures = submission.activity.height
    table = Table(title=f"{submission.name}: {figures} figures, {len(submission.alarms())} false alarms")
    table.add_column("slip")
    for name in ("tried", *OUTCOMES):
        table.add_column(name, justify="right")
    groups = [*found.groupby("kind", sort=False), ("all", found)]
    for kind, rows in groups:
        counts = [str(int((rows["outcome"] == outcome).sum())) for outcome in OUTCOMES]
        table.add_row(str(kind), str(len(rows)), *counts, end_section=kind == "all")
    return table
