"""The evaluation for the terminal: growth of each set as a whole, number and share of its classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.intensity.evaluation.rules import load_rules
from cityghg.report.excel.book import basis_word, group_word, named
from cityghg.report.excel.page import records
from cityghg.report.terminal.columns import make_table, shown, word

if TYPE_CHECKING:
    from rich.table import Table

_RATES: Final = ("emissions_rate_pct", "gdp_rate_pct", "intensity_rate_pct")
_SHARES: Final = ("share_pct", "emissions_share_pct")


def table(summary: pd.DataFrame, language: Language) -> list[Table]:
    """Return one table a set and basis."""
    parts = summary.groupby(["set", "basis"], sort=False)
    return [_of_set(str(name), str(basis), rows, language) for (name, basis), rows in parts]


def _of_set(name: str, basis: str, rows: pd.DataFrame, language: Language) -> Table:
    title = word(
        "evaluation.title", language, set=named("set", name, language), period=rows["period"].iloc[0],
        basis=basis_word(basis, language),
    )  # fmt: skip
    known = [column for column in _RATES if rows[column].notna().any()]
    columns = ("group_by", "group_name", "areas", *_SHARES, *known)
    made = make_table(title, columns, language, left=("group_by", "group_name"))
    before = ""
    for row in records(rows[rows["areas"] > 0]):
        by = str(row["group_by"])
        label = named("group_by", by, language)
        made.add_row(
            "" if by == before else label,
            group_word(by, str(row["group_name"]), language),
            str(row["areas"]),
            *(shown(row[column], 1) for column in _SHARES),
            *(shown(row[column], 2) for column in known),
        )
        before = by
    made.caption = load_rules().stated(language)
    return made
