"""What went into a result: program, options, libraries and inputs with their digests. No clock, no paths."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cityghg import __version__
from cityghg.activity.files import sha256
from cityghg.base.problems import Place, Problem, problem
from cityghg.report.result import Result

FILE_NAME: Final = "manifest.json"
PROGRAM: Final = "cityghg"
INVENTORY: Final = "inventory"  # also of results whose manifest names no kind
ASSESSMENT: Final = "intensity"


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
        "inputs": [
            {"name": shown, "sha256": result.bulk.digests.get(shown) or sha256(path)}
            for path, shown in result.inputs
        ]
        + _of_databases(result),
        "incomplete": sorted([area, year] for area, year in result.incomplete),
        "rows": {
            "activity": result.activity.height + result.bulk.records,
            "inventory": len(result.table),
            "summary": len(result.summary),
        },
    }


def _of_databases(result: Result) -> list[dict[str, str]]:
    files = {shown for _, shown in result.inputs}
    return [{"name": name, "sha256": d} for name, d in result.bulk.digests.items() if name not in files]


def of_assessment(
    options: Mapping[str, Any], inputs: Sequence[tuple[Path, str]], rows: Mapping[str, int]
) -> dict[str, Any]:
    """Return the manifest of an assessment alone as plain data; `rows` are those of each table."""
    return {
        "program": PROGRAM,
        "version": __version__,
        "kind": ASSESSMENT,
        "options": dict(options),
        "inputs": [{"name": shown, "sha256": sha256(path)} for path, shown in inputs],
        "rows": dict(rows),
    }


def write(made: Mapping[str, Any], folder: Path) -> None:
    """Write `manifest.json`."""
    text = json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")


def changed_inputs(folder: Path, inputs: Sequence[tuple[Path, str]]) -> list[Problem]:
    """Return a problem for each file that is not what it was when the result was compiled."""
    return changed_content(folder, {shown: sha256(path) for path, shown in inputs})


def changed_content(folder: Path, digests: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each input, given by name and sha256, that the result was not compiled from."""
    found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    known = {entry["name"]: entry["sha256"] for entry in found["inputs"]}
    by_digest = set(known.values())
    return [
        problem("input_changed" if shown in known else "input_not_in_result", Place(file=shown))
        for shown, digest in digests.items()
        if digest not in by_digest
    ]


def kind_of(folder: Path) -> str | None:
    """Return what kind of result of this program the folder holds, None where it holds none."""
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(found, dict) and found.get("program") == PROGRAM
    return str(found.get("kind", INVENTORY)) if ours else None
