"""What the different texts of a bulk table mean, each asked of the resolvers of sheets once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from cityghg.activity.context import Context
from cityghg.activity.headers import load_columns
from cityghg.activity.keys import sector_of
from cityghg.activity.layouts.tidy import find_source
from cityghg.activity.resolve import (
    Answer,
    Texts,
    find_area,
    find_counterpart,
    find_unit,
    find_year,
)
from cityghg.codes import Areas, CodeList, Sector, Source
from cityghg.engine.reduce import BETWEEN

_WITH_SUGGESTION: Final = 200  # a search for the nearest name takes some milliseconds
_MOST_UNKNOWN: Final = 10_000  # different texts of a column


class Answers:
    """Asks what texts mean and remembers. A column of texts unknown throughout is given up at some point."""

    def __init__(self, context: Context) -> None:
        quiet = replace(
            context,
            areas=_QuietAreas(context.areas),
            sources=_QuietSources(context.sources),
            sectors=_QuietSectors(context.sectors),
        )
        self._contexts = (context, quiet)
        self._known: dict[tuple[str, str], Answer[Any]] = {}
        self._failed: Counter[str] = Counter()

    def of(self, field: str, text: str) -> Answer[Any]:
        """Return what a text of a key field means."""
        return self._ask(field, text, lambda context: _FINDERS[field](texts_of(text), context))

    def unit(self, source: str, text: str) -> Answer[Any]:
        """Return what a unit of a source means."""
        asked = f"{source}{BETWEEN}{text}"
        return self._ask("unit", asked, lambda context: find_unit(text, context.sources[source], context))

    def _ask(self, field: str, text: str, find: Callable[[Context], Answer[Any]]) -> Answer[Any]:
        if (field, text) in self._known:
            return self._known[field, text]
        failed = self._failed[field]
        if failed >= _MOST_UNKNOWN:
            return Answer(None, "bulk_column_given_up", {"column": load_columns()[field], "count": failed})
        said = find(self._contexts[failed >= _WITH_SUGGESTION])
        self._known[field, text] = said
        self._failed[field] += said.value is None
        return said


def texts_of(text: str) -> Texts:
    """Return the cells that a key text was joined from."""
    return tuple(cell.strip() for cell in text.split(BETWEEN))


_FINDERS: Final[dict[str, Callable[[Texts, Context], Answer[Any]]]] = {
    "area": find_area,
    "year": find_year,
    "sector": sector_of,
    "source": find_source,
    "counterpart": lambda texts, context: find_counterpart(texts[0], context),
}


class _QuietAreas(Areas):
    def suggest(self, text: str, within: str | None = None) -> str | None:
        return None


class _QuietSources(CodeList[Source]):
    def suggest(self, name: str) -> str | None:
        return None


class _QuietSectors(CodeList[Sector]):
    def suggest(self, name: str) -> str | None:
        return None
