"""Files too large to read, told by their size and, of an archive, by its directory: nothing is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from cityghg.activity.containers.kind import BROKEN_ARCHIVE
from cityghg.base.problems import Place, Problem, problem

_MB: Final = 2**20
MOST_BYTES: Final = 200 * _MB  # of a file
MOST_UNPACKED: Final = 1024 * _MB  # of an archive
MOST_TIMES: Final = (
    200  # of one of its members; sheets shrink to a tenth or a twentieth, blank ones to a fiftieth
)
_SMALL: Final = 32 * _MB  # members whose ratio does not matter


def refusal(path: Path, shown: str) -> Problem | None:
    """Return why a file is not opened, None if it may be. Raises `OSError` where it cannot be read."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        return problem("file_too_large", Place(file=shown), found=size // _MB, limit=MOST_BYTES // _MB)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except BROKEN_ARCHIVE:
        return None  # no archive, or one that readers will refuse
    unpacked = sum(member.file_size for member in members)
    large = (member for member in members if member.file_size > _SMALL)
    if unpacked > MOST_UNPACKED or any(m.file_size > m.compress_size * MOST_TIMES for m in large):
        limit = MOST_UNPACKED // _MB
        return problem("file_unpacks_too_large", Place(file=shown), found=unpacked // _MB, limit=limit)
    return None
