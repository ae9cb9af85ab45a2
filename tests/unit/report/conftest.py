"""A small city with everything a workbook must show: towns, a residual, netted trade, gaps, a memo item."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cityghg.pipeline import Request, compile_inventory
from cityghg.project import Opened, Project
from cityghg.report.excel import workbook
from cityghg.report.result import Result

HEAD = "地区,年份,部门,能源品种,消费量,单位,调入调出地区"
TOWNS = [
    {"id": "town-a", "name": "=1+1", "kind": "town", "parent": "321102"},
    {"id": "town-b", "name": "乙镇", "kind": "town", "parent": "321102"},
]
ROWS = [
    "=1+1,2020,工业,烟煤,100,吨,",
    "=1+1,2020,交通运输,柴油,20,吨,",
    "乙镇,2020,交通运输,柴油,30,吨,",
    "乙镇,2020,工业,无烟煤,7,吨,",
    "京口区,2020,工业,原煤,150,吨,",
    "京口区,2020,,调入电力,100,万千瓦时,",
    "润州区,2020,工业,烟煤,80,吨,",
    "润州区,2020,工业,木柴,5,吨,",
    "润州区,2020,,调入电力,10,万千瓦时,321102",
    "润州区,2020,,调出电力,4,万千瓦时,320100",
    "润州区,2020,居民生活,天然气,NE,万立方米,",
    "镇江市,2020,工业,原煤,900,吨,",
    "镇江市,2020,国际航空,煤油,9,吨,",
    "镇江市,2020,,调入电力,150,万千瓦时,",
]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Result]:
    """Compile rows of a tidy table for 镇江市, with further libraries in front and reallocation tables."""

    def run(*rows: str, factors: tuple[str, ...] = (), reallocation: tuple[str, ...] = ()) -> Result:
        path = tmp_path_factory.mktemp("city") / "@活动.csv"
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        project = Project(city="321100", units=TOWNS, reallocation=reallocation)
        return compile_inventory(Request(Opened(project, path.parent), [(path, path.name)], factors))

    return run


@pytest.fixture(scope="session")
def city(compiled: Callable[..., Result]) -> Result:
    return compiled(*ROWS)


@pytest.fixture(scope="session")
def book(city: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Chinese workbook of the city."""
    path = tmp_path_factory.mktemp("book") / "inventory.xlsx"
    workbook.write(city, path, "zh")
    return path
