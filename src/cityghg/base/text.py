"""Folding of what people type, so that width, case, blanks and list commas do not matter."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WORDS: Final = 65_536  # the words of tables come again and again
_DROPPED = re.compile(r"[\s、,，;；]+")


@lru_cache(maxsize=_WORDS)
def fold(text: str) -> str:
    """Fold a name for comparison: half width, lower case, no blanks, no list punctuation."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=_WORDS)
def half_width(text: str) -> str:
    """Return the text in half width with outer blanks removed; case and inner blanks stay."""
    return unicodedata.normalize("NFKC", text).strip()


def measured(number: str, unit: str) -> str:
    """Return a number with its unit; the 1 of a pure number is not said."""
    return number if unit == "1" else f"{number} {unit}"


def closest(text: str, known: Iterable[str], *, at_least: float = 0.6) -> str | None:
    """Return the known word most like `text`, or None where none is near."""
    folded = {fold(word): word for word in known}
    near = difflib.get_close_matches(fold(text), folded, n=1, cutoff=at_least)
    return folded[near[0]] if near else None
