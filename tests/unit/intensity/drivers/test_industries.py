"""Value added and energy by industry: read, made fit, and as drivers of their own."""

from typing import Any

import pytest

from cityghg.intensity.drivers.industries import FRAME, read_industries
from cityghg.intensity.drivers.structure import usable_industries
from cityghg.intensity.drivers.table import drivers_table

from .conftest import AREA, fuel, stated
from .test_table import Make, effects


@pytest.fixture
def read(context, write) -> Any:
    return lambda text: read_industries(write(text), "industries.csv", context)


def test_reads_value_added_prices_and_energy(read: Any, codes: Any) -> None:
    table, problems = read(
        """
        地区 年份 行业 增加值(亿元) 价格基期 能源消费量(当量值)(万吨标准煤)
        丹徒区 2020 非金属矿物制品业 2.5 2020 10
        丹徒区 2020 C31 3 2020 _
        """
    )
    assert codes(problems) == []
    assert {name: str(kind) for name, kind in table.dtypes.items()} == FRAME
    rows = table.drop(columns="origin").astype(object).where(table.notna(), None).to_numpy().tolist()
    assert rows == [
        [AREA, 2020, "industry.c30", 25000.0, "2020", 100000.0, "calorific"],
        [AREA, 2020, "industry.c31", 30000.0, "2020", None, "calorific"],
    ]
    assert table["origin"].tolist() == ["industries.csv, D2", "industries.csv, D3"]


@pytest.mark.parametrize(
    ("heading", "row", "code"),
    [
        ("增加值(亿元) 价格基期", "2.5 _", "price_base_missing"),
        ("增加值 价格基期", "2.5 2020", "indicator_unit_missing"),
        ("增加值(亿元) 价格基期", "-1 2020", "indicator_not_positive"),
        ("增加值(亿元) 价格基期 能源消费量(万吨标准煤)", "2 2020 1", "energy_basis_unstated"),
        ("增加值(亿元) 价格基期 能源消费量(当量值)", "2 2020 1", "indicator_unit_missing"),
    ],
)
def test_refuses_what_is_not_stated(read: Any, codes: Any, heading: str, row: str, code: str) -> None:
    _, problems = read(f"地区 年份 行业 {heading}\n丹徒区 2020 C30 {row}")
    assert codes(problems) == [code]


def test_an_unknown_industry_and_one_given_twice(read: Any, codes: Any) -> None:
    table, problems = read(
        """
        地区 年份 行业 增加值(亿元,2020年不变价)
        丹徒区 2020 C30 2
        丹徒区 2020 非金属矿物制品业 3
        丹徒区 2020 第九产业 3
        """
    )
    assert sorted(codes(problems)) == ["industry_twice", "unknown_sector"]
    assert table["value_added"].tolist() == [20000]


ROWS = [
    fuel(2020, "industry.c30", "raw_coal", 60, 150),
    fuel(2020, "industry.c31", "diesel", 40, 80),
    fuel(2020, "power", "raw_coal", 10, 25),
    fuel(2021, "industry.c30", "raw_coal", 60, 150),
    fuel(2021, "industry.c31", "diesel", 60, 120),
    fuel(2021, "power", "raw_coal", 10, 25),
    {**fuel(2020, "supply", "electricity_import", 1, 0), "scope": "memo", "memo_kind": "trade"},
    {**fuel(2021, "supply", "electricity_import", 1, 0), "scope": "memo", "memo_kind": "trade"},
]
GDP = [stated(2020, 1000), stated(2021, 1000)]


def given(read: Any, text: str) -> Any:
    table, problems = read("地区 年份 行业 增加值(万元) 价格基期 能源消费量(当量值)(tce)\n" + text)
    assert problems == []
    return table


SHARES = """丹徒区 2020 C30 400 2020 _
丹徒区 2020 C31 200 2020 _
丹徒区 2021 C30 500 2020 _
丹徒区 2021 C31 150 2020 _"""


def test_structure_and_intensity_by_industry(material: Make, codes: Any, read: Any) -> None:
    """Population and GDP stay. C30: share 0.4 → 0.5, intensity 0.15 → 0.12, emissions 150 throughout.

    So its structure adds 150 · ln 1.25 and its intensity takes it off again. C31: share 0.2 → 0.15,
    intensity 0.2 → 0.4; 80 → 120. Power has no value added: by GDP, as among the sectors.
    """
    table, problems = drivers_table(*material(GDP, ROWS, industries=given(read, SHARES)))
    assert codes(problems) == []
    ours = table[(table["model"] == "industry") & (table["span"] == "period")]
    cement = effects(ours, detail="sector", sector="industry.c30")
    assert cement["industry_structure"] == pytest.approx(33.471533, abs=1e-6)  # 150 ln 1.25
    assert cement["energy_intensity"] == pytest.approx(-33.471533, abs=1e-6)
    steel = effects(ours, detail="sector", sector="industry.c31")
    # L = 40 / ln 1.5 = 98.652136; L ln 0.75 = -28.380443; L ln 2 = 68.380450
    assert steel["industry_structure"] == pytest.approx(98.6521361 * -0.2876820724, abs=1e-5)
    assert steel["energy_intensity"] == pytest.approx(98.6521361 * 0.6931471806, abs=1e-5)
    assert set(effects(ours, detail="sector", sector="power").values()) == {0}
    assert effects(ours, detail="total")["change"] == pytest.approx(40, abs=1e-9)
    assert set(table["model"]) == {"industry", "sectors"}


def test_power_belongs_to_the_industry_that_does_it(material: Make, read: Any) -> None:
    more = SHARES + "\n丹徒区 2020 D44 50 2020 _\n丹徒区 2021 D44 50 2020 _"
    table, _ = drivers_table(*material(GDP, ROWS, industries=given(read, more)))
    sectors = set(table.loc[(table["model"] == "industry") & (table["detail"] == "sector"), "sector"])
    assert sectors == {"industry.c30", "industry.c31", "industry.d44"}


def test_stated_energy_of_an_industry_holds(material: Make, read: Any) -> None:
    """C30 uses 100 and then 80 tce with its electricity: coal is 60 % of it, then 75 %."""
    more = SHARES.replace("C30 400 2020 _", "C30 400 2020 100").replace("C30 500 2020 _", "C30 500 2020 80")
    table, _ = drivers_table(*material(GDP, ROWS, industries=given(read, more)))
    ours = table[(table["model"] == "industry") & (table["span"] == "period")]
    cement = effects(ours, detail="sector", sector="industry.c30")
    assert cement["energy_mix"] == pytest.approx(33.471533, abs=1e-6)  # 150 ln (0.75 / 0.6)
    assert cement["change"] == 0


def test_value_added_at_other_prices_is_refused(material: Make, codes: Any, read: Any) -> None:
    other = SHARES.replace(" 2020 _", " 2015 _")
    table, problems = drivers_table(*material(GDP, ROWS, industries=given(read, other)))
    assert codes(problems) == ["drivers_industry_prices"]
    assert set(table["model"]) == {"sectors"}


def test_a_year_without_an_industry_is_not_decomposed_by_it(material: Make, codes: Any, read: Any) -> None:
    short = "\n".join(SHARES.splitlines()[:3])
    table, problems = drivers_table(*material(GDP, ROWS, industries=given(read, short)))
    assert codes(problems) == ["drivers_industry_gap"]
    assert set(table["model"]) == {"sectors"}


def test_a_whole_beside_its_parts_stands_for_the_rest(read: Any) -> None:
    import pandas as pd

    stated_table = given(read, SHARES + "\n丹徒区 2020 工业 1000 2020 500\n丹徒区 2021 工业 650 2020 _")
    years = pd.DataFrame({"area": AREA, "year": [2020, 2021], "prices": "2020", "emissions": 1.0})
    table, _ = usable_industries(stated_table, years, {AREA: "丹徒区"})
    left = table[table["sector"] == "industry"].set_index("year")
    assert left["value_added"].to_dict() == {2020: 400}  # 2021: 650 − 500 − 150 leaves nothing
    assert left["energy_tce"].isna().all()  # its parts have none
