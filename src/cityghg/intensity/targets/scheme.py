"""Schemes of assessment: which measure gives how many points, what fails a year, and the grades."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from cityghg.base import strict_yaml
from cityghg.base.locate import codelist
from cityghg.base.problems import Problem, problem
from cityghg.codes import Code, CodeList

BY_PERIOD: Final = "by_period"
"""The choice of a scheme by the period of each target; a period without one is not scored."""
NONE: Final = "none"
_FILES: Final = (".yaml", ".yml")
Status = Literal["official", "twice", "once", "own"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Item(_Strict):
    """Points for one measure; `veto` says when missing it fails the assessment whatever the points."""

    id: Literal["year", "cumulative"]
    measure: Literal["year_completion_pct", "cumulative_completion_pct", "progress_pct"]
    points: FiniteFloat = Field(gt=0)
    veto: Literal["yearly", "final"] | None = None
    status: Status = "own"
    at: str = ""


class Others(_Strict):
    """The points of all items that do not come out of data."""

    points: FiniteFloat = Field(ge=0)
    status: Status = "own"
    at: str = ""


class Grade(_Strict):
    """A grade and the points it begins at."""

    id: str
    from_points: FiniteFloat
    status: Status = "own"


class Scheme(Code):
    """A scheme as a whole; `period` is the one it was made for, `vetoed` the grade of a year that fails."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    period: tuple[int, int] | None = None
    source: str = Field(default="", alias="from")
    full_at_pct: FiniteFloat = Field(default=100.0, gt=0)
    items: tuple[Item, ...] = Field(min_length=1)
    others: Others
    grades: tuple[Grade, ...] = ()
    vetoed: str

    @model_validator(mode="after")
    def _once_each(self) -> Scheme:
        if len({item.id for item in self.items}) < len(self.items):
            raise ValueError("an item stands twice")
        return self

    @property
    def computed_points(self) -> float:
        return sum(item.points for item in self.items)

    def grade(self, points: float) -> str:
        """Return the grade of a total, "" where the scheme states none."""
        reached = [grade for grade in self.grades if points >= grade.from_points]
        return max(reached, key=lambda grade: grade.from_points).id if reached else ""


class _Reference(_Strict):
    title: str
    publisher: str
    year: int


class _File(_Strict):
    id: str
    title: dict[str, str]
    references: dict[str, _Reference]
    schemes: tuple[Scheme, ...]


@cache
def shipped_schemes() -> CodeList[Scheme]:
    """Return the schemes of `assessment_schemes.yaml`."""
    return CodeList(strict_yaml.shipped(codelist("assessment_schemes.yaml"), _File).schemes)


def is_file(name: str) -> bool:
    """Say whether a name of a scheme is that of a file."""
    return name.endswith(_FILES)


def choose(name: str, folder: Path | None = None) -> tuple[list[Scheme], list[Problem]]:
    """Return the schemes a name stands for: those by period, none, the one of that name, or that of a file.

    A file is one scheme in the form of those in `assessment_schemes.yaml`; its path counts from `folder`.
    """
    if name in (BY_PERIOD, NONE):
        return (list(shipped_schemes()) if name == BY_PERIOD else []), []
    if is_file(name):
        document, problems = strict_yaml.read((folder or Path()) / name, name)
        if document is None or problems:
            return [], problems
        read, problems = strict_yaml.validate(document, Scheme)
        return ([] if read is None else [read.model_copy(update={"period": None})]), problems
    found = shipped_schemes().find(name)
    if found is None:
        known = ", ".join((BY_PERIOD, NONE, *(scheme.id for scheme in shipped_schemes())))
        return [], [problem("scheme_unknown", found=name, known=known)]
    return [found.model_copy(update={"period": None})], []


def scheme_of(schemes: list[Scheme], period: tuple[int, int]) -> Scheme | None:
    """Return the scheme for a period: one made for it, or one that was chosen for all."""
    return next((scheme for scheme in schemes if scheme.period in (None, period)), None)
