"""Up to which area the roll-up goes."""

from __future__ import annotations

from collections.abc import Sequence

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas


def find_top(reporting: Sequence[str], areas: Areas, city: str | None) -> tuple[str | None, list[Problem]]:
    """Return the area to roll up to: the project's city, else the city all reporting areas lie in.

    A city that is inferred is said in a note. Areas of several cities, or an area on its own, are
    not rolled up.
    """
    if city is not None:
        outside = [code for code in reporting if city not in areas.lineage(code)]
        names = "、".join(areas[code].name for code in outside)
        return city, [problem("area_outside_city", city=areas[city].name, found=names)] if outside else []
    if len(reporting) <= 1:
        return None, []
    shared = set(areas.lineage(reporting[0])).intersection(*(areas.lineage(code) for code in reporting))
    around = [code for code in areas.lineage(reporting[0]) if code in shared and code in areas]
    if not around or (areas[around[0]].level == "province" and not _has_districts(areas, around[0])):
        return None, []
    return around[0], [problem("city_inferred", found=areas.path_name(around[0]))]


def _has_districts(areas: Areas, code: str) -> bool:
    return any(child.level == "district" for child in areas.children(code))
