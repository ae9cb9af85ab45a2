"""Which years of an area are compared: each with the next one, and the base year with the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from cityghg.intensity.drivers.cells import INDUSTRY
from cityghg.intensity.drivers.decompose import Pairs
from cityghg.intensity.drivers.lmdi import Numbers
from cityghg.intensity.drivers.models import EMISSIONS, Model
from cityghg.intensity.drivers.panel import Panel

YEARLY: Final = "yearly"
PERIOD: Final = "period"
CHAINED: Final = "chained"
_QUANTITIES: Final = ("population", "gdp", "energy")


@dataclass(frozen=True)
class Spans:
    """The pairs of successive years, the pair of each whole period, and which of the first it holds.

    `links` has for each period the positions of its years in `yearly`, empty where one is missing.
    """

    yearly: Pairs
    period: Pairs
    links: tuple[tuple[int, ...], ...]


def spans(panel: Panel, model: Model, wanted: pd.DataFrame) -> Spans:
    """Return what can be compared of the areas of a panel.

    `wanted` has area and base_year. A period begins with the base year, or the first usable year where
    that is not usable, and ends with the last year comparable with it.
    """
    segment = segments(panel, model)
    area, first = np.nonzero(segment[:, :-1] == segment[:, 1:])
    following = np.array(panel.years[1:]) - np.array(panel.years[:-1]) == 1
    area, first = area[following[first]], first[following[first]]
    yearly = Pairs(area, first, first + 1)
    at = {pair: position for position, pair in enumerate(zip(area.tolist(), first.tolist(), strict=True))}
    bases = dict(zip(wanted["area"], wanted["base_year"], strict=True))
    found: list[tuple[int, int, int]] = []
    links: list[tuple[int, ...]] = []
    for position, code in enumerate(panel.areas):
        ends = _ends(segment[position], panel.years, int(bases[code]))
        if ends is None:
            continue
        found.append((position, *ends))
        chain = [at.get((position, year), -1) for year in range(*ends)]
        links.append(() if -1 in chain else tuple(chain))
    columns = np.array(found, dtype=np.intp).reshape(-1, 3).T
    return Spans(yearly, Pairs(*columns), tuple(links))


def _ends(segment: Numbers, years: tuple[int, ...], base_year: int) -> tuple[int, int] | None:
    known = np.nonzero(~np.isnan(segment))[0]
    if not known.size:
        return None
    base = next((i for i in known if years[i] == base_year), known[0])
    same = np.nonzero(segment == segment[base])[0]
    return (int(base), int(same[-1])) if same[-1] > base else None


def segments(panel: Panel, model: Model) -> Numbers:
    """Return the segment of each area and year, NaN where a quantity the model needs is not known.

    Two years of an area can be compared where their segments are equal. Shape: (areas, years).
    """
    known = ~np.isnan(panel.quantities["total"][:, :, 0])
    for name in _QUANTITIES:
        if name in model.needs:
            known &= ~np.isnan(panel.quantities[name][:, :, 0])
    if INDUSTRY in model.parts:
        columns = [i for i, cell in enumerate(panel.cells) if cell.part == INDUSTRY]
        used = (panel.quantities[EMISSIONS][:, :, columns] != 0).any(axis=1, keepdims=True)
        known &= ((panel.quantities["value_added"][:, :, columns] > 0) | ~used).all(axis=2)
    return np.where(known, panel.quantities["segment"][:, :, 0], np.nan)
