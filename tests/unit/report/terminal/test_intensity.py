"""The table of intensity on a terminal."""

import io

import pandas as pd
from rich.console import Console

from cityghg.intensity.table import COLUMNS
from cityghg.report.terminal import intensity
from cityghg.report.terminal.tables import terminal_tables


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {
        "level": "county",
        "basis": "energy_co2",
        "base_year": 2020,
        "area_name": "甲县",
        "area": "990101",
    }
    return pd.DataFrame([usual | row for row in rows]).reindex(columns=list(COLUMNS))


def printed(table: pd.DataFrame, width: int = 100) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width)
    for one in terminal_tables({"intensity": table}, "zh"):
        console.print(one)
    return text.getvalue()


SERIES = frame(
    {"year": 2020, "emissions_t": 10_000.0, "intensity_t_per_10k_yuan": 2.0},
    {"year": 2022, "emissions_t": 20_000.0, "intensity_t_per_10k_yuan": 1.5, "cumulative_decline_pct": 25.0},
    {"year": 2023, "emissions_t": None},
)


def test_the_last_year_with_an_intensity_is_shown() -> None:
    text = printed(SERIES)
    assert "口径：能源活动 CO2" in text
    assert "甲县" in text
    assert "▁·█·" in text  # emissions
    assert "█·▁·" in text  # intensity
    assert "2020–2022" in text
    assert "25.00" in text
    assert "2.0 " in text  # 万吨


def test_a_column_without_any_figure_is_left_out() -> None:
    assert "目标%" not in printed(SERIES)
    assert "目标%" in printed(SERIES.assign(target_decline_pct=18.0))


def test_each_basis_has_a_table_of_its_own() -> None:
    both = pd.concat([SERIES, SERIES.assign(basis="energy_co2_fixed_factor")], ignore_index=True)
    assert len(intensity.table(both, "en")) == 2


def test_of_many_areas_the_first_are_shown_and_the_rest_are_counted() -> None:
    many = pd.concat([SERIES.assign(area=f"{i:06d}") for i in range(intensity.AREAS_SHOWN + 3)])
    assert "另有 3 个地区" in printed(many)


def test_names_stay_readable_on_a_narrow_terminal() -> None:
    assert "甲县" in printed(SERIES, width=60)
