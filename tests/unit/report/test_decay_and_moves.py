"""Deposits that emit for years, and fuel moved between sectors: tables, workbook and explanations."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from cityghg.inventory.explain import explain
from cityghg.report.excel import workbook
from cityghg.report.result import Result
from cityghg.report.tables import inventory_table
from support import entry, value, write_library
from workbooks import Recalculated, live, read, without_values

ROWS = [
    "润州区,2018,,生活垃圾填埋量,5,万吨,",
    "润州区,2019,,生活垃圾填埋量,6,万吨,",
    "京口区,2018,,生活垃圾填埋量,1,万吨,",
    "京口区,2019,,生活垃圾填埋量,NO,万吨,",
    "润州区,2020,工业,汽油,40,吨,",
    "京口区,2020,交通运输,汽油,10,吨,",
]
DECAY = {
    "kind": "series",
    "gas": "CH4",
    "formula": "amount * potential * (1 - exp(-rate * one_year)) * exp(-rate * (age - one_year))",
    "parameters": {"potential": "tCH4/unit", "rate": "1/a"},
}
MOVE = {"source": "gasoline", "sector": "industry", "to": "transport.road", "share": value(0.95, "1")}
ROAD = {"id": "road", "title": {"zh": "道路燃料", "en": "road fuel"}, "moves": [MOVE]}


@pytest.fixture(scope="module")
def city(compiled: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Result:
    landfill = entry("msw_landfilled", "decay", potential=value(0.08, "tCH4/t"), rate=value(0.1, "1/a"))
    folder = write_library(tmp_path_factory.mktemp("own"), landfill, methods={"decay": DECAY})
    (folder / "reallocation.yaml").write_text(yaml.safe_dump({"reallocations": [ROAD]}), encoding="utf-8")
    return compiled(*ROWS, factors=(str(folder),), reallocation=("road",))


def test_each_deposit_has_a_row_of_its_own_that_names_its_year(city: Result) -> None:
    rows = inventory_table(city, "en").frame
    found = rows[(rows["source"] == "msw_landfilled") & (rows["area"] == "321111")]
    assert found["year"].tolist() == [2020, 2020]
    assert found["deposit_year"].tolist() == [2018, 2019]
    # 50 000 t x 0.08 x (1 - e^-0.1) x e^-0.1;  60 000 t x 0.08 x (1 - e^-0.1)
    first = 0.08 * (1 - math.exp(-0.1))
    assert found["mass_t"].tolist() == pytest.approx([50_000 * first * math.exp(-0.1), 60_000 * first])


def test_the_city_adds_up_the_deposits_of_its_districts(city: Result) -> None:
    rows = city.table[(city.table["source"] == "msw_landfilled") & (city.table["gas"] == "CH4")]
    of_city, of_districts = (
        rows[(rows["area"] == "321100") == whole]["mass_t"].sum() for whole in (True, False)
    )
    assert of_city == pytest.approx(of_districts)


def test_moved_fuel_stands_in_its_new_sector(city: Result) -> None:
    rows = city.table[(city.table["source"] == "gasoline") & (city.table["gas"] == "CO2")]
    amounts = rows[rows["area"] == "321111"].set_index("sector")["amount"].to_dict()
    assert amounts == {"industry": pytest.approx(2), "transport.road": pytest.approx(38)}
    assert rows[rows["area"] == "321100"]["amount"].sum() == pytest.approx(50)


def test_both_are_explained_down_to_their_cells(city: Result) -> None:
    lines = [line for line in city.lines if line.figure.key.area == "321111"]
    aged = next(line for line in lines if line.figure.deposited == 2018 and line.gas == "CH4")
    told = explain(aged, city.activity, city.world.sources)
    assert "exp(-0.1 × (2 - 1))" in told.working.replace("(-0.1)", "-0.1")
    assert [cell.amount for cell in told.cells] == ["5"]
    road = next(line for line in lines if line.figure.key.sector == "transport.road" and line.gas == "CO2")
    told = explain(road, city.activity, city.world.sources)
    assert [(m.sector, float(m.share)) for m in told.moved] == [("industry", 0.95)]
    assert [(cell.amount, cell.sector) for cell in told.cells] == [("40", "industry")]


def test_the_workbook_recalculates(city: Result, tmp_path: Path) -> None:
    path = tmp_path / "inventory.xlsx"
    workbook.write(city, path, "zh")
    written, found = read(path), Recalculated(without_values(path, tmp_path)).values()
    assert [at for at in live(path) if not math.isclose(written[at], float(found[at]), rel_tol=1e-9)] == []
    assert "填埋年份" in {str(cell) for cell in written.values()}
