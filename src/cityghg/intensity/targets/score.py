"""Points and grades of the assessed years, by the scheme that holds for a target."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from cityghg.intensity.targets.scheme import Scheme, scheme_of

COLUMNS: Final = {
    "scheme": "object",
    "year_score": "float64",
    "cumulative_score": "float64",
    "computed_score": "float64",
    "computed_points": "float64",
    "other_score": "float64",
    "other_points": "float64",
    "total_score": "float64",
    "veto": "object",
    "grade": "object",
}
_WHOLE: Final = 100  # a completion that differs from it by float dust is complete
_DUST: Final = 1e-7


def with_scores(table: pd.DataFrame, schemes: list[Scheme], scores: pd.DataFrame | None) -> pd.DataFrame:
    """Return the table of targets with the columns of `COLUMNS`.

    Only years of intensity with an actual figure are scored. `scores` is the frame of `read_scores`; a total
    and a grade come out where it holds all other points of the scheme, or where a veto decides.
    """
    result = table.assign(**{name: np.nan if kind == "float64" else "" for name, kind in COLUMNS.items()})
    result = result.astype(COLUMNS)
    scored = result[(result["indicator"] == "intensity") & result["cumulative_completion_pct"].notna()]
    others = _others(scores)
    for _, rows in scored.groupby(["base_year", "target_year"], sort=False):
        scheme = scheme_of(schemes, (int(rows["base_year"].iloc[0]), int(rows["target_year"].iloc[0])))
        if scheme is not None:
            columns = _scored(rows, scheme, others)
            result.loc[rows.index, list(columns)] = columns
    return result


def _scored(rows: pd.DataFrame, scheme: Scheme, others: pd.DataFrame) -> pd.DataFrame:
    points = pd.DataFrame(index=rows.index, columns=list(COLUMNS)).astype(COLUMNS)
    for item in scheme.items:
        share = (rows[item.measure] / scheme.full_at_pct).clip(0, 1)
        points[f"{item.id}_score"] = share * item.points
    items = points[[f"{item.id}_score" for item in scheme.items]]
    keys = pd.MultiIndex.from_frame(rows[["area", "year"]])
    entered = others.reindex(keys).set_index(rows.index)
    whole = np.isclose(entered["full"], scheme.others.points) | (scheme.others.points == 0)
    points = points.assign(
        scheme=scheme.id,
        computed_score=items.sum(axis=1, skipna=False),
        computed_points=scheme.computed_points,
        other_score=entered["score"],
        other_points=scheme.others.points,
        veto=_vetoes(rows, scheme),
    )
    total = points["computed_score"] + points["other_score"].fillna(0.0)
    points["total_score"] = total.where(whole)
    grades = [scheme.grade(value) if pd.notna(value) else "" for value in points["total_score"]]
    points["grade"] = np.where(points["veto"] != "", scheme.vetoed, grades)
    return points


def _vetoes(rows: pd.DataFrame, scheme: Scheme) -> list[str]:
    """Return which items fail a year, joined by blanks, "" where none does."""
    found: dict[Any, list[str]] = {at: [] for at in rows.index}
    for item in scheme.items:
        missed = rows[item.measure] < _WHOLE - _DUST
        if item.veto == "final":
            missed = rows["state"] == "missed"
        for at in rows.index[missed] if item.veto else ():
            found[at].append(item.id)
    return [" ".join(items) for items in found.values()]


def _others(scores: pd.DataFrame | None) -> pd.DataFrame:
    """Return the sums of the points entered, and of the points they could have been, by area and year."""
    if scores is None or scores.empty:
        index = pd.MultiIndex.from_arrays([[], []], names=["area", "year"])
        return pd.DataFrame({"score": [], "full": []}, index=index, dtype="float64")
    return scores.groupby(["area", "year"])[["score", "full"]].sum()
