"""A user's mistake is a value: a code, a place, and what fills the sentences of `labels/problems/`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cityghg.base.labels import Language, label_file

_CELL = re.compile(r"-?([A-Z]+)([0-9]+)")


class Severity(StrEnum):
    """`error` stops the run, `warning` is to be looked at, `note` says what was done with the data."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Place:
    """Where a finding stands: a cell of a sheet, or a line and column of a text file; 0 is unknown."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        text = self.file
        if self.sheet:
            text += f", {self.sheet}" if text else self.sheet
        if self.cell:
            text += f"!{self.cell}" if self.sheet else f", {self.cell}"
        if self.line:
            text += f":{self.line}"
        return text

    def with_column(self) -> str:
        """Return the place as editors jump to it, `file:line:column`."""
        return f"{self}:{self.column}" if self.line and self.column else str(self)


@dataclass(frozen=True, order=True)
class Words:
    """A name in both languages, for a placeholder that must read in the language of the message."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Problem:
    """One finding. Sentence and severity belong to the code, so a code reads the same everywhere."""

    code: str
    place: Place = Place()
    values: tuple[tuple[str, str | Words], ...] = field(default=())

    @property
    def severity(self) -> Severity:
        return Severity(_entry(self.code)["severity"])

    @property
    def number(self) -> str:
        """The stable number of a rule for factor libraries, such as F101; blank for other problems."""
        number: str = _entry(self.code).get("number", "")
        return number

    def finding(self, language: Language) -> str:
        """What was found and what was expected, in one sentence."""
        return self._sentence(language, 0)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return self._sentence(language, 1)

    def message(self, language: Language) -> str:
        """Finding and remedy on one line."""
        stop = "。" if language == "zh" else ". "
        return f"{self.finding(language)}{stop}{self.remedy(language)}"

    def text(self, language: Language) -> str:
        """Place, finding and remedy on one line."""
        place, colon = str(self.place), "：" if language == "zh" else ": "
        return f"{place}{colon}{self.message(language)}" if place else self.message(language)

    def _sentence(self, language: Language, which: int) -> str:
        template: str = _entry(self.code)[language][which]
        return template.format(**{k: _word(v, language) for k, v in self.values})


def problem(code: str, place: Place | None = None, **values: object) -> Problem:
    """Build a problem; `values` fill the placeholders of the code's sentences.

    A value that has names in both languages, such as a code of a code list, is told in the
    language of the message.
    """
    return Problem(code, place or Place(), tuple((k, _value(v)) for k, v in values.items()))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems stops the run."""
    return any(p.severity is Severity.ERROR for p in problems)


def count_by_severity(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each severity, also of those with none."""
    found = Counter(p.severity.value for p in problems)
    return {severity.value: found[severity.value] for severity in Severity}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the distinct problems, errors first, then by place."""
    rank = list(Severity)
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (rank.index(p.severity), *reading_order(p.place), p.code, str(p.values)),
    )


def reading_order(place: Place) -> tuple[str, str, int, int, str, int, int]:
    """Return a key that orders cells as they are read: D9 before D10, and Z1 before AA1."""
    match = _CELL.match(place.cell)
    letters, row = match.groups() if match else ("", "0")
    return place.file, place.sheet, int(row), len(letters), place.cell, place.line, place.column


def _value(value: object) -> str | Words:
    zh, en = getattr(value, "zh", None), getattr(value, "en", None)
    return Words(zh, en) if isinstance(zh, str) and isinstance(en, str) else str(value)


def _word(value: str | Words, language: Language) -> str:
    return value if isinstance(value, str) else getattr(value, language)


def _entry(code: str) -> dict[str, Any]:
    entry: dict[str, Any] = label_file("problems")[code]
    return entry
