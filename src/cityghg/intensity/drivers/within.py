"""What the areas within a city contribute to its change: their own decompositions, and what is between.

The change of a city is that of the areas within it and of its residual; the contributions of each add up
to it exactly, whatever the models of the areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from cityghg.codes import Areas
from cityghg.intensity.drivers.decompose import Pairs, decompose
from cityghg.intensity.drivers.models import Model, Models
from cityghg.intensity.drivers.panel import Panel
from cityghg.intensity.drivers.rows import BY_AREA, CHANGE, as_rows, percent
from cityghg.intensity.drivers.spans import PERIOD, segments
from cityghg.inventory.joined import residual_code

RESIDUAL: Final = "residual"
NOT_DECOMPOSED: Final = "not_decomposed"
_KEYS: Final = ["area", "from_year", "to_year"]


@dataclass(frozen=True)
class Run:
    """A model with the panel of the areas it is used for."""

    model: Model
    panel: Panel


def contributions(
    periods: pd.DataFrame, runs: Sequence[Run], models: Models, table: pd.DataFrame, areas: Areas
) -> list[pd.DataFrame]:
    """Return the rows of the areas within each area that has a period.

    `periods` are the `change` rows of whole periods, one an area; `table` is that of `years.yearly`.
    """
    emissions = table.set_index(["area", "year"])["emissions"]
    asked = _asked(periods, emissions, areas)
    if asked.empty:
        return []
    parts: list[pd.DataFrame] = []
    done = pd.Series(False, index=asked.index)
    for run in runs:
        pairs, chosen = _pairs(run, asked[~done])
        if len(chosen):
            heads = _heads(asked.loc[chosen]).assign(model=run.model.id)
            found = decompose(run.panel, run.model, models, pairs)
            parts.append(as_rows(found, heads, BY_AREA, asked.loc[chosen, "whole"].to_numpy(dtype=float)))
            done[chosen] = True
    parts += [_plain(asked[~done], NOT_DECOMPOSED), _plain(_left(periods, asked), RESIDUAL)]
    return parts


def _asked(periods: pd.DataFrame, emissions: pd.Series, areas: Areas) -> pd.DataFrame:
    """Return the areas within, with their emissions in both years of the period of the area around them."""
    there = set(emissions.index.get_level_values(0))
    found = []
    for row in periods.to_dict("records"):
        for child in areas.children(str(row["area"])):
            if child.code in there and child.counted == "separate":
                ends = [emissions.get((child.code, row[name])) for name in ("from_year", "to_year")]
                if all(value is not None and not np.isnan(value) for value in ends):
                    found.append({**row, "contributor": child.code, "before_t": ends[0], "after_t": ends[1]})
    columns = [*periods.columns, "contributor", "whole"]
    table = pd.DataFrame(found, columns=[c for c in columns if c != "whole"])
    whole = periods.drop_duplicates("area").set_index("area")["before_t"]
    return table.assign(whole=table["area"].map(whole))


def _pairs(run: Run, asked: pd.DataFrame) -> tuple[Pairs, pd.Index]:
    """Return the pairs of the areas within that the run can decompose, and the rows they are of."""
    area = pd.Index(run.panel.areas).get_indexer(pd.Index(asked["contributor"]))
    years = pd.Index(run.panel.years)
    first, last = (
        years.get_indexer(pd.Index(asked["from_year"])),
        years.get_indexer(pd.Index(asked["to_year"])),
    )
    segment = segments(run.panel, run.model)
    fits = (area >= 0) & (first >= 0) & (last >= 0)
    fits &= segment[area, first] == segment[area, last]
    return Pairs(area[fits], first[fits], last[fits]), asked.index[fits]


def _heads(asked: pd.DataFrame) -> pd.DataFrame:
    return asked[[*_KEYS, "area_name", "level", "basis", "contributor"]].assign(span=PERIOD)


def _left(periods: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return what the areas within leave of each area that has some."""
    sums = asked.groupby("area")[["before_t", "after_t"]].sum()
    around = periods[periods["area"].isin(sums.index)].drop_duplicates("area").set_index("area", drop=False)
    left = around.assign(
        contributor=[residual_code(code) for code in around.index],
        whole=around["before_t"],
        before_t=around["before_t"] - sums["before_t"],
        after_t=around["after_t"] - sums["after_t"],
    )
    return left.reset_index(drop=True)


def _plain(asked: pd.DataFrame, driver: str) -> pd.DataFrame:
    """Return the change of areas as one driver, and as the change it is all of."""
    effect = asked["after_t"] - asked["before_t"]
    share = percent(effect.to_numpy(dtype=float), asked["whole"].to_numpy(dtype=float))
    row = _heads(asked).assign(
        model="", detail=BY_AREA, before_t=asked["before_t"], after_t=asked["after_t"], effect_t=effect,
        effect_pct=share, ratio=np.nan,
    )  # fmt: skip
    return pd.concat(
        [row.assign(driver=driver, residual_t=np.nan), row.assign(driver=CHANGE, residual_t=0.0)],
        ignore_index=True,
    )
