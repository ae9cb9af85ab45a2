"""Chained effects: the yearly ones of a period added up, which use every year between its ends."""

from __future__ import annotations

import numpy as np

from cityghg.intensity.drivers.decompose import Effects, Pairs
from cityghg.intensity.drivers.spans import Spans


def chained(each: Effects, whole: Effects, found: Spans) -> tuple[Effects, Pairs]:
    """Return the effects of those periods whose every year is there: tonnes summed, ratios multiplied.

    `each` and `whole` are the effects of the yearly and of the whole spans.
    """
    kept = [position for position, links in enumerate(found.links) if links]
    pairs = Pairs(found.period.area[kept], found.period.first[kept], found.period.last[kept])
    years = np.array([year for i in kept for year in found.links[i]], dtype=np.intp)
    starts = np.cumsum([0, *(len(found.links[i]) for i in kept)], dtype=np.intp)[:-1]
    if not kept:
        none = each.tonnes[:, :0]
        empty = Effects(each.drivers, each.groups, none, none, none > 0, whole.before[:0], whole.after[:0])
        return empty, pairs
    effects = Effects(
        each.drivers,
        each.groups,
        np.add.reduceat(each.tonnes[:, years], starts, axis=1),
        np.multiply.reduceat(each.ratio[:, years], starts, axis=1),
        np.logical_or.reduceat(each.there[:, years], starts, axis=1),
        whole.before[kept],
        whole.after[kept],
    )
    return effects, pairs
