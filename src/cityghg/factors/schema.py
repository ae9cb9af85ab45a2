"""The form of a factor library, key by key. What is not here is refused."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, field_validator, model_validator

Scope = Literal[1, 2, 3, "memo"]
MemoKind = Literal["biomass_co2", "bunkers", "trade", "nonenergy"]
Status = Literal["official", "twice", "once", "own"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(_Strict):
    """The same words in Chinese and English."""

    zh: str
    en: str


class Publication(_Strict):
    """A document that values or methods are taken from. `date` is its day, as 2023-05-12.

    `unpaged` says why no table or page of it can be named, where no copy that was seen tells.
    """

    title: str
    publisher: str | None = None
    year: int | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    url: str | None = None
    unpaged: str | None = None
    note: str | None = None

    @property
    def published(self) -> str | int | None:
        """Its day where that is known, else its year."""
        return self.date or self.year


class Citation(_Strict):
    """A publication of the library and the place in it."""

    source: str = Field(alias="from")
    at: str


class Method(_Strict):
    """An equation for the mass of one gas, linear in `amount`.

    `parameters` gives the dimension each value is converted to; in it, `unit` stands for the
    canonical unit of the source. `gwp` names the set a gas `CO2e` was made with. A `series` emits
    in the years after its amount too, and its formula may name `age`, the years since then.
    """

    kind: Literal["direct", "series"] = "direct"
    title: Words | None = None
    gas: str
    formula: str
    parameters: dict[str, str] = {}
    not_for: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    gwp: str | None = None
    reference: Citation | None = None

    @field_validator("not_for", "only_for", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Substitute(Citation):
    """Another source whose values stand in, with where and why."""

    use: str


class Value(_Strict):
    """One value of a parameter: the number, what it is valid for, and where it comes from.

    `uncertainty_pct` is the half-width of the 95 % interval. `acknowledged` says why the value may
    stand although a check of plausibility warns of it. The status `own` is for a value that a
    project has measured or read in a document of its own.
    """

    value: FiniteFloat
    unit: str
    source: str = Field(alias="from")
    at: str
    status: Status
    basis: Literal["net", "gross"] | None = None
    sector: str | None = None
    region: str | None = None
    year: int | None = None
    valid: tuple[int, int] | None = None
    variant: str | None = None
    uncertainty_pct: FiniteFloat | None = Field(default=None, ge=0)
    acknowledged: str | None = None
    note: str | None = None

    @field_validator("value", "uncertainty_pct", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("valid", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="after")
    def _one_kind_of_time(self) -> Value:
        if self.year is not None and self.valid is not None:
            raise ValueError("year_and_valid")
        if self.valid is not None and self.valid[0] > self.valid[1]:
            raise ValueError("valid_backwards")
        return self

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year the value is for, None where it is for every year."""
        return self.valid or (None if self.year is None else (self.year, self.year))


class Factor(_Strict):
    """Values for one or several sources. Without `method` it only supplies values to others.

    `requires` names sources without which the figure is not whole, such as the steel made beside
    the pig iron used: the other side of a carbon balance.
    """

    id: str
    source: str | tuple[str, ...]
    method: str | None = None
    scope: Scope | None = None
    memo_kind: MemoKind | None = None
    parameters: dict[str, tuple[Value, ...]] = {}
    requires: tuple[str, ...] = ()
    note: str | None = None

    @field_validator("source", "requires", mode="before")
    @classmethod
    def _sources(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("parameters", mode="before")
    @classmethod
    def _values(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}

    @model_validator(mode="after")
    def _complete(self) -> Factor:
        if self.method is not None and self.scope is None:
            raise ValueError("method_without_scope")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source


class Move(_Strict):
    """The share of what a sector reports of a source that is booked in the sector `to`."""

    source: str
    sector: str
    to: str
    share: Value


class Reallocation(_Strict):
    """A table of moves that a project may switch on."""

    id: str
    title: Words
    moves: tuple[Move, ...]

    @field_validator("moves", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class ReallocationFile(_Strict):
    """`reallocation.yaml`."""

    reallocations: tuple[Reallocation, ...]

    @field_validator("reallocations", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class LibraryHead(_Strict):
    """`library.yaml`."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: str
    title: Words
    publisher: str | None = None
    licence: str | None = None
    sources: dict[str, Publication]
    methods: dict[str, Method]
    substitutes: dict[str, Substitute] = {}


class FactorFile(_Strict):
    """A domain file of a library."""

    factors: tuple[Factor, ...]

    @field_validator("factors", mode="before")
    @classmethod
    def _tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Constant(_Strict):
    """A number of physics or definition; `value` may be an exact fraction such as "44/12"."""

    value: FiniteFloat | int | str
    unit: str
    source: str = Field(alias="from")
    at: str
    note: str | None = None

    @property
    def number(self) -> float:
        if not isinstance(self.value, str):
            return float(self.value)
        top, _, bottom = self.value.partition("/")
        return float(top) / float(bottom or 1)


class ConstantsFile(_Strict):
    """`constants.yaml`."""

    sources: dict[str, Publication]
    constants: dict[str, Constant]
