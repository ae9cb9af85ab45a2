"""Effects of each driver over pairs of years, summed over cells, sectors or sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cityghg.intensity.drivers.cells import Cell
from cityghg.intensity.drivers.lmdi import Numbers, effects, ratios
from cityghg.intensity.drivers.models import EMISSIONS, Model, Models, Part, Step
from cityghg.intensity.drivers.panel import Indices, Panel
from cityghg.inventory.energy import FUEL

_CHUNK: Final = 2048  # pairs at a time, so that memory does not grow with the number of areas
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """From a year to a later one of an area, as positions in a panel. Shape of each: (pairs,)."""

    area: Indices
    first: Indices
    last: Indices

    def __len__(self) -> int:
        return len(self.area)

    def part(self, chosen: slice) -> Pairs:
        return Pairs(self.area[chosen], self.first[chosen], self.last[chosen])


@dataclass(frozen=True)
class Effects:
    """Effects in tonnes and as ratios, and the emissions of both years.

    Shapes: `tonnes`, `ratio` and `there` (drivers, pairs, groups), the emissions (pairs, groups). `there`
    says where a driver has emissions to act on in either year.
    """

    drivers: tuple[str, ...]
    groups: tuple[str, ...]
    tonnes: Numbers
    ratio: Numbers
    there: Flags
    before: Numbers
    after: Numbers


def decompose(panel: Panel, model: Model, models: Models, pairs: Pairs, by: str = "") -> Effects:
    """Return the effects of the model's drivers over the pairs, of all cells or `by` sector or source.

    Their sum over the drivers is the change of emissions of each group, for every pair.
    """
    names = _drivers(panel.cells, model, models)
    labels = [str(getattr(cell, by)) if by else "" for cell in panel.cells]
    groups = tuple(dict.fromkeys(labels))
    member = np.array([[label == group for group in groups] for label in labels], dtype=float)
    found = [_chunk(panel, model, models, names, part, member) for part in _parts(pairs)]
    tonnes, there = (np.concatenate([chunk[i] for chunk in found], axis=1) for i in (0, 1))
    before, after = (np.concatenate([chunk[i] for chunk in found]) for i in (2, 3))
    return Effects(names, groups, tonnes, ratios(tonnes, before, after), there > 0, before, after)


def _chunk(
    panel: Panel, model: Model, models: Models, names: Sequence[str], pairs: Pairs, member: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    ends = [panel.quantities[EMISSIONS][pairs.area, year] for year in (pairs.first, pairs.last)]
    active = (ends[0] != 0) | (ends[1] != 0)
    shape = (len(names), len(pairs), len(panel.cells))
    tonnes, there = np.zeros(shape), np.zeros(shape, dtype=bool)
    for part in model.parts:
        columns = _columns(panel.cells, part)
        chain = models.chain(model, part)
        if not columns.size:
            continue
        found = effects(
            panel.factors(chain, columns, pairs.area, pairs.first),
            panel.factors(chain, columns, pairs.area, pairs.last),
        )
        for step, effect in zip(chain, found, strict=True):
            for position, column in enumerate(columns):
                row = names.index(_name(step, panel.cells[column]))
                tonnes[row, :, column] = effect[:, position]
                there[row, :, column] = active[:, column]
    return tonnes @ member, there @ member, ends[0] @ member, ends[1] @ member


def _parts(pairs: Pairs) -> Iterator[Pairs]:
    for start in range(0, max(len(pairs), 1), _CHUNK):
        yield pairs.part(slice(start, start + _CHUNK))


def _columns(cells: Sequence[Cell], part: Part) -> Indices:
    return np.array([i for i, cell in enumerate(cells) if cell.part == part], dtype=np.intp)


def _drivers(cells: Sequence[Cell], model: Model, models: Models) -> tuple[str, ...]:
    names = {
        _name(step, cell)
        for part in model.parts
        for step in models.chain(model, part)
        for cell in cells
        if cell.part == part
    }
    return tuple(sorted(names, key=models.order.index))


def _name(step: Step, cell: Cell) -> str:
    """Return the driver; the factor of electricity and heat is one of its own."""
    is_factor = step.of == EMISSIONS and (step.per or "").startswith("energy")
    return f"{cell.carrier}_factor" if is_factor and cell.carrier not in ("", FUEL) else step.driver
