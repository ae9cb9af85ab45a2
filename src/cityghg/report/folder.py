"""Result folders are replaced whole: written aside, then renamed into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cityghg.report.manifest import INVENTORY, kind_of


class FolderRefusedError(Exception):
    """The folder may not be replaced; `code` is the problem code."""

    def __init__(self, code: str, folder: Path) -> None:
        super().__init__(code)
        self.code, self.folder = code, folder


def check_replaceable(folder: Path, kind: str = INVENTORY) -> None:
    """Raise `FolderRefusedError` unless the folder is absent, empty or holds such a result of ours."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise FolderRefusedError("out_is_a_file", there)
    if folder.is_dir() and any(folder.iterdir()) and (found := kind_of(folder)) != kind:
        raise FolderRefusedError("out_not_ours" if found is None else "out_other_kind", folder)


def replace(folder: Path, fill: Callable[[Path], None], kind: str = INVENTORY) -> None:
    """Fill a new folder beside `folder` with a result of that kind and put it in its place.

    Raises `FolderRefusedError` where the old one cannot be moved, such as with a file open in Excel,
    or nothing can be written; the old one then stays as it was.
    """
    check_replaceable(folder, kind)
    aside = _folder_beside(folder)
    old = aside / "old"
    try:
        new = aside / "new"
        _fill(new, fill, folder)
        _swap(new, folder, old)
    finally:
        if folder.exists() or not old.exists():
            shutil.rmtree(aside, ignore_errors=True)


def write_file(path: Path, text: str, encoding: str) -> None:
    """Write one file aside and put it in its place. Raises `FolderRefusedError` where that cannot be done."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding=encoding, newline="\n")
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise FolderRefusedError("out_in_use" if path.exists() else "out_not_writable", path) from error


def _folder_beside(folder: Path) -> Path:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise FolderRefusedError("out_not_writable", folder) from error


def _fill(new: Path, fill: Callable[[Path], None], folder: Path) -> None:
    try:
        new.mkdir()
        fill(new)
    except OSError as error:
        raise FolderRefusedError("out_not_whole", folder) from error


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
            with suppress(OSError):
                old.rename(folder)
        raise FolderRefusedError("out_in_use", folder) from error
