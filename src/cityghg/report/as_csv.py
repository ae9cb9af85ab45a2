"""Tables as CSV for Excel: UTF-8 with byte-order mark, English headers, 12 significant digits."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pandas as pd
import polars as pl

from cityghg.report.tables import Table

_DANGEROUS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
_CARRIAGE_RETURN = re.compile("\r\n?")  # unquoted, it would begin a new row


def write(table: Table, folder: Path) -> Path:
    """Write one table and return its path."""
    path = folder / f"{table.name}.csv"
    path.write_text(to_text(table), encoding="utf-8-sig", newline="\n")
    return path


def to_text(table: Table) -> str:
    """Return the table as CSV. Text that a spreadsheet would run is written as text."""
    columns = [pl.Series(str(name), _texts(column), pl.String) for name, column in table.frame.items()]
    return pl.DataFrame(columns).write_csv()


def unguarded(text: str) -> str:
    """Return a text of a csv of ours as it was before it was made harmless."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def _texts(column: pd.Series) -> list[str | None]:
    """Return the cells of a column, None where one is empty."""
    if pd.api.types.is_float_dtype(column):
        numbers: list[float] = column.to_numpy(dtype=float, na_value=math.nan).tolist()
        return [None if math.isnan(number) else f"{number:.12g}" for number in numbers]
    values = column.tolist()
    if isinstance(column.dtype, pd.StringDtype):  # each text is looked at once, however often it occurs
        known = {value: _text(value) for value in dict.fromkeys(values)}
        return [known[value] for value in values]
    return [_text(value) for value in values]


def _text(value: object) -> str | None:
    if isinstance(value, str):
        text = _CARRIAGE_RETURN.sub("\n", value)
        return f"'{text}" if text.startswith(_DANGEROUS) else text or None
    missing = value is None or value is pd.NA or value is pd.NaT or value != value
    return None if missing else str(value)
