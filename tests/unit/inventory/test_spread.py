"""Amounts that emit in several categories, or in the years after they were deposited."""

from math import exp
from pathlib import Path
from typing import Any

import pytest

from cityghg.base.problems import Problem
from cityghg.codes import load_sectors, load_sources
from cityghg.factors.load import Library
from cityghg.inventory.account import Accountant
from cityghg.inventory.figures import Figure
from cityghg.inventory.masses import Line
from cityghg.inventory.spread import over_categories
from support import DANTU, JINGKOU, codes, entry, figure, library, resolver, value

DECAY = {
    "kind": "series",
    "gas": "CH4",
    "formula": "amount * potential * (1 - exp(-rate * one_year)) * exp(-rate * (age - one_year))",
    "parameters": {"potential": "tCH4/unit", "rate": "1/a"},
}
RATE = 0.1


@pytest.fixture(scope="module")
def landfill(tmp_path_factory: pytest.TempPathFactory) -> Library:
    factors: list[dict[str, Any]] = [
        entry("msw_landfilled", "decay", potential=value(0.08, "tCH4/t"), rate=value(RATE, "1/a")),
        entry("lime", "direct", emission_factor=value(0.7)),
    ]
    methods = {"decay": DECAY, "direct": {"gas": "CO2", "formula": "amount * emission_factor",
                                          "parameters": {"emission_factor": "tCO2/unit"}}}  # fmt: skip
    return library(tmp_path_factory.mktemp("landfill"), *factors, methods=methods)


def accounted(library: Library, *figures: Figure) -> tuple[list[Line], list[Problem]]:
    lines, problems = Accountant(resolver(library), load_sources(), load_sectors()).account(figures)
    return [
        line for line in lines if line.gas == "CH4" and line.figure.key.source == "msw_landfilled"
    ], problems


def deposit(year: int, amount: float | None = 1000, **more: Any) -> Figure:
    return figure("msw_landfilled", amount, year=year, sector="waste.landfill", **more)


def lime(year: int) -> Figure:
    return figure("lime", 1, year=year, sector="process.lime")


def test_a_deposit_emits_in_each_later_year_of_the_inventory(landfill: Library) -> None:
    lines, _ = accounted(landfill, deposit(2018), deposit(2019), deposit(2020), lime(2019), lime(2020))
    found = {(line.figure.deposited, line.figure.key.year): line.mass_t for line in lines}
    # 1000 t x 0.08 t/t = 80 tCH4 in all: 80 x (1 - e^-0.1) a year later, then e^-0.1 of that
    first = 80 * (1 - exp(-RATE))
    assert found == {
        (2018, 2019): pytest.approx(first),
        (2018, 2020): pytest.approx(first * exp(-RATE)),
        (2019, 2020): pytest.approx(first),
    }


def test_without_other_data_the_years_are_those_of_the_deposits(landfill: Library) -> None:
    lines, _ = accounted(landfill, deposit(2018), deposit(2019), deposit(2020))
    assert {line.figure.key.year for line in lines} == {2018, 2019, 2020}


def test_the_year_of_the_first_deposit_is_not_estimated_rather_than_nothing(landfill: Library) -> None:
    lines, problems = accounted(landfill, deposit(2020), lime(2020))
    assert [(line.figure.key.year, line.notation, line.mass_t) for line in lines] == [(2020, "NE", None)]
    assert codes(problems) == ["deposits_begin"]


def test_doubling_one_deposit_doubles_what_comes_of_it_alone(landfill: Library) -> None:
    one, _ = accounted(landfill, deposit(2018), deposit(2019), lime(2020))
    two, _ = accounted(landfill, deposit(2018, 2000), deposit(2019), lime(2020))
    assert [b.mass_t / a.mass_t for a, b in zip(one, two, strict=True) if a.mass_t and b.mass_t] == [2, 1]


def test_a_year_without_a_word_on_its_deposit_is_an_error(landfill: Library) -> None:
    _, problems = accounted(landfill, deposit(2014), deposit(2015), deposit(2017), lime(2020))
    missing = next(p for p in problems if p.code == "deposits_missing")
    assert "2016, 2018-2019" in missing.text("en")
    assert "deposits_begin" in codes(problems)


def test_the_deposit_of_the_year_itself_is_not_needed(landfill: Library) -> None:
    _, problems = accounted(landfill, deposit(2018), deposit(2019), lime(2020))
    assert codes(problems) == ["deposits_begin"]


def test_a_year_of_nothing_is_no_gap_and_an_unknown_one_stays_unknown(landfill: Library) -> None:
    lines, problems = accounted(
        landfill,
        deposit(2017),
        deposit(2018, None, notation="NO"),
        deposit(2019, None, notation="NE"),
        lime(2020),
    )
    assert codes(problems) == ["deposits_begin"]
    assert {line.figure.deposited: line.notation for line in lines} == {2017: "", 2018: "NO", 2019: "NE"}


def test_areas_have_deposits_of_their_own(landfill: Library) -> None:
    _, problems = accounted(landfill, deposit(2018), deposit(2019, area=JINGKOU), lime(2020))
    missing = [p for p in problems if p.code == "deposits_missing"]
    assert len(missing) == 1
    assert "2019" in missing[0].text("en")


def test_a_figure_stands_in_each_category_of_its_source() -> None:
    cattle = figure("dairy_cattle", 10, sector="livestock")
    placed = over_categories([cattle, lime(2020)], load_sources())
    assert [f.key.sector for f in placed] == ["livestock.enteric", "livestock.manure", "process.lime"]
    assert [f.amount for f in placed[:2]] == [cattle.amount, cattle.amount]
    assert placed[0].terms == ((1, cattle),)


def test_a_figure_of_one_category_stays_in_it() -> None:
    manure = figure("dairy_cattle", 10, sector="livestock.manure")
    assert over_categories([manure], load_sources()) == [manure]


def test_a_companion_is_asked_for(tmp_path: Path) -> None:
    iron = {**entry("pig_iron_in_steelmaking", emission_factor=value(0.1)), "requires": ["steel_product"]}
    steel = entry("steel_product", emission_factor=value(0.01))
    by = library(tmp_path, iron, steel)
    accountant = Accountant(resolver(by), load_sources(), load_sectors())
    used = [figure("pig_iron_in_steelmaking", 5, year=y, sector="process.steel") for y in (2019, 2020)]
    made = figure("steel_product", None, year=2019, sector="process.steel", notation="NO")
    _, problems = accountant.account([*used, made])
    assert codes(problems) == ["companion_missing"]
    assert "2020" in problems[0].text("en")
    assert "2019" not in problems[0].text("en")
    elsewhere = figure("steel_product", 5, area=JINGKOU, sector="process.steel")
    assert codes(accountant.account([used[1], elsewhere])[1]) == ["companion_missing"]
    assert DANTU != JINGKOU
