"""Tables as CSV for Excel: UTF-8 with byte-order mark, English headers, 12 significant digits."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

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
    frame = pd.DataFrame({name: _harmless_column(column) for name, column in table.frame.items()})
    text: str = frame.to_csv(index=False, float_format="%.12g", lineterminator="\n")
    return text


def unguarded(text: str) -> str:
    """Return a text of a csv of ours as it was before it was made harmless."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def _harmless_column(column: pd.Series) -> pd.Series:
    """Return a column with its texts made harmless; each text is looked at once, however often it occurs."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    texts = [value for value in column.unique() if isinstance(value, str)]
    changed = {text: safe for text in texts if (safe := _harmless(text)) != text}
    return column.map(lambda value: changed.get(value, value)) if changed else column


def _harmless(value: str) -> str:
    text = _CARRIAGE_RETURN.sub("\n", value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
