"""Parting a file into pieces for the tasks of a cluster: text at line ends, Parquet between row groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cityghg.engine.pieces import Piece, part_of

PIECE_BYTES: Final = 64 * 2**20
MOST_PIECES: Final = 1_000  # of a file: the sums of each come back to one machine
_READ: Final = 2**16  # bytes in which the end of a line is looked for at a time


def split(piece: Piece, size: int = PIECE_BYTES) -> Sequence[Piece]:
    """Return pieces of about `size` bytes, but at most about `MOST_PIECES`, in the order of the rows.

    Text is cut after a line; where quoted cells go on over lines, the task that reads the piece says so
    (`pieces.SplitError`). Compressed text stays whole. A part of a text can be split again. Raises `OSError`.
    """
    if piece.kind == "parquet":
        bounds = list(_row_groups(piece, size))
    elif piece.path.suffix.lower() in (".gz", ".zst"):
        return (piece,)
    else:
        bounds = list(_line_ends(piece, size))
    ends = [*bounds[1:], piece.end]
    return [part_of(piece, start, end) for start, end in zip(bounds, ends, strict=True)]


def _line_ends(piece: Piece, size: int) -> Iterator[int]:
    start, end = piece.start, piece.end or piece.path.stat().st_size
    yield start
    size = max(size, (end - start) // MOST_PIECES)
    with piece.path.open("rb") as file:
        while end - start > size + size // 2:  # the last piece is no crumb
            start = _next_line(file.seek(start + size), file.read, end)
            if start < end:
                yield start


def _next_line(position: int, read: Callable[[int], bytes], total: int) -> int:
    while block := read(_READ):
        found = block.find(b"\n")
        if found >= 0:
            return position + found + 1
        position += len(block)
    return total


def _row_groups(piece: Piece, size: int) -> Iterator[int]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(piece.path) as file:
        groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
    yield 0
    size = max(size, sum(group.total_byte_size for group in groups) // MOST_PIECES)
    rows, held = 0, 0
    for group in groups[:-1]:
        rows, held = rows + group.num_rows, held + group.total_byte_size
        if held >= size:
            yield rows
            held = 0
