"""Which rows a sum or a residual is made of, read back from the rolled-up table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from cityghg.codes import Areas
from cityghg.inventory.matching import Pair, components
from cityghg.inventory.of_which import Trees
from cityghg.inventory.rollup import RESIDUAL, SUM, residual_code

_ACCOUNT: Final = ("scope", "memo_kind", "gas")
_KEY: Final = ("area", "year", "sector", "source", "counterpart", *_ACCOUNT)
_Rows = list[dict[str, Any]]
_NONE: Final = 0


def find_parts(table: pd.DataFrame, areas: Areas, trees: Trees) -> pd.DataFrame:
    """Return `group`, `part_of` and `whole_of`, one row a row of `table`; 0 where there is none.

    `group` numbers the sums and residuals from 1. `part_of` is the group that a row of a child area
    goes into, `whole_of` the residual whose minuend a row is. So a sum is the sum of its parts, and
    a residual its wholes less its parts.
    """
    rows: _Rows = table[[*_KEY, "provenance"]].to_dict("records")
    for row in rows:
        row.update(group=_NONE, part_of=_NONE, whole_of=_NONE)
    made = [row for row in rows if row["provenance"] in (SUM, RESIDUAL)]
    for number, row in enumerate(made, start=1):
        row["group"] = number
    groups = {_key(row): row["group"] for row in made}
    for area, year in dict.fromkeys((_owner(row), row["year"]) for row in made):
        _assign(area, year, rows, groups, areas, trees)
    return pd.DataFrame(rows, index=table.index)[["group", "part_of", "whole_of"]]


def _assign(
    area: str, year: int, rows: _Rows, groups: Mapping[tuple[Any, ...], int], areas: Areas, trees: Trees
) -> None:
    inside = {a.code for a in areas.children(area) if a.counted == "separate"}
    here = [row for row in rows if row["year"] == year]
    own = [row for row in here if row["area"] == area and row["provenance"] != SUM]
    inner = [row for row in here if row["area"] in inside and not _traded_within(row, area, areas)]
    for label, own_pairs, child_pairs in components(_pairs(own), _pairs(inner), trees):
        ours = [row for row in own if _pair(row) in own_pairs]
        theirs = [row for row in inner if _pair(row) in child_pairs]
        for row in theirs:
            target = _residual_key(row, area, label) if ours else _key(row, area)
            row["part_of"] = groups.get(target, _NONE)
        for row in ours:
            row["whole_of"] = groups.get(_residual_key(row, area, label), _NONE)


def _owner(row: Mapping[str, Any]) -> str:
    return str(row["area"]).removesuffix(residual_code("")) if row["provenance"] == RESIDUAL else row["area"]


def _key(row: Mapping[str, Any], area: str | None = None) -> tuple[Any, ...]:
    return (area or row["area"], *(row[name] for name in _KEY[1:]))


def _residual_key(row: Mapping[str, Any], area: str, label: Pair) -> tuple[Any, ...]:
    source, sector = label
    return _key({**row, "source": source, "sector": sector, "counterpart": ""}, residual_code(area))


def _pairs(rows: _Rows) -> list[Pair]:
    return list(dict.fromkeys(map(_pair, rows)))


def _pair(row: Mapping[str, Any]) -> Pair:
    """Return source and sector; imports and exports of one kind go together."""
    source = str(row["source"])
    return (
        f"{source.removesuffix('_export')}_import" if source.endswith("_export") else source,
        row["sector"],
    )


def _traded_within(row: Mapping[str, Any], area: str, areas: Areas) -> bool:
    place = row["counterpart"]
    return place in areas and area in areas.lineage(place)


def members(parts: pd.DataFrame, column: str) -> Iterator[tuple[int, pd.Index]]:
    """Yield each group with the index of the rows that point to it in `column`."""
    for number, rows in parts[parts[column] > _NONE].groupby(column):
        yield int(number), rows.index
