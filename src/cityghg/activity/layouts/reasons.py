"""Why a layout fits, in words of both languages."""

from __future__ import annotations

from cityghg.activity.headers import load_columns
from cityghg.base.labels import LANGUAGES, label
from cityghg.base.problems import Words


def column_words(field: str) -> Words:
    """Return the names of a column of the activity table."""
    column = load_columns()[field]
    return Words(column.zh, column.en)


def counted(what: str, count: int) -> Words:
    """Return how many of something were found, by a sentence of `labels/layouts.toml`."""
    key = f"reasons.{what}"
    return Words(label("layouts", key, "zh", count=count), label("layouts", key, "en", count=count))


def near_words(name: str | None) -> Words:
    """Return which known name is the nearest, blank where none is near."""
    if name is None:
        return Words("", "")
    return Words(*(label("layouts", "balance.near", language, name=name) for language in LANGUAGES))


def layout_words(name: str) -> Words:
    """Return what people call a layout."""
    return Words(label("layouts", f"names.{name}", "zh"), label("layouts", f"names.{name}", "en"))
