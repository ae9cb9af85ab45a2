"""Indicator tables as departments write them, and the mistakes in them."""

from pathlib import Path

import openpyxl
import pytest

from cityghg.intensity.reading.indicators import FRAME, read_indicators


def test_contract_columns_in_english(write, context, codes) -> None:
    path = write("""
        area   year gdp    gdp_unit gdp_prices population gdp_index tertiary_share energy_tce energy_basis
        321112 2020 500.25 亿元     2020       300000     103.5     46.1           2000000    calorific
        321112 2021 5402700 万元    2020       301000     108.0     46.3           2100000    calorific
    """)
    frame, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == []
    assert dict(frame.dtypes.astype(str)) == FRAME
    assert list(frame["gdp_10k_yuan"]) == [5002500.0, 5402700.0]
    assert list(frame["gdp_prices"]) == ["2020", "2020"]
    assert frame.loc[0, ["area_name", "population", "gdp_index", "energy_basis"]].tolist() == [
        "丹徒区", 300000.0, 103.5, "calorific",
    ]  # fmt: skip
    assert frame["origin"].tolist() == ["i.csv, C2", "i.csv, C3"]


def test_chinese_workbook_with_title_units_below_and_merged_areas(tmp_path: Path, context, codes) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["镇江市主要经济指标"],
        [],
        ["地区", "年份", "地区生产总值", "价格基期", "常住人口", "指数（上年=100）", "备注"],
        [None, None, "亿元", None, "万人", None, None],
        ["丹徒区", "2020年", "5,00.25", "2020年不变价", 30.12, "—", "初步数"],
        [None, 2021, 540.27, 2020, 30.2, 108, None],
        ["京口区", 2021, "１２０", "当年价", 50, 107.5, None],
        ["注：2021年为快报数"],
    ):
        sheet.append(row)
    sheet["C5"] = "1,500.25"
    sheet.merge_cells("A5:A6")
    path = tmp_path / "指标.xlsx"
    book.save(path)
    frame, problems = read_indicators(path, path.name, context)
    assert codes(problems) == ["columns_ignored"]
    assert frame[["area", "year"]].values.tolist() == [["321102", 2021], ["321112", 2020], ["321112", 2021]]
    assert frame["gdp_10k_yuan"].tolist() == [1200000.0, 15002500.0, 5402700.0]
    assert frame["gdp_prices"].tolist() == ["current", "2020", "2020"]
    assert frame["population"].tolist() == [500000.0, 301200.0, 302000.0]
    assert frame["gdp_index"].isna().tolist() == [False, True, False]
    assert frame["origin"].tolist()[1] == "指标.xlsx, Sheet!C5"


def test_of_two_columns_the_one_at_constant_prices_is_used(write, context, codes) -> None:
    path = write("""
        地区 年份 地区生产总值(当年价)(亿元) 地区生产总值(2020年不变价)(亿元)
        丹徒区 2021 600 540
    """)
    frame, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == ["gdp_column_chosen"]
    assert frame[["gdp_10k_yuan", "gdp_prices"]].values.tolist() == [[5400000.0, "2020"]]


@pytest.mark.parametrize(
    ("headings", "row", "code", "cell"),
    [
        ("GDP(亿元) 价格基期", "约5 2020", "indicator_not_a_number", "C2"),
        ("GDP(亿元) 价格基期", "5亿元 2020", "indicator_not_a_number", "C2"),
        ("GDP(亿元) 价格基期", "0 2020", "indicator_not_positive", "C2"),
        ("GDP(亿元) 价格基期", "-5 2020", "indicator_not_positive", "C2"),
        ("GDP(亿元) 价格基期", "5 _", "price_base_missing", "D2"),
        ("GDP(亿元) 价格基期", "5 不变价", "price_base_unclear", "D2"),
        ("GDP(2015年价,亿元) 价格基期", "5 2020", "price_base_differs", "D2"),
        ("GDP(亿元)", "5", "price_base_missing", "C1"),
        ("GDP 价格基期", "5 2020", "indicator_unit_missing", "C1"),
        ("GDP 价格基期 单位", "5 2020 _", "indicator_unit_missing", "E2"),
        ("GDP 价格基期 单位", "5 2020 万吨", "indicator_unit_unknown", "E2"),
        ("GDP(亿元) 价格基期 单位", "5 2020 万元", "indicator_unit_differs", "E2"),
        ("GDP(增速) 价格基期", "5 2020", "indicator_heading_unclear", "C1"),
        ("GDP(万元) 生产总值(亿元) 价格基期", "5 5 2020", "gdp_columns", "D1"),
        ("GDP(亿元,2020年价) 指数", "5 8.0", "gdp_index_implausible", "D2"),
        ("GDP(亿元,2020年价) 常住人口", "5 30.5", "population_unit_doubtful", "D2"),
        ("GDP(亿元,2020年价) 常住人口", "5 42", "population_unit_doubtful", "D2"),
        ("GDP(亿元,2020年价) 三产比重", "5 0.45", "tertiary_share_implausible", "D2"),
        ("GDP(亿元,2020年价) 能源消费总量", "5 9", "indicator_unit_missing", "D1"),
        ("GDP(亿元,2020年价) energy_tce", "5 9", "energy_basis_unstated", "D1"),
        ("GDP(亿元,2020年价) 年度", "5 2021", "column_doubled", "D1"),
    ],
)
def test_mistakes(write, context, codes, headings: str, row: str, code: str, cell: str) -> None:
    path = write(f"地区 年份 {headings}\n丹徒区 2021 {row}")
    _, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == [code]
    assert problems[0].place.cell == cell


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ("火星区 2021 5", "unknown_area", "A2"),
        ("丹徒区 21 5", "bad_year", "B2"),
        ("丹徒区 2021 5\n镇江市丹徒区 2021年 6", "indicator_twice", "A3"),
    ],
)
def test_mistakes_in_area_and_year(write, context, codes, rows: str, code: str, cell: str) -> None:
    path = write(f"地区 年份 GDP(亿元,2020年价)\n{rows}")
    frame, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == [code]
    assert problems[0].place.cell == cell
    assert frame["gdp_10k_yuan"].tolist() == ([50000.0] if code == "indicator_twice" else [])


def test_a_number_with_a_mistake_is_never_used(write, context) -> None:
    path = write("地区 年份 地区生产总值 价格基期 常住人口(人)\n丹徒区 2021 5 2020 1000")
    frame, _ = read_indicators(path, "i.csv", context)
    assert frame["gdp_10k_yuan"].isna().all()
    assert frame["gdp_prices"].tolist() == [""]
    assert frame["population"].tolist() == [1000.0]


def test_a_file_without_the_table(write, context, codes) -> None:
    frame, problems = read_indicators(write("地区 年份 消费量\n丹徒区 2021 5"), "i.csv", context)
    assert codes(problems) == ["indicator_table_not_found"]
    assert frame.empty


def test_a_missing_file(tmp_path: Path, context, codes) -> None:
    frame, problems = read_indicators(tmp_path / "none.xlsx", "none.xlsx", context)
    assert codes(problems) == ["file_unreadable"]
    assert list(frame.columns) == list(FRAME)


def test_area_of_the_title_and_totals(tmp_path: Path, context, codes) -> None:
    path = tmp_path / "i.csv"
    lines = ["镇江市丹徒区主要指标", "年份,GDP(亿元),价格基期", "2020,5,2020", "合计,9,"]
    path.write_text("\n".join(lines), encoding="gb18030")
    frame, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == ["total_rows_skipped"]
    assert frame[["area", "year", "gdp_10k_yuan"]].values.tolist() == [["321112", 2020, 50000.0]]
