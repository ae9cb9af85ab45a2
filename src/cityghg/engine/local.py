"""The sum on one machine, streaming, so that tables larger than memory pass through."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cityghg.engine.reduce import prepare, reduce


def sum_rows(rows: pl.LazyFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the grouped sum of activity rows, in the order of the key."""
    return reduce(prepare(rows), by).sort(by).collect(engine="streaming")
