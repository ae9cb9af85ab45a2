"""What each row of a table is of, in codes, and which rows lie within which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import polars as pl

from cityghg.activity.context import Context


class Nature(NamedTuple):
    """What a row is of, in codes; blank or null where that is not known or not told by the row."""

    area: str | None = None
    year: int | None = None
    sector: str | None = None
    source: str | None = None
    others: tuple[str, ...] = ()
    known: bool = True  # False where a name could not be told, which is reported


def natures(keys: pl.DataFrame, sources: Sequence[str | None] = ()) -> dict[int, Nature]:
    """Return what each row is of, from what `read_keys` returns and, where a row has one, its source."""
    named = sources or [None] * len(keys)
    return {
        key["row"]: Nature(
            key["area"], key["year"], key["sector"] or None, source,
            (key["counterpart"] or "", key["reporter"], key["month"]),
            None not in (key["area"], key["year"], key["sector"]) and (source is not None or not sources),
        )
        for key, source in zip(keys.iter_rows(named=True), named, strict=True)
    }  # fmt: skip


def is_part(one: Nature, known: set[Nature], context: Context) -> bool:
    """Say whether another of the known ones contains this one by area, sector and source."""
    areas = context.areas.lineage(one.area) if one.area else (one.area,)
    sectors = context.sectors.lineage(one.sector) if one.sector else (one.sector,)
    sources = context.sources.lineage(one.source) if one.source else (one.source,)
    around = (
        one._replace(area=area, sector=sector, source=source)
        for area, sector, source in product(areas, sectors, sources)
    )
    return any(other in known for other in around if other != one)
