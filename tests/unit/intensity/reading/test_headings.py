"""What a heading of an indicator table says besides the name of its column."""

import pytest

from cityghg.intensity.reading.headings import Heading, read_heading
from cityghg.intensity.reading.vocabulary import energy_basis, indicator_columns, price_base
from cityghg.units import load_units


def read(text: str) -> Heading | None:
    return read_heading(text, indicator_columns(), load_units())


@pytest.mark.parametrize(
    ("text", "factor", "prices"),
    [
        ("gdp", None, ""),
        ("地区生产总值", None, ""),
        ("地区生产总值(亿元)", 1e4, ""),
        ("地区生产总值（万元）", 1, ""),
        ("GDP/亿元", 1e4, ""),
        ("地区生产总值 亿元", 1e4, ""),
        ("地区生产总值(2020年不变价)(亿元)", 1e4, "2020"),
        ("地区生产总值(2020年不变价,亿元)", 1e4, "2020"),
        ("地区生产总值（亿元，按2015年价格计算）", 1e4, "2015"),
        ("2010年可比价地区生产总值(亿元)", 1e4, "2010"),
        ("地区生产总值(当年价)(万元)", 1, "current"),
        ("地区生产总值[单位：亿元]", 1e4, ""),
        ("GDP (100 million yuan, 2020 constant prices)", 1e4, "2020"),
        ("gdp_10k_yuan", 1, ""),
    ],
)
def test_gdp(text: str, factor: float | None, prices: str) -> None:
    heading = read(text)
    assert heading is not None
    assert (heading.column.id, heading.factor, heading.prices, heading.unclear) == ("gdp", factor, prices, "")


@pytest.mark.parametrize(
    ("text", "column", "factor"),
    [
        ("常住人口", "population", None),
        ("常住人口(万人)", "population", 1e4),
        ("年末常住人口/人", "population", 1),
        ("指数(上年=100)", "gdp_index", None),
        ("地区生产总值指数（上年＝100）", "gdp_index", None),
        ("第三产业比重(%)", "tertiary_share", None),
        ("能源消费总量(万吨标准煤)", "energy_tce", 1e4),
        ("energy_tce", "energy_tce", 1),
        ("emissions_t", "emissions_t", 1),
        ("二氧化碳排放量(万吨)", "emissions_t", 1e4),
        ("碳排放量（万吨CO2）", "emissions_t", 1e4),
        ("单位", "gdp_unit", None),
        ("价格基期", "gdp_prices", None),
        ("地区", "area", None),
        ("年份", "year", None),
    ],
)
def test_other_columns(text: str, column: str, factor: float | None) -> None:
    heading = read(text)
    assert heading is not None
    assert (heading.column.id, heading.factor, heading.unclear) == (column, factor, "")


@pytest.mark.parametrize("text", ["人均地区生产总值(元)", "地区生产总值增速(%)", "户籍人口", "备注", ""])
def test_headings_of_something_else(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("地区生产总值(2020)", "2020"),  # the GDP of 2020, not GDP at its prices
        ("地区生产总值(2020年)", "2020年"),
        ("GDP指数(2010年=100)", "2010年=100"),  # not the year before
        ("地区生产总值(增速)", "增速"),
        ("地区生产总值(万吨)", "万吨"),
    ],
)
def test_what_is_not_understood_is_told(text: str, unclear: str) -> None:
    heading = read(text)
    assert heading is not None
    assert heading.unclear == unclear


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("2020", "2020"),
        ("2020年", "2020"),
        ("２０２０年不变价", "2020"),
        ("按2015年价格计算", "2015"),
        ("2010 constant prices", "2010"),
        ("current", "current"),
        ("当年价", "current"),
        ("现价", "current"),
        ("不变价", None),
        ("2015年价，2020年后为2020年价", None),
        ("21", None),
    ],
)
def test_price_bases(text: str, base: str | None) -> None:
    assert price_base(text) == base


def test_energy_bases() -> None:
    heading = read("能源消费总量(等价值)(万吨标准煤)")
    assert heading is not None
    assert (heading.energy_basis, heading.factor) == ("coal_equivalent", 1e4)
    assert (energy_basis("当量值"), energy_basis("其他")) == ("calorific", None)


def test_the_columns_of_a_table_have_one_meaning_a_name() -> None:
    assert [column.id for column in indicator_columns()][:4] == ["area", "year", "gdp", "gdp_unit"]
