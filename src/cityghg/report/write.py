"""Writing a result: every table in every format asked for, the manifest, the problems."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cityghg.base.labels import Language
from cityghg.base.problems import Problem
from cityghg.report import as_csv, folder, manifest
from cityghg.report.result import Result
from cityghg.report.tables import all_tables, problem_rows, problems_table


def _csv(result: Result, into: Path, language: Language) -> None:
    for table in all_tables(result, language):
        as_csv.write(table, into)


def _xlsx(result: Result, into: Path, language: Language) -> None:
    from cityghg.report.excel import workbook

    workbook.write(result, into / "inventory.xlsx", language)


_JSON: Final = "problems.json"
FORMATS: Final[dict[str, Callable[[Result, Path, Language], None]]] = {"csv": _csv, "xlsx": _xlsx}


def write_result(result: Result, out: Path, formats: Sequence[str], language: Language) -> None:
    """Replace the folder `out` by the result; the problems of an earlier run beside it go.

    Raises `FolderRefusedError` where it may not be replaced.
    """

    def fill(new: Path) -> None:
        for name in formats:
            FORMATS[name](result, new, language)
        write_problems(result.problems, new, language)
        manifest.write(result, new)

    folder.replace(out, fill)
    _remove_problems(_beside(out))


def write_problems_beside(out: Path, problems: Sequence[Problem], language: Language) -> Path:
    """Write the problems into `DIR.problems` and return it; an earlier result in `out` stays as it is.

    Raises `FolderRefusedError` where it cannot be written.
    """
    beside = _beside(out)
    try:
        write_problems(problems, beside, language)
    except OSError as error:
        raise folder.FolderRefusedError("out_not_writable", beside) from error
    return beside


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
    """Remove the two files and the folder, which stays where anything else lies in it."""
    with contextlib.suppress(OSError):
        for name in ("problems.csv", _JSON):
            (beside / name).unlink(missing_ok=True)
        beside.rmdir()
