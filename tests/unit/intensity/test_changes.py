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
