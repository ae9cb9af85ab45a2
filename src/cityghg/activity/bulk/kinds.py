"""What a file is by its name: of a kind only the bulk way reads, or text that either way may read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cityghg.activity.containers.kind import TEXT

PARQUET: Final = ".parquet"
_COMPRESSED: Final = (".gz", ".zst")
_TEXTS: Final = tuple(f".{kind}" for kind in TEXT)


def always_bulk(path: Path) -> bool:
    """Say whether a file is of a kind that only the bulk way reads: Parquet or compressed text."""
    suffix = path.suffix.lower()
    return suffix == PARQUET or (suffix in _COMPRESSED and Path(path.stem).suffix.lower() in _TEXTS)


def is_text(path: Path) -> bool:
    """Say whether a file is plain delimited text."""
    return path.suffix.lower() in _TEXTS
