"""Areas: the national list of divisions, the units a project declares, and names in place of codes."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from cityghg.base.locate import codelist
from cityghg.base.text import closest, fold

Level = Literal["province", "city", "district", "county", "zone", "town"]
Counted = Literal["inside", "separate"]

_SUFFIXES: dict[Level, tuple[str, ...]] = {
    "province": ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区"),
    "city": ("市", "地区", "盟"),
    "district": ("区",),
    "county": ("县", "市"),
}
_PREFECTURE = re.compile(
    "(?P<short>.+?)((朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|柯尔克孜|哈萨克)族?)+自治州"
)


@dataclass(frozen=True)
class Area:
    """A division or a unit of the project's own.

    `parent` is the next larger area; `region` its electricity grid region. A zone `counted`
    *inside* its parent's own figure is not added to its siblings again.
    """

    code: str
    name: str
    level: Level
    parent: str | None = None
    region: str | None = None
    counted: Counted = "separate"


class Areas:
    """Areas by code, found by code, full path or a name that is unique in its surroundings."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.code: area for area in areas}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for area in self._areas.values():
            for name in (area.code, *_spellings(area)):
                found[fold(name)].append(area.code)
        return dict(found)

    def __getitem__(self, code: str) -> Area:
        return self._areas[code]

    def __contains__(self, code: object) -> bool:
        return code in self._areas

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def with_more(self, areas: Iterable[Area]) -> Areas:
        """Return the areas with a project's own units added or replaced."""
        return Areas({**self._areas, **{area.code: area for area in areas}}.values())

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the area and the areas around it, nearest first."""
        chain, step = [code], self._areas[code].parent
        while step is not None and step not in chain:
            chain.append(step)
            step = self._areas[step].parent if step in self._areas else None
        return tuple(chain)

    def children(self, code: str) -> list[Area]:
        """Return the areas directly below `code`."""
        return [area for area in self._areas.values() if area.parent == code]

    def region(self, code: str) -> str | None:
        """Return the electricity grid region of the area or of the nearest area around it."""
        regions = (self._areas[c].region for c in self.lineage(code) if c in self._areas)
        return next((r for r in regions if r), None)

    def find(self, text: str, within: str | None = None) -> list[Area]:
        """Return the areas that `text` may mean: one is an answer, more are candidates, none is unknown.

        `within` is the project's city: a name that is doubtful in China is looked for there first.
        A short name shared by a province and a smaller area means the province, as in titles of
        yearbooks. A path such as 镇江市丹徒区 is read from its last part, each earlier part
        narrowing the choice.
        """
        wanted = fold(text)
        if wanted in self._areas:
            return [self._areas[wanted]]
        found = self._by_name.get(wanted) or self._by_path(wanted)
        if within is not None and len(found) > 1:
            inside = [code for code in found if within in self.lineage(code)]
            found = inside or found
        areas = [self._areas[code] for code in dict.fromkeys(found)]
        provinces = [area for area in areas if area.level == "province"]
        return provinces if len(provinces) == 1 else areas

    def suggest(self, text: str, within: str | None = None) -> str | None:
        """Return the name most like `text`, looked for within the city first."""
        near = [a.name for a in self if within and within in self.lineage(a.code)]
        return closest(text, near) or closest(text, (a.name for a in self), at_least=0.8)

    def path_name(self, code: str) -> str:
        """Return the name with the names around it, largest first: 江苏省镇江市丹徒区."""
        return "".join(self._areas[c].name for c in reversed(self.lineage(code)) if c in self._areas)

    def _by_path(self, wanted: str) -> list[str]:
        for cut in range(1, len(wanted)):
            inner, outer = self._by_name.get(wanted[cut:]), wanted[:cut]
            if not inner:
                continue
            around = set(self._around(outer))
            narrowed = [code for code in inner if around & set(self.lineage(code)[1:])]
            if narrowed:
                return narrowed
        return []

    def _around(self, text: str) -> list[str]:
        return self._by_name.get(text) or self._by_path(text)


def _spellings(area: Area) -> Iterator[str]:
    yield area.name
    if prefecture := _PREFECTURE.fullmatch(area.name):
        yield from (prefecture["short"], f"{prefecture['short']}州")
    for suffix in _SUFFIXES.get(area.level, ()):
        if area.name.endswith(suffix) and len(area.name) > len(suffix) + 1:
            yield area.name.removesuffix(suffix)
            return


@cache
def load_areas() -> Areas:
    """Return the national list (GB/T 2260 and statistical zones) with parents and grid regions."""
    with codelist("areas.csv").open(encoding="utf-8-sig", newline="") as file:
        return Areas(
            Area(row["code"], row["name"], row["kind"], row["parent"] or None, row["grid"] or None)  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )
