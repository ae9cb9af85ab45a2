"""How much of the change of one row comes from its amount, its factor, the GWP, or from its being there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cityghg.intensity.drivers.lmdi import effects
from cityghg.inventory.joined import RESIDUAL
from cityghg.restated.leaves import Row, number
from cityghg.units import UnitError, load_units

ACTIVITY: Final = "activity"
FACTOR: Final = "factor"
GWP: Final = "gwp"
COVERAGE: Final = "coverage"
ROLL_UP: Final = "roll_up"
CAUSES: Final = (ACTIVITY, FACTOR, GWP, COVERAGE, ROLL_UP)


@dataclass(frozen=True)
class Effect:
    """Tonnes of CO2e that a cause adds to a row."""

    cause: str
    tonnes: float


def split(old: Row | None, new: Row | None) -> list[Effect]:
    """Return the effects whose sum is the change of a row, exactly; None is a row that is not there.

    A row with numbers in both results is decomposed by LMDI-I over amount × factor × GWP, the factor
    being what one unit of the amount emits. A row, or a number, that came or went is coverage. What an
    area has beyond those within it is roll-up.
    """
    before, after = number(old), number(new)
    if before is None and after is None:
        return []
    if RESIDUAL in {row["provenance"] for row in (old, new) if row is not None}:
        return _told(ROLL_UP, (after or 0.0) - (before or 0.0))
    if before is None or after is None or old is None or new is None:
        return _told(COVERAGE, (after or 0.0) - (before or 0.0))
    size = _size(str(old["unit"]), str(new["unit"]))
    if size is None:
        return [*_told(COVERAGE, -before), *_told(COVERAGE, after)]
    found = effects(_chain(old, before, size), _chain(new, after, 1.0))[:, 0]
    return [one for cause, tonnes in zip(CAUSES, found, strict=False) for one in _told(cause, float(tonnes))]


def _chain(row: Row, emission: float, size: float) -> np.ndarray:
    """Return amount, emission of a unit of it, and GWP as a column; their product is the emission."""
    amount, gwp = float(row["amount"]) * size, float(row["gwp"])
    if np.isnan(amount) or (amount == 0 and emission != 0):
        amount = 1.0  # the emission does not go by an amount
    mass = emission / gwp if gwp else np.nan
    factor = mass / amount if amount else np.nan
    return np.array([[amount], [factor], [gwp]])


def _size(old: str, new: str) -> float | None:
    """Return how many new units one old unit is, None where they do not measure the same."""
    try:
        return 1.0 if old == new else load_units().factor(old, new)
    except UnitError:
        return None


def _told(cause: str, tonnes: float) -> list[Effect]:
    return [Effect(cause, tonnes)] if tonnes else []
