"""The settings of an earlier result, so that it can be explained as it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Earlier:
    """What an earlier run was asked for."""

    factors: list[str] | None = None
    gwp: str | None = None
    area: str | None = None
    year: int | None = None
    layout: str | None = None


def settings_of(folder: Path | None) -> Earlier:
    """Read the manifest of a result folder; without one everything is left open."""
    if folder is None:
        return Earlier()
    from cityghg.report.manifest import FILE_NAME

    found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    options = found["options"]
    return Earlier(
        options["factors"] or None, found["gwp"], options["area"], options["year"], options["layout"]
    )
