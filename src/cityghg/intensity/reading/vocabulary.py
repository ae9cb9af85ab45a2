"""The words of indicator tables, from `indicator_columns.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from cityghg.activity.headers import load_columns
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import fold, half_width
from cityghg.codes import Code, CodeList
from cityghg.units import UnitError, Units

CURRENT: Final = "current"
_GAS = re.compile(r"(CO2(e|eq|当量)?|二氧化碳(当量)?)$", re.IGNORECASE)
_PRICE_YEAR = re.compile(r"(19|20)[0-9]{2}")


class Bounds(BaseModel):
    """The span of plausible values, both ends included, and the problem a value outside it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    high: float
    problem: str


class IndicatorColumn(Code):
    """A column of an indicator or target table; the keys are explained in the file."""

    unit: str | None = None
    unit_in_name: tuple[str, ...] = ()
    unit_optional: bool = False
    least: float | None = None
    qualifiers: tuple[str, ...] = ()
    above: float | None = None
    bounds: Bounds | None = None


class _Prices(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    current: tuple[str, ...]
    constant: tuple[str, ...]
    fillers: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    indicators: tuple[IndicatorColumn, ...]
    prices: _Prices
    energy_bases: dict[str, tuple[str, ...]]
    vintages: dict[str, tuple[str, ...]]
    unit_words: dict[str, tuple[str, ...]]


@cache
def indicator_columns() -> CodeList[IndicatorColumn]:
    """Return the columns of an indicator table, area and year first."""
    return CodeList((*shared("area", "year"), *_file().indicators))


def price_base(text: str, *, in_heading: bool = False) -> str | None:
    """Return the base year of constant prices as text, or `current`; None where it cannot be told.

    In a heading a year alone is not a price base: 地区生产总值(2020) is the GDP of 2020.
    """
    words, said = _file().prices, fold(text)
    if said in {fold(word) for word in words.current}:
        return CURRENT
    bare = _without(said, words.constant)
    if in_heading and bare == said:
        return None
    bare = _without(bare, words.fillers)
    return bare if _PRICE_YEAR.fullmatch(bare) else None


def energy_basis(text: str) -> str | None:
    """Return `calorific` (当量值) or `coal_equivalent` (等价值), or None."""
    return _key_of(text, _file().energy_bases)


def find_vintage(text: str) -> str | None:
    """Return the revision of GDP that a word means, such as `final` or `census_4`, or None."""
    return text if text in _file().vintages else _key_of(text, _file().vintages)


def vintage_rank(vintage: str) -> int:
    """Return the place of a revision among all, the latest the highest; unstated ones are below all."""
    known = list(_file().vintages)
    return known.index(vintage) if vintage in known else -1


def vintage_words() -> tuple[str, ...]:
    """Return the words for revisions, one each."""
    return tuple(words[0] for words in _file().vintages.values())


def unit_factor(spelling: str, unit: str, units: Units) -> float | None:
    """Return how many `unit` one `spelling` is; None for an unknown unit or one of another kind.

    A gas named after a unit of mass (万吨二氧化碳) is dropped.
    """
    words = half_width(spelling)
    words = _key_of(words, _file().unit_words) or words
    if unit == "t":
        words = _GAS.sub("", words).strip()
    try:
        return units.factor(words, unit)
    except UnitError:
        return None


def shared(*names: str) -> list[IndicatorColumn]:
    """Return columns that go by the same names as in activity tables."""
    return [IndicatorColumn(**load_columns()[name].model_dump()) for name in names]


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in sorted(map(fold, words), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _key_of(text: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    said = fold(text)
    return next((key for key, words in names.items() if said in map(fold, words)), None)


@cache
def _file() -> _File:
    return shipped(codelist("indicator_columns.yaml"), _File)
