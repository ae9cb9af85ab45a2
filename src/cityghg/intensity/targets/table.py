"""The table of `targets.csv`: for each target and year what was due, what was reached, what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Areas
from cityghg.intensity.targets import path, plans, verdict
from cityghg.intensity.targets.reached import with_reached
from cityghg.intensity.targets.vocabulary import indicators, lights

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "indicator": "object",
    "basis": "object",
    "base_year": "int64",
    "target_year": "Int64",
    "year": "int64",
    "set_as": "object",  # `decline` or `cap`
    "target_decline_pct": "float64",
    "annual_target_pct": "float64",
    "path": "object",
    "year_target_pct": "float64",
    "year_actual_pct": "float64",
    "year_completion_pct": "float64",
    "cumulative_target_pct": "float64",
    "cumulative_actual_pct": "float64",
    "cumulative_completion_pct": "float64",
    "time_progress_pct": "float64",
    "progress_pct": "float64",
    "required_annual_pct": "float64",
    "projected_decline_pct": "float64",
    "projected_reaches": "object",
    "emissions_t": "float64",
    "cap_t": "float64",
    "path_t": "float64",
    "headroom_t": "float64",
    "headroom_pct": "float64",
    "state": "object",
    "light": "object",
    "dual_control": "object",
}


def empty_table() -> pd.DataFrame:
    """Return a table of targets without rows."""
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def targets_table(
    targets: pd.DataFrame | None, intensity: pd.DataFrame, areas: Areas
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `targets.csv`, a row a target and year of its period, and what is to be said.

    `intensity` is the intensity table at the one basis that is assessed. Areas without a target of intensity
    in a year in which others have one get a row that says so.
    """
    if targets is None or targets.empty or intensity.empty:
        return empty_table(), []
    held = set(intensity["area"])
    problems = _without_data(targets[~targets["area"].isin(held)], areas)
    targets = targets[targets["area"].isin(held)]
    emissions = intensity.set_index(["area", "year"])["emissions_t"]
    frame = with_reached(plans.by_year(targets, emissions), intensity)
    frame = frame.assign(capped=frame["cap_t"].notna())
    frame = pd.concat([frame, _without_target(frame, intensity)], ignore_index=True)
    last = intensity.loc[intensity["emissions_t"].notna(), "year"].max()
    frame = frame.assign(state=verdict.states(frame, last))
    table = _figures(frame)
    names = intensity.drop_duplicates("area").set_index("area")
    table = table.assign(
        basis=table["area"].map(names["basis"]), area_name=table["area"].map(names["area_name"]),
        level=table["area"].map(names["level"]),
    )  # fmt: skip
    table["light"] = verdict.lights(table, lights())
    table["dual_control"] = verdict.dual_control(table)
    return _in_order(table), problems


def _figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each row; fractions become percent here."""
    whole, due, so_far = frame["whole"], frame["due"], frame["so_far"]
    aimed = frame["state"] != "no_target"
    left = frame["years"] - frame["passed"]
    ends_at = path.projected(so_far, frame["passed"], frame["years"])
    caps = (
        frame["cap_t"]
        .where(frame["capped"], frame["base_t"] * (1 - whole))
        .where(frame["indicator"] == "total")
    )
    headroom = (caps - frame["emissions_t"]).where(aimed)
    reaches = np.where(ends_at.isna() | whole.isna(), "", np.where(ends_at >= whole, "yes", "no"))
    percents: Mapping[str, Any] = {
        "target_decline_pct": whole,
        "annual_target_pct": path.yearly(whole, frame["years"]),
        "year_target_pct": frame["yearly"],
        "year_actual_pct": frame["reached"],
        "year_completion_pct": path.completion(frame["reached"], frame["yearly"].where(aimed)),
        "cumulative_target_pct": due,
        "cumulative_actual_pct": so_far,
        "cumulative_completion_pct": path.completion(so_far, due.where(aimed)),
        "time_progress_pct": path.completion(due, whole.where(aimed)),
        "progress_pct": path.completion(so_far, whole.where(aimed)),
        "required_annual_pct": pd.Series(path.required(whole, so_far, left), frame.index).where(aimed),
        "projected_decline_pct": ends_at,
        "headroom_pct": headroom / caps,
    }
    return frame.assign(
        **{name: values * 100 for name, values in percents.items()},
        set_as=np.select([frame["capped"], frame["years"].notna()], ["cap", "decline"], ""),
        path=np.where(frame["own_path"], "own", np.where(aimed, "even", "")),
        projected_reaches=np.where(aimed, reaches, ""),
        cap_t=caps,
        path_t=(frame["base_t"] * (1 - due)).where(frame["indicator"] == "total"),
        headroom_t=headroom,
    )


def _without_target(frame: pd.DataFrame, intensity: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each area without a target of intensity in a year in which others have one."""
    aimed = frame[frame["indicator"] == "intensity"]
    keys = intensity[["area", "year", "base_year", "annual_change_pct", "emissions_t"]]
    keys = keys[keys["year"].isin(set(aimed["year"])) & (keys["year"] > keys["base_year"])]
    covered = pd.MultiIndex.from_frame(aimed[["area", "year"]])
    rows = keys[~pd.MultiIndex.from_frame(keys[["area", "year"]]).isin(covered)]
    return rows.assign(
        indicator="intensity", reached=rows["annual_change_pct"] / 100, own_path=False, capped=False
    ).drop(columns="annual_change_pct")


def _without_data(targets: pd.DataFrame, areas: Areas) -> list[Problem]:
    found = []
    for row in targets.to_dict("records"):
        said = {"area": areas[row["area"]].name, "indicator": indicators()[row["indicator"]]}
        found.append(problem("target_without_data", Place(file=str(row["origin"])), **said))
    return found


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    order = {code.id: at for at, code in enumerate(indicators())}
    table = table.assign(_at=table["indicator"].map(order))
    table = table.sort_values(["area", "_at", "base_year", "target_year", "year"], ignore_index=True)
    return table[list(COLUMNS)].astype(COLUMNS)
