"""Tables too large for lists in memory: summed by the texts of their keys first, understood afterwards.

A table comes in parts (files of a glob or a partitioned folder, or one query of a database). Each part
is summed over its key texts as they were handed in (`engine.reduce`), in one pass that keeps every row
and flags what is wrong with it. The few thousand different keys are then resolved by the resolvers of
sheets, and summed once more over the resolved keys.

Another source of rows, such as a query of a database, is a `Batches`: give it to `pipeline.Request` as
one of its `batches`. Its rows must come in the same order each time, since messages tell rows by number;
it is asked for them once, and once more if rows are rejected or a figure is explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import polars as pl


class Batches(Protocol):
    """Rows as handed in, a batch at a time.

    `name` is the id of the table in results and messages: no password, no absolute path in it.
    `columns` are the headings, English or Chinese, in the order of the columns of each batch.
    """

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str:
        """The sha256 of the rows once they were all given, blank before."""
        ...

    @property
    def columns(self) -> Sequence[str]: ...

    def batches(self) -> Iterator[pl.DataFrame]:
        """Yield the rows anew, some ten thousand to a million a batch, columns of any plain type.

        May raise `BatchesError`, which becomes a problem of the run.
        """
        ...


class BatchesError(Exception):
    """Rows cannot be had; `code` is the problem code and `values` fill its sentences."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values
