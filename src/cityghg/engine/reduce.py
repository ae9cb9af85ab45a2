"""The grouped sum, as one expression that runs on a whole table, on a stream or on partial sums.

Everything summed is a whole number or a fixed-point decimal, so the sum is exact and neither the
order of rows nor the engine changes a bit of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from cityghg.engine import amounts

# The texts by which rows as handed in are grouped; a table has those it has columns for.
RAW_KEY: Final = ("area", "year", "sector", "source", "counterpart", "unit")
BETWEEN: Final = "\x1f"  # stands between cells that are one text here
# What is told of a raw row beside its key: the kind of its amount, whether its uncertainty is doubtful, and
# who reports it, and its month, where they may be words for totals.
FLAGS: Final = ("kind", "doubt", "total")

# How words for totals end, 合计 or Subtotal or 全年, and spans of months begin, 1-12月: few of all texts.
_TOTAL_ENDS: Final = r"(?:计|年|度|[oO][tT][aA][lL]|[sS][uU][mM]|ｔａｌ|ＴＡＬ|ｕｍ|ＵＭ)[\s、,，;；:：]*$"
_SPAN_STARTS: Final = r"^\s*[0０]?\s*[1１]\s*[-—~至到－～]"
_SHORTEST_TOTAL: Final = 3  # bytes; a month alone has at most two
_PER_CENT: Final = 0.01
_SQUARE: Final = pl.Decimal(38, 12)
_LARGEST_SQUARE: Final = 1e20  # so that a million of them add up; a larger one counts as not stated
_ADDED: Final = ("amount", "amounts", "records", "squared_uncertainty", "with_uncertainty")
_FIRST: Final = ("origin", "row")
_GATHERED: Final = 1_000_000  # sums


def prepare(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Give each activity row what its sum carries.

    `amounts` counts rows with a number, `records` all rows; `squared_uncertainty` is the square of
    the absolute half-width (unit squared), `with_uncertainty` counts the rows that state one.
    """
    half_width = pl.col("amount").cast(pl.Float64) * pl.col("uncertainty_pct") * _PER_CENT
    square = half_width**2
    square = pl.when(square < _LARGEST_SQUARE).then(square).cast(_SQUARE, strict=False)
    return rows.with_columns(
        pl.col("amount").is_not_null().cast(pl.Int64).alias("amounts"),
        pl.lit(1, pl.Int64).alias("records"),
        square.alias("squared_uncertainty"),
        square.is_not_null().cast(pl.Int64).alias("with_uncertainty"),
    )


def reduce(rows: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """Sum prepared rows, or sums of them, over the key.

    `origin` becomes the first by name, `row` the first by number.
    """
    names = rows.collect_schema().names()
    sums = [pl.col(name).sum() for name in _ADDED if name in names]
    return rows.group_by(by).agg(*sums, *(pl.col(name).min() for name in _FIRST if name in names))


def clean(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Read the rows of a table as handed in; every row stays, and `FLAGS` tell what is wrong with it.

    `raw` has `row` (a whole number), `amount` (texts, whole numbers, floats or decimals), those of
    `RAW_KEY` and of `uncertainty_pct`, `reporter` and `month` that the table has, as texts. Key texts stay
    as they are.
    """
    names = raw.collect_schema().names()
    frame = raw.with_columns(amounts.read(pl.col("amount")).alias("read")).drop("amount").unnest("read")
    if "uncertainty_pct" in names:
        read = amounts.read_per_cent(pl.col("uncertainty_pct")).alias("read")
        frame = frame.with_columns(read).drop("uncertainty_pct").unnest("read")
    totals = [name for name in ("reporter", "month") if name in names]
    if not totals:
        return frame
    said = [f"total of {name}" for name in totals]  # columns, so that each text is looked at once
    both = pl.concat_str(said, separator=BETWEEN)  # null where one is
    words = {column: _maybe_total(name) for column, name in zip(said, totals, strict=True)}
    return frame.with_columns(**words).with_columns(total=pl.coalesce(both, *said)).drop(said)


def partial_sums(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return the sums of rows as handed in over their key texts and flags.

    Columns: all of `RAW_KEY` (null where the table has no such column), `FLAGS`, the sums, and `row`.
    """
    frame = clean(raw)
    names = frame.collect_schema().names()
    frame = prepare(frame) if "uncertainty_pct" in names else _counted(frame)
    by = [name for name in (*RAW_KEY, *FLAGS) if name in names]
    return _in_shape(reduce(frame, by))


def add(partials: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the sums of partial sums, in the order of the rows."""
    by = (*RAW_KEY, *FLAGS)
    return reduce(pl.concat(partials).lazy(), by).sort("row", *by).collect()


def add_following(partials: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the sums of partial sums of pieces that follow one another, rows counted from the first on.

    Every row of a piece is in the `records` of its sums. At most some `_GATHERED` sums are kept at a time.
    """
    gathered, before = list[pl.DataFrame](), 0
    for sums in partials:
        gathered.append(sums.with_columns(pl.col("row") + before) if before else sums)
        before += int(sums["records"].sum())
        if sum(map(len, gathered)) > _GATHERED:
            gathered = [add(gathered)]
    if not gathered:
        return partial_sums(pl.LazyFrame(schema={"row": pl.Int64, "amount": pl.String})).collect()
    return gathered[0] if len(gathered) == 1 else add(gathered)


def _maybe_total(name: str) -> pl.Expr:
    """Return the texts that may be words for totals, null for all others."""
    text = pl.col(name)
    sign = text.str.contains(_TOTAL_ENDS)
    if name == "month":
        long = pl.when(text.str.len_bytes() >= _SHORTEST_TOTAL).then(text)
        sign = long.str.contains(_TOTAL_ENDS) | long.str.contains(_SPAN_STARTS)
    return pl.when(sign).then(text)


def _counted(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Count rows of a table that states no uncertainty."""
    return frame.with_columns(pl.lit(1, pl.Int64).alias("records"))


def _in_shape(sums: pl.LazyFrame) -> pl.LazyFrame:
    names = sums.collect_schema().names()
    texts = [_column(name, names, pl.lit(None), pl.String) for name in RAW_KEY]
    is_number = pl.col("kind") <= amounts.NEGATIVE
    return sums.select(
        *texts,
        pl.col("kind"),
        _column("doubt", names, pl.lit(amounts.SOUND), pl.UInt8),
        _column("total", names, pl.lit(None), pl.String),
        pl.col("amount"),
        pl.when(is_number).then("records").otherwise(0).cast(pl.Int64).alias("amounts"),
        pl.col("records").cast(pl.Int64),
        _column("squared_uncertainty", names, pl.lit(0), _SQUARE),
        _column("with_uncertainty", names, pl.lit(0), pl.Int64),
        pl.col("row").cast(pl.Int64),
    )


def _column(
    name: str, names: Sequence[str], otherwise: pl.Expr, kind: pl.DataType | type[pl.DataType]
) -> pl.Expr:
    return (pl.col(name) if name in names else otherwise).cast(kind).alias(name)
