"""A part of a bulk table: a file whose columns are known, or the rows of a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cityghg.activity.body import is_letter_row
from cityghg.activity.bulk import Batches
from cityghg.activity.bulk.head import UTF8, read_head
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header, has_doubled, load_columns, note_ignored
from cityghg.activity.layouts import Choice, tidy
from cityghg.activity.layouts.registry import choose
from cityghg.activity.sheet import Sheet, address
from cityghg.base.problems import Place, Problem, has_errors, problem
from cityghg.engine.pieces import PLAIN, Fields, Piece, unreadable
from cityghg.engine.reduce import RAW_KEY

_HEAD_ROWS = 40
FIELDS = (*RAW_KEY, "amount", "uncertainty_pct", *PLAIN)


@dataclass(frozen=True)
class Part:
    """Where rows of a table come from: `piece` of a file, or `batches` of another source.

    `sheet` holds the heading and what stands above it. `given` are texts that hold for every row, such as
    the `year=2021` of a partitioned folder.
    """

    shown: str
    sheet: Sheet
    header: Header
    piece: Piece | None = None
    batches: Batches | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    encoding: str = UTF8[0]

    @property
    def fields(self) -> Fields:
        """The columns of each field by position."""
        return fields_of(self.header)

    def place(self, row: int, column: int | None) -> Place:
        """Return where a data row, counted from 0, and a column stand."""
        if self.piece is None or self.piece.kind != "csv":
            return Place(file=self.shown, line=row + 1)
        return Place(file=self.shown, cell=address(self.piece.skip + row, column or 0))

    def origin(self, row: int) -> str:
        """Return where the amount of a row stands, within the file."""
        place = self.place(row, self.header.column("amount"))
        return place.cell or f"#{place.line}"


def fields_of(header: Header) -> dict[str, tuple[int, ...]]:
    """Return the columns by position of the fields that rows as handed in have."""
    several = ("area", "sector", "source")
    return {
        name: columns if name in several else columns[:1]
        for name, columns in header.fields.items()
        if name in FIELDS
    }


def open_text(
    path: Path, shown: str, context: Context, given: Mapping[str, str]
) -> tuple[Part | None, Choice | None, list[Problem]]:
    """Open delimited text, compressed or not. No part and no problem: its heading is not a tidy one."""
    head, problems = read_head(path, shown)
    if head is None:
        return None, None, problems
    header, choice, problems = _tidy(head.sheet, context)
    if header is None:
        return None, choice, problems
    skip = header.last_row + 1
    if skip < len(head.sheet.rows) and is_letter_row(head.sheet, skip):
        skip += 1
    width = len(head.sheet.rows[0])
    piece = Piece(path, "csv", fields_of(header), width, head.delimiter, skip)
    return Part(shown, head.sheet, header, piece, given=given, encoding=head.encoding), choice, problems


def open_parquet(
    path: Path, shown: str, context: Context, given: Mapping[str, str]
) -> tuple[Part | None, Choice | None, list[Problem]]:
    """Open a Parquet file by its schema; a column of a type that its field cannot have is an error."""
    try:
        frame = pl.scan_parquet(path, hive_partitioning=False)
        schema, rows = frame.collect_schema(), frame.head(_HEAD_ROWS).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        return None, None, [problem("file_corrupt", Place(file=shown), reason=_first_line(error))]
    names = schema.names()
    sheet = _as_sheet(shown, names, rows)
    header, choice, problems = _tidy(sheet, context)
    if header is None:
        return None, choice, problems
    fields = fields_of(header)
    problems += refused(shown, names, schema, fields)
    part = Part(shown, sheet, header, Piece(path, "parquet", fields, len(names)), given=given)
    return (None if has_errors(problems) else part), choice, problems


def open_batches(batches: Batches, context: Context) -> tuple[Part | None, list[Problem]]:
    """Open another source of rows by its headings."""
    sheet = Sheet(batches.name, "", [list(batches.columns)])
    header, _, problems = _tidy(sheet, context)
    if header is None and not problems:
        problems = [problem("bulk_not_tidy", Place(file=batches.name))]
    return (None if header is None else Part(batches.name, sheet, header, batches=batches)), problems


def refused(shown: str, names: Sequence[str], schema: pl.Schema, fields: Fields) -> list[Problem]:
    """Return an error for each column whose type its field cannot have."""
    return [
        problem("bulk_column_type", Place(file=shown), column=load_columns()[name], found=kind)
        for name, kind in unreadable(names, schema, fields)
    ]


def _as_sheet(shown: str, names: Sequence[str], rows: pl.DataFrame) -> Sheet:
    texts = rows.select(pl.all().cast(pl.String, strict=False)) if _castable(rows) else rows.clear()
    return Sheet(shown, "", [list(names), *(list(row) for row in texts.iter_rows())])


def _castable(rows: pl.DataFrame) -> bool:
    return not any(kind.is_nested() or kind in (pl.Binary, pl.Object) for kind in rows.schema.values())


def _tidy(sheet: Sheet, context: Context) -> tuple[Header | None, Choice | None, list[Problem]]:
    """Return the heading if the sheet is a tidy table and can be read as one."""
    layout, choice, problems = choose(sheet, context)
    if layout is None or layout.NAME != tidy.NAME:
        return None, choice, problems
    header = tidy.find_header(sheet, context)
    findings = Findings(sheet)
    if header is None or has_doubled(header, sheet, findings):
        return None, choice, findings.all()
    note_ignored(header, sheet, findings)
    return header, choice, findings.all()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
