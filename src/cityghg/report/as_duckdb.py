"""The tables in one DuckDB file, with comments. Equal inputs give equal content, not equal bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from cityghg.base.labels import Language
from cityghg.databases.session import constant, quoted
from cityghg.report import as_parquet
from cityghg.report.result import Result
from cityghg.report.typed import COLUMNS

FILE_NAME: Final = "inventory.duckdb"


def write_result(result: Result, folder: Path, language: Language) -> None:
    """Write every table of the result into `inventory.duckdb`.

    The tables go through Parquet files, which DuckDB reads by itself.
    """
    import duckdb

    tables = as_parquet.typed_tables(result, language)
    with tempfile.TemporaryDirectory(dir=folder) as aside, duckdb.connect(folder / FILE_NAME) as database:
        for name, frame in tables:
            path = Path(aside) / f"{name}.parquet"
            as_parquet.write(frame, path)
            database.execute(f"CREATE TABLE {quoted(name)} AS FROM read_parquet(?)", [str(path)])
        for table, column, _, unit, zh, en in dict(tables)[COLUMNS].iter_rows():
            text = " / ".join(part for part in (zh if language == "zh" else en, unit) if part)
            database.execute(f"COMMENT ON COLUMN {quoted(table)}.{quoted(column)} IS {constant(text)}")
