"""The sum on one machine, streaming, so that tables larger than memory pass through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from cityghg.engine.pieces import Fields, Piece, SplitError, as_raw, scan
from cityghg.engine.reduce import add_following, partial_sums, prepare, reduce


class PieceError(Exception):
    """A piece cannot be read; `reason` is what the reading library says.

    `ill_cut` pieces are parts of a file that cannot be parted.
    """

    def __init__(self, piece: Piece, reason: str, ill_cut: bool = False) -> None:
        super().__init__(reason)
        self.piece, self.reason, self.ill_cut = piece, reason, ill_cut

    def __reduce__(self) -> tuple[type[PieceError], tuple[Piece, str, bool]]:
        return PieceError, (self.piece, self.reason, self.ill_cut)


def sum_rows(rows: pl.LazyFrame, by: Sequence[str], sums: Sequence[pl.DataFrame] = ()) -> pl.DataFrame:
    """Return the grouped sum of activity rows and of `sums` made before, in the order of the key."""
    prepared = prepare(rows)
    if sums:
        names = [*by, *(n for n in prepared.collect_schema().names() if n in sums[0].columns and n not in by)]
        prepared = pl.concat([frame.select(names) for frame in (prepared, *(s.lazy() for s in sums))])
    return reduce(prepared, by).sort(by).collect(engine="streaming")


def sum_piece(piece: Piece) -> pl.DataFrame:
    """Return the partial sums of a piece. Raises `PieceError`."""
    try:
        return partial_sums(scan(piece)).collect(engine="streaming")
    except SplitError as error:
        raise PieceError(piece, str(error), ill_cut=True) from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PieceError(piece, str(error)) from error


def sum_batches(batches: Iterable[pl.DataFrame], fields: Fields) -> pl.DataFrame:
    """Return the partial sums of rows that come a batch at a time, counted from the first batch on."""
    numbered = ((batch.with_row_index("row").lazy(), batch.columns) for batch in batches)
    return add_following(partial_sums(as_raw(rows, names, fields)).collect() for rows, names in numbered)


@dataclass(frozen=True)
class Local:
    """Sums pieces one after another, each with all processors."""

    def split(self, piece: Piece) -> Sequence[Piece]:
        """Return the piece whole: all processors work on it anyway."""
        return (piece,)

    def sums(self, pieces: Sequence[Piece]) -> Iterator[pl.DataFrame | PieceError]:
        """Yield the partial sums of each piece, or why it cannot be read."""
        for piece in pieces:
            try:
                yield sum_piece(piece)
            except PieceError as error:
                yield error
