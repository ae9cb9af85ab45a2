"""Another program works the formulas out anew, from a workbook without computed values."""

import math
from pathlib import Path

import pytest

from cityghg.report.excel import workbook
from cityghg.report.result import Result
from workbooks import Recalculated, live, read, without_values


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
