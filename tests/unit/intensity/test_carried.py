"""A base year whose electricity factor is of another year."""

from dataclasses import replace

import pandas as pd
import pytest

from cityghg.codes import load_areas
from cityghg.intensity.assess import Material, assess
from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.targets.read import FRAME as TARGETS

AREA, OTHER, BASIS = "321112", "321111", "energy_co2_with_electricity"


@pytest.fixture
def material() -> Material:
    keys = [(area, year) for area in (AREA, OTHER) for year in (2020, 2021)]
    totals = pd.DataFrame(keys, columns=["area", "year"]).assign(
        basis=BASIS, co2e_t=[100.0, 90.0, 100.0, 80.0], missing=0
    )
    gdp = totals[["area", "year"]].assign(gdp_10k_yuan=[10.0, 11.0, 10.0, 11.0], gdp_prices="2020")
    inventory = totals[["area", "year", "co2e_t"]].assign(
        memo_kind="trade",
        source="electricity_import",
        carried_from=[2018, None, None, None],
        ipcc="",
        scope="memo",
        gas="CO2",
        notation="",
        amount=1.0,
        energy_tce=1.0,
        sector="supply",
        counterpart="",
        provenance="own",
    )
    aims = pd.DataFrame(
        [
            {
                "area": area,
                "indicator": "intensity",
                "base_year": 2020,
                "target_year": 2025,
                "target_decline_pct": 18,
            }
            for area in (AREA, OTHER)
        ]
    ).reindex(columns=list(TARGETS))
    return Material(
        totals=totals, incomplete=(), indicators=gdp.reindex(columns=list(FRAME)), targets=aims,
        areas=load_areas(), basis=BASIS, tolerance_pct=1, base_year=2020, inventory=inventory,
    )  # fmt: skip


def codes(problems: list[object]) -> set[str]:
    return {str(getattr(one, "code", "")) for one in problems if "carried" in str(getattr(one, "code", ""))}


def test_the_area_is_not_assessed_and_every_other_is(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cityghg.intensity.assess.FURTHER", {})
    tables, problems = assess(material)
    assert codes(list(problems)) == {"base_factor_carried"}
    progress = tables["intensity"].set_index(["area", "year"])["progress_pct"]
    assert pd.isna(progress[AREA, 2021])
    assert progress[OTHER, 2021] > 0
    assert tables["intensity"]["cumulative_decline_pct"].notna().all()


def test_it_may_be_accepted(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cityghg.intensity.assess.FURTHER", {})
    tables, problems = assess(replace(material, accept_carried_factor=True))
    assert codes(list(problems)) == {"base_factor_carried_accepted"}
    assert tables["intensity"]["progress_pct"].notna().all()


def test_a_basis_without_electricity_is_no_matter(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cityghg.intensity.assess.FURTHER", {})
    totals = material.totals.assign(basis="energy_co2")
    _, problems = assess(replace(material, totals=totals, basis="energy_co2"))
    assert codes(list(problems)) == set()
