"""The period of each row of a table of targets: from two years, from a plan or a span, or from either."""

from __future__ import annotations

from typing import Final

from cityghg.activity.context import Context
from cityghg.activity.resolve import Answer, Texts, find_year
from cityghg.intensity.reading.grid import Table
from cityghg.intensity.targets.vocabulary import find_period

Span = tuple[int, int]
YEARS: Final = ("base_year", "target_year")
PERIOD: Final = ("period",)
_BLANK_YEAR: Final = 0
_BLANK: Final = (_BLANK_YEAR, _BLANK_YEAR)


def has_period(table: Table) -> bool:
    """Say whether a table has the columns that a period is read from."""
    return any(all(name in table.headings for name in columns) for columns in (YEARS, PERIOD))


def read_spans(table: Table, context: Context) -> list[Span | None]:
    """Return base year and target year of each row, None where they are bad (and reported).

    Where a table has both, a row may fill in either; two that differ are a problem.
    """
    count, named = len(table.body.rows), "period" in table.headings
    spans: list[Span | None] = table.meanings("period", _find_period) if named else [_BLANK] * count
    if not all(name in table.headings for name in YEARS):
        return [_named(table, i, span) for i, span in enumerate(spans)]
    bases, ends = (table.meanings(name, lambda texts: _find_year(texts, context)) for name in YEARS)
    return [_settled(table, *row) for row in zip(range(count), bases, ends, spans, strict=True)]


def _settled(table: Table, i: int, base: int | None, end: int | None, named: Span | None) -> Span | None:
    row = table.body.rows[i]
    if base is None or end is None or named is None:
        return None
    if (base, end) == _BLANK and "period" in table.headings:
        return _named(table, i, named)
    for year, column in zip((base, end), YEARS, strict=True):
        if year == _BLANK_YEAR:
            table.findings.at("blank_year", row, table.headings[column][0].index)
            return None
    if named not in (_BLANK, (base, end)):
        said = {"base": base, "end": end, "found": f"{named[0]}-{named[1]}"}
        table.findings.at("target_period_differs", row, table.headings["period"][0].index, **said)
        return None
    return base, end


def _named(table: Table, i: int, span: Span | None) -> Span | None:
    if span == _BLANK:
        table.findings.at("target_period_blank", table.body.rows[i], table.headings["period"][0].index)
        return None
    return span


def _find_period(texts: Texts) -> Answer[Span]:
    if not texts[0].strip():
        return Answer(_BLANK)
    found = find_period(texts[0])
    return Answer(found) if found else Answer(None, "target_period_unknown", {"found": texts[0]})


def _find_year(texts: Texts, context: Context) -> Answer[int]:
    return find_year(texts, context) if texts[0].strip() else Answer(_BLANK_YEAR)
