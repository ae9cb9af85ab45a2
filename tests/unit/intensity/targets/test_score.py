"""Points, vetoes and grades of the two plans, and of a scheme of one's own."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cityghg.intensity.targets.assessed import COLUMNS, Targeting, assess_targets
from cityghg.intensity.targets.read import frame_of
from cityghg.intensity.targets.scheme import BY_PERIOD, NONE, choose, shipped_schemes
from cityghg.intensity.targets.scores import FRAME, read_scores
from target_series import AREAS, DISTRICT, reached, target


def scored(declines: list[float], *, base: int = 2010, targeting: Targeting | None = None) -> pd.DataFrame:
    aims = frame_of([target(10.0, base_year=base, target_year=base + 5)])
    table, problems = assess_targets(aims, reached(declines, base=base), AREAS, targeting or Targeting())
    assert problems == []
    return table


def points(*rows: tuple[int, str, float, float]) -> Targeting:
    frame = pd.DataFrame([(DISTRICT, *row, "") for row in rows], columns=list(FRAME)).astype(FRAME)
    return Targeting(scores=frame)


EVEN = 100 * (1 - 0.9 ** (1 / 5))


def test_the_12th_plan_gives_25_and_25_in_proportion() -> None:
    """10 % over five years is 2.0852 % a year. 1.0426 % in the first year is half of both: 12.5 + 12.5.

    4 % in the second: completion above 100 %; 1 - 0.989574 x 0.96 = 5.0009 % of the 4.1268 % due.
    """
    table = scored([EVEN / 2, 4.0])
    assert list(table.columns) == list(COLUMNS)
    assert dict(table.dtypes.astype(str)) == COLUMNS
    first, second = table.iloc[0], table.iloc[1]
    assert first[["year_score", "cumulative_score", "computed_score"]].tolist() == pytest.approx(
        [12.5, 12.5, 25]
    )
    assert first[["scheme", "veto", "grade"]].tolist() == ["fyp12", "year cumulative", "failed"]
    assert second[["year_score", "cumulative_score", "computed_score"]].tolist() == pytest.approx(
        [25, 25, 50]
    )
    assert second[["computed_points", "other_points"]].tolist() == [50, 50]
    assert second[["veto", "grade"]].tolist() == ["", ""]
    assert pd.isna(second["total_score"])
    assert set(table["scheme"][2:]) == {""}


@pytest.mark.parametrize(
    ("others", "total", "grade"),
    [([40.0], 90, "excellent"), ([30.0, 9.5], 89.5, "good"), ([10.0], 60, "passed"), ([9.5], 59.5, "failed")],
)
def test_points_by_hand_complete_the_grade(others: list[float], total: float, grade: str) -> None:
    """50 computed; the points entered are out of 50 in all. 90 and more 优秀, 80 良好, 60 合格."""
    rows = [(2011, f"item {i}", score, 50 / len(others)) for i, score in enumerate(others)]
    row = scored([4.0], targeting=points(*rows)).iloc[0]
    assert row["total_score"] == pytest.approx(total)
    assert row["grade"] == grade


def test_points_for_a_part_of_the_items_give_no_grade() -> None:
    row = scored([4.0], targeting=points((2011, "树", 6.0, 6.0))).iloc[0]
    assert row["other_score"] == 6
    assert pd.isna(row["total_score"])
    assert row["grade"] == ""


def test_missing_the_year_fails_it_whatever_the_points() -> None:
    """4 % and then 1 %: 1 - 0.96 x 0.99 = 4.96 % of 4.127 % due, but 1 % of the year's 2.085 %."""
    row = scored([4.0, 1.0], targeting=points((2012, "all", 50.0, 50.0))).iloc[1]
    assert row["cumulative_score"] == 25
    assert row["total_score"] == pytest.approx(25 + 25 / EVEN + 50)
    assert row[["veto", "grade"]].tolist() == ["year", "failed"]


def test_a_year_that_rises_gets_no_points_and_takes_none() -> None:
    assert scored([-5.0])[["year_score", "cumulative_score"]].iloc[0].tolist() == [0, 0]


def test_the_13th_plan_fails_only_at_its_end() -> None:
    """20 and 20; 10 % by 2020 is missed by 1 - 0.98^5 = 9.608 %."""
    table = scored([2.0] * 5, base=2015)
    assert set(table["scheme"]) == {"fyp13"}
    assert set(table["computed_points"]) == {40}
    assert table["year_score"].tolist() == pytest.approx([20 * 2 / EVEN] * 5)
    assert table["veto"].tolist() == ["", "", "", "", "cumulative"]
    assert table["grade"].tolist() == ["", "", "", "", "not_fulfilled"]


def test_a_period_without_a_scheme_is_not_scored() -> None:
    table = scored([2.0], base=2020)
    assert set(table["scheme"]) == {""}
    assert table["computed_score"].isna().all()


def test_a_scheme_can_be_chosen_for_any_period(codes) -> None:
    schemes, problems = choose("fyp12")
    assert codes(problems) == []
    assert set(scored([2.1], base=2020, targeting=Targeting(schemes))["scheme"]) == {"fyp12", ""}
    assert choose(NONE) == ([], [])
    assert choose(BY_PERIOD) == (list(shipped_schemes()), [])
    assert codes(choose("fyp99")[1]) == ["scheme_unknown"]


OWN = """
id: ours
zh: 本市办法
en: scheme of the city
items:
  - {id: year, measure: year_completion_pct, points: 60}
  - {id: cumulative, measure: progress_pct, points: 40}
others: {points: 0}
grades: [{id: passed, from_points: 60}, {id: failed, from_points: 0}]
vetoed: failed
"""


def test_a_scheme_of_ones_own(tmp_path: Path, codes) -> None:
    """60 points for the year in full, 40 x 2.5 / 10 = 10 for a quarter of the whole."""
    (tmp_path / "ours.yaml").write_text(OWN, encoding="utf-8")
    schemes, problems = choose("ours.yaml", tmp_path)
    assert codes(problems) == []
    row = scored([2.5], base=2020, targeting=Targeting(schemes)).iloc[0]
    assert row["total_score"] == pytest.approx(70)
    assert row[["scheme", "grade"]].tolist() == ["ours", "passed"]


@pytest.mark.parametrize(
    ("before", "after"), [("points: 60", "points: -1"), ("id: cumulative", "id: year"), ("zh:", "zn:")]
)
def test_a_bad_scheme_is_a_problem(tmp_path: Path, codes, before: str, after: str) -> None:
    (tmp_path / "ours.yaml").write_text(OWN.replace(before, after), encoding="utf-8")
    schemes, problems = choose("ours.yaml", tmp_path)
    assert schemes == []
    assert codes(problems)
    assert problems[0].place.file == "ours.yaml"


def test_reading_points(write, context, codes) -> None:
    path = write("""
        地区 年份 考核项目 得分 分值
        丹徒区 2021 产业结构 5.5 6
        丹徒区 2021 森林碳汇 3 3
    """)
    frame, problems = read_scores(path, "scores.csv", context)
    assert codes(problems) == []
    assert frame.drop(columns="origin").values.tolist() == [
        [DISTRICT, 2021, "产业结构", 5.5, 6.0], [DISTRICT, 2021, "森林碳汇", 3.0, 3.0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code", "kept"),
    [
        ("丹徒区 2021 产业结构 7 6", "score_outside", 0),
        ("丹徒区 2021 产业结构 -1 6", "score_outside", 0),
        ("丹徒区 2021 产业结构 _ 6", "score_blank", 0),
        ("丹徒区 2021 产业结构 5 6\n丹徒区 2021 产业结构 4 6", "score_twice", 1),
        ("火星区 2021 产业结构 5 6", "unknown_area", 0),
    ],
)
def test_mistakes_in_points(write, context, codes, rows: str, code: str, kept: int) -> None:
    frame, problems = read_scores(write(f"地区 年份 考核项目 得分 分值\n{rows}"), "scores.csv", context)
    assert codes(problems) == [code]
    assert len(frame) == kept


def test_every_number_of_a_shipped_scheme_says_how_well_it_is_known() -> None:
    for scheme in shipped_schemes():
        known: list[Any] = [*scheme.items, scheme.others, *scheme.grades]
        assert {one.status for one in known} <= {"official", "twice", "once"}
        assert scheme.source
        assert scheme.computed_points + scheme.others.points == 100
