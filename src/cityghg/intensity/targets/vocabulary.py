"""The words of tables of targets, from `targets.yaml`: columns, indicators, periods, traffic light."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import fold, half_width
from cityghg.codes import Code, CodeList
from cityghg.intensity.reading.vocabulary import IndicatorColumn, shared

PATH: Final = "path_"
"""What the ids of the columns of single years begin with."""
_SPAN = re.compile(r"((?:19|20)[0-9]{2})年?(?:-+|[—–~至到/]+|to)((?:19|20)[0-9]{2})年?")


class Period(Code):
    """A five-year plan: the year its targets count from, and the year they are due."""

    base: int
    end: int


class Lights(BaseModel):
    """From which share of the decline due, in percent, the light is green or amber; below it is red."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    green_from_pct: float
    amber_from_pct: float


class _Yearly(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    first: int
    last: int
    names: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: dict[str, str]
    columns: tuple[IndicatorColumn, ...]
    yearly: _Yearly
    no_target: tuple[str, ...]
    scores: tuple[IndicatorColumn, ...]
    indicators: tuple[Code, ...]
    periods: tuple[Period, ...]
    period_fillers: tuple[str, ...]
    lights: Lights


@cache
def target_columns() -> CodeList[IndicatorColumn]:
    """Return the columns of a table of targets: the area, what is set, and one a year for own paths."""
    yearly = _file().yearly
    years = (_of_year(year, yearly.names) for year in range(yearly.first, yearly.last + 1))
    return CodeList((*shared("area"), *_file().columns, *years))


@cache
def score_columns() -> CodeList[IndicatorColumn]:
    """Return the columns of a table of points."""
    return CodeList((*shared("area", "year"), *_file().scores))


@cache
def indicators() -> CodeList[Code]:
    """Return what targets are set for: intensity, total and energy intensity."""
    return CodeList(_file().indicators)


def lights() -> Lights:
    """Return the thresholds of the traffic light."""
    return _file().lights


def no_target_words() -> tuple[str, ...]:
    """Return what stands in a cell where there is no target."""
    return _file().no_target


def find_period(text: str) -> tuple[int, int] | None:
    """Return base year and target year of 十四五, 2020-2025 and the like; None where it cannot be told.

    The five years of a plan, 2021-2025, mean that plan: its targets count from 2020.
    """
    words = half_width(text)
    for filler in _file().period_fillers:
        words = words.replace(filler, "")
    plan = _periods().find(words)
    if plan is not None:
        return plan.base, plan.end
    match = _SPAN.fullmatch(fold(words))
    if match is None:
        return None
    first, last = int(match.group(1)), int(match.group(2))
    named = next((p for p in _file().periods if (p.base + 1, p.end) == (first, last)), None)
    return (named.base, named.end) if named else (first, last)


def _of_year(year: int, names: tuple[str, ...]) -> IndicatorColumn:
    zh, *others = (name.format(year=year) for name in names)
    return IndicatorColumn(id=f"{PATH}{year}", zh=zh, en=str(year), aliases=tuple(others), qualifiers=("%",))


@cache
def _periods() -> CodeList[Period]:
    return CodeList(_file().periods)


@cache
def _file() -> _File:
    return shipped(codelist("targets.yaml"), _File)
