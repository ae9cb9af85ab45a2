"""What each sheet of the form is for: its sources, the sectors they belong to, and their units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from cityghg.base.labels import Language
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes import CodeList, Sector, Source


class _Domain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    kinds: tuple[str, ...]
    counterpart: bool = False


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    domains: tuple[_Domain, ...]
    units: dict[str, dict[Language, tuple[str, ...]]]


@dataclass(frozen=True)
class Choice:
    """A sector with the sources that may be chosen for it, by their first place and number in the list."""

    sector: Sector
    first: int
    count: int


@dataclass(frozen=True)
class Domain:
    """A sheet of the form. `sources` stand in the order of the sectors that imply them."""

    id: str
    sources: tuple[Source, ...]
    choices: tuple[Choice, ...]
    counterpart: bool

    @property
    def has_signed(self) -> bool:
        return any(source.signed for source in self.sources)


def domains(sources: CodeList[Source], sectors: CodeList[Sector]) -> list[Domain]:
    """Return the domains in the order of their sheets; a domain without sources is left out."""
    free = _free_sectors(sources, sectors)
    found = []
    for one in _file().domains:
        own = [source for source in sources if source.kind in one.kinds]
        if own:
            found.append(_domain(one, own, free, sectors))
    return found


def units_of(source: Source, language: Language) -> tuple[str, ...]:
    """Return the units to choose from for a source; of a unit of a library's own, that alone."""
    offered = _file().units.get(source.unit)
    return offered[language] if offered else (source.unit,)


def _domain(one: _Domain, own: list[Source], free: list[Sector], sectors: CodeList[Sector]) -> Domain:
    groups: dict[str | None, list[Source]] = {}
    for source in sorted(own, key=lambda s: s.sector is not None):
        groups.setdefault(source.sector, []).append(source)
    ordered: list[Source] = []
    choices: list[Choice] = []
    for name, members in groups.items():
        for sector in free if name is None else [sectors[name]]:
            choices.append(Choice(sector, len(ordered), len(members)))
        ordered += members
    return Domain(one.id, tuple(ordered), tuple(choices), one.counterpart)


def _free_sectors(sources: Iterable[Source], sectors: CodeList[Sector]) -> list[Sector]:
    """Return the sectors that somebody has to name: those in no tree that sources imply."""
    implied = {sectors.lineage(source.sector)[-1] for source in sources if source.sector}
    return [sector for sector in sectors if sectors.lineage(sector.id)[-1] not in implied]


@cache
def _file() -> _File:
    return shipped(codelist("template.yaml"), _File)
