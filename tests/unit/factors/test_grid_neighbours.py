"""Grid factors beside each other, and slips made to the published ones."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cityghg.base.problems import Problem
from cityghg.codes import load_sectors, load_sources
from cityghg.factors import load
from cityghg.factors.checks.electricity import (
    changes_from_year_to_year,
    numbers_copied_to_the_next_year,
    provinces_beside_what_they_are_part_of,
    wholes_beside_their_parts,
)
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import Entry, Given, Library
from support import codes, entry, load_and_check, shipped_library, value, write_library

CHECKS = (
    changes_from_year_to_year,
    numbers_copied_to_the_next_year,
    provinces_beside_what_they_are_part_of,
    wholes_beside_their_parts,
)
EAST, JIANGSU, SHANGHAI, ZHEJIANG, ANHUI = "grid:华东", "320000", "310000", "330000", "340000"


def found(folder: Path, *values: dict[str, Any]) -> list[Problem]:
    """Return what is said of grid factors by the checks of neighbours."""
    place = write_library(folder, entry("electricity", emission_factor=list(values)))
    library, problems = load_and_check(place)
    assert library is not None
    return [p for p in problems if p.code.startswith("grid_factor")]


def grid(number: float, region: str, year: int, **more: Any) -> dict[str, Any]:
    return value(number, "tCO2/MWh", region=region, year=year, **more)


def test_a_large_step_from_one_year_to_the_next_is_told_at_the_later_one(tmp_path: Path) -> None:
    [said] = found(tmp_path, grid(0.65, JIANGSU, 2021), grid(0.45, JIANGSU, 2022))
    assert (said.code, dict(said.values)["change"]) == ("grid_factor_jumps", "-31")
    assert dict(said.values)["where"] == "320000 2022"


@pytest.mark.parametrize(
    ("before", "after"),
    [(0.65, 0.52), (0.10, 0.14), (0, 0.6)],
    ids=["within the share", "within the amount, as of hydropower", "from nothing"],
)
def test_a_step_within_either_limit_is_not_told(tmp_path: Path, before: float, after: float) -> None:
    assert found(tmp_path, grid(before, JIANGSU, 2021), grid(after, JIANGSU, 2022)) == []


def test_steps_are_only_between_neighbouring_years_of_a_region_and_variant(tmp_path: Path) -> None:
    values = [
        grid(0.9, JIANGSU, 2018),
        grid(0.6, JIANGSU, 2021),
        grid(0.9, JIANGSU, 2020, variant="fossil"),
        grid(0.9, ZHEJIANG, 2020),
    ]
    assert found(tmp_path, *values) == []


def test_the_same_number_as_the_year_before_is_told(tmp_path: Path) -> None:
    said = found(tmp_path, grid(0.5978, JIANGSU, 2021), grid(0.5978, JIANGSU, 2022))
    assert codes(said) == ["grid_factor_copied"]


def test_a_range_of_years_neighbours_the_year_after_it(tmp_path: Path) -> None:
    first = value(0.6101, "tCO2/MWh", region="100000", valid=[2015, 2020])
    assert codes(found(tmp_path, first, grid(0.6101, "100000", 2021))) == ["grid_factor_copied"]


def test_a_province_is_compared_with_its_grid_region(tmp_path: Path) -> None:
    [said] = found(tmp_path, grid(0.5617, EAST, 2022), grid(0.05978, JIANGSU, 2022))
    assert (said.code, dict(said.values)["quotient"]) == ("grid_factor_far_from_whole", "0.11")


def test_without_its_region_a_province_is_compared_with_the_nation(tmp_path: Path) -> None:
    said = found(tmp_path, grid(0.5366, "100000", 2022), grid(1.2, JIANGSU, 2022))
    assert [dict(p.values)["at"] for p in said] == ["100000 2022"]


def test_a_region_lies_between_its_provinces(tmp_path: Path) -> None:
    parts = [grid(n, p, 2022) for n, p in ((0.58, SHANGHAI), (0.6, JIANGSU), (0.52, ZHEJIANG), (0.68, ANHUI))]
    assert found(tmp_path / "inside", *parts, grid(0.56, EAST, 2022)) == []
    said = found(tmp_path / "outside", *parts, grid(0.79, EAST, 2022))
    assert codes(said) == ["grid_factor_not_between"]


def test_a_region_without_most_of_its_provinces_is_left_alone(tmp_path: Path) -> None:
    parts = [grid(0.58, SHANGHAI, 2022), grid(0.6, JIANGSU, 2022)]
    assert found(tmp_path, *parts, grid(0.79, EAST, 2022)) == []


def test_a_doubt_is_answered_by_the_value_it_falls_on(tmp_path: Path) -> None:
    first, second = grid(0.65, JIANGSU, 2021), grid(0.45, JIANGSU, 2022)
    assert found(tmp_path / "a", first, {**second, "acknowledged": "new wind farms"}) == []
    assert len(found(tmp_path / "b", {**first, "acknowledged": "new wind farms"}, second)) == 1


def published() -> tuple[Library, list[tuple[int, Given]]]:
    """Return the newest grid library, and the values of its first factor that have a year."""
    library = shipped_library([name for name in load.available() if name.startswith("cn-grid@")][-1])
    values = enumerate(library.entries[0].values["emission_factor"])
    return library, [(i, given) for i, given in values if given.value.year in (2022, 2023)]


def with_slip(library: Library, index: int, number: float) -> Library:
    """Return the library with one of its values changed."""
    first = library.entries[0]
    values = list(first.values["emission_factor"])
    slipped = values[index].value.model_copy(update={"value": number})
    values[index] = replace(values[index], value=slipped)
    changed = Entry(first.factor, first.place, {**first.values, "emission_factor": tuple(values)})
    return replace(library, entries=(changed, *library.entries[1:]))


def doubts(library: Library) -> Iterator[str]:
    checked = Checked(library, load_sources(), load_sectors())
    return (problem.code for each in CHECKS for _, problem in each(checked))


def test_published_factors_raise_no_doubt() -> None:
    library, _ = published()
    assert list(doubts(library)) == []


@pytest.mark.parametrize("slip", ["ten times", "a tenth", "year before"])
def test_each_slip_of_its_kind_in_the_published_factors_is_told(slip: str) -> None:
    library, values = published()
    before = {(g.value.region, g.value.variant, g.value.year): g.value.value for _, g in values}
    for index, given in values:
        value = given.value
        if value.year == 2022 and slip == "year before":
            continue
        earlier = before.get((value.region, value.variant, (value.year or 0) - 1), 0)
        number = {"ten times": value.value * 10, "a tenth": value.value / 10, "year before": earlier}[slip]
        assert list(doubts(with_slip(library, index, number))), given.place
