"""What a cell of words means: area, year, code or unit; or why it cannot be told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cityghg.activity.context import Context
from cityghg.base.labels import label_file
from cityghg.base.problems import Words
from cityghg.base.text import half_width
from cityghg.codes import Area, CodeList, Sector, Source
from cityghg.units import UnitError

T = TypeVar("T")
S = TypeVar("S", Source, Sector)
Texts = tuple[str, ...]

_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?(?:年度?)?")
_DATE = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}(?:T.*)?")
_NUMBERING = re.compile(
    r"(?i)^(\s*([#*]|(?:其中|of which)[:：]?|[(]?[0-9一二三四五六七八九十]+[).、．]))+\s*"
)
_COAL_EQUIVALENT = re.compile("标准?煤|煤当量|[tg]ce$", re.IGNORECASE)
_INDUSTRY_CODE = re.compile(r"^[A-Z]?([0-9]{2,4})(?![0-9个家户年月%.])|[(][A-Z]?([0-9]{4})[)]")
_CODE_WITH_NOTE = re.compile(r"([0-9]{6})[^0-9].*")
_CHINESE = re.compile("[一-鿿]")
_LISTED = re.compile("[、,;]")
WHOLE_CITY = ("全市", "本市", "市合计", "全市合计")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A value, or the code of the problem and what fills its sentences; a warning may go with a value."""

    value: T | None
    problem: str = ""
    values: dict[str, object] = field(default_factory=dict)


def find_year(texts: Texts, context: Context) -> Answer[int]:
    """Return the year that 2021, 2021年 or a date names."""
    text = half_width(texts[0])
    match = _YEAR.fullmatch(text) or _DATE.fullmatch(text)
    if match is None:
        return Answer(None, "bad_year", {"found": text}) if text else Answer(None, "blank_year")
    year, (first, last) = int(match.group(1)), context.years
    if not first <= year <= last:
        return Answer(None, "year_out_of_range", {"found": str(year), "first": str(first), "last": str(last)})
    return Answer(year)


def find_area(texts: Texts, context: Context) -> Answer[str]:
    """Return the area that the cells of one row name together: a code, a name, or 市 and 区县 apart."""
    given = [half_width(text) for text in texts if text.strip()]
    if not given:
        return Answer(None, "blank_area")
    found = [_area_candidates(text, context) for text in given]
    single = [candidates[0].code for candidates in found if len(candidates) == 1]
    deepest = max(single, key=lambda code: len(context.areas.lineage(code)), default=None)
    for text, candidates in zip(given, found, strict=True):
        around = [a.code for a in candidates if deepest and _in_one_line(a.code, deepest, context)]
        if not candidates:
            return _unknown_area(text, context)
        if len(around) == 1:
            deepest = max(around[0], deepest or "", key=lambda code: len(context.areas.lineage(code)))
        elif len(candidates) > 1:
            return Answer(None, "ambiguous_area", {"found": text, "candidates": paths(candidates, context)})
        else:
            return Answer(None, "names_differ", {"first": given[0], "second": text})
    return Answer(deepest)


def find_code(what: str, texts: Texts, codes: CodeList[S]) -> Answer[S]:
    """Return the source or sector that the cells of one row name; the finest where several agree."""
    given = [half_width(text) for text in texts if text.strip()]
    if not given:
        return Answer(None, f"blank_{what}")
    finest: S | None = None
    for text in given:
        code = named(text, codes)
        if code is None and given[0] != text and not _CHINESE.search(text) and _CHINESE.search(given[0]):
            continue  # a translation beside the name
        if code is None:
            return unknown(what, text, codes.suggest(text))
        if finest is None or codes.covers(finest.id, code.id):
            finest = code
        elif not codes.covers(code.id, finest.id):
            return Answer(None, "names_differ", {"first": given[0], "second": text})
    return Answer(finest)


def named(text: str, codes: CodeList[S]) -> S | None:
    """Return the code that a text names, with or without a number in front of it."""
    return codes.find(text) or codes.find(_NUMBERING.sub("", text))


def find_sector(texts: Texts, context: Context) -> Answer[Sector]:
    """Return the sector that the cells of one row name; also by the digits of GB/T 4754, as 3011 or C3011.

    A number may have lost the nought in front of it, so 610 is 0610: no industry has a division 61.
    """
    said = find_code("sector", texts, context.sectors)
    given = [half_width(text) for text in texts if text.strip()]
    if said.value is not None or len(given) != 1 or not (match := _INDUSTRY_CODE.search(given[0])):
        return said
    divisions = {s.gbt4754: s for s in context.sectors if s.gbt4754 and s.gbt4754.isdigit()}
    digits = match.group(1) or match.group(2)
    found = divisions.get(digits[:2]) or divisions.get(f"0{digits[0]}")
    return Answer(found) if found else said


def listed_units(text: str) -> list[str]:
    """Return the units that a text such as 吨、万千瓦时 lists."""
    return [unit.strip() for unit in _LISTED.split(text) if unit.strip()] or [text]


def find_unit(text: str, source: Source, context: Context) -> Answer[str]:
    """Return the unit as the unit list spells it, if it has the dimension of the source's own.

    Of several units, as a title may list them, the only one that has it.
    """
    spelling = half_width(text)
    if len(several := listed_units(spelling)) > 1:
        said = [answer for unit in several if (answer := find_unit(unit, source, context)).value]
        return said[0] if len(said) == 1 else unknown("unit", spelling, None)
    if not spelling:
        return Answer(None, "blank_unit", {"expected": unit_name(source.unit)})
    try:
        context.units.parse(spelling)
    except UnitError as error:
        return unknown("unit", spelling, error.suggestion)
    try:
        context.units.factor(spelling, source.unit)
    except UnitError:
        code = "unit_mass_volume" if _mass_against_volume(spelling, source, context) else "unit_dimension"
        values = {"found": spelling, "expected": unit_name(source.unit), "source": source}
        return Answer(None, code, values)
    if source.unit == "MWh" and _COAL_EQUIVALENT.search(spelling):
        return Answer(spelling, "electricity_in_coal", {"found": spelling})
    return Answer(spelling)


def unit_name(unit: str) -> Words:
    """Return how a message calls a canonical unit."""
    named = label_file("units").get(unit, {"zh": unit, "en": unit})
    return Words(named["zh"], named["en"])


def find_counterpart(text: str, context: Context) -> Answer[str]:
    """Return the area code or the grid region that traded electricity or heat comes from or goes to."""
    name = half_width(text)
    if not name:
        return Answer("")
    regions = {area.region for area in context.areas if area.region}
    region = re.sub("^grid:|(区域)?电网$", "", name)
    if region in regions:
        return Answer(f"grid:{region}")
    found = context.areas.find(name, context.city) or context.areas.find(region, context.city)
    if len(found) == 1:
        return Answer(found[0].code)
    if found:
        return Answer(None, "ambiguous_area", {"found": name, "candidates": paths(found, context)})
    return unknown("counterpart", name, context.areas.suggest(name, context.city))


def unknown(what: str, found: str, suggestion: str | None) -> Answer[T]:
    """Return the answer for a name that nothing has, with the nearest known one where there is one."""
    if suggestion is None:
        return Answer(None, f"unknown_{what}", {"found": found})
    return Answer(None, f"unknown_{what}_near", {"found": found, "suggestion": suggestion})


def paths(areas: list[Area], context: Context) -> str:
    """Return full names with codes, for a choice among candidates."""
    return " / ".join(f"{context.areas.path_name(area.code)} {area.code}" for area in areas)


def _unknown_area(text: str, context: Context) -> Answer[str]:
    """Return the answer for an area nothing has; 321112(2) often is another unit than 321112."""
    noted = _CODE_WITH_NOTE.fullmatch(text)
    if noted and noted.group(1) in context.areas:
        return Answer(
            None, "area_code_with_note", {"found": text, "name": context.areas[noted.group(1)].name}
        )
    return unknown("area", text, context.areas.suggest(text, context.city))


def _area_candidates(text: str, context: Context) -> list[Area]:
    if text in WHOLE_CITY and context.city is not None and context.city in context.areas:
        return [context.areas[context.city]]
    return context.areas.find(text, context.city)


def _in_one_line(one: str, other: str, context: Context) -> bool:
    return one in context.areas.lineage(other) or other in context.areas.lineage(one)


def _mass_against_volume(found: str, source: Source, context: Context) -> bool:
    kinds = {_dimension(found, context), _dimension(source.unit, context)}
    return kinds == {_dimension("t", context), _dimension("m3", context)}


def _dimension(spelling: str, context: Context) -> str:
    return str(context.units.parse(spelling).dimensionality)
