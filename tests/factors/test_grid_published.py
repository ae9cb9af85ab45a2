"""The electricity factors against figures of the published announcements, read plainly from the YAML."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from support import plain

GRID = Path(__file__).parents[2] / "factors" / "cn-grid" / "2025.1"
PUBLISHED_YEARS = (2021, 2022, 2023)
GRID_REGIONS = 7
PROVINCES_WITH_A_FACTOR = 30


def electricity_values() -> list[dict[str, Any]]:
    library = plain(GRID / "electricity.yaml")
    entry = next(item for item in library["factors"] if item["id"] == "electricity.values")
    return list(entry["parameters"]["emission_factor"])


def years_of(value: dict[str, Any]) -> list[int]:
    if "year" in value:
        return [value["year"]]
    first, last = value["valid"]
    return list(range(first, last + 1))


@pytest.mark.parametrize(
    ("region", "year", "variant", "tco2_per_mwh"),
    [
        # MEE and NBS announcement No. 47 of 2025: tables 1, 2, 3, 4 and 5
        ("100000", 2023, None, 0.5306),
        ("grid:华东", 2023, None, 0.5500),
        ("grid:西南", 2023, None, 0.2472),
        ("510000", 2023, None, 0.1564),
        ("100000", 2023, "excluding_market", 0.6096),
        ("100000", 2023, "fossil", 0.8273),
        # MEE and NBS announcement No. 33 of 2024
        ("100000", 2022, None, 0.5366),
        ("440000", 2022, None, 0.4403),
        ("100000", 2022, "excluding_market", 0.5856),
        # MEE and NBS announcement No. 12 of 2024
        ("100000", 2021, None, 0.5568),
        ("grid:华北", 2021, None, 0.7120),
        ("340000", 2021, None, 0.7075),
        ("320000", 2021, None, 0.6451),
        # NDRC, regional grids of 2011 and 2012
        ("grid2010:华东", 2012, None, 0.7035),
        # MEE notices on enterprise reporting, a statistic of its own
        ("100000", 2021, "ets", 0.5810),
        ("100000", 2022, "ets", 0.5703),
    ],
)
def test_published_figure(region: str, year: int, variant: str | None, tco2_per_mwh: float) -> None:
    found = [
        value["value"]
        for value in electricity_values()
        if value["region"] == region and year in years_of(value) and value.get("variant") == variant
    ]
    assert found == [tco2_per_mwh]


def test_each_region_year_and_variant_occurs_once() -> None:
    keys = Counter(
        (value["region"], year, value.get("variant"))
        for value in electricity_values()
        for year in years_of(value)
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_value_is_plausible_and_has_a_source() -> None:
    library = plain(GRID / "library.yaml")
    for value in electricity_values():
        assert 0.05 <= value["value"] <= 1.3, value
        assert value["unit"] == "tCO2/MWh", value
        assert value["from"] in library["sources"], value


@pytest.mark.parametrize("year", PUBLISHED_YEARS)
def test_an_announcement_is_complete(year: int) -> None:
    regions = [v["region"] for v in electricity_values() if v.get("year") == year and "variant" not in v]
    assert sum(region.startswith("grid:") for region in regions) == GRID_REGIONS
    assert sum(region.isdigit() and region != "100000" for region in regions) == PROVINCES_WITH_A_FACTOR
    assert regions.count("100000") == 1


def test_tibet_is_a_gap_and_not_a_guess() -> None:
    assert "540000" not in {value["region"] for value in electricity_values()}


def test_margins_of_cdm_projects_are_not_taken_for_averages() -> None:
    operating_margins = {0.9419, 1.0826, 0.7921, 0.8587, 0.8922, 0.8042}
    assert operating_margins.isdisjoint(value["value"] for value in electricity_values())
