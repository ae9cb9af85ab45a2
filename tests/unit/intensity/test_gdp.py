"""Growth of GDP over price bases and vintages."""

import pandas as pd
import pytest

from cityghg.intensity.gdp import one_a_year
from cityghg.intensity.reading.indicators import FRAME, read_indicators

AREA = "321112"


def table(*rows: tuple[int, float | None, str, float | None, str]) -> pd.DataFrame:
    """Rows of year, GDP, prices, index and vintage of one area."""
    frame = pd.DataFrame(rows, columns=["year", "gdp_10k_yuan", "gdp_prices", "gdp_index", "vintage"])
    return frame.assign(area=AREA, origin="gdp.csv, C2").reindex(columns=list(FRAME))


def grown(frame: pd.DataFrame, vintage: str | None = None) -> dict[int, float]:
    rows = one_a_year(frame, vintage)
    return {
        int(y): round((g - 1) * 100, 6) for y, g in zip(rows["year"], rows["growth"], strict=True) if g == g
    }


def test_a_year_at_two_price_bases_is_compared_at_the_one_it_shares() -> None:
    """2014 to 2015 at 2010 prices: 110/100; 2015 to 2016 at 2015 prices: 147/140; ratio 140/110."""
    rows = one_a_year(
        table(
            (2014, 100, "2010", None, ""), (2015, 110, "2010", None, ""),
            (2015, 140, "2015", None, ""), (2016, 147, "2015", None, ""),
        )
    )  # fmt: skip
    assert rows["gdp_prices"].tolist() == ["2010", "2015", "2015"]
    assert rows["gdp_10k_yuan"].tolist() == [100, 140, 147]
    assert rows["growth"].tolist()[1:] == pytest.approx([1.10, 1.05])
    assert rows["growth_by"].tolist() == ["", "levels", "levels"]
    assert rows["bridge"].tolist()[1] == pytest.approx(140 / 110)
    assert rows["bridge_by"].tolist() == ["", "overlap", ""]
    assert rows["bridged_from"].tolist() == ["", "2010", ""]


def test_an_index_bridges_where_no_year_is_given_at_both_bases() -> None:
    """2015 at 2010 prices would be 100 x 1.08 = 108; at 2015 prices it is 135: ratio 1.25."""
    rows = one_a_year(table((2014, 100, "2010", None, ""), (2015, 135, "2015", 108.0, "")))
    assert rows["growth"].tolist()[1] == pytest.approx(1.08)
    assert rows["bridge"].tolist()[1] == pytest.approx(1.25)
    assert rows["bridge_by"].tolist() == ["", "index"]


def test_levels_at_one_base_come_before_the_index() -> None:
    rows = one_a_year(table((2014, 100, "2010", None, ""), (2015, 109, "2010", 108.0, "")))
    assert rows["growth"].tolist()[1] == pytest.approx(1.09)
    assert rows["index_differs"].tolist()[1] == pytest.approx(109)


def test_without_overlap_or_index_there_is_no_growth() -> None:
    rows = one_a_year(table((2014, 100, "2010", None, ""), (2015, 135, "2015", None, "")))
    assert rows["growth"].isna().all()
    assert rows["bridge"].isna().all()


PRELIMINARY = [(2016, 100, "2015", None), (2017, 108, "2015", None), (2018, 116, "2015", None)]
CENSUS = [(2016, 102, "2015", None), (2017, 109, "2015", None)]
REVISED = table(*[(*r, "preliminary") for r in PRELIMINARY], *[(*r, "census_4") for r in CENSUS])  # type: ignore[arg-type]


def test_the_latest_vintage_serves_every_year_it_has_and_ratios_stay_within_one() -> None:
    """2018 exists as preliminary only, so it is compared with the preliminary 2017: 116/108, not 116/109."""
    rows = one_a_year(REVISED)
    assert rows["gdp_10k_yuan"].tolist() == [102, 109, 116]
    assert rows["vintage"].tolist() == ["census_4", "census_4", "preliminary"]
    assert rows["growth"].tolist()[1:] == pytest.approx([109 / 102, 116 / 108])
    assert rows["growth_vintage"].tolist()[1:] == ["census_4", "preliminary"]


def test_a_vintage_asked_for_is_the_only_one() -> None:
    assert grown(REVISED, "preliminary") == {2017: 8.0, 2018: round(800 / 108, 6)}
    assert grown(REVISED, "census_4") == {2017: round(700 / 102, 6)}


def test_an_index_comes_before_a_ratio_of_two_vintages() -> None:
    later = (2018, 116.0, "2015", None, "preliminary")
    apart = table((2017, 109.0, "2015", None, "census_4"), later)
    assert one_a_year(apart)["growth_by"].tolist() == ["", "mixed_vintages"]
    stated = table((2017, 109.0, "2015", None, "census_4"), (2018, 116.0, "2015", 107.0, "preliminary"))
    assert one_a_year(stated)["growth_by"].tolist() == ["", "index"]
    assert grown(stated) == {2018: 7.0}


def test_columns_at_two_price_bases_and_a_vintage_are_read(write, context, codes) -> None:
    path = write("""
        地区 年份 地区生产总值(2015年不变价)(亿元) 地区生产总值(2020年不变价)(亿元) 数据版本
        丹徒区 2019 100 _ 最终核实
        丹徒区 2020 104 118 四经普修订
        丹徒区 2021 _ 125 初步核算数
    """)
    frame, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == []
    assert frame[["year", "gdp_10k_yuan", "gdp_prices", "vintage"]].dropna().values.tolist() == [
        [2019, 1e6, "2015", "final"], [2020, 1.04e6, "2015", "census_4"], [2020, 1.18e6, "2020", "census_4"],
        [2021, 1.25e6, "2020", "preliminary"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ("丹徒区 2020 5 2015 30万 内部数\n", "vintage_unknown", "F2"),
        ("丹徒区 2020 5 2015 30 _\n丹徒区 2020 6 2020 31 _", "indicator_differs", "A3"),
        ("丹徒区 2020 5 2015 30 _\n丹徒区 2020 6 2015 30 _", "indicator_twice", "A3"),
    ],
)
def test_mistakes_of_vintage_and_of_rows_for_one_year(
    write, context, codes, rows: str, code: str, cell: str
) -> None:
    rows = rows.replace("30万", "30")
    path = write(f"地区 年份 GDP(亿元) 价格基期 常住人口(万人) 数据版本\n{rows}")
    _, problems = read_indicators(path, "i.csv", context)
    assert codes(problems) == [code]
    assert problems[0].place.cell == cell
