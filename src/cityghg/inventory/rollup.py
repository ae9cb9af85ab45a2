"""From districts to the city: whose figure stands, what is left over, and what is missing.

Where an area reported a figure of its own, that stands, and its difference from the sum of its
children is booked in a residual area; where it did not, the sum stands. So children and residual
always add up to the parent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import Area, Areas
from cityghg.inventory.figures import NO, WEIGHT
from cityghg.inventory.lines import COLUMNS, NO_LINE
from cityghg.inventory.matching import Pair, components
from cityghg.inventory.of_which import Trees

SUM: Final = "sum"
RESIDUAL: Final = "residual"
TRADE: Final = "trade"
_WITHOUT_NUMBER: Final = ("NE", "IE", "C", "NA")
_ACCOUNT: Final = ["scope", "memo_kind", "gas"]
_DIGITS: Final = 12  # significant ones, as tables are written
_KEY: Final = ["sector", "source", "counterpart", *_ACCOUNT, "unit"]


@dataclass(frozen=True)
class RollUp:
    """The table with sums and residuals added; `incomplete` names (area, year) that miss a child."""

    table: pd.DataFrame
    incomplete: frozenset[tuple[str, int]]


def residual_code(area: str) -> str:
    """Return the code of the pseudo-area that holds what the children of `area` do not."""
    return f"{area}-residual"


def roll_up(
    table: pd.DataFrame, top: str | None, areas: Areas, trees: Trees, tolerance_pct: float
) -> tuple[RollUp, list[Problem]]:
    """Add the rows of each area that has children, from the smallest up to `top`.

    Without `top` nothing is added. Residuals beyond `tolerance_pct` of the parent's own figure,
    and sums that miss a child, are warnings.
    """
    if top is None or table.empty:
        return RollUp(table, frozenset()), []
    work = _Work(table, areas, trees, tolerance_pct)
    work.climb(areas[top])
    result = pd.concat([table.drop(index=work.displaced), *work.added], ignore_index=True)
    return RollUp(result, frozenset(work.incomplete)), work.problems


class _Work:
    def __init__(self, table: pd.DataFrame, areas: Areas, trees: Trees, tolerance_pct: float) -> None:
        self._areas, self._trees, self._tolerance = areas, trees, tolerance_pct
        self._rows = dict(iter(table.groupby(["area", "year"])))
        self._years = sorted(int(y) for y in table["year"].unique())
        self._reporting = set(table["area"])
        self.added: list[pd.DataFrame] = []
        self.displaced: list[int] = []
        self.incomplete: set[tuple[str, int]] = set()
        self.problems: list[Problem] = []

    def climb(self, area: Area) -> None:
        children = [c for c in self._areas.children(area.code) if c.counted == "separate"]
        for child in children:
            self.climb(child)
        expected = [c for c in children if c.level in ("district", "county") or c.code in self._reporting]
        for year in self._years:
            reported = [c for c in expected if (c.code, year) in self._rows]
            if reported:
                self._join(area, year, reported, [c for c in expected if c not in reported])

    def _join(self, area: Area, year: int, reported: list[Area], missing: list[Area]) -> None:
        own = self._rows.get((area.code, year), pd.DataFrame(columns=list(COLUMNS)))
        inner = pd.concat([self._rows[c.code, year] for c in reported])
        inner = inner[~inner["counterpart"].map(lambda place: self._inside(place, area.code))]
        total, sums, rests = len(reported) + len(missing), [], []
        for label, own_pairs, child_pairs in components(_pairs(own), _pairs(inner), self._trees):
            ours, theirs = _of(own, own_pairs), _of(inner, child_pairs)
            if ours["notation"].isin(_WITHOUT_NUMBER).all() and (theirs["notation"] == "").any():
                self.displaced += list(ours.index)
                own = own.drop(index=ours.index)
                ours = ours.iloc[:0]
            if ours.empty:
                sums += list(_sum(theirs, area, year, total))
            else:
                rest = list(_rest(ours, theirs, area, year, label))
                rests += rest
                self._judge(area, year, label, ours, theirs, rest)
        if sums and missing:
            self.incomplete.add((area.code, year))
            names = "、".join(c.name for c in missing)
            found = f"{len(reported)}/{total}"
            self.problems.append(
                problem("children_missing", Place(), area=area.name, year=year, found=found, missing=names)
            )
        self._keep(area, year, own, sums, rests)

    def _keep(self, area: Area, year: int, own: pd.DataFrame, sums: list[Any], rests: list[Any]) -> None:
        summed = pd.DataFrame(sums, columns=list(COLUMNS))
        parts = [part for part in (own, summed) if not part.empty]
        self._rows[area.code, year] = pd.concat(parts)
        self.added += [
            frame for frame in (summed, pd.DataFrame(rests, columns=list(COLUMNS))) if not frame.empty
        ]

    def _inside(self, place: str, area: str) -> bool:
        return place in self._areas and area in self._areas.lineage(place)

    def _judge(
        self,
        area: Area,
        year: int,
        label: Pair,
        ours: pd.DataFrame,
        theirs: pd.DataFrame,
        rest: Sequence[dict[str, Any]],
    ) -> None:
        if theirs.empty or (ours["memo_kind"] == TRADE).any():
            return
        source, sector = self._trees.sources[label[0]], self._trees.sectors[label[1]]
        named = {"area": area.name, "year": year, "source": source, "sector": sector}
        if (ours["notation"] == NO).all() and (theirs["amount"] > 0).any():
            self.problems.append(
                problem("no_against_children", Place(file=str(ours["origin"].iloc[0])), **named)
            )
            return
        own, left = ours["co2e_t"].sum(), sum(r["co2e_t"] for r in rest if r["co2e_t"] is not None)
        if own and abs(left) > self._tolerance / 100 * abs(own):
            share = f"{left / own * 100:.1f}"
            self.problems.append(
                problem("residual_large", Place(), **named, own=f"{own:.2f}", left=f"{left:.2f}", share=share)
            )


def _pairs(rows: pd.DataFrame) -> list[Pair]:
    """Return the distinct (source, sector) of rows; imports and exports of one kind go together."""
    return list(dict.fromkeys(zip(_sources(rows), rows["sector"], strict=True)))


def _sources(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["source"].str.replace(r"_(import|export)$", "_import", regex=True)


def _of(rows: pd.DataFrame, pairs: Sequence[Pair]) -> pd.DataFrame:
    wanted = set(pairs)
    chosen = [pair in wanted for pair in zip(_sources(rows), rows["sector"], strict=True)]
    return rows[np.array(chosen, dtype=bool)]  # an empty list would choose columns


def _sum(theirs: pd.DataFrame, area: Area, year: int, total: int) -> Iterator[dict[str, Any]]:
    for key, rows in theirs.groupby(_KEY, sort=True):
        numbers = rows[rows["notation"] == ""]
        reported = rows.loc[rows["notation"].isin(["", NO]), "area"].nunique()
        yield _row(
            area.code, area.level, year, dict(zip(_KEY, key, strict=True)), SUM, numbers,
            notation="" if len(numbers) else _notation(rows),
            children_reported=f"{reported}/{total}",
            records=int(rows["records"].sum()),
        )  # fmt: skip


def _rest(
    ours: pd.DataFrame, theirs: pd.DataFrame, area: Area, year: int, label: Pair
) -> Iterator[dict[str, Any]]:
    """Yield own minus children for each gas, at the finest source and sector that holds them all."""
    own_by, same_by = (dict(list(rows.groupby(_ACCOUNT, sort=False))) for rows in (ours, theirs))
    for key in sorted({*own_by, *same_by}):
        own, same = own_by.get(key, ours.iloc[:0]), same_by.get(key, theirs.iloc[:0])
        numbers = own[own["notation"] == ""] if len(own) else same.assign(amount=0.0, mass_t=0.0, co2e_t=0.0)
        at = {
            "source": label[0],
            "sector": label[1],
            "counterpart": "",
            **dict(zip(_ACCOUNT, key, strict=True)),
        }
        at["unit"] = (own if len(own) else same)["unit"].iloc[0]
        notation = "" if len(numbers) else _notation(own)
        row = _row(residual_code(area.code), "", year, at, RESIDUAL, numbers, notation=notation)
        for column in ("amount", "mass_t", "co2e_t"):
            if row[column] is not None:
                row[column] = _left(row[column], _signed(same, column))
        yield row


def _left(own: float, inner: float) -> float:
    """Return own minus inner, without the dust that float sums leave beyond the digits of the larger."""
    size = max(abs(own), abs(inner))
    if size == 0 or math.isnan(own):
        return own - inner
    return round(own - inner, _DIGITS - 1 - math.floor(math.log10(size))) + 0.0  # never -0.0


def _row(
    code: str, level: str, year: int, at: dict[str, Any], provenance: str, numbers: pd.DataFrame, **more: Any
) -> dict[str, Any]:
    empty = numbers.empty
    return {
        **dict.fromkeys(COLUMNS),
        **at,
        "area": code,
        "level": level,
        "year": year,
        "amount": None if empty else _signed(numbers, "amount"),
        "mass_t": None if empty else numbers["mass_t"].sum(),
        "gwp": None if empty else numbers["gwp"].iloc[0],
        "co2e_t": None if empty else numbers["co2e_t"].sum(min_count=1),
        "factor": "",
        "library": "",
        "provenance": provenance,
        "children_reported": "",
        "records": len(numbers),
        "origin": "",
        "line": NO_LINE,
        **more,
    }


def _signed(rows: pd.DataFrame, column: str) -> float:
    """Sum a column; the amounts of exports count against those of imports they are netted with."""
    values = rows[column].fillna(0.0)
    if column == "amount" and rows["source"].nunique() > 1:
        values = values.where(~rows["source"].str.endswith("_export"), -values)
    return float(values.sum())


def _notation(rows: pd.DataFrame) -> str:
    """Return the notation key for rows that all carry one: the one that admits most."""
    return str(min(rows["notation"], key=WEIGHT.index))
