"""Which files to read: files, folders and quoted globs, as one sorted list; and their sha256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from cityghg.activity.bulk.kinds import always_bulk
from cityghg.activity.containers import SUFFIXES
from cityghg.base.problems import Place, Problem, problem
from cityghg.databases.address import is_address

_MAGIC = set("*?[")
# A folder with two of them is an output, and what lies in it and below is none of the inputs.
_OURS = ("manifest.json", "inventory.csv", "problems.csv", "problems.json")


def expand(
    paths: Iterable[str | Path], root: Path | None = None
) -> tuple[list[tuple[Path, str]], list[Problem]]:
    """Return the files that paths, folders and globs name, each with its name for messages, sorted.

    Relative paths start at `root`. Lock files (`~$`), hidden files, results of earlier runs and files of
    other kinds are passed over in folders and globs; a file named outright is always taken.
    """
    base = root or Path()
    found: dict[Path, str] = {}
    problems: list[Problem] = []
    for given in paths:
        if is_address(str(given)):  # whoever can read databases has taken it out
            problems.append(problem("database_not_here"))
            continue
        taken = list(_files(base, Path(given)))
        if not taken:
            problems.append(problem("no_such_file", Place(file=str(given))))
        for path in taken:
            found.setdefault(path.resolve(), _shown(path, base))
    return sorted(_relative(found).items(), key=lambda item: item[1]), problems


def globbed(paths: Iterable[str | Path], root: Path | None = None) -> dict[Path, str]:
    """Return for each file that a glob names the name of the glob as a table."""
    base = root or Path()
    found: dict[Path, str] = {}
    for given in map(str, paths):
        if _MAGIC & set(given) and not (base / given).exists():
            found |= dict.fromkeys((path for path, _ in expand([given], root)[0]), _glob_name(given))
    return found


def sha256(path: Path) -> str:
    """Return the hex digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _relative(found: dict[Path, str]) -> dict[Path, str]:
    """Name files given by absolute paths from their common folder down: results hold no absolute path."""
    absolute = {Path(shown) for shown in found.values() if Path(shown).is_absolute()}
    if len({path.anchor for path in absolute}) != 1:
        return found
    folder = os.path.commonpath([path.parent for path in absolute])
    short = {
        p: Path(n).relative_to(folder).as_posix() if Path(n) in absolute else n for p, n in found.items()
    }
    return short if len(set(short.values())) == len(short) else found


def _glob_name(given: str) -> str:
    """Return a glob as it was written, an absolute one from the last plain folder on."""
    path = Path(given)
    if not path.is_absolute():
        return path.as_posix()
    plain = len(list(takewhile(lambda part: not _MAGIC & set(part), path.parts)))
    return Path(*path.parts[plain:]).as_posix()


def _files(base: Path, given: Path) -> Iterator[Path]:
    path = base / given
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from _readable(path.rglob("*"), path)
    else:
        plain = list(takewhile(lambda part: not _MAGIC & set(part), path.parts))
        folder, pattern = Path(*plain), path.parts[len(plain) :]
        found = sorted(folder.glob("/".join(pattern))) if pattern and folder.is_dir() else []
        for one in found:
            yield from _readable(one.rglob("*") if one.is_dir() else [one], folder)


def _readable(paths: Iterable[Path], folder: Path) -> Iterator[Path]:
    results: dict[Path, bool] = {}
    for path in paths:
        inside = path.relative_to(folder).parts
        if any(part.startswith((".", "~$")) for part in inside):
            continue
        if path.suffix.lower() not in SUFFIXES and not always_bulk(path):
            continue
        around = [folder.joinpath(*inside[:depth]) for depth in range(len(inside))]
        for one in around:
            if one not in results:
                results[one] = sum((one / name).is_file() for name in _OURS) > 1
        if path.is_file() and not any(results[one] for one in around):
            yield path


def _shown(path: Path, base: Path) -> str:
    try:
        return path.relative_to(base).as_posix() if base.parts else path.as_posix()
    except ValueError:
        return path.as_posix()
