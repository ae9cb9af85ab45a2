"""From what stands in a cell to an exact amount: one rule for every reader, on whole columns.

The text is cleaned (full width, thousands separators), matched against ASCII digits, and whatever
does not match is masked before the cast, so that no text ever becomes a number it is not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl

from cityghg.base.notation import KEYS

AMOUNT: Final = pl.Decimal(38, 9)
_BEYOND: Final = 10**18
BEYOND: Final = pl.lit(_BEYOND, AMOUNT)
"""No amount is so large: 10¹¹ of the largest still add up within 38 digits, so no sum overflows."""

# What forms print where there is no figure; x and # stand for cells that need not be filled or are not shown.
MISSING_MARKS: Final = ("", "-", "--", "—", "——", "–", "…", "……", "...", "/", "x", "X", "×", "#")

# Kinds of what stands in the place of an amount; a notation key is NOTATION plus its number in `KEYS`.
NUMBER, NEGATIVE, BLANK, MARK, TEXT, OVERFLOW, NOTATION = range(7)
# What may be wrong with a stated uncertainty.
SOUND, BAD, TINY = range(3)
READ: Final = pl.Struct({"amount": AMOUNT, "kind": pl.UInt8})
READ_PER_CENT: Final = pl.Struct({"uncertainty_pct": pl.Float64, "doubt": pl.UInt8})

# Width is folded sign by sign: NFKC would turn the footnote of `123①` into a further digit.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " ")
_FOLDED = {**_WIDE, **_BLANKS, "\u2212": "-", "\ufeff": ""}

_NUMBER = r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_GROUPED_BY_COMMA = r"^[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_GROUPED_BY_BLANK = r"^[-+]?[0-9]{1,3}( [0-9]{3})+(\.[0-9]*)?$"
_FAULTS: Final = {"": NUMBER, "missing": MARK, "text": TEXT, "overflow": OVERFLOW}
RARELY_LESS: Final = 0.5  # per cent


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
    return _within(
        pl.when(clean.str.contains(_NUMBER)).then(clean).otherwise(None).cast(AMOUNT, strict=False)
    )


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


def read(amounts: pl.Expr) -> pl.Expr:
    """Return what a column of amounts as handed in says: a struct of `amount` and `kind`.

    Texts, whole numbers, floats and decimals are read by the one rule; the cleaning is done where the
    plain text is no number only, since on every row it takes three times as long as all else.
    """
    return amounts.map_batches(_read, return_dtype=READ, is_elementwise=True)


def read_per_cent(texts: pl.Expr) -> pl.Expr:
    """Return what a column of uncertainties says: a struct of `uncertainty_pct` and `doubt`."""
    return texts.map_batches(_read_per_cent, return_dtype=READ_PER_CENT, is_elementwise=True)


def _read(values: pl.Series) -> pl.Series:
    if values.dtype.is_float():
        values = values.cast(pl.String)  # the shortest text that means the number
    plain = values.cast(AMOUNT, strict=False)
    if _are_sound(plain):
        sound = pl.Series("kind", np.zeros(len(plain), np.uint8))
        return pl.DataFrame([plain.alias("amount"), sound]).to_struct()
    plain = pl.select(_within(pl.lit(plain))).to_series()
    kind = (plain < 0).cast(pl.UInt8).fill_null(BLANK)
    odd = (plain.is_null() & values.is_not_null()).arg_true()
    if len(odd):
        text = pl.col("text")
        rest = (
            pl.DataFrame({"text": values.gather(odd).cast(pl.String)})
            .select(text=cleaned(text))
            .select(amount=amount(text), kind=_kind(text))
        )
        plain, kind = plain.scatter(odd, rest["amount"]), kind.scatter(odd, rest["kind"])
    return pl.DataFrame({"amount": plain, "kind": kind}).to_struct()


def _are_sound(plain: pl.Series) -> bool:
    """Say whether all are amounts, none below 0: most batches of rows, and a query for each takes longer."""
    low, high = plain.min(), plain.max()
    return (
        not plain.null_count()
        and isinstance(low, Decimal)
        and isinstance(high, Decimal)
        and 0 <= low <= high < _BEYOND
    )


def _within(number: pl.Expr) -> pl.Expr:
    return pl.when(number.abs() < BEYOND).then(number)


def _kind(clean: pl.Expr) -> pl.Expr:
    keys = {key: NOTATION + number for number, key in enumerate(KEYS)}
    return (
        pl.when(clean == "")
        .then(pl.lit(BLANK, pl.UInt8))
        .when(clean.is_in(KEYS))
        .then(clean.replace_strict(keys, default=None, return_dtype=pl.UInt8))
        .when(amount(clean) < 0)
        .then(pl.lit(NEGATIVE, pl.UInt8))
        .otherwise(fault(clean).replace_strict(_FAULTS, return_dtype=pl.UInt8))
    )


def _read_per_cent(values: pl.Series) -> pl.Series:
    numbers = values.cast(pl.Float64, strict=False)
    bare = pl.col("text").str.strip_prefix("±").str.strip_suffix("%").str.strip_chars()
    frame = pl.DataFrame({"text": values.cast(pl.String), "plain": numbers})
    if numbers.null_count() > values.null_count():
        frame = frame.with_columns(text=cleaned(pl.col("text"))).with_columns(
            plain=pl.coalesce("plain", bare.cast(pl.Float64, strict=False))
        )
    value, blank = pl.col("plain"), pl.col("text").fill_null("").str.strip_chars() == ""
    sound = (value.is_finite() & (value >= 0)).fill_null(False)
    tiny = sound & (value > 0) & (value < RARELY_LESS) & ~pl.col("text").str.contains("%", literal=True)
    return frame.select(
        uncertainty_pct=pl.when(sound).then(value),
        doubt=pl.when(tiny).then(TINY).when(sound | blank).then(SOUND).otherwise(BAD).cast(pl.UInt8),
    ).to_struct()
