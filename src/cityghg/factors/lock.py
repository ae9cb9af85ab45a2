"""Released versions: `RELEASED.sha256` beside the libraries holds a digest of each of their files.

A released version never changes; a correction or addition is a new version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cityghg.base.locate import factors_dir
from cityghg.factors.load import HEAD

RELEASED = "RELEASED.sha256"
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\s]+/[^/\s]+)/(\S.*)")
_PIECE = re.compile(r"[0-9]+|[^0-9.]+")

Order = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Released:
    """The list of one folder of libraries.

    `files` maps a version, as `library/version`, to digest and line of each of its files; `odd`
    holds line and text of what is not a line of the list, or names a file twice.
    """

    files: dict[str, dict[str, tuple[str, int]]]
    odd: tuple[tuple[int, str], ...] = ()


def root_of(folder: Path) -> Path | None:
    """Return the folder of libraries that releases the version in `folder`, None for any other library.

    That is the shipped one, or one with a list of releases of its own.
    """
    parents = folder.resolve().parents
    root = parents[1] if len(parents) > 1 else None
    if root is not None and (root == factors_dir().resolve() or (root / RELEASED).is_file()):
        return root
    return None


def key_of(folder: Path) -> str:
    """Return how the list names the version in `folder`, as `library/version`."""
    return "/".join(folder.resolve().parts[-2:])


def versions_beside(folder: Path) -> list[str]:
    """Return every version of the library whose version lies in `folder`, the earliest first."""
    return sorted((p.parent.name for p in folder.resolve().parent.glob(f"*/{HEAD}")), key=version_order)


def version_order(version: str) -> Order:
    """Return a key that orders versions: by their numbers, so that 2011.10 comes after 2011.9."""
    pieces = _PIECE.findall(version)
    return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in pieces)


def read_released(root: Path) -> Released:
    """Read the list of releases; where there is none, nothing is released."""
    path = root / RELEASED
    files: dict[str, dict[str, tuple[str, int]]] = {}
    odd: list[tuple[int, str]] = []
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None or found[3] in files.get(found[2], ()):
            odd.append((number, line))
        else:
            files.setdefault(found[2], {})[found[3]] = (found[1], number)
    return Released(files, tuple(odd))


def digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file of a version by its path within it; hidden files are none of it.

    Line ends are those of Unix, so that a checkout on Windows has the same digests.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__")) for part in inner.parts):
            found[inner.as_posix()] = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return found


def is_as_released(folder: Path) -> bool:
    """Say whether the version in `folder` is released and every file of it is as it was then."""
    root = root_of(folder)
    wanted = read_released(root).files.get(key_of(folder)) if root is not None else None
    return wanted is not None and digests(folder) == {name: digest for name, (digest, _) in wanted.items()}


def lines_of(folder: Path) -> list[str]:
    """Return the lines of the list for the version in `folder`."""
    return [f"{digest}  {key_of(folder)}/{name}" for name, digest in digests(folder).items()]


def append(root: Path, lines: Iterable[str]) -> None:
    """Add lines to the list of releases; those that stand there stay as they are."""
    path = root / RELEASED
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(before + "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
