"""Workbooks read back, and worked out anew by another program."""

import re
import zipfile
from pathlib import Path
from typing import Any

import formulas
import openpyxl

Cells = dict[tuple[str, str], Any]


def read(path: Path) -> Cells:
    """Return the values by sheet and cell."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {(sheet.title, c.coordinate): c.value for sheet in book for row in sheet.iter_rows() for c in row}


def live(path: Path) -> list[tuple[str, str]]:
    """Return where formulas stand."""
    cells = (
        (sheet.title, c) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row
    )
    return [(title, cell.coordinate) for title, cell in cells if cell.data_type == "f"]


def without_values(path: Path, folder: Path) -> Path:
    """Copy a workbook, leaving out what its formulas came to."""
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            new.writestr(name, content)
    return bare


class Recalculated:
    """The workbook in the hands of the package `formulas`."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._model = formulas.ExcelModel().loads(str(path)).finish()

    def values(self, changed: dict[tuple[str, str], float] | None = None) -> dict[tuple[str, str], float]:
        inputs = {self._key(at): value for at, value in (changed or {}).items()}
        found = {}
        for key, result in self._model.calculate(inputs=inputs or None).items():
            match = re.fullmatch(r"'\[.*\](.*)'!([A-Z]+[0-9]+)", str(key))
            if match:
                found[match[1], match[2]] = result.value[0, 0]
        return found

    def _key(self, at: tuple[str, str]) -> str:
        return f"'[{self._name}]{at[0].upper()}'!{at[1]}"
