"""What a reader needs to know of the world: code lists, units, the project's city, stated defaults."""

from __future__ import annotations

from dataclasses import dataclass, field

from cityghg.activity.columns import Defaults
from cityghg.codes import Areas, CodeList, Sector, Source
from cityghg.units import Units


@dataclass(frozen=True)
class Context:
    """Passed to every layout. `city` is the project's city; names are looked for within it first."""

    sources: CodeList[Source]
    sectors: CodeList[Sector]
    areas: Areas
    units: Units
    city: str | None = None
    defaults: Defaults = field(default_factory=Defaults)
    years: tuple[int, int] = (1980, 2100)
