"""What went into a result: program, options, libraries and inputs with their digests. No clock, no paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from cityghg import __version__
from cityghg.activity.files import sha256
from cityghg.report.result import Result

FILE_NAME: Final = "manifest.json"
PROGRAM: Final = "cityghg"


def manifest(result: Result) -> dict[str, Any]:
    """Return the manifest as plain data."""
    world = result.world
    return {
        "program": PROGRAM,
        "version": __version__,
        "gwp": world.gwp_set,
        "city": world.city,
        "options": dict(result.options),
        "libraries": [{"name": lib.name, "sha256": lib.sha256} for lib in world.stack],
        "inputs": [{"name": shown, "sha256": sha256(path)} for path, shown in result.inputs],
        "rows": {
            "activity": result.activity.height,
            "inventory": len(result.table),
            "summary": len(result.summary),
        },
    }


def write(result: Result, folder: Path) -> None:
    """Write `manifest.json`."""
    text = json.dumps(manifest(result), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def is_ours(folder: Path) -> bool:
    """Say whether the folder holds a result of this program."""
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("program") == PROGRAM
