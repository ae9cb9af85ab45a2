"""The grouped sum, as one expression that runs on a whole table, on a stream or on partial sums.

Everything summed is a whole number or a fixed-point decimal, so the sum is exact and neither the
order of rows nor the engine changes a bit of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

_PER_CENT: Final = 0.01
_SQUARE: Final = pl.Decimal(38, 12)  # half-widths from 1e-6 to 1e13

SUMS: Final = (
    pl.col("amount", "amounts", "records", "squared_uncertainty", "with_uncertainty").sum(),
    pl.col("origin").min(),
)


def prepare(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Give each activity row what its sum carries.

    `amounts` counts rows with a number, `records` all rows; `squared_uncertainty` is the square of
    the absolute half-width (unit squared), `with_uncertainty` counts the rows that state one.
    """
    half_width = pl.col("amount").cast(pl.Float64) * pl.col("uncertainty_pct") * _PER_CENT
    square = (half_width**2).cast(_SQUARE, strict=False)
    return rows.with_columns(
        pl.col("amount").is_not_null().cast(pl.Int64).alias("amounts"),
        pl.lit(1, pl.Int64).alias("records"),
        square.alias("squared_uncertainty"),
        square.is_not_null().cast(pl.Int64).alias("with_uncertainty"),
    )


def reduce(rows: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """Sum prepared rows, or sums of them, over the key; `origin` becomes the first by name."""
    return rows.group_by(by).agg(SUMS)
