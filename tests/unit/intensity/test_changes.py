"""Series of districts that were split or merged."""

import pandas as pd
import pytest

from cityghg.codes import load_areas
from cityghg.intensity.assess import Material, assess
from cityghg.intensity.changes import AreaChange, usable
from cityghg.intensity.reading.indicators import FRAME

OLD, OTHER, NEW, BASIS = "321102", "321111", "321112", "as_reported"


def table(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, int, float, float]], *changes: AreaChange
) -> pd.DataFrame:
    monkeypatch.setattr("cityghg.intensity.assess.FURTHER", {})
    frame = pd.DataFrame(rows, columns=["area", "year", "co2e_t", "gdp_10k_yuan"])
    totals = frame[["area", "year", "co2e_t"]].assign(basis=BASIS, missing=0)
    stated = frame.drop(columns="co2e_t").assign(gdp_prices="2020").reindex(columns=list(FRAME))
    made = Material(
        totals=totals, incomplete=(), indicators=stated, targets=None, areas=load_areas(), basis=BASIS,
        tolerance_pct=1, changes=changes,
    )  # fmt: skip
    return assess(made)[0]["intensity"].set_index(["area", "year"])


def test_a_merger_adds_the_parts_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """2017: 100 + 50 = 150 t over 10 + 10; 2018: 120 t over 20, so D = 1 - 6/7.5 = 20 %."""
    rows = [(OLD, 2017, 100.0, 10.0), (OTHER, 2017, 50.0, 10.0), (NEW, 2018, 120.0, 20.0)]
    merged = [AreaChange(old=old, new=NEW, year=2018) for old in (OLD, OTHER)]
    found = table(monkeypatch, rows, *merged)
    assert found.loc[(NEW, 2017), ["emissions_t", "gdp_10k_yuan"]].tolist() == [150.0, 20.0]
    assert found.loc[(NEW, 2018), "annual_change_pct"] == pytest.approx(20)
    assert found.loc[(OLD, 2017), "emissions_t"] == 100.0


def test_a_split_takes_its_share_beside_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 % of 100 t and of 10 beside 40 t and 4 of its own: 100 t over 10 in 2017."""
    rows = [(OLD, 2017, 100.0, 10.0), (NEW, 2017, 40.0, 4.0), (NEW, 2018, 90.0, 10.0)]
    found = table(monkeypatch, rows, AreaChange(old=OLD, new=NEW, year=2018, share_pct=60.0))
    assert found.loc[(NEW, 2017), ["emissions_t", "gdp_10k_yuan"]].tolist() == [100.0, 10.0]
    assert found.loc[(NEW, 2018), "annual_change_pct"] == pytest.approx(10)


def test_a_part_without_its_year_gives_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(OLD, 2017, 100.0, 10.0), (NEW, 2018, 120.0, 20.0)]
    merged = [AreaChange(old=old, new=NEW, year=2018) for old in (OLD, OTHER)]
    assert (NEW, 2017) not in table(monkeypatch, rows, *merged).index


def test_an_area_that_is_not_known_is_told() -> None:
    kept, problems = usable([AreaChange(old="999999", new=NEW, year=2018)], load_areas())
    assert kept == []
    assert [one.code for one in problems] == ["change_area_unknown"]


def told(rows: list[tuple[str, int, float | None, float | None]], *changes: AreaChange) -> dict[str, str]:
    frame = pd.DataFrame(rows, columns=["area", "year", "co2e_t", "gdp_10k_yuan"])
    totals = frame.loc[frame["co2e_t"].notna(), ["area", "year", "co2e_t"]].assign(basis=BASIS, missing=0)
    stated = frame.drop(columns="co2e_t").assign(gdp_prices="2020").reindex(columns=list(FRAME))
    made = Material(
        totals=totals, incomplete=(), indicators=stated, targets=None, areas=load_areas(), basis=BASIS,
        tolerance_pct=1, changes=changes,
    )  # fmt: skip
    wanted = ("change_part", "area_appears", "area_vanishes")
    return {one.code: one.text("en") for one in assess(made, ())[1] if one.code.startswith(wanted)}


def test_a_district_that_appears_or_vanishes_is_named_with_its_years() -> None:
    """321102 ends in 2018, 321112 begins in 2019; 321111 has all years, so nothing is said of it."""
    rows = [(OTHER, year, 10.0, 10.0) for year in range(2017, 2021)]
    rows += [
        (OLD, 2017, 10.0, 10.0),
        (OLD, 2018, 10.0, 10.0),
        (NEW, 2019, 10.0, 10.0),
        (NEW, 2020, 9.0, 10.0),
    ]
    found = told(rows)
    assert set(found) == {"area_appears", "area_vanishes"}
    assert "begins in 2019" in found["area_appears"] and "2017, 2018" in found["area_appears"]
    assert "ends in 2018" in found["area_vanishes"] and "2019, 2020" in found["area_vanishes"]
    assert told(rows, AreaChange(old=OLD, new=NEW, year=2019)) == {}


def test_a_part_that_lacks_a_year_is_named() -> None:
    """Of the two parts one has no 2017; the own row of the new area then is not taken for the whole."""
    rows = [(OLD, 2017, 100.0, 10.0), (NEW, 2017, 40.0, 4.0), (OLD, 2018, 100.0, 10.0)]
    rows += [(OTHER, 2018, 50.0, None), (NEW, 2018, 40.0, 4.0), (NEW, 2019, 190.0, 24.0)]
    merged = [AreaChange(old=old, new=NEW, year=2019) for old in (OLD, OTHER)]
    found = told(rows, *merged)
    assert set(found) >= {"change_part_without_emissions", "change_part_without_gdp"}
    name = load_areas()[OTHER].name
    assert (
        f"2017 cannot be restated for its present borders; its part {name}"
        in (found["change_part_without_emissions"])
    )
    assert "GDP of 2017, 2018" in found["change_part_without_gdp"]


def test_a_year_that_cannot_be_restated_has_no_intensity(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(OLD, 2017, 100.0, 10.0), (NEW, 2017, 40.0, 4.0), (NEW, 2018, 190.0, 24.0)]
    merged = [AreaChange(old=old, new=NEW, year=2018) for old in (OLD, OTHER)]
    found = table(monkeypatch, rows, *merged)
    assert pd.isna(found.loc[(NEW, 2017), "intensity_t_per_10k_yuan"])
    assert found.loc[(OLD, 2017), "intensity_t_per_10k_yuan"] == 10
