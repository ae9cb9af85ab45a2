"""Amounts with their source and unit, checked and put together with the keys of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from cityghg.activity.body import Body
from cityghg.activity.cells import read_amounts, why_no_number
from cityghg.activity.columns import SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.resolve import Answer, find_unit
from cityghg.activity.sheet import address
from cityghg.base.notation import NE
from cityghg.engine.amounts import AMOUNT

_SHAPE = {"row": pl.Int64, "column": pl.Int64, "source": pl.String, "unit": pl.String}


def read_column(
    body: Body, column: int, sources: list[str | None], units: Sequence[str | None]
) -> pl.DataFrame:
    """Return a column of amounts with `row`, `column`, `source`, `unit` and what `read_amounts` returns.

    `sources` and `units` hold one entry a body row; a null source is one that is reported already.
    """
    return read_cells(body, [column], sources, units)


def read_cells(
    body: Body, columns: Sequence[int], sources: Sequence[str | None], units: Sequence[str | None]
) -> pl.DataFrame:
    """Return columns of amounts below one another; `sources` and `units` hold one entry for each cell."""
    at = [(row, column) for column in columns for row in body.rows]
    told = {"row": [r for r, _ in at], "column": [c for _, c in at], "source": sources, "unit": units}
    amounts = read_amounts([body.sheet.rows[row][column] for row, column in at])
    return pl.DataFrame(told, schema=_SHAPE).hstack(amounts)


def without_totals(frame: pl.DataFrame, context: Context, findings: Findings) -> pl.DataFrame:
    """Leave out sources that are totals of others, and note each once."""
    totals = {source.id: source for source in context.sources if source.kind == "total"}
    if totals.keys().isdisjoint(frame["source"]):
        return frame
    is_total = pl.col("source").is_in(list(totals)).fill_null(False)
    for (source,), cells in frame.filter(is_total).group_by("source", maintain_order=True):
        code, first = totals[str(source)], cells.row(0, named=True)
        findings.at("total_source_skipped", first["row"], first["column"], source=code, count=len(cells))
    return frame.filter(~is_total)


def check_amounts(
    frame: pl.DataFrame, context: Context, findings: Findings, *, blank_is_error: bool
) -> pl.DataFrame:
    """Report what is no amount and turn it into a gap (NE); return the rest with the gaps.

    In a tidy row a blank is an error; elsewhere a blank is no quantity and a mark such as `-` is
    missing, which is noted once a sheet.
    """
    signed = [source.id for source in context.sources if source.signed]
    below_zero = ((pl.col("amount") < 0) & ~pl.col("source").is_in(signed)).fill_null(False)
    if set(frame["fault"]) <= {""} and not frame.select(below_zero.any()).item():
        return frame
    missing = frame.filter(pl.col("fault") == "missing")
    if blank_is_error:
        _report(missing, "blank_amount", findings)
    else:
        _note_marks(missing.filter(pl.col("text") != ""), findings)
    for cell in _cells(frame.filter(pl.col("fault") == "text")):
        text = cell["text"].removesuffix("T00:00:00")
        code = why_no_number(text)
        findings.at(code, cell["row"], cell["column"], found=text, suggestion=text.upper())
    _report(frame.filter(pl.col("fault") == "overflow"), "amount_overflow", findings)
    _report(frame.filter(below_zero), "negative_amount", findings)
    gaps = pl.col("fault").is_in(["text", "overflow"]) | below_zero
    if blank_is_error:
        gaps |= pl.col("fault") == "missing"
    return pl.concat([frame.filter((pl.col("fault") == "") & ~below_zero), as_gaps(frame.filter(gaps))])


def as_gaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Return quantities that cannot be read as what is left of them: NE, in no unit of their own."""
    nothing = pl.lit(None)
    return frame.with_columns(amount=nothing.cast(AMOUNT), notation=pl.lit(NE), unit=nothing.cast(pl.String))


def check_units(
    frame: pl.DataFrame, context: Context, findings: Findings, unit_column: int | None
) -> pl.DataFrame:
    """Report units that are blank, unknown or of the wrong dimension; bad ones become null."""
    pairs = frame.select("source", "unit").unique(maintain_order=True)
    answers = [_unit(cell["unit"], cell["source"], context) for cell in _cells(pairs)]
    read = pl.Series("read", [said.value for said in answers], dtype=pl.String)
    frame = frame.join(
        pairs.with_columns(read, answer=pl.Series(range(len(answers)), dtype=pl.Int64)),
        on=["source", "unit"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    doubtful = [number for number, said in enumerate(answers) if said.problem]
    for cell in _cells(frame.filter(pl.col("answer").is_in(doubtful))):
        said = answers[cell["answer"]]
        column = cell["column"] if unit_column is None else unit_column
        findings.at(said.problem, cell["row"], column, **said.values)
    return frame.with_columns(unit=pl.col("read")).drop("read", "answer")


def assemble(
    body: Body, keys: pl.DataFrame, quantities: pl.DataFrame, context: Context, findings: Findings
) -> pl.DataFrame:
    """Return the activity table of the rows in which everything is known.

    `keys` says who and when of each row, or of each row and column. A source that implies its sector
    has that sector; another needs one. A quantity without a usable unit is a gap (NE) in the canonical
    unit of its source.
    """
    on = [name for name in ("row", "column") if name in keys.columns]
    frame = quantities.join(keys, on=on, how="inner", maintain_order="left")
    implied = _of_source(context, "sector")
    blank, other = pl.col("sector") == "", ~pl.col("sector").str.starts_with(implied)
    told = frame.select(
        lacking=blank & implied.is_null() & pl.col("source").is_not_null(),
        other=other & ~blank & pl.col("sector").is_not_null(),
    ).fill_null(False)
    _report_sectors(frame.filter(told["lacking"]), body, context, findings)
    if told["other"].any():
        _note_implied(frame.filter(told["other"]), context, findings)
    sheet = body.sheet
    columns = {column: address(0, column)[:-1] for column in frame["column"].unique()}
    letters = pl.col("column").replace_strict(columns, default="", return_dtype=pl.String)
    prefix = f"{sheet.name}!" if sheet.name else ""
    usable = pl.col("unit").is_not_null()
    return (
        frame.with_columns(
            sector=pl.when(implied.is_not_null() & other).then(implied).when(~blank).then(pl.col("sector")),
            amount=pl.when(usable).then(pl.col("amount")),
            notation=pl.when(usable).then(pl.col("notation")).otherwise(pl.lit(NE)),
            unit=pl.col("unit").fill_null(_of_source(context, "unit")),
            table=pl.lit(sheet.table),
            origin=pl.concat_str(pl.lit(prefix), letters, (pl.col("row") + 1).cast(pl.String)),
        )
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
        .drop_nulls(["area", "year", "sector", "source", "unit", "counterpart"])
    )


@lru_cache(maxsize=8)  # the same for every table of a run
def _of_source(context: Context, field: str) -> pl.Expr:
    """Return a field of the code list for the source of each row, null where it has none."""
    values = {source.id: getattr(source, field) for source in context.sources if getattr(source, field)}
    return pl.col("source").replace_strict(values, default=None, return_dtype=pl.String)


def _unit(unit: str, source: str | None, context: Context) -> Answer[str]:
    return find_unit(unit, context.sources[source], context) if source else Answer(None)


def _report_sectors(lacking: pl.DataFrame, body: Body, context: Context, findings: Findings) -> None:
    """Report blank sectors: cell by cell, or once where the table has no such column."""
    if not body.filled("sector") and len(lacking):
        findings.at("missing_sector", body.header.row, 0, count=len(lacking))
        return
    own_column = body.header.column("sector")
    for cell in _cells(lacking):
        column = cell["column"] if own_column is None else own_column
        findings.at("blank_sector", cell["row"], column, source=context.sources[cell["source"]])


def _note_implied(frame: pl.DataFrame, context: Context, findings: Findings) -> None:
    """Note once for each source that its own sector stands before the one written."""
    written = frame.filter(pl.col("sector") != "").drop_nulls("sector")
    for (source, sector), cells in written.group_by("source", "sector", maintain_order=True):
        code, first = context.sources[str(source)], cells.row(0, named=True)
        findings.at(
            "sector_implied", first["row"], first["column"], source=code, found=context.sectors[str(sector)],
            sector=context.sectors[str(code.sector)], count=len(cells),
        )  # fmt: skip


def _report(frame: pl.DataFrame, code: str, findings: Findings) -> None:
    for cell in _cells(frame):
        findings.at(code, cell["row"], cell["column"], found=cell["text"])


def _note_marks(frame: pl.DataFrame, findings: Findings) -> None:
    if len(frame):
        first = frame.row(0, named=True)
        findings.at("marks_are_missing", first["row"], first["column"], found=first["text"], count=len(frame))


def _cells(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return frame.iter_rows(named=True)
