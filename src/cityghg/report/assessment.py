"""An assessment without an inventory beside it: its tables as csv and a workbook, replaced whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.base.problems import Problem
from cityghg.report import as_csv, folder, manifest
from cityghg.report.tables import Table
from cityghg.report.write import write_problems

WORKBOOK: Final = "intensity.xlsx"


@dataclass(frozen=True)
class Assessment:
    """The tables by name, the files they were made from with the names shown, what was asked and found."""

    tables: Mapping[str, pd.DataFrame]
    inputs: Sequence[tuple[Path, str]]
    options: Mapping[str, Any]
    problems: list[Problem]


def write_folder(made: Assessment, out: Path, language: Language) -> None:
    """Replace the folder `out` whole. Raises `FolderRefusedError` where it may not be replaced."""

    def fill(new: Path) -> None:
        for name, frame in made.tables.items():
            as_csv.write(Table(name, frame), new)
        write_workbook(made, new / WORKBOOK, language)
        write_problems(made.problems, new, language)
        rows = {name: len(frame) for name, frame in made.tables.items()}
        manifest.write(manifest.of_assessment(made.options, made.inputs, rows), new)

    folder.replace(out, fill, manifest.ASSESSMENT)


def write_workbook(made: Assessment, path: Path, language: Language) -> None:
    """Write the tables and the problems as one workbook."""
    from cityghg.report.excel import workbook

    workbook.write_assessment(made.tables, made.problems, path, language)
