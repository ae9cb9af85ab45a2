"""Result folders are replaced whole: written aside, then renamed into place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from cityghg.report.manifest import is_ours


class FolderRefusedError(Exception):
    """The folder may not be replaced; `code` is the problem code."""

    def __init__(self, code: str, folder: Path) -> None:
        super().__init__(code)
        self.code, self.folder = code, folder


def check_replaceable(folder: Path) -> None:
    """Raise `FolderRefusedError` unless the folder is absent, empty or holds a result of ours."""
    if folder.exists() and not folder.is_dir():
        raise FolderRefusedError("out_is_a_file", folder)
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise FolderRefusedError("out_not_ours", folder)


def replace(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder beside `folder` and put it in its place.

    Raises `FolderRefusedError` where the old one cannot be moved, such as with a file open in Excel;
    the old one then stays as it was.
    """
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new = aside / "new"
        new.mkdir()
        fill(new)
        _swap(new, folder, aside / "old")
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(new: Path, folder: Path, old: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
    except OSError as error:
        raise FolderRefusedError("out_in_use", folder) from error
    try:
        new.rename(folder)
    except OSError as error:
        if old.exists():
            old.rename(folder)
        raise FolderRefusedError("out_in_use", folder) from error
