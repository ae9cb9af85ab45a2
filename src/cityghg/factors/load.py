"""Reading factor libraries from disk, each value with the file and line it stands on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from cityghg.base import strict_yaml
from cityghg.base.locate import factors_dir
from cityghg.base.problems import Place, Problem, has_errors, problem
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import closest
from cityghg.codes.lists import Source
from cityghg.factors.schema import (
    ConstantsFile,
    Factor,
    FactorFile,
    LibraryHead,
    Publication,
    Reallocation,
    ReallocationFile,
    Value,
)

M = TypeVar("M", bound=BaseModel)
DEFAULT_STACK = ("cn-provincial@2011.2", "cn-enterprise@2024.2", "cn-grid@2025.2", "ipcc-2006@2")
HEAD = "library.yaml"
CODES = "codes.yaml"
REALLOCATION = "reallocation.yaml"
NOT_DOMAINS = (HEAD, CODES, REALLOCATION)


class CodesFile(BaseModel):
    """`codes.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Given:
    """A value as a library gives it, with the factor it belongs to and where it stands."""

    factor: str
    parameter: str
    value: Value
    place: Place


@dataclass(frozen=True)
class Entry:
    """A factor of a library with its place."""

    factor: Factor
    place: Place
    values: dict[str, tuple[Given, ...]]


@dataclass(frozen=True)
class Library:
    """A version of a factor library. `sha256` is over its YAML files in name order."""

    head: LibraryHead
    folder: Path
    entries: tuple[Entry, ...]
    own_sources: tuple[Source, ...]
    reallocations: tuple[Reallocation, ...]
    sha256: str
    documents: dict[str, strict_yaml.Document] = field(repr=False, compare=False, default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.head.id}@{self.head.version}"

    @property
    def value_count(self) -> int:
        """How many values the library gives."""
        return sum(len(given) for entry in self.entries for given in entry.values.values())

    def publication(self, key: str) -> Publication:
        return self.head.sources[key]


def available() -> list[str]:
    """Return the names of the shipped libraries, as `id@version`."""
    return sorted(f"{p.parent.parent.name}@{p.parent.name}" for p in factors_dir().glob("*/*/library.yaml"))


def find(reference: str, base: Path | None = None) -> tuple[Path | None, list[Problem]]:
    """Return the folder of a library named `id@version` or given as a folder, relative to `base`."""
    folder = (base or Path()) / reference
    if (folder / HEAD).is_file():
        return folder, []
    shipped_folder = factors_dir() / Path(*reference.split("@", 1))
    if "@" in reference and (shipped_folder / HEAD).is_file():
        return shipped_folder, []
    near = closest(reference, available())
    return None, [problem("library_unknown", found=reference, known=near or ", ".join(available()))]


def load(folder: Path, base: Path | None = None) -> tuple[Library | None, list[Problem]]:
    """Read one library. With any error the library is None and every problem is listed.

    Files below `base`, the project's folder, are named from there.
    """
    documents: dict[str, strict_yaml.Document] = {}
    head, problems = _read_one(folder / HEAD, base, LibraryHead, documents)
    entries: list[Entry] = []
    for path in sorted(p for p in folder.glob("*.yaml") if p.name not in NOT_DOMAINS):
        document, found, more = _read_domain(path, base)
        problems += more
        entries += found
        if document is not None:
            documents[path.name] = document
    codes, more = _read_beside(folder / CODES, base, CodesFile, documents)
    problems += more
    moves, more = _read_beside(folder / REALLOCATION, base, ReallocationFile, documents)
    problems += more
    if head is None or has_errors(problems):
        return None, problems
    own = codes.sources if codes else ()
    tables = moves.reallocations if moves else ()
    return Library(head, folder, tuple(entries), own, tables, _digest(folder), documents), problems


@cache
def load_constants() -> ConstantsFile:
    """Return the constants formulas may name."""
    return shipped(factors_dir() / "constants.yaml", ConstantsFile)


def _read_domain(
    path: Path, base: Path | None
) -> tuple[strict_yaml.Document | None, list[Entry], list[Problem]]:
    document, problems = strict_yaml.read(path, shown_as(path, base))
    if document is None:
        return None, [], problems
    file, refusals = strict_yaml.validate(document, FactorFile)
    if file is None:
        return document, [], problems + refusals
    return document, [_entry(document, i, factor) for i, factor in enumerate(file.factors)], problems


def _entry(document: strict_yaml.Document, index: int, factor: Factor) -> Entry:
    loc: tuple[Any, ...] = ("factors", index)
    values = {
        name: tuple(
            Given(factor.id, name, value, document.place((*loc, "parameters", name, i)))
            for i, value in enumerate(given)
        )
        for name, given in factor.parameters.items()
    }
    return Entry(factor, document.place(loc), values)


def _read_beside(
    path: Path, base: Path | None, model: type[M], documents: dict[str, strict_yaml.Document]
) -> tuple[M | None, list[Problem]]:
    """Read a file that a library may have beside its domains, and keep its document."""
    return _read_one(path, base, model, documents) if path.is_file() else (None, [])


def _read_one(
    path: Path, base: Path | None, model: type[M], documents: dict[str, strict_yaml.Document]
) -> tuple[M | None, list[Problem]]:
    document, problems = strict_yaml.read(path, shown_as(path, base))
    if document is None:
        return None, problems
    documents[path.name] = document
    found, refusals = strict_yaml.validate(document, model)
    return found, problems + refusals


def shown_as(path: Path, base: Path | None) -> str:
    """Name a shipped file from `factors/` down, one of the project from there, any other as given.

    A library given by its absolute path is named from its own folder: results hold no absolute path.
    """
    root = factors_dir()
    if path.is_relative_to(root):
        return f"factors/{path.relative_to(root).as_posix()}"
    if base is not None and path.is_relative_to(base):
        path = path.relative_to(base)
    return "/".join(path.parts[-2:]) if path.is_absolute() else path.as_posix()


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
