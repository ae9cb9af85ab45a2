"""Another program works the formulas out anew, from a workbook without computed values."""

import math
import re
import zipfile
from pathlib import Path
from typing import Any

import formulas
import openpyxl
import pytest

from cityghg.report.excel import workbook
from cityghg.report.result import Result

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


@pytest.fixture(scope="module")
def anew(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    return Recalculated(without_values(book, tmp_path_factory.mktemp("bare")))


def test_every_formula_comes_to_the_value_written_beside_it(book: Path, anew: Recalculated) -> None:
    written, found = read(book), anew.values()
    cells = live(book)
    wrong = [
        (at, written[at], found.get(at))
        for at in cells
        if at not in found or not math.isclose(written[at], float(found[at]), rel_tol=1e-9, abs_tol=1e-12)
    ]
    assert wrong == []
    assert {sheet for sheet, _ in cells} == {"汇总", "分地区", "明细"}
    assert len(cells) > 300


def test_a_changed_amount_reaches_the_city(book: Path, anew: Recalculated, city: Result) -> None:
    cells = read(book)
    numbers = [at[1][1:] for at, value in cells.items() if (at[0], at[1][:1], value) == ("明细", "A", "=1+1")]
    row = next(n for n in numbers if (cells["明细", f"D{n}"], cells["明细", f"E{n}"]) == ("柴油", "CO2"))
    after = anew.values({("明细", f"F{row}"): 2 * cells["明细", f"F{row}"]})
    mass = city.table.query("area == 'town-a' and source == 'diesel' and gas == 'CO2'")["mass_t"].item()
    total = next(at for at, value in cells.items() if value == "交通运输")[1].replace("C", "D")
    assert after["汇总", total] - cells["汇总", total] == pytest.approx(mass / 10000)


def test_the_english_workbook_has_the_same_formulas(city: Result, book: Path, tmp_path: Path) -> None:
    workbook.write(city, tmp_path / "en.xlsx", "en")
    assert [cell for _, cell in live(tmp_path / "en.xlsx")] == [cell for _, cell in live(book)]
