"""The intensity table: what is computed, and what stays blank and says why."""

from collections.abc import Collection
from typing import Any

import pandas as pd
import pytest

from cityghg.base.problems import Problem
from cityghg.codes import load_areas
from cityghg.intensity.reading.indicators import FRAME
from cityghg.intensity.reported import read_and_compute
from cityghg.intensity.table import COLUMNS, empty_table, intensity_table
from cityghg.intensity.targets.read import frame_of

BASIS, AREA, CITY = "energy_co2_with_electricity", "321112", "321100"
CONTRACT = [
    "area",
    "area_name",
    "level",
    "year",
    "basis",
    "emissions_t",
    "gdp_10k_yuan",
    "gdp_prices",
    "population",
    "intensity_t_per_10k_yuan",
    "annual_change_pct",
    "cumulative_decline_pct",
    "base_year",
    "target_decline_pct",
    "progress_pct",
    "gdp_growth_pct",
    "emissions_growth_pct",
    "per_capita_t",
    "decoupling",
]
FURTHER = list(COLUMNS)[len(CONTRACT) :]  # fmt: skip


def totals(*rows: tuple[str, int, float | None], missing: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["area", "year", "co2e_t"])
    return frame.assign(basis=BASIS, missing=missing)


def indicators(*rows: dict[str, Any]) -> pd.DataFrame:
    prices = {"area": AREA, "gdp_prices": "2020", "origin": "gdp.csv, C2"}
    return pd.DataFrame([prices | row for row in rows]).reindex(columns=list(FRAME))


def compute(
    sums: pd.DataFrame, stated: pd.DataFrame, incomplete: Collection[tuple[str, int]] = (), **more: Any
) -> tuple[pd.DataFrame, list[Problem]]:
    options: dict[str, Any] = {"basis": BASIS, "base_year": 2020} | more
    targets = options.pop("targets", None)
    return intensity_table(sums, incomplete, stated, targets, load_areas(), **options)


def blank(table: pd.DataFrame, column: str) -> list[bool]:
    return [bool(v) for v in table[column].isna()]


GDP = indicators(
    {"year": 2020, "gdp_10k_yuan": 500.0, "population": 100.0},
    {"year": 2021, "gdp_10k_yuan": 550.0, "population": 110.0},
    {"year": 2022, "gdp_10k_yuan": 600.0, "population": 120.0},
)
SUMS = totals((AREA, 2020, 1000.0), (AREA, 2021, 990.0), (AREA, 2022, 972.0))
TARGET = frame_of([{"area": AREA, "base_year": 2020, "target_year": 2025, "target_decline_pct": 20.0}])


def test_columns_are_those_of_the_contract(codes) -> None:
    table, problems = compute(SUMS, GDP, targets=TARGET)
    assert codes(problems) == []
    assert list(table.columns) == list(COLUMNS) == CONTRACT + FURTHER
    assert dict(table.dtypes.astype(str)) == COLUMNS
    row = table.iloc[1]
    assert row[["area", "area_name", "level", "year", "basis", "gdp_prices"]].tolist() == [
        AREA, "丹徒区", "district", 2021, BASIS, "2020",
    ]  # fmt: skip
    assert row["intensity_t_per_10k_yuan"] == pytest.approx(1.8)
    assert row["annual_change_pct"] == pytest.approx(10)
    assert row["per_capita_t"] == pytest.approx(9)
    assert row["emissions_growth_pct"] == pytest.approx(-1)
    assert table["cumulative_decline_pct"].tolist() == pytest.approx([0, 10, 19])
    assert table["progress_pct"].tolist() == pytest.approx([0, 50, 95])
    assert table["base_year"].tolist() == [2020, 2020, 2020]
    assert table["decoupling"].tolist() == ["", "strong_decoupling", "strong_decoupling"]


@pytest.mark.parametrize(
    ("sums", "incomplete", "code"),
    [
        (SUMS, {(AREA, 2021)}, "intensity_incomplete"),
        (SUMS.assign(missing=[0, 2, 0]), set(), "intensity_gaps"),
        (SUMS.assign(co2e_t=[1000.0, None, 972.0]), set(), "intensity_no_total"),
        (SUMS.assign(basis=[BASIS, "territorial", BASIS]), set(), "intensity_no_total"),
    ],
)
def test_nothing_is_computed_from_a_total_that_lacks_something(
    codes, sums: pd.DataFrame, incomplete: set[tuple[str, int]], code: str
) -> None:
    table, problems = compute(sums, GDP, incomplete, targets=TARGET)
    assert codes(problems) == [code]
    assert "2021" in problems[0].text("en")
    assert "丹徒区" in problems[0].text("zh")
    assert blank(table, "emissions_t") == [False, True, False]
    assert blank(table, "intensity_t_per_10k_yuan") == [False, True, False]
    assert blank(table, "annual_change_pct") == [True, True, True]
    assert blank(table, "cumulative_decline_pct") == [False, True, True]
    assert blank(table, "progress_pct") == [False, True, True]
    assert table["gdp_growth_pct"].tolist()[1:] == pytest.approx([10, 100 / 11])


def test_a_missing_year_leaves_its_successor_and_the_chain_blank(codes) -> None:
    table, problems = compute(totals((AREA, 2020, 1000.0), (AREA, 2022, 972.0)), GDP)
    assert codes(problems) == ["intensity_year_gap"]
    assert blank(table, "annual_change_pct") == [True, True]
    assert blank(table, "cumulative_decline_pct") == [False, True]
    assert blank(table, "emissions_growth_pct") == [True, True]


def test_years_without_gdp_are_listed_once(codes) -> None:
    table, problems = compute(SUMS, GDP[GDP["year"] == 2020])
    assert codes(problems) == ["intensity_no_gdp"]
    assert "2021, 2022" in problems[0].text("en")
    assert table["emissions_growth_pct"].tolist()[1:] == pytest.approx([-1, -100 * 18 / 990])


@pytest.mark.parametrize(
    ("prices", "code"),
    [(["2015", "2020"], "intensity_price_bases"), (["current", "current"], "intensity_current_prices"),
     (["current", "2020"], "intensity_price_bases")],
)  # fmt: skip
def test_levels_of_other_prices_are_refused(codes, prices: list[str], code: str) -> None:
    stated = GDP[:2].assign(gdp_prices=prices)
    table, problems = compute(SUMS[:2], stated)
    assert codes(problems) == [code]
    assert problems[0].severity == "error"
    assert problems[0].place.file == "gdp.csv, C2"
    assert blank(table, "annual_change_pct") == [True, True]
    assert blank(table, "gdp_growth_pct") == [True, True]
    assert blank(table, "intensity_t_per_10k_yuan") == [False, False]


def test_an_index_that_contradicts_the_levels_is_said(codes) -> None:
    stated = GDP.assign(gdp_index=[None, 110.04, 105.0])
    table, problems = compute(SUMS, stated)
    assert codes(problems) == ["gdp_index_differs"]
    assert "109.09" in problems[0].text("en")
    assert table["gdp_growth_pct"].tolist()[2] == pytest.approx(100 / 11)


def test_emissions_that_are_not_positive_give_no_change(codes) -> None:
    table, problems = compute(totals((AREA, 2020, 1000.0), (AREA, 2021, -5.0)), GDP)
    assert codes(problems) == ["intensity_not_positive"]
    assert blank(table, "annual_change_pct") == [True, True]
    assert blank(table, "intensity_t_per_10k_yuan") == [False, False]


def test_a_base_year_outside_the_series(codes) -> None:
    table, problems = compute(SUMS, GDP, base_year=2015)
    assert codes(problems) == ["intensity_base_year_absent"]
    assert table["cumulative_decline_pct"].isna().all()
    assert table["annual_change_pct"].notna().sum() == 2


def test_without_a_base_year_the_first_of_the_series_is_taken() -> None:
    table, _ = compute(SUMS, GDP, base_year=None)
    assert set(table["base_year"]) == {2020}


def test_a_target_of_zero_has_no_progress() -> None:
    table, _ = compute(SUMS, GDP, targets=TARGET.assign(target_decline_pct=0.0))
    assert table["target_decline_pct"].tolist() == [0, 0, 0]
    assert table["progress_pct"].isna().all()


def test_residuals_are_no_areas_and_areas_stay_apart() -> None:
    sums = totals((CITY, 2020, 50.0), ("321100-residual", 2020, 1.0), (AREA, 2021, 9.0))
    stated = indicators(
        {"year": 2021, "gdp_10k_yuan": 3.0}, {"area": CITY, "year": 2020, "gdp_10k_yuan": 10.0}
    )
    table, _ = compute(sums, stated)
    assert table[["area", "level", "year"]].values.tolist() == [
        [CITY, "city", 2020], [AREA, "district", 2021],
    ]  # fmt: skip


def test_an_unknown_basis_is_refused(codes) -> None:
    table, problems = compute(SUMS, GDP, basis="energy")
    assert codes(problems) == ["intensity_basis_unknown"]
    assert table.empty


def test_the_share_of_the_electricity_factor_is_shown_beside_the_fixed_series(codes) -> None:
    fixed = totals((AREA, 2020, 1000.0), (AREA, 2021, 1010.0), (AREA, 2022, 1008.0))
    table, problems = compute(SUMS, GDP, fixed=fixed)
    assert codes(problems) == ["electricity_factor_contribution"]
    assert "19.00 %" in problems[0].text("en")
    assert "16.00 %; 3.00 points" in problems[0].text("en")
    assert table["basis"].tolist() == [BASIS, f"{BASIS}_fixed_factor"] * 3
    assert table["cumulative_decline_pct"].tolist()[4:] == pytest.approx([19, 16])


def test_years_that_the_fixed_factor_cannot_serve_are_said_once(codes) -> None:
    fixed = SUMS.assign(missing=[0, 1, 1])
    table, problems = compute(SUMS, GDP, fixed=fixed)
    assert codes(problems) == ["intensity_not_at_fixed"]
    assert "2021, 2022" in problems[0].text("en")
    assert table["emissions_t"].notna().sum() == 4


def test_an_empty_inventory_gives_an_empty_table() -> None:
    table, problems = compute(totals(), indicators())
    assert table.empty
    assert list(table.columns) == CONTRACT + FURTHER
    assert problems == []


ONE_TABLE = """
    地区 年份 二氧化碳排放量(万吨) 地区生产总值(2020年不变价,亿元) 常住人口(万人) {heading}
    丹徒区 2020 100 500 30 {first}
    丹徒区 2021 99 550 30 {second}
"""


def test_one_table_with_emissions(write, context, codes) -> None:
    path = write(ONE_TABLE.format(heading="排放口径", first="energy_co2", second="energy_co2"))
    tables, problems = read_and_compute(path, "one.csv", context, tolerance_pct=1, base_year=2020)
    table = tables.get("intensity", empty_table())
    assert codes(problems) == []
    assert table["basis"].tolist() == ["energy_co2", "energy_co2"]
    assert table["emissions_t"].tolist() == [1e6, 990000.0]
    assert table["intensity_t_per_10k_yuan"].tolist() == pytest.approx([0.2, 0.18])
    assert table["cumulative_decline_pct"].tolist() == pytest.approx([0, 10])


def test_one_table_that_says_no_basis(write, context, codes) -> None:
    path = write(ONE_TABLE.format(heading="备注", first="_", second="_"))
    tables, problems = read_and_compute(path, "one.csv", context, tolerance_pct=1)
    table = tables.get("intensity", empty_table())
    assert codes(problems) == ["columns_ignored"]
    assert set(table["basis"]) == {"as_reported"}


@pytest.mark.parametrize(
    ("heading", "code"),
    [("排放口径", "series_mixes_basis"), ("因子库", "series_mixes_library"), ("GWP", "series_mixes_gwp")],
)
@pytest.mark.parametrize("second", ["b", "_"])
def test_a_mixed_series_is_refused(write, context, codes, heading: str, code: str, second: str) -> None:
    path = write(ONE_TABLE.format(heading=heading, first="a", second=second))
    tables, problems = read_and_compute(path, "one.csv", context, tolerance_pct=1)
    table = tables.get("intensity", empty_table())
    assert codes(problems) == [code]
    assert problems[0].severity == "error"
    assert table.empty
    assert list(table.columns) == CONTRACT + FURTHER


def test_one_table_with_a_blank_emission(write, context, codes) -> None:
    path = write("area year emissions_t gdp_10k_yuan gdp_prices\n321112 2020 _ 5 2020\n321112 2021 4 6 2020")
    tables, problems = read_and_compute(path, "one.csv", context, tolerance_pct=1, base_year=2021)
    table = tables.get("intensity", empty_table())
    assert codes(problems) == ["intensity_no_total"]
    assert blank(table, "emissions_t") == [True, False]
