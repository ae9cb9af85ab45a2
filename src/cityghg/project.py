"""What a project states about itself: `city.yaml`, and what the command line adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, field_validator

from cityghg.base import strict_yaml
from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Area, Areas, load_areas
from cityghg.codes.areas import Counted
from cityghg.factors import gwp
from cityghg.factors.load import DEFAULT_STACK
from cityghg.intensity.changes import AreaChange
from cityghg.intensity.reading.vocabulary import find_vintage
from cityghg.units import UnitError, load_units

FILE_NAME = "city.yaml"
DEFAULT = "default"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OwnUnit(_Strict):
    """An area of the project's own: a development zone, a town, or a place outside the national list."""

    id: str
    name: str
    kind: Literal["city", "district", "county", "zone", "town"]
    parent: str | None = None
    region: str | None = None
    counted: Counted = "separate"


class SplitOptions(_Strict):
    """A city's target to be broken down to its districts; without `target_pct` it is the city's own.

    `weights` are those of the keys of the composite rule.
    """

    to: int
    target_pct: FiniteFloat | None = Field(default=None, gt=0, lt=100)
    base_year: int | None = None
    growth: str | None = None
    rules: tuple[str, ...] = ()
    weights: dict[str, FiniteFloat] | None = None

    @field_validator("rules", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class ElectricityEquivalent(_Strict):
    """How much coal a unit of electricity counts as by 等价值, such as 0.3 kgce/kWh, and who says so."""

    value: FiniteFloat = Field(gt=0)
    unit: str
    document: str

    @field_validator("unit")
    @classmethod
    def _per_electricity(cls, unit: str) -> str:
        try:
            size = load_units().expression(unit)
        except UnitError as error:
            raise ValueError("equivalent_unit") from error
        if not size.dimensionless:
            raise ValueError("equivalent_unit")
        return unit

    @property
    def times(self) -> float:
        """The coefficient as a multiple of the heat content of electricity."""
        return self.value * float(load_units().expression(self.unit).to("").magnitude)


class IntensityOptions(_Strict):
    """Base year, basis and targets of the intensity change; how targets are scored and broken down.

    `period` is the first and the last year of the evaluation; `industries` and the coefficient of
    electricity are for what drives the change.
    """

    base_year: int | None = None
    basis: str = "energy_co2_with_electricity"
    targets: str | None = None
    scheme: str = "by_period"
    scores: str | None = None
    split: SplitOptions | None = None
    period: tuple[int, int] | None = None

    @field_validator("period", "changes", mode="before")
    @classmethod
    def _list(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("period")
    @classmethod
    def _in_order(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value is not None and value[0] >= value[1]:
            raise ValueError("period_backwards")
        return value

    industries: str | None = None
    electricity_equivalent: ElectricityEquivalent | None = None

    @property
    def electricity_times(self) -> float:
        """How often electricity counts its heat content: once (当量值), or by the coefficient of 等价值."""
        stated = self.electricity_equivalent
        return 1.0 if stated is None else stated.times

    vintage: str | None = None
    accept_carried_factor: bool = False
    changes: tuple[AreaChange, ...] = ()

    @field_validator("vintage")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and find_vintage(value) is None:
            raise ValueError("vintage")
        return value and find_vintage(value)


class RollUpOptions(_Strict):
    """How far a residual may go before it is a warning, in percent of the parent's own figure."""

    tolerance_pct: FiniteFloat = Field(default=1.0, ge=0)


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
    methods: dict[str, str] = {}
    electricity_factor: str = Field(default="by_year", pattern=r"^(by_year|fixed:\d{4})$")
    electricity_variant: str | None = None
    reallocation: tuple[str, ...] = ()
    layout: str | dict[str, str] | None = None
    intensity: IntensityOptions = IntensityOptions()
    rollup: RollUpOptions = RollUpOptions()
    conflicts: Literal["refuse", "sum"] | Conflicts = "refuse"
    language: Literal["zh", "en"] | None = None

    @field_validator("units", "activity", "factors", "reallocation", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @property
    def layouts(self) -> tuple[tuple[str, str], ...]:
        """Patterns of file names with the layout stated for them."""
        if self.layout is None:
            return ()
        return (("*", self.layout),) if isinstance(self.layout, str) else tuple(self.layout.items())

    def tables_beside(self) -> list[str]:
        """Return the files of tables other than activity data that the project names."""
        options = self.intensity
        growth = None if options.split is None else options.split.growth
        named = (self.indicators, options.targets, options.scores, growth, options.industries)
        return [name for name in named if name]

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
    """A project with the folder its paths are relative to and the name of its file."""

    project: Project
    folder: Path
    found: bool = False
    name: str = FILE_NAME

    def shown(self, name: str) -> str:
        """Return how messages call a file that the project names: as its own file is called."""
        return (PurePosixPath(self.name).parent / name).as_posix()


def open_project(folder: Path, name: str = FILE_NAME) -> tuple[Opened, list[Problem]]:
    """Read the project file in a folder; without one the defaults hold."""
    path = folder / name
    if not path.is_file():
        return Opened(Project(), folder), []
    document, problems = strict_yaml.read(path, name)
    if document is None or problems:
        return Opened(Project(), folder, True, name), problems
    data = document.data if document.data is not None else {}
    project, refusals = strict_yaml.validate(
        strict_yaml.Document(document.path, document.name, data, document.marks), Project
    )
    return Opened(project or Project(), folder, True, name), refusals


def project_areas(opened: Opened) -> tuple[Areas, str | None, list[Problem]]:
    """Return the national areas with the project's own units, and the code of the project's city."""
    project, place = opened.project, Place(file=opened.name)
    areas = load_areas().with_more(
        Area(u.id, u.name, u.kind, u.parent, u.region, u.counted) for u in project.units
    )
    faults = list(_unit_faults(project.units, areas))
    problems = [problem(code, place, **values) for code, _, values in faults]
    areas = areas.with_more(replace(areas[unit.id], parent=None) for _, unit, _ in faults)
    if project.city is None:
        return areas, None, problems
    found = areas.find(project.city)
    if len(found) == 1:
        return areas, found[0].code, problems
    candidates = ", ".join(f"{areas.path_name(a.code)} {a.code}" for a in found)
    code = "city_ambiguous" if found else "city_unknown"
    return areas, None, [*problems, problem(code, place, found=project.city, candidates=candidates)]


def _unit_faults(units: Sequence[OwnUnit], areas: Areas) -> Iterator[tuple[str, OwnUnit, dict[str, str]]]:
    """Yield what is wrong with units: an id given twice, a parent that is unknown or lies within the unit."""
    for i, unit in enumerate(units):
        if unit.id in {other.id for other in units[:i]}:
            yield "unit_twice", unit, {"found": unit.id}
        outermost = areas.lineage(unit.id)[-1]
        if unit.parent is not None and unit.parent not in areas:
            yield "unit_parent_unknown", unit, {"unit": unit.name, "found": unit.parent}
        elif outermost in areas and areas[outermost].parent is not None:
            yield "unit_parent_circle", unit, {"unit": unit.name}
