"""What districts leave of the city's emissions and GDP."""

import pandas as pd
import pytest

from cityghg.codes import load_areas
from cityghg.intensity.additivity import additivity_table
from cityghg.intensity.table import COLUMNS

CITY, FIRST, SECOND = "321100", "321102", "321111"


def table(*rows: tuple[str, int, float | None, float | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["area", "year", "emissions_t", "gdp_10k_yuan", "gdp_prices"])
    names = {code: load_areas()[code].name for code in frame["area"]}
    named = frame.assign(area_name=frame["area"].map(names), level="city", basis="energy_co2")
    return named.reindex(columns=list(COLUMNS))


def test_the_residual_of_emissions_and_gdp_is_listed() -> None:
    """100 - 60 - 30 = 10 t, 10 % of the city's; GDP 50 - 20 - 30 = 0."""
    rows = table(
        (CITY, 2020, 100.0, 50.0, "2020"), (FIRST, 2020, 60.0, 20.0, "2020"),
        (SECOND, 2020, 30.0, 30.0, "2020")
    )  # fmt: skip
    found, problems = additivity_table(rows, load_areas(), tolerance_pct=1)
    assert found[["indicator", "own", "sum_of_areas", "residual", "areas_in_sum"]].values.tolist() == [
        ["emissions", 100.0, 90.0, 10.0, 2], ["gdp", 50.0, 50.0, 0.0, 2],
    ]  # fmt: skip
    assert found["residual_pct"].tolist() == pytest.approx([10.0, 0.0])
    assert [one.code for one in problems] == ["emissions_not_additive"]
    assert "10.00 %" in problems[0].text("en")
    assert additivity_table(rows, load_areas(), tolerance_pct=10.5)[1] == []
    assert additivity_table(rows, load_areas(), tolerance_pct=1, told=("gdp",))[1] == []


def test_no_sum_is_made_over_a_missing_figure_or_another_price_base() -> None:
    rows = table(
        (CITY, 2020, 100.0, 50.0, "2020"), (FIRST, 2020, None, 20.0, "2015"),
        (SECOND, 2020, 30.0, 30.0, "2020")
    )  # fmt: skip
    found, problems = additivity_table(rows, load_areas(), tolerance_pct=1)
    assert found.empty
    assert problems == []


def test_areas_without_any_below_have_no_rows() -> None:
    found, _ = additivity_table(table((FIRST, 2020, 60.0, 20.0, "2020")), load_areas(), tolerance_pct=1)
    assert found.empty
