"""Tables as Parquet: a file a table, the same bytes on any number of cores, with notes on the columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from cityghg.base.labels import Language
from cityghg.report.result import Result
from cityghg.report.tables import all_tables
from cityghg.report.typed import COLUMNS, described, typed

ROWS_OF_A_GROUP: Final = 250_000  # stated, or the writer would go by how the rows lie in memory
LEVEL: Final = 3  # of zstd
NOTES: Final = "cityghg.columns"


def typed_tables(result: Result, language: Language) -> list[tuple[str, pl.DataFrame]]:
    """Return every table of the result with typed columns, last the table `columns` on them."""
    tables = [(table.name, typed(table)) for table in all_tables(result, language)]
    return [*tables, (COLUMNS, described(tables))]


def write_result(result: Result, folder: Path, language: Language) -> None:
    """Write every table of the result as `<table>.parquet`."""
    tables = typed_tables(result, language)
    notes = tables[-1][1]
    for name, frame in tables:
        write(frame, folder / f"{name}.parquet", notes.filter(pl.col("table_name") == name).to_dicts())


def write(frame: pl.DataFrame, path: Path, notes: Sequence[dict[str, str]] = ()) -> None:
    """Write one table; `notes` on its columns go into the metadata of the file, as JSON under `NOTES`."""
    frame.rechunk().write_parquet(
        path,
        compression="zstd",
        compression_level=LEVEL,
        statistics=True,
        row_group_size=ROWS_OF_A_GROUP,
        metadata={NOTES: json.dumps(list(notes), ensure_ascii=False, sort_keys=True)},
    )
