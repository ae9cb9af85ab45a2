"""The rows behind sums of bulk tables, read again: for those figures only that are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from cityghg.activity.bulk.answers import Answers
from cityghg.activity.bulk.parts import Part
from cityghg.activity.bulk.read import Bulk
from cityghg.activity.bulk.rejected import matching, raw_frames, with_texts
from cityghg.activity.bulk.resolved import PartReader
from cityghg.activity.bulk.tables import Table
from cityghg.activity.columns import KEY, SCHEMA, empty_table
from cityghg.activity.context import Context
from cityghg.engine.reduce import FLAGS, RAW_KEY, add, partial_sums

ASKED: Final = tuple(name for name in KEY if name != "unit")
_CODE: Final = "code_"


def records(bulk: Bulk, context: Context, wanted: pl.DataFrame, most: int | None = None) -> pl.DataFrame:
    """Return the activity rows of figures, as `activity.read` would, at most so many of a part.

    `wanted` has `table` and `ASKED`. A row that is a gap has no amount.
    """
    frames = [empty_table()]
    for table in bulk.tables:
        keys = wanted.filter(pl.col("table") == table.name).select(ASKED).unique()
        if len(keys):
            answers = Answers(context)
            for number, part in enumerate(table.parts):
                frames += _of_part(table, part, keys, PartReader(part, number, context, answers), most)
    return pl.concat(frames)


def reporters(bulk: Bulk, context: Context, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return activity rows that differ in who reports a figure or for which month."""
    return records(bulk, context, wanted).unique(["table", *ASKED, "reporter", "month"])


def _of_part(
    table: Table, part: Part, keys: pl.DataFrame, reader: PartReader, most: int | None
) -> Iterator[pl.DataFrame]:
    sums = [partial_sums(rows).collect(engine="streaming") for rows in raw_frames(part)]
    meanings = reader.read(add(sums)).meanings.join(keys, on=ASKED, how="semi")
    if not len(meanings):
        return
    groups = meanings.select(
        *(pl.col(f"raw_{name}").alias(name) for name in RAW_KEY),
        *FLAGS,
        *(pl.col(name).alias(f"{_CODE}{name}") for name in (*KEY, "notation")),
    )
    left = most
    for rows in raw_frames(part):
        found = matching(with_texts(rows), groups)
        held = (found if left is None else found.head(left)).collect(engine="streaming")
        left = None if left is None else left - len(held)
        yield _as_activity(table, part, held)


def _as_activity(table: Table, part: Part, rows: pl.DataFrame) -> pl.DataFrame:
    plain = {name: pl.col(name) if name in rows.columns else pl.lit(None) for name in SCHEMA}
    several = len(table.parts) > 1
    origins = [part.origin(row) for row in rows["row"]]
    return rows.select(
        pl.lit(table.name).alias("table"),
        *(pl.col(f"{_CODE}{name}").alias(name) for name in (*KEY, "notation")),
        pl.when(pl.col(f"{_CODE}notation") == "").then("amount").alias("amount"),
        plain["uncertainty_pct"].alias("uncertainty_pct"),
        *(plain[name].fill_null("").alias(name) for name in ("reporter", "quality", "note")),
        _month(plain["month"].cast(pl.String)).alias("month"),
        pl.Series("origin", [f"{part.shown}!{o}" if several else o for o in origins], dtype=pl.String),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _month(text: pl.Expr) -> pl.Expr:
    """Return 1 for 01, 1月 and 1月份, as the reader of sheets does."""
    return (
        text.fill_null("")
        .str.strip_chars()
        .str.strip_suffix("月")
        .str.strip_suffix("份")
        .str.strip_chars_start("0")
    )
