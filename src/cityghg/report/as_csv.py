"""Tables as CSV for Excel: UTF-8 with byte-order mark, English headers, 12 significant digits."""

from __future__ import annotations

from pathlib import Path

from cityghg.report.tables import Table

_DANGEROUS = ("=", "+", "@", "\t", "\r")


def write(table: Table, folder: Path) -> Path:
    """Write one table and return its path. Text that a spreadsheet would run is written as text."""
    path = folder / f"{table.name}.csv"
    frame = table.frame.map(_harmless)
    frame.to_csv(path, index=False, encoding="utf-8-sig", float_format="%.12g", lineterminator="\n")
    return path


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
