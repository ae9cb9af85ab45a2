"""From what stands in a cell to an exact amount: one rule for every reader, on whole columns.

The text is cleaned (full width, thousands separators), matched against ASCII digits, and whatever
does not match is masked before the cast, so that no text ever becomes a number it is not.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from cityghg.activity.columns import AMOUNT
from cityghg.activity.sheet import Value
from cityghg.base.notation import KEYS

# What forms print where there is no figure; x and # stand for cells that need not be filled or are not shown.
MISSING_MARKS: Final = ("", "-", "--", "—", "——", "–", "…", "……", "...", "/", "x", "X", "×", "#")

# Width is folded sign by sign: NFKC would turn the footnote of `123①` into a further digit.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " ")
_FOLDED = {**_WIDE, **_BLANKS, "\u2212": "-", "\ufeff": ""}

_NUMBER = r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$"
_GROUPED_BY_COMMA = r"^[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_GROUPED_BY_BLANK = r"^[-+]?[0-9]{1,3}( [0-9]{3})+(\.[0-9]*)?$"
_RANGE = re.compile(r"[0-9.,]+(-|--|—|–|~|至|到)[0-9.,]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?|[0-9]+:[0-9]{2}(:[0-9.]+)?|[0-9]+ days?,.*")
_WHOLE_UP_TO = 1e15  # beyond it a float no longer tells neighbouring integers apart


def cleaned(text: pl.Expr) -> pl.Expr:
    """Return the text in half width, without outer blanks and separators between groups of three digits."""
    half = text.str.replace_many(list(_FOLDED), list(_FOLDED.values())).str.strip_chars()
    return (
        pl.when(half.str.contains(_GROUPED_BY_COMMA))
        .then(half.str.replace_all(",", "", literal=True))
        .when(half.str.contains(_GROUPED_BY_BLANK))
        .then(half.str.replace_all(" ", "", literal=True))
        .otherwise(half)
    )


def amount(clean: pl.Expr) -> pl.Expr:
    """Return the cleaned text as Decimal(38, 9), more places rounded half to even; null if no number."""
    return pl.when(clean.str.contains(_NUMBER)).then(clean).otherwise(None).cast(AMOUNT, strict=False)


def notation(clean: pl.Expr) -> pl.Expr:
    """Return the notation key that the cleaned text is, else an empty text."""
    return pl.when(clean.is_in(KEYS)).then(clean).otherwise(pl.lit(""))


def fault(clean: pl.Expr) -> pl.Expr:
    """Say what keeps the cleaned text from being an amount or key: `missing`, `text`, `overflow` or ``."""
    return (
        pl.when(clean.is_null() | clean.is_in(MISSING_MARKS))
        .then(pl.lit("missing"))
        .when(clean.is_in(KEYS))
        .then(pl.lit(""))
        .when(~clean.str.contains(_NUMBER))
        .then(pl.lit("text"))
        .when(amount(clean).is_null())
        .then(pl.lit("overflow"))
        .otherwise(pl.lit(""))
    )


def why_no_number(text: str) -> str:
    """Return the code of the problem that says best why a cleaned text is no amount."""
    if text.upper() in KEYS:
        return "notation_key_case"
    if _DATE.fullmatch(text):
        return "amount_is_date"
    if _RANGE.fullmatch(text.replace(" ", "")):
        return "amount_is_range"
    return "amount_is_percentage" if text.endswith("%") else "amount_not_number"


def read_amounts(values: list[Value]) -> pl.DataFrame:
    """Read a column of cells. Returns `text`, `amount`, `notation`, `fault`, a row for each value."""
    frame = pl.DataFrame({"text": [value_text(v) for v in values]}, schema={"text": pl.String})
    clean = pl.col("text")
    return frame.with_columns(text=cleaned(clean)).with_columns(
        amount=amount(clean), notation=notation(clean), fault=fault(clean)
    )


def value_text(value: Value) -> str:
    """Return a cell as text: a float as its shortest decimal text, a whole one without `.0`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_UP_TO:
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
