"""Cells of a sheet as texts and, by the rule of `engine.amounts`, as amounts."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from cityghg.activity.sheet import Value
from cityghg.base.notation import KEYS
from cityghg.engine.amounts import amount, cleaned, fault, notation

# What a text may be that is no number; one that is none of these is `amount_not_number`.
EXACTER: Final = (
    "notation_key_case", "amount_is_date", "amount_is_range", "amount_is_percentage", "amount_is_words",
    "amount_with_note", "error_cell",
)  # fmt: skip
_RANGE = re.compile(r"[0-9.,]+(-|--|—|–|~|至|到)[0-9.,]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?|[0-9]+:[0-9]{2}(:[0-9.]+)?|[0-9]+ days?,.*")
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)", re.IGNORECASE)
_NOTED = re.compile(r"[0-9][0-9.,]*\s*([(\[][^()\[\]]{1,6}[)\]]|[*#①-⑳]|注)+")
_WHOLE_UP_TO = 1e15  # beyond it a float no longer tells neighbouring integers apart


def why_no_number(text: str) -> str:
    """Return the code of the problem that says best why a cleaned text is no amount."""
    if text.upper() in KEYS:
        return "notation_key_case"
    if _DATE.fullmatch(text):
        return "amount_is_date"
    if _RANGE.fullmatch(text.replace(" ", "")):
        return "amount_is_range"
    if _ERROR.fullmatch(text):
        return "error_cell"
    if not any(sign.isdigit() or sign in "一二三四五六七八九十百千万亿" for sign in text):
        return "amount_is_words"
    if _NOTED.fullmatch(text):
        return "amount_with_note"
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
