"""Locking versions: only one without errors, and never anew one that has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cityghg.base.locate import factors_dir
from cityghg.base.problems import Problem, Severity, problem
from cityghg.factors import lock
from cityghg.factors.lint import Targets, lint
from cityghg.factors.load import available, load

SKIPPED = "release_skipped"


@dataclass(frozen=True)
class Plan:
    """What locking a version would do: the lines to add, none where it is locked; errors forbid it."""

    name: str
    folder: Path
    lines: tuple[str, ...]
    faults: tuple[Problem, ...]
    is_in_place: bool = True

    @property
    def root(self) -> Path:
        return self.folder.resolve().parents[1]


def unlocked() -> list[str]:
    """Return the shipped versions that are not released, as `id@version`."""
    released = lock.read_released(factors_dir()).files
    return [name for name in available() if name.replace("@", "/") not in released]


def plan(folder: Path, together: Collection[Path] = ()) -> Plan:
    """Check a version and work out what locking it takes; those of `together` are locked with it.

    An earlier version that stays open forbids it.
    """
    key = lock.key_of(folder)
    name = key.replace("/", "@")
    library, _ = load(folder)
    if library is not None and library.name != name:
        return Plan(name, folder, (), (), is_in_place=False)
    asked = Targets()
    asked.add(folder)
    errors = (p for p in lint(asked).problems if p.severity is Severity.ERROR and p.code != SKIPPED)
    released = lock.read_released(folder.resolve().parents[1]).files
    locked = key in released
    open_ = {lock.key_of(f) for f in earlier_versions(folder)} - set(released)
    skipped = sorted(open_ - {lock.key_of(f) for f in together}) if not locked else []
    faults = (*errors, *(problem(SKIPPED, version=k.replace("/", "@"), later=name) for k in skipped))
    return Plan(name, folder, () if locked else tuple(lock.lines_of(folder.resolve())), faults)


def earlier_versions(folder: Path) -> list[Path]:
    """Return the folders of the versions before the one in `folder`."""
    versions = lock.versions_beside(folder)
    parent, own = folder.resolve().parent, folder.resolve().name
    return [parent / version for version in versions[: versions.index(own)]]


def carry_out(planned: Plan) -> None:
    """Write the lines of a plan into the list of releases."""
    lock.append(planned.root, planned.lines)
