"""Region schemes: named cuts of the country that factors are published for, such as grid:华东."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.areas import Areas
from cityghg.codes.lists import ListHead


class Scheme(BaseModel):
    """A cut of the country, either by a column of the area list or by listing provinces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    zh: str
    en: str
    reference: str
    note: str | None = None
    column: str | None = None
    regions: dict[str, tuple[str, ...]] = {}


class _RegionsFile(ListHead):
    schemes: tuple[Scheme, ...]


@cache
def load_schemes() -> tuple[Scheme, ...]:
    """Return the shipped region schemes."""
    return shipped(codelist("regions.yaml"), _RegionsFile).schemes


def regions_of(areas: Areas, code: str) -> tuple[str, ...]:
    """Return every `scheme:region` the area lies in."""
    lineage = areas.lineage(code)
    found = []
    for scheme in load_schemes():
        if scheme.column == "grid" and (region := areas.region(code)):
            found.append(f"{scheme.id}:{region}")
        found += [
            f"{scheme.id}:{name}" for name, members in scheme.regions.items() if set(members) & set(lineage)
        ]
    return tuple(found)
