"""Rows that are not taken as they stand: read once more, kept whole in files, the first ones told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from cityghg.activity.bulk.parts import FIELDS, Part
from cityghg.activity.bulk.resolved import CODES
from cityghg.activity.bulk.tally import Tally
from cityghg.activity.cells import EXACTER, why_no_number
from cityghg.engine.amounts import cleaned
from cityghg.engine.pieces import as_raw, scan
from cityghg.engine.reduce import FLAGS, RAW_KEY, clean

FILE_NAME: Final = "rejected.parquet"
_TOLD: Final = ("amount_not_number", "amount_overflow", "blank_amount", "negative_amount", "bad_uncertainty")
_LOOKED_AT: Final = 1000  # rows of a code, for the first different examples
_COLUMNS: Final = ("file", "row", "problem", *FIELDS)


def collect(part: Part, number: int, groups: pl.DataFrame, folder: Path) -> tuple[list[Path], list[Tally]]:
    """Write every row of the rejected groups into files of the folder; return these and what is told of them.

    A row has `file`, `row` (as in messages), `problem` (codes parted by blanks) and its cells as texts.
    """
    files: list[Path] = []
    for rows in raw_frames(part):
        path = folder / f"{number:06d}-{len(files):06d}.parquet"
        _rows(part, rows, groups).sink_parquet(path)
        files.append(path)
    frame = pl.scan_parquet(files)
    return files, [tally for code in _TOLD for tally in _tell(part, number, code, frame)]


def join_files(files: Sequence[Path], into: Path) -> None:
    """Write the rows of several files as one. Raises `OSError` where it cannot be written."""
    try:
        pl.scan_parquet(list(files)).sink_parquet(into / FILE_NAME)
    except pl.exceptions.PolarsError as error:
        raise OSError(str(error).partition("\n")[0]) from error


def raw_frames(part: Part) -> Iterator[pl.LazyFrame]:
    """Yield the rows of a part as handed in, with all fields and `row`."""
    if part.piece is not None:
        yield scan(part.piece, FIELDS)
        return
    first = 0
    for batch in part.batches.batches() if part.batches is not None else ():
        numbered = batch.with_row_index("row", offset=first)
        first += len(batch)
        yield as_raw(numbered.lazy(), batch.columns, part.fields, FIELDS)


def with_texts(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return raw rows as cleaned for the sum, with the texts of amount and uncertainty kept beside."""
    numbers = [name for name in ("amount", "uncertainty_pct") if name in rows.collect_schema().names()]
    return clean(rows.with_columns(pl.col(name).cast(pl.String).alias(f"{name}_text") for name in numbers))


def matching(rows: pl.LazyFrame, groups: pl.DataFrame) -> pl.LazyFrame:
    """Return the rows of the groups with what the groups say of them, in the order of the rows."""
    by = [name for name in (*RAW_KEY, *FLAGS) if name in rows.collect_schema().names()]
    wanted = groups.unique(by, maintain_order=True).drop([n for n in (*RAW_KEY, *FLAGS) if n not in by])
    return rows.join(wanted.lazy(), on=by, how="inner", nulls_equal=True, maintain_order="left")


def _rows(part: Part, rows: pl.LazyFrame, groups: pl.DataFrame) -> pl.LazyFrame:
    found = matching(with_texts(rows), groups)
    held = found.collect_schema().names()
    first = part.piece.skip if part.piece is not None and part.piece.kind == "csv" else 0
    text = pl.col("amount_text") if "amount_text" in held else pl.lit(None, pl.String)
    found = found.with_columns(
        file=pl.lit(part.shown),
        problem=_exact(pl.col(CODES), cleaned(text)),
        amount=text,
        uncertainty_pct=pl.col("uncertainty_pct_text")
        if "uncertainty_pct_text" in held
        else pl.lit(None, pl.String),
        row=pl.col("row") + first + 1,
    )
    missing = [pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in held]
    return found.with_columns(
        m for m in missing if m.meta.output_name() not in ("amount", "uncertainty_pct")
    ).select(_COLUMNS)


def _exact(codes: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Say of an amount that is no number what it is instead."""
    return pl.struct(codes.alias("codes"), text.alias("text")).map_batches(
        _exact_codes, return_dtype=pl.String, is_elementwise=True
    )


def _exact_codes(both: pl.Series) -> pl.Series:
    frame = both.struct.unnest()
    texts = frame.filter(pl.col("codes").str.contains("amount_not_number", literal=True))["text"].unique()
    exact = {text: why_no_number(text or "") for text in texts}
    code = pl.col("text").replace_strict(exact, default="amount_not_number", return_dtype=pl.String)
    return frame.select(pl.col("codes").str.replace("amount_not_number", code, literal=True))["codes"]


def _tell(part: Part, number: int, code: str, frame: pl.LazyFrame) -> Iterator[Tally]:
    """Yield the first examples of a code, whose sentence names what was found, and the number of the rest."""
    column = "uncertainty_pct" if code == "bad_uncertainty" else "amount"
    at = part.header.column(column)
    first = part.piece.skip if part.piece is not None and part.piece.kind == "csv" else 0
    codes = [code] if code != "amount_not_number" else [code, *EXACTER]
    for one in codes:
        rows = frame.filter(pl.col("problem").str.split(" ").list.contains(one))
        count = int(rows.select(pl.len()).collect().item())
        examples = (
            rows.head(_LOOKED_AT).select("row", found=column).collect().unique("found", maintain_order=True)
        )
        for row, found in examples.iter_rows():
            text = pl.select(cleaned(pl.lit(found or ""))).item()
            values = {"found": found if column == "uncertainty_pct" else text, "suggestion": text.upper()}
            place = part.place(row - first - 1, at)
            yield Tally(one, place, (number, row - first - 1), 1, values)
        if count > len(examples):
            row = int(examples["row"][0]) - first - 1
            yield Tally(one, part.place(row, at), (number, row), count - len(examples), silent=True)
