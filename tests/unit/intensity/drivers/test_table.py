"""The table of drivers: which model, which spans, sectors, sources and areas within, and that all adds up."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from cityghg.codes import Areas, load_areas, load_sectors
from cityghg.intensity.drivers.cells import cells
from cityghg.intensity.drivers.models import load_models
from cityghg.intensity.drivers.rows import COLUMNS
from cityghg.intensity.drivers.table import drivers_table

from .conftest import AREA, BASIS, electricity, fuel, stated

Make = Callable[..., Any]
CITY, OTHER = "321100", "321102"
KAYA = [
    stated(2020, 1000, 100, energy_tce=500, energy_basis="calorific", emissions_t=1000),
    stated(2021, 1210, 110, energy_tce=544.5, energy_basis="calorific", emissions_t=1034.55),
]


def effects(table: pd.DataFrame, **where: Any) -> dict[str, float]:
    """Return the effect of each driver of the one set of rows that `where` chooses."""
    chosen = table
    for column, wanted in where.items():
        chosen = chosen[chosen[column] == wanted]
    assert not chosen["driver"].duplicated().any()
    return dict(zip(chosen["driver"], chosen["effect_t"], strict=True))


def test_kaya_from_reported_emissions(material: Make, codes: Any) -> None:
    """Population and GDP per head each × 1.1, intensity 0.5 → 0.45, factor 2 → 1.9.

    1.1² · 0.9 · 0.95 = 1.03455; L = 34.55 / ln 1.03455; each effect is L times the logarithm of its ratio.
    """
    table, problems = drivers_table(*material(KAYA))
    assert codes(problems) == []
    mean = 34.55 / math.log(1.03455)
    expected = {"population": 1.1, "gdp_per_head": 1.1, "energy_intensity": 0.9, "emission_factor": 0.95}
    found = effects(table, span="yearly")
    assert found.pop("change") == pytest.approx(34.55, abs=1e-9)
    assert found == pytest.approx(
        {name: mean * math.log(ratio) for name, ratio in expected.items()}, abs=1e-6
    )
    rows = table[table["span"] == "yearly"].set_index("driver")
    assert rows["ratio"].to_dict() == pytest.approx({**expected, "change": 1.03455}, rel=1e-12)
    assert set(rows["model"]) == {"kaya"} and set(rows["energy_basis"]) == {"calorific"}
    assert rows.loc["change", "residual_t"] == 0
    assert rows["effect_pct"]["change"] == pytest.approx(3.455, rel=1e-12)


def test_columns_and_types(material: Make) -> None:
    for table in (drivers_table(*material(KAYA))[0], drivers_table(*material(KAYA[:1]))[0]):
        assert {name: str(kind) for name, kind in table.dtypes.items()} == COLUMNS


@pytest.mark.parametrize(
    ("left_out", "model"),
    [
        ({"energy_tce": None}, "per_head"),
        ({"population": None}, "kaya_without_population"),
        ({"population": None, "energy_tce": None}, "per_gdp"),
    ],
)
def test_a_model_of_what_there_is(material: Make, codes: Any, left_out: dict[str, Any], model: str) -> None:
    table, problems = drivers_table(*material([row | left_out for row in KAYA]))
    assert set(table["model"]) == {model}
    assert codes(problems) == (["drivers_no_population"] if "population" in left_out else [])
    assert effects(table, span="yearly")["change"] == pytest.approx(34.55, abs=1e-9)


def test_energy_on_two_bases_is_not_used(material: Make, codes: Any) -> None:
    given = [KAYA[0], KAYA[1] | {"energy_basis": "coal_equivalent"}]
    table, problems = drivers_table(*material(given))
    assert codes(problems) == ["drivers_energy_bases"]
    assert set(table["model"]) == {"per_head"}


def test_years_at_other_prices_are_linked_by_the_index_or_not_at_all(material: Make) -> None:
    """With index 110 GDP per head grows by 10 %, whatever the levels; without it nothing is compared."""
    second = stated(2021, 2000, 100, emissions_t=1100, gdp_prices="2015", gdp_index=110)
    first = stated(2020, 1000, 100, emissions_t=1000)
    table, _ = drivers_table(*material([first, second]))
    assert effects(table, span="period") == pytest.approx(
        {"population": 0, "gdp_per_head": 100, "emission_intensity": 0, "change": 100}, abs=1e-6
    )
    without, _ = drivers_table(*material([first, second | {"gdp_index": None}]))
    assert without.empty


ROWS = [
    fuel(2020, "industry.c30", "raw_coal", 60, 150),
    fuel(2020, "industry.c31", "diesel", 40, 80),
    fuel(2020, "residential.urban", "natural_gas", 20, 30),
    electricity(2020, 50, 300),
    fuel(2021, "industry.c30", "raw_coal", 45, 112.5),
    fuel(2021, "industry.c31", "natural_gas", 30, 45),
    fuel(2021, "agriculture", "diesel", 25, 50),
    fuel(2021, "residential.urban", "natural_gas", 30, 45),
    electricity(2021, 50, 250),
]
GDP = [stated(2020, 1000), stated(2021, 1000)]


def test_sectors_sources_and_electricity_factor(material: Make, codes: Any) -> None:
    """Population and GDP do not change, so that only what is below them moves.

    Energy of production stays at 100, so the energy intensity does nothing. Households go from 0.2 to 0.3
    tce a head at a constant factor: 15 t, all of it theirs. The grid factor falls from 6 to 5: −50 t.
    Industry: diesel 80 falls to none and gas rises from none, both by the mix within the industry.
    """
    table, problems = drivers_table(*material(GDP, ROWS))
    assert codes(problems) == []
    found = effects(table, span="period", detail="total")
    assert found["change"] == pytest.approx(502.5 - 560, abs=1e-9)
    still = ("population", "gdp_per_head", "energy_intensity", "traded_energy", "emission_factor")
    assert [found[name] for name in still] == pytest.approx([0] * 5, abs=1e-6)
    assert found["household_energy_per_head"] == pytest.approx(15, abs=1e-6)
    assert found["electricity_factor"] == pytest.approx(-50, abs=1e-6)
    assert sum(found.values()) == pytest.approx(2 * found["change"], abs=1e-5)
    farms = effects(table, detail="sector", sector="agriculture")
    assert farms["energy_structure"] == pytest.approx(50, abs=1e-6)  # from none: all by the structure
    gas = table[(table["detail"] == "source") & (table["source"] == "natural_gas")].set_index("driver")[
        "effect_t"
    ]
    assert gas["change"] == pytest.approx(60, abs=1e-9)


@pytest.mark.parametrize("detail", ["sector", "source"])
def test_details_add_up_to_the_total(material: Make, detail: str) -> None:
    table, _ = drivers_table(*material([GDP[0], stated(2021, 1300, 120)], ROWS))
    period = table[table["span"] == "period"]
    whole = period[period["detail"] == "total"].set_index("driver")["effect_t"]
    parts = period[period["detail"] == detail].groupby("driver")["effect_t"].sum()
    assert parts.to_dict() == pytest.approx(whole.to_dict(), abs=1e-5)
    assert table["residual_t"].abs().max() == 0


def test_a_source_without_heat_value_counts_by_gdp(material: Make, codes: Any) -> None:
    rows = [
        row | ({"energy_tce": None} if row["source"] == "diesel" and row["year"] == 2021 else {})
        for row in ROWS
    ]
    table, problems = drivers_table(*material(GDP, rows))
    assert codes(problems) == ["drivers_no_heat_value"]
    farms = effects(table, span="period", detail="sector", sector="agriculture")
    assert farms["emission_intensity"] == pytest.approx(50, abs=1e-6)
    assert effects(table, span="period", detail="total")["change"] == pytest.approx(-57.5, abs=1e-9)


def test_by_coal_equivalent_electricity_weighs_more(material: Make) -> None:
    rows = material(GDP, ROWS)[0].inventory
    plain, times = (
        cells(rows, BASIS, load_sectors(), load_models(), (), n).set_index("source") for n in (1, 2.4)
    )
    factor = (times["energy"] / plain["energy"]).groupby("source").mean().to_dict()
    assert factor == {"raw_coal": 1, "diesel": 1, "natural_gas": 1, "electricity_import": pytest.approx(2.4)}


def test_chained_effects_use_every_year(material: Make) -> None:
    years = [
        stated(2019, 900, 100, emissions_t=800),
        stated(2020, 1000, 100, emissions_t=1000),
        stated(2021, 1300, 120, emissions_t=900),
    ]
    table, _ = drivers_table(*material(years))
    each = table[table["span"] == "yearly"].groupby("driver")
    chain = table[table["span"] == "chained"].set_index("driver")
    assert chain["effect_t"].to_dict() == pytest.approx(each["effect_t"].sum().to_dict(), abs=1e-5)
    assert chain["ratio"].to_dict() == pytest.approx(each["ratio"].prod().to_dict(), rel=1e-12)
    assert set(chain["from_year"]) == {2019} and set(chain["to_year"]) == {2021}
    assert set(table["span"]) == {"yearly", "period", "chained"}


def test_a_missing_year_breaks_the_chain_not_the_period(material: Make) -> None:
    years = [stated(2019, 900, emissions_t=800), stated(2021, 1300, emissions_t=900)]
    table, _ = drivers_table(*material(years))
    assert set(table["span"]) == {"period"}


def test_the_period_begins_with_the_base_year(material: Make) -> None:
    years = [stated(year, 900 + year, emissions_t=year) for year in range(2015, 2020)]
    table, _ = drivers_table(*material(years, base_year=2017))
    assert set(table.loc[table["span"] == "period", "from_year"]) == {2017}


def test_areas_within_and_the_residual_add_up_to_the_city(material: Make) -> None:
    """The city has a figure of its own, a third of it in no district; one district has no GDP."""
    areas = Areas(a for a in load_areas() if a.parent != CITY or a.code in (AREA, OTHER))
    city = [row | {"area": CITY, "co2e_t": row["co2e_t"] * 3} for row in ROWS]
    other = [row | {"area": OTHER} for row in ROWS]
    given = [*GDP, *(row | {"area": CITY, "gdp_10k_yuan": 4000 * (row["year"] - 2019)} for row in GDP)]
    table, _ = drivers_table(*material(given, [*ROWS, *city, *other], areas))
    ours = table[(table["area"] == CITY) & (table["detail"] == "area")]
    change = ours[ours["driver"] == "change"].set_index("contributor")["effect_t"]
    assert change.to_dict() == pytest.approx({AREA: -57.5, OTHER: -57.5, f"{CITY}-residual": -57.5}, abs=1e-9)
    whole = effects(table, area=CITY, span="period", detail="total")["change"]
    assert change.sum() == pytest.approx(whole, abs=1e-9)
    assert set(ours.loc[ours["contributor"] == OTHER, "driver"]) == {"not_decomposed", "change"}
    theirs = ours[ours["contributor"] == AREA].set_index("driver")["effect_t"].to_dict()
    assert theirs == pytest.approx(effects(table, area=AREA, span="period", detail="total"), abs=1e-9)
