"""A table of rich that fits a terminal: short headings, text to the left, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from cityghg.base.labels import Language, label

if TYPE_CHECKING:
    from rich.table import Table

BLANK: Final = "-"
_NAME: Final = 10  # characters of an area's name that are shown even where the terminal is narrow


def make_table(title: str, columns: Sequence[str], language: Language, *, left: Sequence[str]) -> Table:
    """Return a table with the headings `columns.NAME` of the labels; those in `left` hold text."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        caption_justify="left",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for column in columns:
        side: Literal["left", "right"] = "left" if column in left else "right"
        least = _NAME if column == "area_name" else None
        table.add_column(word(f"columns.{column}", language), justify=side, no_wrap=True, min_width=least)
    return table


def add_column(table: Table, heading: str) -> None:
    """Add a column of numbers whose heading may take several lines."""
    words = heading.split() if heading.isascii() else []
    table.add_column(heading, justify="right", min_width=max(map(len, words), default=None))


def shown(value: Any, places: int) -> str:
    """Return a number with so many decimals, or the sign of a missing one."""
    return BLANK if value is None or value != value else f"{value:,.{places}f}"


def word(key: str, language: Language, **values: object) -> str:
    """Return a word of `labels/terminal.toml`."""
    return label("terminal", key, language, **values)
