"""What a result folder holds: the state of the inventory of each area and year in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Area, Areas, load_areas
from cityghg.inventory.basis import BASES
from cityghg.report.manifest import FILE_NAME, INVENTORY, kind_of

_DIRECT = "1"
Key = tuple[str, int]  # area and year


class State(IntEnum):
    """How whole an inventory is; of several for one area and year the greatest counts."""

    NONE = 0
    ONLY_ELECTRICITY = 1  # nothing is burnt or made in it: electricity and heat alone were reported
    INCOMPLETE = 2  # an area within is missing, or a line has no number
    COMPLETE = 3


@dataclass(frozen=True)
class Held:
    """A result: the folder as it is called, the areas its project declares, the state by area and year."""

    name: str
    units: tuple[Area, ...]
    states: dict[Key, State]


def find_results(folders: Iterable[Path]) -> list[Path]:
    """Return the result folders at or below the given ones, sorted."""
    manifests = {path for folder in folders for path in folder.rglob(FILE_NAME)}
    return sorted(path.parent for path in manifests if kind_of(path.parent) == INVENTORY)


def read_result(folder: Path) -> tuple[Held | None, list[Problem]]:
    """Read the csv tables and the manifest of a result; one without them is a problem."""
    try:
        made = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        direct = {_key(row) for row in _rows(folder / "inventory.csv") if row["scope"] == _DIRECT}
        summary = list(_rows(folder / "summary.csv"))
        lacking = {_key(row) for row in summary if row["row"] in _TOTALS and int(row["missing"] or 0)}
        lacking |= {(str(area), int(year)) for area, year in made.get("incomplete", ())}
        units = tuple(_area(unit) for unit in made["options"]["project"]["units"])
        keys = {_key(row): row["area_name"] for row in summary}
    except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
        place = Place(file=folder.as_posix())
        return None, [problem("coverage_unreadable", place, reason=f"{type(error).__name__}: {error}")]
    states = {key: _state(key, direct, lacking) for key in keys}
    return Held(folder.as_posix(), units, states), []


def all_areas(results: Sequence[Held]) -> Areas:
    """Return the national areas with the units of every result's project."""
    return load_areas().with_more(unit for held in results for unit in held.units)


_TOTALS = frozenset(basis.id for basis in BASES)


def _state(key: Key, direct: set[Key], lacking: set[Key]) -> State:
    if key not in direct:
        return State.ONLY_ELECTRICITY
    return State.INCOMPLETE if key in lacking else State.COMPLETE


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _key(row: dict[str, str]) -> Key:
    return row["area"], int(row["year"])


def _area(unit: dict[str, Any]) -> Area:
    return Area(unit["id"], unit["name"], unit["kind"], unit["parent"], unit["region"], unit["counted"])
