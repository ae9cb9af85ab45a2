"""What a project states about itself: `city.yaml`, and what the command line adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cityghg.base import strict_yaml
from cityghg.base.problems import Problem, problem
from cityghg.codes import Area, Areas, load_areas
from cityghg.codes.areas import Counted
from cityghg.factors import gwp
from cityghg.factors.load import DEFAULT_STACK

FILE_NAME = "city.yaml"
DEFAULT = "default"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnUnit(_Strict):
    """An area of the project's own: a development zone, a town, or a place outside the national list."""

    id: str
    name: str
    kind: Literal["city", "district", "county", "zone", "town"]
    parent: str | None = None
    region: str | None = None
    counted: Counted = "separate"


class IntensityOptions(_Strict):
    """Base year, basis and targets of the intensity change."""

    base_year: int | None = None
    basis: str = "energy_co2_with_electricity"
    targets: str | None = None


class RollUpOptions(_Strict):
    """How far a residual may go before it is a warning, in percent of the parent's own figure."""

    tolerance_pct: float = Field(default=1.0, ge=0)


class Conflicts(_Strict):
    """Which table wins where two report the same key; the first named one first."""

    wins: tuple[str, ...] = ()

    @field_validator("wins", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Project(_Strict):
    """`city.yaml`. Everything has a default, so a project is not needed to compile a file."""

    city: str | None = None
    units: tuple[OwnUnit, ...] = ()
    activity: tuple[str, ...] = ()
    indicators: str | None = None
    factors: tuple[str, ...] = (DEFAULT,)
    gwp: str = gwp.DEFAULT
    electricity_factor: str = Field(default="by_year", pattern=r"^(by_year|fixed:\d{4})$")
    electricity_variant: str | None = None
    intensity: IntensityOptions = IntensityOptions()
    rollup: RollUpOptions = RollUpOptions()
    conflicts: Literal["refuse", "sum"] | Conflicts = "refuse"
    language: Literal["zh", "en"] | None = None

    @field_validator("units", "activity", "factors", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @property
    def fixed_electricity_year(self) -> int | None:
        found = re.fullmatch(r"fixed:(\d{4})", self.electricity_factor)
        return int(found.group(1)) if found else None


def spelled_out(libraries: Iterable[str]) -> Iterator[str]:
    """Yield the names of libraries with `default` spelled out."""
    for name in libraries:
        yield from DEFAULT_STACK if name == DEFAULT else (name,)


@dataclass(frozen=True)
class Opened:
    """A project with the folder its paths are relative to."""

    project: Project
    folder: Path
    found: bool = False


def open_project(folder: Path) -> tuple[Opened, list[Problem]]:
    """Read `city.yaml` in a folder; without one the defaults hold."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Opened(Project(), folder), []
    document, problems = strict_yaml.read(path, FILE_NAME)
    if document is None or problems:
        return Opened(Project(), folder, True), problems
    data = document.data if document.data is not None else {}
    project, refusals = strict_yaml.validate(
        strict_yaml.Document(document.path, document.name, data, document.lines), Project
    )
    return Opened(project or Project(), folder, True), refusals


def project_areas(project: Project) -> tuple[Areas, str | None, list[Problem]]:
    """Return the national areas with the project's own units, and the code of the project's city."""
    problems: list[Problem] = []
    areas = load_areas().with_more(
        Area(u.id, u.name, u.kind, u.parent, u.region, u.counted) for u in project.units
    )
    for unit in project.units:
        if unit.parent is not None and unit.parent not in areas:
            problems.append(problem("unit_parent_unknown", unit=unit.name, found=unit.parent))
    if project.city is None:
        return areas, None, problems
    found = areas.find(project.city)
    if len(found) == 1:
        return areas, found[0].code, problems
    candidates = ", ".join(f"{areas.path_name(a.code)} {a.code}" for a in found)
    code = "city_ambiguous" if found else "city_unknown"
    return areas, None, [*problems, problem(code, found=project.city, candidates=candidates)]
