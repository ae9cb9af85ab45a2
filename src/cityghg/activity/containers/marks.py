"""What a workbook says of its cells besides their values."""

from __future__ import annotations

from dataclasses import dataclass, field

from cityghg.activity.sheet import CellFlaw

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """Of one sheet: cells without a usable value, what is hidden, and the (rows, columns) in use."""

    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    end: tuple[int, int] = (0, 0)
    merged: tuple[tuple[int, int, int, int], ...] = ()
