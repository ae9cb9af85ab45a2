"""The activity table: its columns, its types, and the key by which amounts are summed."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

import polars as pl

from cityghg.engine.amounts import AMOUNT

SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "table": pl.String,  # one file or sheet; rows of one table add up, two tables may conflict
    "area": pl.String,  # resolved code
    "year": pl.Int32,
    "sector": pl.String,  # resolved code
    "source": pl.String,  # resolved code
    "counterpart": pl.String,  # area code or region name; "" where there is none
    "unit": pl.String,  # as reported, in the spelling the unit list knows
    "notation": pl.String,  # NO NE IE C NA, or "" where there is an amount
    "amount": AMOUNT,  # in `unit`; null beside a notation key
    "uncertainty_pct": pl.Float64,  # half-width of the 95 % interval; null where not given
    "reporter": pl.String,
    "month": pl.String,
    "quality": pl.String,
    "note": pl.String,
    "origin": pl.String,  # the cell or cells, such as `Sheet1!F30-F31`
}

KEY: Final = ("area", "year", "sector", "source", "counterpart", "unit")


def empty_table() -> pl.DataFrame:
    """Return an activity table without rows."""
    return pl.DataFrame(schema=SCHEMA)


@dataclass(frozen=True)
class Defaults:
    """What the command line and the project state for rows and sheets that do not say it themselves.

    `layouts` pairs patterns of file names with the name of a layout.
    """

    area: str | None = None
    year: int | None = None
    layouts: tuple[tuple[str, str], ...] = ()

    def layout_of(self, file: str, sheet: str) -> str | None:
        """Return the layout stated for a sheet: that of the first pattern its file, or `file|sheet`, matches.

        A pattern may name the file as it is shown, or by its last part alone.
        """
        last = file.rpartition("/")[2]
        names = (file, last, f"{file}|{sheet}", f"{last}|{sheet}")
        return next((layout for p, layout in self.layouts if any(fnmatchcase(n, p) for n in names)), None)
