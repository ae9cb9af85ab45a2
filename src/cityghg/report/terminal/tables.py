"""Which tables of an assessment a terminal shows, and how; a further one is one list entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.report.terminal import drivers, evaluation, intensity, targets

if TYPE_CHECKING:
    from rich.table import Table

Show = Callable[[pd.DataFrame, Language], "list[Table]"]
SHOWN: Final[dict[str, Show]] = {
    "intensity": intensity.table, "targets": targets.table, "target_split": targets.split_table,
    "evaluation_summary": evaluation.table,
    "drivers": drivers.table,
}  # fmt: skip


def terminal_tables(tables: Mapping[str, pd.DataFrame], language: Language) -> Iterator[Table]:
    """Yield what a terminal shows of the tables, in the order of `SHOWN`."""
    for name, show in SHOWN.items():
        if name in tables and not tables[name].empty:
            yield from show(tables[name], language)
