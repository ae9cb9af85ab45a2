"""What annotated copies are called: after their file, told apart where several files share a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

_LONGEST = 80  # signs; a name may hold 255 bytes


def copy_names(files: Sequence[str], prefix: str) -> dict[str, str]:
    """Return the name of the copy of each file, `标注_能源.xlsx`.

    Where files share a name, the folder comes in front of it, then the ending behind it.
    """
    ways = [[way(PurePosixPath(file)) for file in files] for way in (_stem, _with_folder, _with_ending)]
    times = [Counter(name.casefold() for name in names) for names in ways]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, file in enumerate(files):
        alone = (
            way[number]
            for way, count in zip(ways, times, strict=True)
            if count[way[number].casefold()] == 1 and way[number].casefold() not in taken
        )
        name = next(alone, f"{ways[0][number]}_{number + 1}")
        taken.add(name.casefold())
        names[file] = f"{prefix}{name}.xlsx"
    return names


def _stem(path: PurePosixPath) -> str:
    return path.stem[-_LONGEST:]


def _with_folder(path: PurePosixPath) -> str:
    folder = path.parent.name.replace(":", "").replace("\\", "_")
    return f"{folder}_{path.stem}"[-_LONGEST:] if folder not in ("", "..") else _stem(path)


def _with_ending(path: PurePosixPath) -> str:
    return f"{_with_folder(path)}_{path.suffix.removeprefix('.')}"
