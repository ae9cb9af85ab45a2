"""The rows a parent gets from its children: sums, and residuals where it has figures of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cityghg.inventory.figures import NO, WEIGHT
from cityghg.inventory.lines import COLUMNS, NO_LINE
from cityghg.inventory.matching import Pair

SUM: Final = "sum"
RESIDUAL: Final = "residual"
ACCOUNT: Final = ["scope", "memo_kind", "gas"]
_DIGITS: Final = 12  # significant ones, as tables are written
_KEY: Final = ["sector", "source", "counterpart", *ACCOUNT, "unit"]


@dataclass(frozen=True)
class Made:
    """A new row, with the labels of the children's rows in it and of the own rows it is left of."""

    row: dict[str, Any]
    parts: tuple[int, ...]
    wholes: tuple[int, ...] = ()


def residual_code(area: str) -> str:
    """Return the code of the pseudo-area that holds what the children of `area` do not."""
    return f"{area}-residual"


def sums(theirs: pd.DataFrame, place: dict[str, Any], total: int) -> Iterator[Made]:
    """Yield the sum of the children's rows for each key.

    `place` has area, level and year of the parent, `total` is the number of its children.
    """
    for key, rows in theirs.groupby(_KEY, sort=True):
        numbers = rows[rows["notation"] == ""]
        reported = rows.loc[rows["notation"].isin(["", NO]), "area"].nunique()
        at = {**place, **dict(zip(_KEY, key, strict=True)), "provenance": SUM}
        more = {
            "notation": "" if len(numbers) else _notation(rows),
            "children_reported": f"{reported}/{total}",
            "records": int(rows["records"].sum()),
        }
        yield Made({**_row(at, numbers), **more}, _labels(rows))


def residual(ours: pd.DataFrame, theirs: pd.DataFrame, place: dict[str, Any], label: Pair) -> Made:
    """Return own minus children of one account, at the finest source and sector that holds them all.

    Imports are netted with exports of the same kind.
    """
    numbers = ours[ours["notation"] == ""]
    at = {
        **{name: ours[name].iloc[0] for name in (*ACCOUNT, "unit")},
        "area": residual_code(place["area"]),
        "level": "",
        "year": place["year"],
        "source": label[0],
        "sector": label[1],
        "counterpart": "",
        "provenance": RESIDUAL,
    }
    row = _row(at, numbers) | {"notation": "" if len(numbers) else _notation(ours)}
    for column in ("amount", "mass_t", "co2e_t"):
        if row[column] is not None:
            row[column] = _left(_net(numbers, column), _net(theirs, column))
    return Made(row, _labels(theirs), _labels(ours))


def _row(at: dict[str, Any], numbers: pd.DataFrame) -> dict[str, Any]:
    empty = numbers.empty
    return {
        **dict.fromkeys(COLUMNS),
        **at,
        "amount": None if empty else numbers["amount"].sum(),
        "mass_t": None if empty else numbers["mass_t"].sum(),
        "gwp": None if empty else numbers["gwp"].iloc[0],
        "co2e_t": None if empty else numbers["co2e_t"].sum(min_count=1),
        "factor": "",
        "library": "",
        "children_reported": "",
        "records": len(numbers),
        "origin": "",
        "line": NO_LINE,
    }


def _labels(rows: pd.DataFrame) -> tuple[int, ...]:
    return tuple(int(label) for label in rows.index)


def _left(own: float, inner: float) -> float:
    """Return own minus inner, without the dust that float sums leave beyond the digits of the larger."""
    size = max(abs(own), abs(inner))
    if size == 0 or math.isnan(own):
        return own - inner
    return round(own - inner, _DIGITS - 1 - math.floor(math.log10(size))) + 0.0  # never -0.0


def _net(rows: pd.DataFrame, column: str) -> float:
    """Sum a column, the amounts of exports against the others; masses carry their sign already."""
    values = rows[column].fillna(0.0)
    if column == "amount":
        values = values.where(~rows["source"].str.endswith("_export"), -values)
    return float(values.sum())


def _notation(rows: pd.DataFrame) -> str:
    """Return the notation key for rows that all carry one: the one that admits most."""
    return str(min(rows["notation"], key=WEIGHT.index))
