"""Own yearly paths of targets: a column a year, as plans print them (3.70 where the even path gives 3.66)."""

from __future__ import annotations

import math
from typing import Final

from cityghg.intensity.reading.grid import Table, numbers
from cityghg.intensity.targets.vocabulary import PATH

Path = tuple[tuple[int, float], ...]
ROUNDING_PCT: Final = 0.05
"""Points by which a path may miss its target for being printed with few decimals."""


def read_paths(table: Table) -> list[Path]:
    """Return the yearly declines of each row, as pairs of year and percent in the order of years.

    A decline of 100 % or more is reported and left out.
    """
    years: dict[int, list[float | None]] = {}
    for name, headings in table.headings.items():
        if name.startswith(PATH):
            heading = headings[0]
            values = numbers(table, heading, [1.0] * len(table.body.rows))
            for row, value in zip(table.body.rows, values, strict=True):
                if value is not None and value >= 100:
                    table.findings.at("target_too_large", row, heading.index, found=f"{value:g}")
            years[int(name.removeprefix(PATH))] = [None if v is not None and v >= 100 else v for v in values]
    ordered = sorted(years.items())
    return [
        tuple((year, value) for year, column in ordered if (value := column[i]) is not None)
        for i in range(len(table.body.rows))
    ]


def short_of(decline_pct: float | None, path: Path, years: int) -> float | None:
    """Return what a path of all years compounds to, in percent, where that is less than the target."""
    if decline_pct is None or len(path) < years:
        return None
    whole = (1 - math.prod(1 - pct / 100 for _, pct in path)) * 100
    return whole if whole < decline_pct - ROUNDING_PCT else None
