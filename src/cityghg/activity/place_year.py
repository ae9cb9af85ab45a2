"""Area, year and unit where columns do not give them: from titles, the sheet's name, what was stated.

The order is: the rows above the table, the sheet's name, `--area` / `--year`, and last the file's
name, which is said in a note. Whatever contradicts is a problem; nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, TypeVar

from cityghg.activity.cells import value_text
from cityghg.activity.context import Context
from cityghg.activity.headers import is_unit
from cityghg.activity.resolve import listed_units, paths
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Place, Problem, problem
from cityghg.base.text import half_width
from cityghg.codes import Area

T = TypeVar("T", int, str)
What = Literal["area", "year"]

_LONGEST_NAME = 24
_FORM_NUMBER = re.compile("文号|有效期|国统|制定机关|批准|不变价|可比价|表号|日期|时间|GB/?T", re.IGNORECASE)
_DAY = r"年[0-9]{1,2}月[0-9]{1,2}日|[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"
_YEAR = re.compile(rf"(?<![0-9])(19[89][0-9]|20[0-9]{{2}}|2100)(?![0-9]|{_DAY})")
_SPELT_YEAR = re.compile("[一二][〇○零九0O][〇○零0O一二三四五六七八九]{2}(?=年)")
_SPELT_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_PARTS = re.compile(r"年度?|[^\w]+|[0-9_]+(?:月份?)?")
_DECEMBER = re.compile(r"(?<![0-9])(20[0-9]{2})12(?![0-9])")  # a report up to December, 202112
_AREA_CODE = re.compile(r"(?:区划(?:代码)?|地区代码)\s*:\s*([0-9]{6})(?:[0-9]{3}){0,2}(?![0-9])")
_UNIT = re.compile(
    r"(?<![一-鿿])(?:计量|数量|实物量|消费量)?单\s*位\s*[:：]\s*([^\s)）】\];；]+)|\bunits?\s*[:(]\s*([^)\]]+)",
    re.IGNORECASE,
)
# What follows a name says that a smaller place is meant: 镇江 in 镇江新区, 镇江市 in 镇江市区.
_GOES_ON = re.compile(
    "[一-鿿]{0,8}?((?<![地各全分辖])区|街道|(?<![城乡])镇(?!居|人)|(?<!城)乡(?!镇|村)|(?<![各市])县|旗)"
)


@dataclass(frozen=True)
class Stated:
    """What holds for every row of a sheet; None where it is not said or contradictory."""

    area: str | None = None
    year: int | None = None
    unit: str | None = None


def stated(
    sheet: Sheet, above: int, context: Context, need: Iterable[What] = ("area", "year")
) -> tuple[Stated, list[Problem]]:
    """Return what the rows above row `above`, the sheet's name and the command line say of all rows.

    Only what is in `need` is looked for and reported as missing or contradictory.
    """
    titles = _titles(sheet, above)
    needed, problems = set(need), list[Problem]()
    area = year = None
    if "area" in needed:
        area, more = _area(sheet, titles, context)
        problems += more
    if "year" in needed:
        year, more = _year(sheet, titles, context)
        problems += more
    return Stated(area, year, _unit(sheet, titles, context)), problems


def areas_in(text: str, context: Context) -> list[str]:
    """Return the codes of the areas that a title or name speaks of, in the order of the text.

    A name counts where a word begins with it. Short names (江苏, 镇江) count for provinces, cities and
    areas within the project's city; where a short name is a province's and another's, it is the province.
    """
    alone = (c[0].code for c in _named(text, context) if len(c) == 1)
    coded = (code for code in _AREA_CODE.findall(half_width(text)) if code in context.areas)
    return list(dict.fromkeys((*coded, *alone)))


def years_in(text: str) -> list[int]:
    """Return the different years named in a title, but not those of days, form numbers and price bases."""
    if _FORM_NUMBER.search(text):
        return []
    half = _SPELT_YEAR.sub(lambda m: m.group().translate(_SPELT_DIGITS), half_width(text))
    found = _YEAR.findall(half) or _DECEMBER.findall(half)
    return list(dict.fromkeys(int(year) for year in found))


def _titles(sheet: Sheet, above: int) -> list[str]:
    """Return the texts above the table; what stands right of a cell that ends in a colon belongs to it."""
    titles: list[str] = []
    for row in sheet.rows[:above]:
        texts: list[str] = []
        for cell in row:
            if cell is not None and texts and texts[-1].endswith(":"):
                texts[-1] += half_width(value_text(cell))
            elif isinstance(cell, str):
                texts.append(half_width(cell))
        titles += texts
    return titles


def _area(sheet: Sheet, titles: list[str], context: Context) -> tuple[str | None, list[Problem]]:
    in_title = _narrowest([c for t in titles for c in areas_in(t, context)], context)
    in_name = _narrowest(areas_in(sheet.name, context), context)
    found = _narrowest([c for c in (in_title, in_name) if c], context)
    place = Place(file=sheet.file, sheet=sheet.name)
    if in_title and in_name and found is None:
        names = (context.areas.path_name(in_title), context.areas.path_name(in_name))
        return None, [problem("area_contradiction", place, first=names[0], second=names[1])]
    wanted = _stated_area(context)
    if found and wanted and found != wanted:
        values = {"found": context.areas.path_name(found), "stated": context.areas.path_name(wanted)}
        return None, [problem("stated_area_contradiction", place, **values)]
    if found or wanted:
        return found or wanted, []
    in_file = areas_in(PurePath(sheet.file).stem, context)
    if len(in_file) == 1:
        name = context.areas.path_name(in_file[0])
        return in_file[0], [problem("area_from_file_name", place, found=name)]
    doubtful = [c for text in (*titles, sheet.name) for c in _named(text, context) if len(c) > 1]
    if doubtful:
        name, candidates = doubtful[0][0].name, paths(doubtful[0], context)
        return None, [problem("ambiguous_area", place, found=name, candidates=candidates)]
    return None, [problem("missing_area", place)]


def _year(sheet: Sheet, titles: list[str], context: Context) -> tuple[int | None, list[Problem]]:
    in_title = _only({y for t in titles for y in years_in(t)})
    in_name = _only(set(years_in(sheet.name)))
    place = Place(file=sheet.file, sheet=sheet.name)
    if in_title and in_name and in_title != in_name:
        return None, [problem("year_contradiction", place, first=in_title, second=in_name)]
    found, wanted = in_title or in_name, context.defaults.year
    if found and wanted and found != wanted:
        return None, [problem("stated_year_contradiction", place, found=found, stated=wanted)]
    if found or wanted:
        return found or wanted, []
    in_file = _only(set(years_in(PurePath(sheet.file).stem)))
    if in_file:
        return in_file, [problem("year_from_file_name", place, found=in_file)]
    several = sorted({year for title in (*titles, sheet.name) for year in years_in(title)})
    if several:
        return None, [problem("title_of_several_years", place, found=", ".join(map(str, several)))]
    return None, [problem("missing_year", place)]


def _unit(sheet: Sheet, titles: list[str], context: Context) -> str | None:
    said = {(a or b).strip() for text in (*titles, sheet.name) for a, b in _UNIT.findall(text)}
    return _only({text for text in said if all(is_unit(u, context.units) for u in listed_units(text))})


def _stated_area(context: Context) -> str | None:
    if context.defaults.area is None:
        return None
    found = context.areas.find(context.defaults.area, context.city)
    return found[0].code if len(found) == 1 else None


def _named(text: str, context: Context) -> list[list[Area]]:
    """Return for each word that begins with the name of an area the areas it may mean."""
    words = filter(None, _PARTS.split(half_width(text)))
    return [candidates for candidates in (_leading(word, context) for word in words) if candidates]


def _leading(word: str, context: Context) -> list[Area]:
    for length in range(min(len(word), _LONGEST_NAME), 1, -1):
        name, rest = word[:length], word[length:]
        candidates = [a for a in context.areas.find(name, context.city) if _counts(a, name, context)]
        if candidates and _GOES_ON.match(rest):
            return []
        if candidates:
            return [a for a in candidates if a.level == "province"] or candidates
    return []


def _counts(area: Area, name: str, context: Context) -> bool:
    if name.isdigit():
        return False
    inside = context.city is not None and context.city in context.areas.lineage(area.code)
    return name.endswith(area.name) or area.level in ("province", "city") or inside


def _narrowest(codes: list[str], context: Context) -> str | None:
    """Return the smallest of the areas if all others lie around it, else None."""
    if not codes:
        return None
    narrow = max(codes, key=lambda code: len(context.areas.lineage(code)))
    return narrow if set(codes) <= set(context.areas.lineage(narrow)) else None


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None
