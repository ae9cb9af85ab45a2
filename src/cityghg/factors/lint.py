"""`cityghg factors check`: every rule over libraries, also those that do not load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cityghg.base.problems import Problem, Severity, has_errors, in_order
from cityghg.codes import load_sectors, load_sources
from cityghg.factors import checks, lock
from cityghg.factors.checks import release
from cityghg.factors.load import HEAD, available, find, load, shown_as
from cityghg.factors.salvage import salvage

_ALL = ""


@dataclass(frozen=True)
class Linted:
    """What was found in one library; `loaded` says whether it can be used.

    `elsewhere` counts findings in files that were not asked for.
    """

    name: str
    values: int
    loaded: bool
    problems: tuple[Problem, ...]
    elsewhere: int = 0


@dataclass(frozen=True)
class Findings:
    """What was found in all libraries, and in the lists of releases beside them."""

    libraries: tuple[Linted, ...]
    general: tuple[Problem, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """Every finding, errors first, then by place."""
        return in_order([*self.general, *(p for each in self.libraries for p in each.problems)])


class Targets(dict[Path, tuple[Path, set[str]]]):
    """Folders of libraries to check, each with the names of the files asked for (`_ALL`: every one)."""

    def add(self, folder: Path, file: str = _ALL) -> None:
        self.setdefault(folder.resolve(), (folder, set()))[1].add(file)


def targets(references: Sequence[str]) -> tuple[Targets, list[Problem]]:
    """Return the libraries named; a reference that names none is a problem.

    A reference is a library as `id@version`, or `id` for all its versions; the folder of a library or one
    that holds libraries at any depth; or a file of a library. Without any, every shipped library is meant.
    """
    found, problems = Targets(), list[Problem]()
    for reference in references or available():
        path = Path(reference)
        if path.is_file() and (path.parent / HEAD).is_file():
            found.add(path.parent, path.name)
            continue
        named = [name for name in available() if name.startswith(f"{reference}@")]
        folders = _below(path) or [folder for name in named if (folder := find(name)[0]) is not None]
        if not folders:
            folder, unknown = find(reference)
            problems += unknown
            folders = [folder] if folder is not None else []
        for folder in folders:
            found.add(folder)
    return found, problems


def lint(found: Targets) -> Findings:
    """Check libraries and, beside those that are released, the lists of releases."""
    base = Path.cwd()
    libraries = tuple(_linted(folder, files, base) for folder, files in found.values())
    whole = [lock.root_of(folder) for folder, files in found.values() if _ALL in files]
    roots = dict.fromkeys(root for root in whole if root is not None)
    general = [p for root in roots for p in _lists(root, base)]
    return Findings(libraries, tuple(general))


def _below(path: Path) -> list[Path]:
    """Return the folders of libraries at or below a path; what is hidden is left out."""
    if (path / HEAD).is_file():
        return [path]
    heads = sorted(path.rglob(HEAD)) if path.is_dir() else []
    return [p.parent for p in heads if not any(part.startswith(".") for part in p.relative_to(path).parts)]


def _lists(root: Path, base: Path) -> Iterator[Problem]:
    shown = PurePosixPath(shown_as(root / lock.RELEASED, base)).parent
    return release.lists_are_whole(root, shown.as_posix())


def _linted(folder: Path, files: set[str], base: Path) -> Linted:
    shown = PurePosixPath(shown_as(folder / HEAD, base)).parent
    version = release.version_in(folder, shown.as_posix())
    old = version is not None and version.is_superseded
    library, problems = load(folder, base)
    looked_at = library or salvage(folder, base)
    if looked_at is not None:
        advice = library is not None and not old
        problems += checks.check(looked_at, load_sources(), load_sectors(), advice=advice)
    loaded = library is not None and not has_errors(problems)
    if version is not None:
        problems += checks.check_release(version, library)
    if old:  # what is released cannot be mended
        problems = [p for p in problems if p.severity is Severity.ERROR]
    found = in_order(problems)
    asked = {(shown / name).as_posix() for name in files}
    wanted = tuple(p for p in found if _ALL in files or p.place.file in asked)
    own_name = library.name if library is not None else shown.as_posix()
    values = library.value_count if library is not None else 0
    name = version.name if version is not None else own_name
    return Linted(name, values, loaded, wanted, len(found) - len(wanted))
