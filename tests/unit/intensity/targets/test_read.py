"""Tables of targets, the year a target starts from, and its share of one year."""

import pytest

from cityghg.intensity.targets.plan import Plan, Target, plan_of
from cityghg.intensity.targets.read import FRAME, read_targets, yearly_target


@pytest.mark.parametrize(("whole", "printed"), [(18, 3.89), (16, 3.43), (13, 2.75)])
def test_yearly_targets_as_printed_for_shaanxi(whole: float, printed: float) -> None:
    """陕西省各市区“十二五”单位生产总值二氧化碳排放降低目标分解及完成情况汇总表, column 年均下降."""
    assert round(yearly_target(whole, 5), 2) == printed


def test_contract_columns(write, context, codes) -> None:
    path = write("""
        area base_year target_year target_decline_pct
        321112 2020 2025 18.5
        321102 2020 2025 17
    """)
    frame, problems = read_targets(path, "targets.csv", context)
    assert codes(problems) == []
    assert dict(frame.dtypes.astype(str)) == FRAME
    assert frame.drop(columns="origin").values.tolist() == [
        ["321102", 2020, 2025, 17.0], ["321112", 2020, 2025, 18.5],
    ]  # fmt: skip
    assert frame["origin"].tolist() == ["targets.csv, D3", "targets.csv, D2"]


def test_chinese_headings_and_percent_signs(write, context, codes) -> None:
    path = write("地区 基准年 目标年 碳强度下降目标（%）\n丹徒区 2020年 2025年 18%")
    frame, problems = read_targets(path, "targets.csv", context)
    assert codes(problems) == []
    assert frame["target_decline_pct"].tolist() == [18.0]


@pytest.mark.parametrize(
    ("rows", "code", "kept"),
    [
        ("丹徒区 2025 2020 18", "target_years_reversed", 0),
        ("丹徒区 2020 2025 _", "target_blank", 0),
        ("丹徒区 2020 2025 约18", "indicator_not_a_number", 0),
        ("丹徒区 2020 2025 100", "target_too_large", 0),
        ("丹徒区 2020 2025 0.18", "target_below_one", 1),
        ("丹徒区 2020 2025 0", "target_not_positive", 1),
        ("丹徒区 2020 2025 -3", "target_not_positive", 1),
        ("丹徒区 2020 2025 18\n321112 2020 2025 17", "target_twice", 1),
        ("火星区 2020 2025 18", "unknown_area", 0),
    ],
)
def test_mistakes(write, context, codes, rows: str, code: str, kept: int) -> None:
    path = write(f"地区 基准年 目标年 下降目标(%)\n{rows}")
    frame, problems = read_targets(path, "targets.csv", context)
    assert codes(problems) == [code]
    assert len(frame) == kept


FIRST, SECOND, LONG = Target(2015, 2020, 18), Target(2020, 2025, 17), Target(2005, 2030, 65)


@pytest.mark.parametrize(
    ("year", "targets", "base_year", "plan"),
    [
        (2012, [], None, Plan(2010)),
        (2012, [], 2011, Plan(2011)),
        (2015, [FIRST, SECOND], None, Plan(2015, FIRST)),
        (2020, [FIRST, SECOND], None, Plan(2015, FIRST)),
        (2021, [FIRST, SECOND], None, Plan(2020, SECOND)),
        (2021, [FIRST, SECOND, LONG], None, Plan(2020, SECOND)),
        (2026, [FIRST, SECOND], None, Plan(2020)),
        (2012, [FIRST, SECOND], None, Plan(2015)),
        (2021, [FIRST, SECOND], 2015, Plan(2015)),
        (2019, [FIRST, SECOND], 2015, Plan(2015, FIRST)),
        (2021, [SECOND], 2018, Plan(2018)),
        (2022, [SECOND, Target(2020, 2030, 40)], None, Plan(2020, SECOND)),
        (2027, [SECOND, Target(2020, 2030, 40)], None, Plan(2020, Target(2020, 2030, 40))),
    ],
)
def test_the_period_a_year_belongs_to(
    year: int, targets: list[Target], base_year: int | None, plan: Plan
) -> None:
    assert plan_of(year, targets, base_year, first_year=2010) == plan
