"""What an assessment needs of a result that was compiled before: its rows, its areas, its indicators."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.base.problems import Place, Problem, problem
from cityghg.intensity.gdp import whole
from cityghg.intensity.reading.indicators import FRAME as INDICATORS
from cityghg.intensity.table import FIXED_SUFFIX, Key
from cityghg.intensity.targets.read_back import targets_of_table
from cityghg.inventory.basis import counts_electricity
from cityghg.report.manifest import FILE_NAME, kind_of
from cityghg.report.manifest import INVENTORY as KIND
from cityghg.report.tables import INVENTORY

_FILES: Final = ("inventory.csv", "intensity.csv", "targets.csv")
_NUMBERS: Final = ("amount", "mass_t", "gwp", "co2e_t", "uncertainty_pct", "records", "energy_tce")


@dataclass(frozen=True)
class Compiled:
    """A result read back; `intensity` is None where there is no GDP, `judged` where there are no targets."""

    shown: str
    inventory: pd.DataFrame
    intensity: pd.DataFrame | None
    judged: pd.DataFrame | None
    incomplete: frozenset[Key]
    files: tuple[Path, ...]

    def indicators(self) -> pd.DataFrame | None:
        """Return what the result was compared with, as `read_indicators` gives it; None where it was not."""
        if self.intensity is None:
            return None
        ours = self.intensity[~self.intensity["basis"].str.endswith(FIXED_SUFFIX)]
        kept = ours.reindex(columns=list(INDICATORS)).assign(origin=f"{self.shown}/intensity.csv")
        numbers = {n: pd.to_numeric(kept[n]) for n, kind in INDICATORS.items() if kind == "float64"}
        return whole(kept.assign(**numbers))

    def targets(self) -> pd.DataFrame | None:
        """Return the targets the result was judged by, as `read_targets` gives them; None without any."""
        return None if self.judged is None else targets_of_table(self.judged, f"{self.shown}/targets.csv")

    def fixed(self, basis: str, base_year: int | None) -> pd.DataFrame | None:
        """Return the totals at the electricity factor of the base year, where the result has them."""
        if self.intensity is None or base_year is None or not counts_electricity(basis):
            return None
        ours = self.intensity[self.intensity["basis"] == basis + FIXED_SUFFIX]
        if ours.empty or set(ours["base_year"]) != {base_year}:
            return None
        known = pd.to_numeric(ours["emissions_t"])
        return ours[["area", "year"]].assign(basis=basis, co2e_t=known, missing=0)


def project_of(folder: Path) -> dict[str, Any] | None:
    """Return the project of a result as plain data, None where the folder holds no result of `compile`."""
    if kind_of(folder) != KIND:
        return None
    made = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    return dict(made["options"]["project"])


def read_compiled(folder: Path, shown: str) -> tuple[Compiled | None, list[Problem]]:
    """Read the csv tables and the manifest of a result; one without them is a problem."""
    try:
        made = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        inventory = _table(folder / _FILES[0], ("year",), _NUMBERS).reindex(columns=list(INVENTORY))
        there = (folder / _FILES[1]).is_file()
        intensity = _table(folder / _FILES[1], ("year", "base_year"), ()) if there else None
        there = (folder / _FILES[2]).is_file()
        judged = _table(folder / _FILES[2], ("year", "base_year"), ()) if there else None
        incomplete = frozenset((str(area), int(year)) for area, year in made["incomplete"])
    except (OSError, KeyError, ValueError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        return None, [problem("coverage_unreadable", Place(file=shown), reason=reason)]
    files = tuple(folder / name for name in _FILES if (folder / name).is_file())
    empty = intensity is None or intensity.empty
    judged = None if judged is None or judged.empty else judged
    return Compiled(shown, inventory, None if empty else intensity, judged, incomplete, files), []


def _table(path: Path, whole: tuple[str, ...], numbers: tuple[str, ...]) -> pd.DataFrame:
    """Read a csv of ours: codes stay text, a blank text is "", a blank number is missing."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    as_numbers = {name: pd.to_numeric(frame[name]) for name in numbers}
    return frame.assign(**{name: frame[name].astype("int64") for name in whole}, **as_numbers)
