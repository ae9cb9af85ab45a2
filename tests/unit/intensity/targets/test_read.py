"""Tables of targets, the year a target starts from, and its share of one year."""

import openpyxl
import pytest

from cityghg.intensity.targets.path import yearly_target
from cityghg.intensity.targets.plan import Plan, Target, plan_of
from cityghg.intensity.targets.read import FRAME, read_targets
from cityghg.intensity.targets.vocabulary import find_period


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
    assert frame[["area", "base_year", "target_year", "target_decline_pct"]].values.tolist() == [
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


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("十四五", (2020, 2025)),
        ("“十二五”时期", (2010, 2015)),
        ("14th FYP", (2020, 2025)),
        ("2020-2025", (2020, 2025)),
        ("2020年——2025年", (2020, 2025)),
        ("２０２０～２０２５", (2020, 2025)),
        ("2020至2030年", (2020, 2030)),
        ("2005 to 2030", (2005, 2030)),
        ("2021-2025", (2020, 2025)),
        ("2021-2024", (2021, 2024)),
        ("十九五", None),
        ("2025", None),
    ],
)
def test_periods(text: str, period: tuple[int, int] | None) -> None:
    """The five years of a plan, 2021 to 2025, are the plan: its targets count from 2020."""
    assert find_period(text) == period


def test_a_decline_and_a_cap_in_one_row_with_an_own_path(write, context, codes) -> None:
    path = write("""
        地区 时期 碳强度下降目标(%) 碳排放总量控制目标(万吨) 2021年 2022年计划目标(%)
        丹徒区 十四五 17 300 3.70 3.6%
        京口区 2020-2025 16 _ _ _
    """)
    frame, problems = read_targets(path, "targets.csv", context)
    assert codes(problems) == []
    assert frame[["area", "indicator", "cap_t", "path"]].fillna(-1).values.tolist() == [
        ["321102", "intensity", -1, ()],
        ["321112", "intensity", -1, ((2021, 3.70), (2022, 3.6))],
        ["321112", "total", 3e6, ()],
    ]
    assert frame["origin"].tolist() == ["targets.csv, C3", "targets.csv, C2", "targets.csv, D2"]


def test_the_indicator_of_each_row(write, context, codes) -> None:
    path = write("""
        area base_year target_year indicator target cap_t
        321112 2020 2025 碳强度 17 _
        321112 2020 2025 total _ 3000000
        321112 2020 2025 单位GDP能耗 13.5 _
        321102 2020 2025 总量 5 _
    """)
    frame, problems = read_targets(path, "targets.csv", context)
    assert codes(problems) == []
    assert frame[["area", "indicator", "target_decline_pct", "cap_t"]].fillna(-1).values.tolist() == [
        ["321102", "total", 5, -1],
        ["321112", "energy_intensity", 13.5, -1],
        ["321112", "intensity", 17, -1],
        ["321112", "total", -1, 3e6],
    ]


@pytest.mark.parametrize("mark", ["无", "无目标", "-", "—", "/"])
def test_a_mark_for_no_target_is_no_target(write, context, codes, mark: str) -> None:
    frame, problems = read_targets(write(f"地区 时期 下降目标(%)\n丹徒区 十四五 {mark}"), "t.csv", context)
    assert codes(problems) == ["target_none_stated"]
    assert problems[0].place.cell == "C2"
    assert frame["target_decline_pct"].tolist() == [0.0]


HEADS = "地区 时期 指标 下降目标(%) 总量目标(万吨) 2021年 2022年 2026年"


@pytest.mark.parametrize(
    ("row", "code", "cell", "kept"),
    [
        ("丹徒区 _ _ 18 _ _ _ _", "target_period_blank", "B2", 0),
        ("丹徒区 将来 _ 18 _ _ _ _", "target_period_unknown", "B2", 0),
        ("丹徒区 2025-2020 _ 18 _ _ _ _", "target_years_reversed", "B2", 0),
        ("丹徒区 十四五 幸福指数 18 _ _ _ _", "target_indicator_unknown", "C2", 0),
        ("丹徒区 十四五 总量 5 300 _ _ _", "target_cap_and_decline", "E2", 0),
        ("丹徒区 十四五 _ _ 0 _ _ _", "indicator_not_positive", "E2", 0),
        ("丹徒区 十四五 _ _ _ _ _ _", "target_blank", "D2", 0),
        ("丹徒区 十四五 _ 18 _ 120 _ _", "target_too_large", "F2", 1),
        ("丹徒区 十四五 _ 18 _ 三 _ _", "indicator_not_a_number", "F2", 1),
        ("丹徒区 十四五 _ 18 _ _ _ 4", "target_path_outside", "H2", 1),
        ("丹徒区 2020-2022 _ 18 _ 5 5 _", "target_path_short", "F2", 1),
    ],
)
def test_mistakes_of_wider_tables(write, context, codes, row: str, code: str, cell: str, kept: int) -> None:
    frame, problems = read_targets(write(f"{HEADS}\n{row}"), "targets.csv", context)
    assert codes(problems) == [code]
    assert problems[0].place.cell == cell
    assert len(frame) == kept


def test_one_bad_row_leaves_the_others(write, context, codes) -> None:
    frame, problems = read_targets(
        write("地区 时期 下降目标(%)\n火星区 十四五 18\n丹徒区 十四五 18"), "targets.csv", context
    )
    assert codes(problems) == ["unknown_area"]
    assert frame["area"].tolist() == ["321112"]


def test_two_columns_of_one_year_are_refused(write, context, codes) -> None:
    _, problems = read_targets(
        write("地区 时期 下降目标(%) 2021年 2021\n丹徒区 十四五 18 3 4"), "targets.csv", context
    )
    assert codes(problems) == ["column_doubled"]


def test_a_cap_needs_its_unit(write, context, codes) -> None:
    _, problems = read_targets(write("地区 时期 总量目标\n丹徒区 十四五 300"), "targets.csv", context)
    assert codes(problems) == ["indicator_unit_missing"]


@pytest.mark.parametrize(
    ("row", "span", "code"),
    [
        ("丹徒区 2020 2025 _ 18", (2020, 2025), None),
        ("丹徒区 _ _ 十四五 18", (2020, 2025), None),
        ("丹徒区 2020 2025 十四五 18", (2020, 2025), None),
        ("丹徒区 2015 2020 十四五 18", None, "target_period_differs"),
        ("丹徒区 2020 _ 十四五 18", None, "blank_year"),
        ("丹徒区 _ _ _ 18", None, "target_period_blank"),
        ("丹徒区 2020 明年 _ 18", None, "bad_year"),
    ],
)
def test_a_row_may_name_its_period_or_its_years(
    write, context, codes, row: str, span: tuple[int, int] | None, code: str | None
) -> None:
    frame, problems = read_targets(write(f"地区 基准年 目标年 时期 下降目标(%)\n{row}"), "t.csv", context)
    assert codes(problems) == ([code] if code else [])
    assert list(zip(frame["base_year"], frame["target_year"], strict=True)) == ([span] if span else [])


def test_years_as_numbers_in_a_workbook_are_headings_too(tmp_path, context, codes) -> None:
    book = openpyxl.Workbook()
    for row in (["地区", "时期", "下降目标(%)", 2021, 2022], ["丹徒区", "十四五", 18, 3.7, None]):
        book.active.append(row)
    book.save(tmp_path / "targets.xlsx")
    frame, problems = read_targets(tmp_path / "targets.xlsx", "targets.xlsx", context)
    assert codes(problems) == []
    assert frame["path"].tolist() == [((2021, 3.7),)]
