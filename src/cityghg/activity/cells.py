"""Cells of a sheet as texts and, by the rule of `engine.amounts`, as amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any, Final

import polars as pl

from cityghg.activity.sheet import Value
from cityghg.base.notation import KEYS
from cityghg.engine.amounts import AMOUNT, amount, cleaned, fault, notation

# What a text may be that is no number; one that is none of these is `amount_not_number`.
EXACTER: Final = (
    "notation_key_case", "amount_is_date", "amount_is_range", "amount_is_percentage", "amount_is_words",
    "amount_with_note", "error_cell",
)  # fmt: skip
_RANGE = re.compile(r"[0-9.,]+(-|--|—|–|~|至|到)[0-9.,]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?|[0-9]+:[0-9]{2}(:[0-9.]+)?|[0-9]+ days?,.*")
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)", re.IGNORECASE)
_NOTED = re.compile(r"[0-9][0-9.,]*\s*([(\[][^()\[\]]{1,6}[)\]]|[*#①-⑳]|注)+")
_FEW, _AHEAD, _KEPT = 2_000, 20_000, 200_000  # cells
_READ: Final = {"text": pl.String(), "amount": AMOUNT, "notation": pl.String(), "fault": pl.String()}
_known: dict[str, tuple[Any, ...]] = {}
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
    """Read a column of cells. Returns `text`, `amount`, `notation`, `fault`, a row for each value.

    What was read before, as by `read_ahead`, is looked up: for a few cells setting the rule to work takes
    longer than applying it.
    """
    texts = [value_text(value) for value in values]
    if len(texts) > _FEW:
        return _read(texts)
    _learn(texts)
    return pl.DataFrame([_known[text] for text in texts], schema=_READ, orient="row")


def read_ahead(values: Iterable[Value]) -> None:
    """Read the cells of a sheet at once, if they are not very many, so that its columns are at hand."""
    few = list(islice(values, _AHEAD + 1))
    if len(few) <= _AHEAD:
        _learn([value_text(value) for value in few])


def _learn(texts: list[str]) -> None:
    if len(_known) > _KEPT:
        _known.clear()
    if new := [text for text in dict.fromkeys(texts) if text not in _known]:
        _known.update(zip(new, _read(new).iter_rows(), strict=True))


def _read(texts: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
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
