"""Sources, sectors and areas named on the command line, by code or name; an unknown one is wrong usage."""

from __future__ import annotations

from typing import TypeVar

from cityghg.base.labels import Language
from cityghg.base.problems import Words
from cityghg.cli.run import refuse
from cityghg.codes import Area, Areas, Code, CodeList

C = TypeVar("C", bound=Code)
SOURCE = Words("排放源", "source")
SECTOR = Words("部门", "sector")
_AREA = Words("地区", "area")
_NONE = Words("无", "none")


def code_named(codes: CodeList[C], text: str, what: Words, language: Language) -> C:
    """Return the code of that name, else the exit to take."""
    found = codes.find(text)
    if found is None:
        near = codes.suggest(text)
        raise refuse("name_unknown", "", language, what=what, found=text, near=near or _NONE)
    return found


def area_named(areas: Areas, text: str, city: str | None, language: Language) -> Area:
    """Return the area of that name, looked for in the project's city first, else the exit to take."""
    found = areas.find(text, city)
    if len(found) != 1:
        candidates = "、".join(f"{areas.path_name(a.code)} {a.code}" for a in found)
        near = candidates or areas.suggest(text, city)
        raise refuse("name_unknown", "", language, what=_AREA, found=text, near=near or _NONE)
    return found[0]
