"""What there is beside a case that has no value: years, areas, sectors, variants."""

from pathlib import Path
from typing import Any

import pytest

from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.factors.candidates import Codes
from cityghg.factors.known import Known, known_for
from cityghg.factors.load import Library
from cityghg.units import load_units
from support import entry, library, query, shipped_library, value

CODES = Codes(load_sources(), load_sectors(), load_areas(), load_units())


def diesel(folder: Path, *values: dict[str, Any], id: str = "lib") -> Library:  # noqa: A002
    return library(folder, entry("diesel", emission_factor=list(values)), id=id)


def known(*stack: Library, **case: Any) -> Known:
    return known_for(stack, CODES, query(**case), "emission_factor", "tCO2/unit")


def test_years_before_the_first_and_between_others(tmp_path: Path) -> None:
    stack = diesel(tmp_path, value(1, valid=[2018, 2020]), value(2, year=2021), value(3, year=2023))
    found = known(stack, year=2015)
    assert (found.years, found.first_year, found.last_year) == (((2018, 2021), (2023, 2023)), 2018, 2023)
    words = found.words(CODES)
    assert words is not None
    assert (words.zh, words.en) == (
        "已有 2018—2021、2023 年的数值",
        "there are values for 2018-2021, 2023",
    )


def test_areas_that_have_a_value(tmp_path: Path) -> None:
    stack = diesel(tmp_path, value(1, region="310000"), value(2, region="grid:华北", year=2020))
    found = known(stack)
    assert (found.years, found.regions) == ((), ("310000", "grid:华北"))
    words = found.words(CODES)
    assert words is not None and words.zh == "只有以下地区的数值：上海市、grid:华北"


def test_sectors_that_have_a_value(tmp_path: Path) -> None:
    found = known(diesel(tmp_path, value(1, sector="transport"), value(2, sector="agriculture")))
    words = found.words(CODES)
    assert found.sectors == ("agriculture", "transport")
    assert words is not None and words.en.startswith("there are values only for the sectors Agriculture")


def test_variants_that_have_a_value(tmp_path: Path) -> None:
    assert known(diesel(tmp_path, value(1, variant="fossil"))).variants == ("fossil",)


def test_the_years_of_the_whole_stack_are_told(tmp_path: Path) -> None:
    one = diesel(tmp_path / "a", value(1, year=2010), id="one")
    two = diesel(tmp_path / "b", value(1, year=2011), id="two")
    assert known(one, two, year=2000).years == ((2010, 2011),)


def test_values_of_another_gas_are_no_help(tmp_path: Path) -> None:
    method = {
        "gas": "CH4",
        "formula": "amount * emission_factor",
        "parameters": {"emission_factor": "tCH4/unit"},
    }
    other = library(tmp_path, entry("diesel", emission_factor=value(1, "tCH4/t")), methods={"direct": method})
    assert known(other) == Known()
    assert known(other).words(CODES) is None


def test_many_names_are_cut_short(tmp_path: Path) -> None:
    regions = ["110000", "120000", "130000", "140000", "210000", "220000", "310000"]
    words = known(diesel(tmp_path, *(value(1, region=r) for r in regions))).words(CODES)
    assert words is not None
    assert words.zh.endswith("辽宁省等 7 个") and words.en.endswith(" and 2 more")


@pytest.mark.parametrize(("year", "first"), [(2000, 2012), (2016, 2012)])
def test_published_grid_factors_of_a_district(year: int, first: int) -> None:
    grid = shipped_library("cn-grid@2025.1")
    found = known_for([grid], CODES, query("electricity", year=year), "emission_factor", "tCO2/MWh")
    assert (found.first_year, found.last_year) == (first, 2023)
    assert (2021, 2023) in found.years
