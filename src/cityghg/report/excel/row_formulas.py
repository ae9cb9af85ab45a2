"""The live formulas of an inventory row: activity times factors, a sum of areas, or a residual.

Sums must not add up the column they stand in, which would be circular, nor name single cells, which
sorting would break. So they add up a copy that holds the rows of an area's own only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from cityghg.factors.formula import AGE, AMOUNT, parse
from cityghg.factors.resolve import Resolution
from cityghg.inventory.joined import RESIDUAL
from cityghg.report.excel.layout import Layout, constant, sum_where
from cityghg.report.excel.marks import level_of_part

OWN_COPY: Final = {"amount": "own_amount", "mass_t": "own_mass"}
_SCALE: Final = "scale_to_tonnes"
_EXPORT: Final = "_export"
_WHOLE: Final = "whole_of"
_FIRST_LEVEL: Final = level_of_part(1)


@dataclass(frozen=True)
class Group:
    """What a sum or residual is made of: on which sides, and which of them net exports.

    A side is the column that names the group: a level of `part_of`, or `whole_of`.
    """

    number: int
    residual: bool
    sides: tuple[str, ...]
    exports: Mapping[str, tuple[str, ...]]


def parameter_column(name: str) -> str:
    """Return the name of the column that holds a parameter."""
    return f"parameter.{name}"


def mass_from_factors(
    found: Resolution, age: int, row: int, layout: Layout, constants: Mapping[str, str]
) -> str:
    """Return the method's formula over the cells of the row, in tonnes; `age` is in years."""
    cells = {
        **constants,
        AGE: str(age),
        AMOUNT: layout.cell("amount", row),
        _SCALE: layout.cell("scale", row),
        **{name: layout.cell(parameter_column(name), row) for name in found.parameters},
    }
    return parse(f"({found.method.formula})*{_SCALE}").excel(cells)


def groups(rows: pd.DataFrame, sides: Sequence[str]) -> dict[int, Group]:
    """Return the sums and residuals by their number."""
    made = rows[rows["group"] > 0]
    residual = dict(zip(made["group"], made["provenance"] == RESIDUAL, strict=True))
    found: dict[int, dict[str, tuple[str, ...]]] = {number: {} for number in residual}
    for side in sides:
        tied = rows[rows[side] > 0]
        gathered = tied["source"].groupby(tied[side]).unique()
        for number, sources in zip(gathered.index.tolist(), gathered, strict=True):
            exports = sorted(source for source in sources if source.endswith(_EXPORT))
            found[number][side] = tuple(exports) if residual[number] else ()
    return {n: Group(n, residual[n], tuple(exports), exports) for n, exports in found.items()}


def of_group(column: str, group: Group, row: int, layout: Layout) -> str:
    """Return a sum over the parts of a group, or its wholes less its parts.

    Amounts of rows that came to no number count in no sum, but in what a residual is less of.
    """
    parts = [side for side in group.sides if side != _WHOLE]
    added = "+".join(_added(column, side, group, row, layout) for side in parts)
    if not group.residual:
        return added
    whole = _added(column, _WHOLE, group, row, layout) if _WHOLE in group.sides else "0"
    return f"{whole}-({added})" if added else whole


def _added(column: str, side: str, group: Group, row: int, layout: Layout) -> str:
    def inside(name: str) -> str:
        return layout.range(name, outside=False)

    values = inside(OWN_COPY[column])
    criteria = [(inside(side), layout.cell("group", row))]
    if column != AMOUNT:
        return sum_where(values, *criteria)
    if not (group.residual and side == _FIRST_LEVEL):
        criteria.append((inside("has_number"), "1"))
    exported = [
        sum_where(values, *criteria, (inside("source"), constant(source))) for source in group.exports[side]
    ]
    return "-2*".join([sum_where(values, *criteria), *exported])  # exports against imports
