"""Targets read back from the table of a result that was judged by them."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from cityghg.intensity.targets.read import frame_of

_TARGET: Final = ["area", "indicator", "base_year", "target_year"]


def targets_of_table(judged: pd.DataFrame, origin: str) -> pd.DataFrame | None:
    """Return the targets of a `targets.csv` in text cells, as `read_targets` gives them; None without any."""
    rows = judged[judged["target_year"] != ""]
    found = [_target(years, origin) for _, years in rows.groupby(_TARGET, sort=False)]
    return frame_of(found) if found else None


def _target(years: pd.DataFrame, origin: str) -> dict[str, Any]:
    """Return one target; of its years only those of an own path matter."""
    first, own = years.iloc[0], years[years["path"] == "own"]
    capped = first["set_as"] == "cap"
    declines = own["year_target_pct"].astype(float)
    return {
        "area": first["area"],
        "indicator": first["indicator"],
        "base_year": int(first["base_year"]),
        "target_year": int(first["target_year"]),
        "target_decline_pct": None if capped else float(first["target_decline_pct"]),
        "cap_t": float(first["cap_t"]) if capped else None,
        "path": tuple(zip(own["year"].astype(int), declines, strict=True)),
        "origin": origin,
    }
