"""What a version that ships must have, and that a released one is as it was released."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cityghg.base.problems import Place, Problem, problem
from cityghg.factors import lock
from cityghg.factors.checks.evidence import EVIDENCE
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import HEAD

CHANGELOG = "CHANGELOG.md"
FILES = (CHANGELOG, "GAPS.md", EVIDENCE)
KEYS = ("publisher", "licence")
_SECTION = re.compile(r"^## +\[?([^\s\]]+)", re.MULTILINE)


@dataclass(frozen=True)
class Version:
    """The folder of a version that ships, whether or not its files can be read.

    `root` is the folder of libraries, `shown` how messages call the version's folder.
    """

    folder: Path
    root: Path
    shown: str

    @property
    def library(self) -> str:
        return self.folder.parent.name

    @property
    def number(self) -> str:
        return self.folder.name

    @property
    def name(self) -> str:
        return f"{self.library}@{self.number}"

    @property
    def is_superseded(self) -> bool:
        """Whether a later version of the library ships."""
        return self.number != lock.versions_beside(self.folder)[-1]

    def place(self, name: str, line: int = 1) -> Place:
        """Return a line of one of its files."""
        return Place(file=f"{self.shown}/{name}", line=line, column=1)


def version_in(folder: Path, shown: str) -> Version | None:
    """Return the version in a folder, None for a library that is not released, such as a project's own."""
    folder = folder.resolve()
    root = lock.root_of(folder)
    return Version(folder, root, shown) if root is not None else None


def files_are_there(version: Version) -> Iterator[Problem]:
    """A version has its changelog, its gaps and its evidence, and none of them is blank."""
    for name in FILES:
        path = version.folder / name
        if not path.is_file() or not path.read_bytes().strip():
            yield problem("library_file_missing", version.place(HEAD), found=name)


def changelog_skips_no_version(version: Version) -> Iterator[Problem]:
    """The changelog has a section for the version and each earlier one that ships, the newest on top."""
    path = version.folder / CHANGELOG
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    sections = [(m[1], text.count("\n", 0, m.start()) + 1) for m in _SECTION.finditer(text)]
    order = lock.version_order(version.number)
    named = {number for number, _ in sections}
    for number in lock.versions_beside(version.folder):
        if lock.version_order(number) <= order and number not in named:
            yield problem("changelog_skips", version.place(CHANGELOG), version=number)
    above: lock.Order | None = None
    for number, line in sections:
        here = lock.version_order(number)
        if here > order or (above is not None and here >= above):
            place = version.place(CHANGELOG, line)
            yield problem("changelog_order", place, found=number, version=version.number)
        above = here


def released_files_are_unchanged(version: Version) -> Iterator[Problem]:
    """Of a released version no file differs, is missing or was added."""
    files = lock.read_released(version.root).files.get(lock.key_of(version.folder))
    if files is None:
        return
    found = lock.digests(version.folder)
    for name, (digest, _) in files.items():
        if name not in found:
            yield problem("released_file_missing", version.place(HEAD), found=name, version=version.name)
        elif found[name] != digest:
            yield problem("released_file_differs", version.place(name), version=version.name)
    for name in found:
        if name not in files:
            yield problem("released_file_added", version.place(name), version=version.name)


def releases_are_in_order(version: Version) -> Iterator[Problem]:
    """Before a version is released, those before it are."""
    released = lock.read_released(version.root).files
    if lock.key_of(version.folder) in released:
        return
    later = [v for v in lock.versions_beside(version.folder) if f"{version.library}/{v}" in released]
    if later and lock.version_order(later[-1]) > lock.version_order(version.number):
        names = {"version": version.name, "later": f"{version.library}@{later[-1]}"}
        yield problem("release_skipped", version.place(HEAD), **names)


VERSION_CHECKS: tuple[Callable[[Version], Iterator[Problem]], ...] = (
    files_are_there,
    changelog_skips_no_version,
    released_files_are_unchanged,
    releases_are_in_order,
)


def folder_is_its_version(checked: Checked) -> Iterator[Problem]:
    """The folders of a version are named for library and version."""
    head, key = checked.library.head, lock.key_of(checked.library.folder)
    if key != f"{head.id}/{head.version}":
        place = checked.head_place("version" if key.startswith(f"{head.id}/") else "id")
        yield problem("folder_not_its_version", place, expected=key, found=f"{head.id}/{head.version}")


def library_says_whose_it_is(checked: Checked) -> Iterator[Problem]:
    """The newest version names publisher and licence; an earlier one cannot be mended any more."""
    if checked.library.folder.resolve().name != lock.versions_beside(checked.library.folder)[-1]:
        return
    for key in KEYS:
        if not (getattr(checked.library.head, key) or "").strip():
            yield problem("library_key_missing", checked.head_place(key), found=key)


def methods_say_where_they_stand(checked: Checked) -> Iterator[Problem]:
    """Every formula has a name in both languages, and the place of a document where it stands."""
    for name, method in checked.methods.items():
        for key in ("title", "reference"):
            if getattr(method, key) is None:
                place = checked.head_place("methods", name)
                yield problem("method_without", place, method=name, found=key)


def lists_are_whole(root: Path, shown: str) -> Iterator[Problem]:
    """Every line of a list of releases can be read, and every version it names is there."""
    released = lock.read_released(root)
    for line, text in released.odd:
        place = Place(file=f"{shown}/{lock.RELEASED}", line=line, column=1)
        yield problem("released_list_unreadable", place, found=text[:60])
    for key, files in released.files.items():
        if not (root / key / HEAD).is_file():
            line = min(line for _, line in files.values())
            place = Place(file=f"{shown}/{lock.RELEASED}", line=line, column=1)
            yield problem("released_file_missing", place, found=HEAD, version=key.replace("/", "@"))
