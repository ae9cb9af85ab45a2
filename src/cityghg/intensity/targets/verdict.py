"""Where a target stands in a year: its state, its traffic light, and both of them together (双控)."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.targets.vocabulary import Lights

_SAME: Final = 1e-9  # declines as fractions that differ by less are float dust
_OF_BOTH: Final = {(True, True): "both", (True, False): "intensity_only", (False, True): "total_only"}
GOOD: Final = ("reached", "ahead", "on_track")


def states(frame: pd.DataFrame, last_year: float) -> pd.Series:
    """Return the state of each row; `last_year` is the last year in which any area has emissions.

    `no_target` where there is none, or one of 0; `not_due` after the last year, `no_data` up to it where a
    figure is missing; at the end of the period `reached` or `missed`; before it `ahead` where the whole
    target is reached already (a cap that leaves room to grow is not), `on_track` where what was due is,
    else `behind`.
    """
    known = frame["so_far"].notna() & frame["due"].notna()
    done = frame["so_far"] >= frame["whole"] - _SAME
    kept = frame["so_far"] >= frame["due"] - _SAME
    over = frame["year"] == frame["target_year"]
    choices = [
        (~_is_target(frame), "no_target"),
        (~known & (frame["year"] > last_year), "not_due"),
        (~known, "no_data"),
        (over & done, "reached"),
        (over, "missed"),
        (done & (frame["whole"] > 0), "ahead"),
        (kept, "on_track"),
    ]
    found = np.select([test.to_numpy(bool) for test, _ in choices], [state for _, state in choices], "behind")
    return pd.Series(found, index=frame.index)


def lights(frame: pd.DataFrame, limits: Lights) -> pd.Series:
    """Return green, amber or red by the state and the share of what was due; "" where neither is known.

    Under a cap that leaves room to grow there is no share: amber then means above the path, below the cap.
    """
    share = frame["cumulative_completion_pct"]
    near = (share >= limits.amber_from_pct) | (share.isna() & (frame["emissions_t"] <= frame["cap_t"]))
    good = frame["state"].isin(GOOD) | (frame["state"].eq("behind") & (share >= limits.green_from_pct))
    behind = frame["state"] == "behind"
    found = np.select(
        [good, behind & near, behind | (frame["state"] == "missed")], ["green", "amber", "red"], ""
    )
    return pd.Series(found, index=frame.index)


def dual_control(frame: pd.DataFrame) -> pd.Series:
    """Return which of intensity and total are kept, where an area has both for one period; else ""."""
    key = ["area", "base_year", "target_year", "year"]
    judged = frame[frame["light"] != ""]
    kept = judged.assign(kept=judged["state"].isin(GOOD)).pivot_table(
        index=key, columns="indicator", values="kept", aggfunc="first"
    )
    if not {"intensity", "total"} <= set(kept.columns):
        return pd.Series("", index=frame.index)
    both = kept[["intensity", "total"]].dropna()
    words = {at: _OF_BOTH.get((bool(i), bool(t)), "neither") for at, i, t in both.itertuples()}
    at_rows = pd.Series(list(frame[key].itertuples(index=False, name=None)), index=frame.index)
    of_both = frame["indicator"].isin(["intensity", "total"])
    return at_rows.map(words).where(of_both).fillna("")


def _is_target(frame: pd.DataFrame) -> pd.Series:
    """A decline above 0 is a target; so is any cap, whether it asks for a decline or leaves room to grow."""
    return (frame["whole"] > 0) | frame["capped"]
