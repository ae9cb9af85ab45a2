"""What `factors show` is asked for: a source in a sector, place and year, gas by gas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityghg.codes import Source
from cityghg.factors.candidates import Codes
from cityghg.factors.per_unit import PerUnit, gases_of, per_unit
from cityghg.factors.resolve import Query, Resolver
from cityghg.report.result import World
from cityghg.units import load_units


@dataclass(frozen=True)
class Case:
    """A gas of the source in a sector; where no method serves it, `why` is the key of the sentence."""

    sector: str
    gas: str
    found: PerUnit | None
    why: str = ""

    @property
    def whole(self) -> bool:
        """Whether the method has a value for every parameter."""
        return self.found is not None and not self.found.resolution.missing


@dataclass(frozen=True)
class Asked:
    """What is asked for. `place` is an area code; a blank sector leaves it open."""

    world: World
    source: Source
    sectors: tuple[str, ...]
    place: str
    year: int
    variant: str | None

    def cases(self, gas: str | None) -> Iterator[Case]:
        """Yield a case for each sector and each gas, or the one gas asked for."""
        world, source = self.world, self.source
        codes = Codes(world.sources, world.sectors, world.areas, load_units())
        resolver = Resolver(
            world.stack, world.sources, world.sectors, world.areas, codes.units, world.methods
        )
        for sector in self.sectors:
            for one in (gas,) if gas else gases_of(resolver, source.gases, source.id, sector):
                query = Query(source.id, sector, one, self.place, self.year, self.variant)
                found = per_unit(resolver, codes, query)
                excluded = resolver.excluded(source.id, sector, one)
                why = ("excluded" if sector else "give_sector") if excluded else "no_method"
                yield Case(sector, one, found, "" if found else why)
