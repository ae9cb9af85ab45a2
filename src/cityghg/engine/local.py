"""The sum on one machine, streaming, so that tables larger than memory pass through."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cityghg.engine.reduce import prepare, reduce


class SumOverflowError(ArithmeticError):
    """Amounts so large that their sum does not fit the fixed-point decimal."""


def sum_rows(rows: pl.LazyFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the grouped sum of activity rows, in the order of the key. Raises `SumOverflowError`."""
    try:
        return reduce(prepare(rows), by).sort(by).collect(engine="streaming")
    except pl.exceptions.ComputeError as error:
        if "overflow" in str(error):
            raise SumOverflowError from error
        raise
