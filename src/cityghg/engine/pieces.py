"""Pieces of a table that a task can read by itself, here or on another machine, and how they are read.

A piece names its columns by their position; what headings mean is settled before it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import polars as pl

from cityghg.engine.amounts import AMOUNT
from cityghg.engine.reduce import BETWEEN, RAW_KEY

PLAIN: Final = ("reporter", "month", "quality", "note")
AS_TEXT: Final = (*RAW_KEY, *PLAIN)
NEEDED: Final = (*RAW_KEY, "amount", "uncertainty_pct", "reporter", "month")
_NO_TEXT: Final = (pl.List, pl.Array, pl.Struct, pl.Binary, pl.Object, pl.Duration, pl.Time)
_NO_AMOUNT: Final = (pl.Boolean, pl.Date, pl.Datetime, *_NO_TEXT)

Fields = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Piece:
    """A file, or a part of one, that holds rows of a table.

    `fields` gives the columns of each field by position, `skip` the rows in front of the first data row.
    `start` and `end` are bytes of a text file and rows of a Parquet file; None is the end of the file.
    """

    path: Path
    kind: Literal["csv", "parquet"]
    fields: Fields
    width: int
    separator: str = ","
    skip: int = 0
    start: int = 0
    end: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.start == 0 and self.end is None


class SplitError(Exception):
    """A piece of text begins or ends within a quoted cell: the file must be read whole."""


def scan(piece: Piece, fields: Sequence[str] = NEEDED) -> pl.LazyFrame:
    """Return the rows of a piece, with those of the fields that it has, and `row`, counted from 0.

    Raises `SplitError` and `OSError` where the piece is a part of a text.
    """
    if piece.kind == "parquet":
        frame = pl.scan_parquet(piece.path, hive_partitioning=False, row_index_name="row")
        if not piece.is_whole:
            frame = frame.slice(piece.start, None if piece.end is None else piece.end - piece.start)
            frame = frame.with_columns(pl.col("row") - piece.start)
        names = [name for name in frame.collect_schema().names() if name != "row"]
        return as_raw(frame, names, piece.fields, fields)
    names = [str(number) for number in range(piece.width)]
    frame = pl.scan_csv(
        piece.path if piece.is_whole else _bytes(piece),
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=piece.separator,
        skip_rows=piece.skip if piece.start == 0 else 0,
        row_index_name="row",
        truncate_ragged_lines=True,
    )
    return as_raw(frame, names, piece.fields, fields)


def as_raw(
    frame: pl.LazyFrame, names: Sequence[str], fields: Fields, wanted: Sequence[str] = NEEDED
) -> pl.LazyFrame:
    """Return the wanted fields of a frame of any types as `engine.reduce` takes them.

    `names` are the columns of the frame in the order that `fields` counts them by; `row` must be there.
    """
    schema = frame.collect_schema()
    columns = [pl.col("row").cast(pl.Int64)]
    for field in wanted:
        held = [names[position] for position in fields.get(field, ())]
        if not held:
            continue
        if field in AS_TEXT:
            texts = [_text(name, schema[name]) for name in held]
            one = (
                texts[0]
                if len(texts) == 1
                else pl.concat_str([t.fill_null("") for t in texts], separator=BETWEEN)
            )
            columns.append(one.alias(field))
        else:
            columns.append(_number(held[0], schema[held[0]]).alias(field))
    return frame.select(columns)


def unreadable(names: Sequence[str], schema: pl.Schema, fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield field and type of the columns whose type cannot be what the field holds."""
    for field, positions in fields.items():
        for position in positions:
            kind = schema[names[position]]
            refused = _NO_TEXT if field in AS_TEXT else _NO_AMOUNT
            if isinstance(kind, refused):
                yield field, str(kind)


def part_of(piece: Piece, start: int, end: int | None) -> Piece:
    """Return the part of a piece between two places."""
    return replace(piece, start=start, end=end)


def _bytes(piece: Piece) -> bytes:
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        content = file.read() if piece.end is None else file.read(piece.end - piece.start)
    # A quoted cell that goes on over lines leaves an odd number of marks on the lines it begins and ends on.
    if b'"' in content and any(line.count(b'"') % 2 for line in content.split(b"\n")):
        raise SplitError(piece.path.name)
    return content


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as the texts that stand, or would stand, in the cells of a sheet."""
    column = pl.col(name)
    if isinstance(kind, pl.Date):
        return column.dt.to_string("%Y-%m-%d")
    if isinstance(kind, pl.Datetime):
        return column.dt.to_string("%Y-%m-%dT%H:%M:%S")
    if kind.is_float():
        return (
            pl.when(column == column.floor())
            .then(column.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(column.cast(pl.String))
        )
    return column if kind == pl.String else column.cast(pl.String)


def _number(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column of numbers as it is, in a type that `engine.amounts` reads."""
    column = pl.col(name)
    if isinstance(kind, pl.Decimal):
        return column if kind.scale <= AMOUNT.scale else column.cast(pl.String)
    return column if kind.is_numeric() or kind == pl.String else column.cast(pl.String)
