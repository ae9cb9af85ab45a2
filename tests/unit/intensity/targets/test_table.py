"""Targets against what was reached: Shaanxi's chain, caps, both at once, areas without a target."""

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from cityghg.intensity.targets.read import frame_of
from cityghg.intensity.targets.read_back import targets_of_table
from cityghg.intensity.targets.table import COLUMNS, empty_table, targets_table
from cityghg.report.as_csv import to_text
from cityghg.report.tables import Table
from target_series import AREAS, DISTRICT, OTHER, reached, target


def table_of(targets: Sequence[dict[str, Any]], *series: pd.DataFrame) -> Any:
    return targets_table(frame_of(targets), pd.concat(series, ignore_index=True), AREAS)


SHAANXI = reached([8.01, 1.79, 5.35])
OWN = tuple((year, 3.70) for year in range(2011, 2016))


def test_the_published_chain_of_shaanxi() -> None:
    """陕西省各市区“十二五”…完成情况汇总表, row 全省: target 17, yearly 3.70; 8.01, 1.79, 5.35 make 14.49.

    Completion: 8.01 / 3.70 = 216.49 %, 1.79 / 3.70 = 48.38 %, 5.35 / 3.70 = 144.59 %.
    Progress: 14.48999 / 17 = 85.235 %. Due by 2013: 1 - 0.963^3 = 1 - 0.893056347 = 10.694365 %.
    Left: 0.83 / 0.85510008 = 0.97064662 over two years, 1 - 0.98521400 = 1.478600 % a year.
    At the pace so far: 0.85510008^(5/3) = exp(-0.156536767 x 5/3) = 0.77036 is left, a decline of 22.964 %.
    """
    table, problems = table_of([target(17.0, path=OWN)], SHAANXI)
    assert problems == []
    assert list(table.columns) == list(COLUMNS)
    assert dict(table.dtypes.astype(str)) == COLUMNS
    assert table["year"].tolist() == [2011, 2012, 2013, 2014, 2015]
    assert table["year_target_pct"].tolist() == pytest.approx([3.70] * 5)
    assert table["year_completion_pct"][:3].tolist() == pytest.approx([216.4865, 48.3784, 144.5946], abs=1e-4)
    assert table["cumulative_actual_pct"][2] == pytest.approx(14.49, abs=0.005)
    row = table.iloc[2]
    assert row["progress_pct"] == pytest.approx(85.2352, abs=1e-4)
    assert row["cumulative_target_pct"] == pytest.approx(10.694365, abs=1e-6)
    assert row["time_progress_pct"] == pytest.approx(10.694365 / 17 * 100, abs=1e-5)
    assert row["required_annual_pct"] == pytest.approx(1.4786, abs=1e-4)
    assert row["projected_decline_pct"] == pytest.approx(22.9638, abs=1e-3)
    assert row[["projected_reaches", "path", "state", "light"]].tolist() == [
        "yes",
        "own",
        "on_track",
        "green",
    ]
    assert table["state"].tolist()[3:] == ["not_due", "not_due"]
    assert table["cumulative_target_pct"].tolist()[4] == pytest.approx(17)


def test_without_an_own_path_the_even_one_holds() -> None:
    """1 - 0.83^(1/5) = 3.66 where Shaanxi prints 3.70."""
    table, _ = table_of([target(17.0)], SHAANXI)
    assert table["year_target_pct"].round(2).tolist() == [3.66] * 5
    assert set(table["path"]) == {"even"}
    assert table["cumulative_target_pct"].tolist()[4] == pytest.approx(17)


@pytest.mark.parametrize(
    ("declines", "states", "lights"),
    [
        # 10 % over two years is due 5.13 %, so 4.2 % is 82 % of it and 4 % is 78 %
        ([6.0, 4.0], ["on_track", "missed"], ["green", "red"]),
        ([4.2, 7.0], ["behind", "reached"], ["amber", "green"]),
        ([4.0, 6.25], ["behind", "reached"], ["red", "green"]),
        ([10.0, 0.0], ["ahead", "reached"], ["green", "green"]),
        ([None, 5.0], ["no_data", "no_data"], ["", ""]),
        ([5.2], ["on_track", "not_due"], ["green", ""]),
    ],
)
def test_states_and_lights(declines: list[float | None], states: list[str], lights: list[str]) -> None:
    table, _ = table_of([target(10.0, target_year=2012)], reached(declines))
    assert table["state"].tolist() == states
    assert table["light"].tolist() == lights


@pytest.mark.parametrize("decline", [0.0, -3.0])
def test_a_target_of_zero_or_less_is_no_target(decline: float) -> None:
    table, problems = table_of([target(decline)], SHAANXI)
    assert problems == []
    assert set(table["state"]) == {"no_target"}
    assert set(table["light"]) == {""}
    ratios = ["year_completion_pct", "cumulative_completion_pct", "progress_pct", "required_annual_pct"]
    assert table[ratios].isna().all(axis=None)
    assert table["year_actual_pct"].tolist()[:3] == pytest.approx([8.01, 1.79, 5.35])


def test_an_area_without_a_target_says_so() -> None:
    table, problems = table_of([target(17.0)], SHAANXI, reached([2.0, 2.0], area=OTHER))
    assert problems == []
    others = table[table["area"] == OTHER]
    assert others["year"].tolist() == [2011, 2012]
    assert set(others["state"]) == {"no_target"}
    assert others["target_year"].isna().all()
    assert others["year_actual_pct"].tolist() == pytest.approx([2, 2])


def test_a_cap_with_headroom() -> None:
    """1000 t in 2010 and a cap of 810 t for 2012: a decline of 19 %, 10 % a year, 900 t due in 2011.

    Intensity falls by 20 % while GDP grows by 10 %: 1000 x 0.8 x 1.1 = 880 t, a decline of 12 %.
    Headroom in 2011: 810 - 880 = -70 t, -8.642 % of the cap; completion 12 / 10 = 120 %.
    """
    aim = target(indicator="total", cap_t=810.0, target_year=2012)
    row = table_of([aim], reached([20.0]))[0].iloc[0]
    assert row["target_decline_pct"] == pytest.approx(19)
    assert row["annual_target_pct"] == pytest.approx(10)
    assert row[["path_t", "emissions_t", "headroom_t"]].tolist() == pytest.approx([900, 880, -70])
    assert row["headroom_pct"] == pytest.approx(-8.6420, abs=1e-4)
    assert row["cumulative_completion_pct"] == pytest.approx(120)
    assert row["state"] == "on_track"


@pytest.mark.parametrize(
    ("decline", "state", "light"),
    [(5.0, "on_track", "green"), (0.0, "behind", "amber"), (-20.0, "behind", "red")],
)
def test_a_cap_that_leaves_room_to_grow(decline: float, state: str, light: str) -> None:
    """1000 t and a cap of 1180 t for 2012: 1000 x 1.18^(1/2) = 1086.3 t are due in 2011.

    0.95 x 1.1 = 1.045, so 1045 t; 1100 t without a decline; 1.2 x 1.1 = 1.32, so 1320 t.
    """
    aim = target(indicator="total", cap_t=1180.0, target_year=2012)
    row = table_of([aim], reached([decline]))[0].iloc[0]
    assert (row["state"], row["light"]) == (state, light)
    assert pd.isna(row["cumulative_completion_pct"])
    assert pd.isna(row["progress_pct"])


@pytest.mark.parametrize(
    ("decline", "cap", "verdict"),
    [
        (10.0, 1200.0, "both"),
        (10.0, 700.0, "intensity_only"),
        (1.0, 1700.0, "total_only"),
        (1.0, 700.0, "neither"),
    ],
)
def test_both_at_once(decline: float, cap: float, verdict: str) -> None:
    aims = [target(17.0), target(indicator="total", cap_t=cap)]
    table, _ = table_of(aims, reached([decline]))
    first = table[table["year"] == 2011]
    assert first["indicator"].tolist() == ["intensity", "total"]
    assert set(first["dual_control"]) == {verdict}
    assert set(table.loc[table["year"] > 2011, "dual_control"]) == {""}


def test_energy_intensity_has_declines_of_its_own() -> None:
    """4 % and then nothing that can be compared: due 2.86 % a year for 13.5 % over five years."""
    series = reached([5.0, 5.0]).assign(energy_intensity_decline_pct=[None, 4.0, None])
    table, _ = table_of([target(13.5, indicator="energy_intensity")], series)
    assert table["year_actual_pct"][0] == pytest.approx(4)
    assert table["state"].tolist() == ["on_track", "no_data", "not_due", "not_due", "not_due"]


def test_a_target_of_an_area_without_emissions_is_said(codes) -> None:
    table, problems = table_of([target(17.0, area=OTHER, origin="targets.csv, D2")], SHAANXI)
    assert codes(problems) == ["target_without_data"]
    assert problems[0].place.file == "targets.csv, D2"
    assert OTHER not in set(table["area"])


def test_nothing_to_judge_is_an_empty_table() -> None:
    for targets in (None, frame_of([])):
        table, problems = targets_table(targets, SHAANXI, AREAS)
        assert table.equals(empty_table())
        assert problems == []


def test_the_order_of_rows_does_not_matter() -> None:
    aims = [target(17.0), target(indicator="total", cap_t=1200.0), target(18.0, area=OTHER)]
    series = pd.concat([SHAANXI, reached([2.0, 2.0], area=OTHER)], ignore_index=True)
    first, _ = targets_table(frame_of(aims), series, AREAS)
    again, _ = targets_table(frame_of(aims[::-1]), series[::-1].reset_index(drop=True), AREAS)
    assert first.equals(again)


def test_emissions_in_other_amounts_change_no_share() -> None:
    aims = [target(17.0), target(8.0, indicator="total")]
    larger = SHAANXI.assign(emissions_t=SHAANXI["emissions_t"] * 1e6)
    shares = [name for name in COLUMNS if name.endswith("_pct")]
    first, again = (table_of(aims, series)[0] for series in (SHAANXI, larger))
    pd.testing.assert_frame_equal(first[shares], again[shares], rtol=1e-12)


def test_targets_are_read_back_from_the_table_judged_by_them() -> None:
    aims = [
        target(17.0, path=OWN), target(indicator="total", cap_t=1200.0), target(0.0, area=OTHER),
        target(5.0, area=OTHER, indicator="total"),
    ]  # fmt: skip
    series = pd.concat([SHAANXI, reached([2.0], area=OTHER)], ignore_index=True)
    judged, _ = targets_table(frame_of(aims), series, AREAS)
    told = pd.read_csv(io.StringIO(to_text(Table("targets", judged))), dtype=str, keep_default_na=False)
    back = targets_of_table(told, "out/targets.csv")
    assert back is not None
    pd.testing.assert_frame_equal(back.drop(columns="origin"), frame_of(aims).drop(columns="origin"))
    assert targets_of_table(told[told["area"] == "none"], "") is None


def test_a_year_that_others_have_is_missing_not_to_come() -> None:
    """2012 has figures of the other area; 2013 has none of any."""
    aims = [target(10.0, target_year=2013), target(10.0, area=OTHER, target_year=2013)]
    table, _ = table_of(aims, reached([5.0]), reached([5.0, 5.0], area=OTHER))
    assert table.loc[table["area"] == DISTRICT, "state"].tolist() == ["on_track", "no_data", "not_due"]
