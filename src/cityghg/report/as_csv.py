"""Tables as CSV for Excel: UTF-8 with byte-order mark, English headers, 12 significant digits."""

from __future__ import annotations

from pathlib import Path

from cityghg.report.tables import Table

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write(table: Table, folder: Path) -> Path:
    """Write one table and return its path."""
    path = folder / f"{table.name}.csv"
    path.write_text(to_text(table), encoding="utf-8-sig", newline="\n")
    return path


def to_text(table: Table) -> str:
    """Return the table as CSV. Text that a spreadsheet would run is written as text."""
    frame = table.frame.map(_harmless)
    text: str = frame.to_csv(index=False, float_format="%.12g", lineterminator="\n")
    return text


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
