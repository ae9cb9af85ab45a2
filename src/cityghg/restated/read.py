"""Two results read back to be compared: rows, values used, areas, and what each was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Areas
from cityghg.project import Opened, Project, project_areas
from cityghg.report.compiled import read_compiled
from cityghg.report.manifest import FILE_NAME, INVENTORY, kind_of

_FACTORS: Final = "factors_used.csv"


@dataclass(frozen=True)
class Told:
    """A result: `inventory` as `read_compiled` gives it, `factors` the values used, as text."""

    shown: str
    inventory: pd.DataFrame
    factors: pd.DataFrame
    areas: Areas
    made: dict[str, Any]

    @property
    def libraries(self) -> list[str]:
        return [str(library["name"]) for library in self.made["libraries"]]

    @property
    def inputs(self) -> dict[str, str]:
        """The digest of each input by its name."""
        return {str(one["name"]): str(one["sha256"]) for one in self.made["inputs"]}


def read_told(folder: Path, shown: str) -> tuple[Told | None, list[Problem]]:
    """Read a result folder of `compile`; anything missing or not ours is a problem."""
    kind = kind_of(folder)
    if kind != INVENTORY:
        return None, [problem("restated_no_result", Place(file=shown))]
    for name in ("inventory.csv", _FACTORS):
        if not (folder / name).is_file():
            return None, [problem("restated_file_missing", Place(file=shown), found=name)]
    compiled, problems = read_compiled(folder, shown)
    if compiled is None:
        return None, problems
    try:
        made = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        factors = pd.read_csv(folder / _FACTORS, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        project = Project.model_validate(made["options"]["project"])
        areas = project_areas(Opened(project, folder))[0]
        [made[name] for name in ("libraries", "inputs", "gwp", "city", "version")]
    except (OSError, KeyError, ValueError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        return None, [problem("coverage_unreadable", Place(file=shown), reason=reason)]
    return Told(shown, compiled.inventory, factors, areas, made), problems


def read_both(old: Path, new: Path) -> tuple[tuple[Told, Told] | None, list[Problem]]:
    """Read both results; those of two cities, or without a common area and year, are not compared."""
    pair = [read_told(folder, str(folder)) for folder in (old, new)]
    problems = [one for _, found in pair for one in found]
    before, after = pair[0][0], pair[1][0]
    if before is None or after is None:
        return None, problems
    cities = before.made["city"], after.made["city"]
    if cities[0] != cities[1]:
        said = {"found": cities[1] or "-", "expected": cities[0] or "-"}
        return None, [*problems, problem("restated_other_city", Place(file=after.shown), **said)]
    keys = [set(zip(one.inventory["area"], one.inventory["year"], strict=True)) for one in (before, after)]
    if not keys[0] & keys[1]:
        return None, [*problems, problem("restated_nothing_common", Place(file=after.shown))]
    return (before, after), problems
