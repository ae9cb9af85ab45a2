"""Stacks that differ in one library only, so that its effect can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cityghg.base.locate import factors_dir
from cityghg.factors.load import Library, find, load


def stacks_with(
    names: Sequence[str], base: Path, old: Library, new: Library
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stack with the old library, and the same with the new one in its place.

    The place is that of either library, or of another version of them; where there is none, it is
    the front. `names` are relative to `base`.
    """
    slots = [i for i, name in enumerate(names) if _is_one_of(name, base, (old, new))]
    first, rest = ([], list(names))
    if slots:
        dropped = set(slots) if old.head.id == new.head.id else {slots[0]}
        first = list(names[: slots[0]])
        rest = [name for i, name in enumerate(names) if i > slots[0] and i not in dropped]
    return (*first, reference(old), *rest), (*first, reference(new), *rest)


def reference(library: Library) -> str:
    """Return what names the library from anywhere: id and version of a shipped one, else its folder."""
    return library.name if library.folder.is_relative_to(factors_dir()) else str(library.folder.resolve())


def _is_one_of(name: str, base: Path, libraries: Sequence[Library]) -> bool:
    folder, _ = find(name, base)
    if folder is None:
        return False
    if any(folder.resolve() == library.folder.resolve() for library in libraries):
        return True
    loaded, _ = load(folder, base)
    return loaded is not None and loaded.head.id in {library.head.id for library in libraries}
