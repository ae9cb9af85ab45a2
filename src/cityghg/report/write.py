"""Writing a result: every table in every format asked for, the manifest, the problems, annotated inputs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from cityghg.activity.bulk import rejected
from cityghg.base.labels import Language
from cityghg.base.problems import Problem, in_order, problem
from cityghg.report import as_csv, folder, manifest
from cityghg.report.annotated import remove_copies, write_copies
from cityghg.report.result import Result
from cityghg.report.tables import Table, all_tables, problem_rows, problems_table


def _csv(result: Result, into: Path, language: Language) -> None:
    for table in all_tables(result, language):
        as_csv.write(table, into)


def _xlsx(result: Result, into: Path, language: Language) -> None:
    from cityghg.report.excel import workbook

    workbook.write(result, into / "inventory.xlsx", language)


def _parquet(result: Result, into: Path, language: Language) -> None:
    from cityghg.report import as_parquet

    as_parquet.write_result(result, into, language)


def _duckdb(result: Result, into: Path, language: Language) -> None:
    from cityghg.report import as_duckdb

    as_duckdb.write_result(result, into, language)


_CSV, _JSON, _COPIES, _STATUS = "problems.csv", "problems.json", "problems", "status.csv"
ROWS_OF_A_SHEET: Final = 1_048_000  # Excel has 1 048 576, some of which are headings
Inputs = Sequence[tuple[Path, str]]
FORMATS: Final[dict[str, Callable[[Result, Path, Language], None]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "duckdb": _duckdb,
}


def write_result(result: Result, out: Path, formats: Sequence[str], language: Language) -> None:
    """Replace the folder `out` by the result; the problems of an earlier run beside it go.

    An inventory with more rows than a sheet holds goes without its workbook, and that is said.
    Raises `FolderRefusedError` where it may not be replaced.
    """

    if "xlsx" in formats and len(result.table) > ROWS_OF_A_SHEET:
        formats = [name for name in formats if name != "xlsx"]
        told = problem("workbook_too_large", rows=len(result.table), most=ROWS_OF_A_SHEET)
        result = replace(result, problems=in_order([*result.problems, told]))

    def fill(new: Path) -> None:
        for name in formats:
            FORMATS[name](result, new, language)
        write_problems(result.problems, new, language)
        write_copies(result.sheets, result.problems, new / _COPIES, language)
        write_rejected(result, new)
        manifest.write(manifest.manifest(result), new)

    folder.replace(out, fill)
    _remove_problems(_beside(out))


def write_problems_beside(out: Path, result: Result, language: Language) -> tuple[Path, list[Path]]:
    """Write problems, annotated inputs and rejected rows into `DIR.problems`; `out` stays as it is.

    Returns that folder and the copies. Raises `FolderRefusedError` where it cannot be written.
    """
    beside = _beside(out)
    with _refusing(beside):
        (beside / rejected.FILE_NAME).unlink(missing_ok=True)
        copies = _write_all(beside, result.sheets, result.problems, language)
        write_rejected(result, beside)
    return beside, copies


def write_rejected(result: Result, into: Path) -> None:
    """Write every row of bulk tables that was not taken as it stands, where there are any."""
    if result.bulk.rejected:
        rejected.join_files(result.bulk.rejected, into)


def write_stopped(out: Path, result: Result, language: Language) -> tuple[Path, list[Path]]:
    """Write how the files of a batch fared beside the folder it was to have, with the problems.

    Returns that folder and the annotated copies. Raises `FolderRefusedError` where it cannot be written.
    """
    beside, copies = write_problems_beside(out, result, language)
    if result.status is not None:
        as_csv.write(Table("status", result.status), beside)
    return beside, copies


def write_annotated(
    into: Path, inputs: Inputs, problems: Sequence[Problem], language: Language
) -> list[Path]:
    """Write the problems and annotated inputs into a folder of their own and return the copies.

    Raises `FolderRefusedError` unless the folder is absent, empty or holds what was written here before:
    copies beside the inputs would be read as inputs.
    """
    if into.exists() and not into.is_dir():
        raise folder.FolderRefusedError("out_is_a_file", into)
    ours = all((into / name).is_file() for name in (_CSV, _JSON))
    if into.is_dir() and any(into.iterdir()) and not ours:
        raise folder.FolderRefusedError("annotate_not_ours", into)
    with _refusing(into):
        return _write_all(into, inputs, problems, language)


def _write_all(into: Path, inputs: Inputs, problems: Sequence[Problem], language: Language) -> list[Path]:
    write_problems(problems, into, language)
    remove_copies(into)
    return write_copies(inputs, problems, into, language)


@contextlib.contextmanager
def _refusing(into: Path) -> Iterator[None]:
    """Say of a folder in which nothing can be written why."""
    try:
        yield
    except PermissionError as error:
        code = "out_in_use" if (into / _CSV).is_file() else "out_not_writable"
        raise folder.FolderRefusedError(code, into) from error
    except OSError as error:
        raise folder.FolderRefusedError("out_not_writable", into) from error


def write_problems(problems: Sequence[Problem], into: Path, language: Language) -> None:
    """Write `problems.csv` and `problems.json`."""
    into.mkdir(parents=True, exist_ok=True)
    as_csv.write(problems_table(problems, language), into)
    text = json.dumps(problem_rows(problems, language), ensure_ascii=False, indent=2)
    (into / _JSON).write_text(text + "\n", encoding="utf-8", newline="\n")


def _beside(out: Path) -> Path:
    named = out if out.name else out.resolve()
    return named.with_name(f"{named.name}.problems")


def _remove_problems(beside: Path) -> None:
    """Remove what was written there and the folder, which stays where anything else lies in it."""
    with contextlib.suppress(OSError):
        remove_copies(beside)
        for name in (_CSV, _JSON, _STATUS, rejected.FILE_NAME):
            (beside / name).unlink(missing_ok=True)
        beside.rmdir()
