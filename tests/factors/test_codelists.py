"""The code lists as data: one meaning a name, known references, complete forms, counts of the divisions."""

import csv
import re
from collections import Counter
from itertools import chain
from typing import Any

import globalwarmingpotentials
import pytest

from cityghg.base.locate import codelist
from cityghg.base.text import fold
from cityghg.codes import load_areas, load_sectors, load_sources, load_summary_rows
from support import plain

LISTS = {"sources": load_sources, "sectors": load_sectors, "summary_rows": load_summary_rows}
DOUBTFUL = ("煤", "煤炭", "气", "煤气", "油", "电", "热", "其他", "gas", "oil", "petroleum", "other", "fuel")


def words(text: str) -> list[str]:
    return text.split()


EXPECTED_SOURCES = words("""
    raw_coal anthracite coking_coal bituminous_coal lignite cleaned_coal other_washed_coal briquettes coke
    other_coking_products coke_oven_gas blast_furnace_gas converter_gas producer_gas other_gas crude_oil
    gasoline kerosene diesel fuel_oil lpg refinery_gas naphtha lubricants paraffin_wax white_spirit
    petroleum_coke bitumen other_petroleum_products natural_gas lng coalbed_methane coal_gangue
    municipal_waste biomass waste_heat heat electricity other_energy electricity_import electricity_export
    heat_import heat_export electricity_generated cement_clinker carbide_slag_clinker lime
    limestone_in_steel dolomite_in_steel calcium_carbide nitric_acid adipic_acid aluminium magnesium
""")
EXPECTED_SECTORS = words("""
    agriculture power heat_supply refining coal_mining oil_gas_extraction industry construction transport
    trade residential other nonenergy_use bunkers transport.road residential.urban
""")
BALANCE_COLUMNS = words("""
    煤合计 煤炭合计 原煤 洗精煤 其他洗煤 型煤 煤制品 煤矸石 焦炭 焦炉煤气 高炉煤气 转炉煤气 其他煤气
    其他焦化产品 油品合计 石油合计 原油 汽油 煤油 柴油 燃料油 石脑油 润滑油 石蜡 溶剂油 石油沥青 石油焦
    液化石油气 炼厂干气 其他石油制品 天然气 液化天然气 热力 电力 其他能源
""")
FORM_205_1_ROWS = words("""
    原煤 无烟煤 炼焦烟煤 一般烟煤 褐煤 洗精煤 其他洗煤 煤制品 焦炭 其他焦化产品 焦炉煤气 高炉煤气 转炉煤气
    发生炉煤气 天然气(气态) 液化天然气(液态) 煤层气(煤田) 原油 汽油 煤油 柴油 燃料油 液化石油气 炼厂干气
    石脑油 润滑油 石蜡 溶剂油 石油焦 石油沥青 其他石油制品 热力 电力 其他燃料 煤矸石用于燃料
    城市垃圾用于燃料 生物质废料用于燃料 其它工业废料用于燃料 余热余压 能源合计
""")
BALANCE_ROWS = words("""
    农、林、牧、渔、水利业 农、林、牧、渔业 工业 用作原料、材料 用作原材料 建筑业 交通运输、仓储和邮政业
    交通运输、仓储和邮电通讯业 批发、零售业和住宿、餐饮业 生活消费 城镇 乡村 农村 其他 火力发电 供热
""")


def raw(name: str) -> Any:
    return plain(codelist(name))


@pytest.mark.parametrize("name", LISTS)
def test_no_name_is_written_twice(name: str) -> None:
    """An id, a Chinese and an English name may be spelt alike within a code; an alias must add something."""
    names: list[str] = []
    for code in LISTS[name]():
        names += {fold(code.id), fold(code.zh), fold(code.en)}
        names += [fold(alias) for alias in code.aliases]
    assert [n for n, count in Counter(names).items() if count > 1] == []


def test_short_words_name_no_source() -> None:
    assert [word for word in DOUBTFUL if load_sources().find(word)] == []


@pytest.mark.parametrize("name", LISTS)
def test_lines_are_short_and_aliases_without_units(name: str) -> None:
    lines = codelist(f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 140] == []
    unit = re.compile(r"[(（](万?吨(标准?煤)?|[万亿]?立方米|[万亿]?千瓦时|百万千焦|t|m3|GJ|MWh)[)）]")
    assert [a for code in LISTS[name]() for a in code.aliases if unit.search(a)] == []


def test_codes_that_factors_and_layouts_rely_on_exist() -> None:
    assert [code for code in EXPECTED_SOURCES if code not in load_sources()] == []
    assert [code for code in EXPECTED_SECTORS if code not in load_sectors()] == []


@pytest.mark.parametrize("label", BALANCE_COLUMNS + FORM_205_1_ROWS)
def test_columns_of_the_balance_and_rows_of_the_form_are_known(label: str) -> None:
    assert load_sources().find(label) is not None


@pytest.mark.parametrize("label", BALANCE_ROWS)
def test_rows_of_the_balance_are_known(label: str) -> None:
    assert load_sectors().find(label) is not None


def test_other_sources_are_never_parents() -> None:
    assert [s.id for s in load_sources() if (s.parent or "").startswith("other_")] == []


def test_parts_of_raw_coal_are_the_four_coals() -> None:
    parts = [s.id for s in load_sources() if s.parent == "raw_coal"]
    assert parts == ["anthracite", "coking_coal", "bituminous_coal", "lignite"]


def test_parts_share_the_unit_of_the_whole() -> None:
    sources = load_sources()
    assert [s.id for s in sources if s.parent and s.unit != sources[s.parent].unit] == []


def test_units_follow_the_kind() -> None:
    other_than_mass = {
        "gas": {"m3"},
        "natural_gas": {"t", "m3"},
        "biomass": {"t", "m3"},
        "heat": {"GJ"},
        "electricity": {"MWh"},
        "trade": {"GJ", "MWh"},
        "other": {"tce"},
        "total": {"t", "tce"},
        "agriculture": {"head", "ha", "t"},
        "land_use": {"m3", "ha"},
        "disposal": {"t", "person"},
        "fugitive": {"t", "m3", "facility"},
    }
    assert [s.id for s in load_sources() if s.unit not in other_than_mass.get(s.kind, {"t"})] == []


def test_volumes_of_gas_and_nothing_else_state_their_temperature() -> None:
    """The cubic metres of forests are wood."""
    volumes = {s.id for s in load_sources() if s.unit == "m3" and s.kind != "land_use"}
    assert volumes == {s.id for s in load_sources() if s.reference_celsius == 20}


def test_gases_are_named_as_in_the_list_of_gwps() -> None:
    known = {"CO2", *globalwarmingpotentials.data["AR5GWP100"]}
    assert {gas for s in load_sources() for gas in s.gases} <= known
    assert {s.id for s in load_sources() if not s.gases} == {
        "waste_heat", "other_energy", "electricity_generated", "electricity_losses",
        "coal_total", "oil_total", "energy_total",
    }  # fmt: skip


def test_biomass_and_only_biomass_is_biogenic() -> None:
    assert [s.id for s in load_sources() if s.biogenic != (s.kind == "biomass")] == []


def test_statistical_codes_are_two_digits_and_unique() -> None:
    codes = [s.stat_code for s in load_sources() if s.stat_code]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[0-4]\d", code) for code in codes)


def test_every_process_source_and_trade_names_a_known_sector() -> None:
    sectors = load_sectors()
    implied = [s for s in load_sources() if s.kind in ("process", "trade")]
    assert [s.id for s in implied if s.sector not in sectors] == []
    assert [s.id for s in implied if s.kind == "process" and not s.sector.startswith("process.")] == []


def test_every_division_of_industry_is_listed() -> None:
    divisions = {s.gbt4754: s.id for s in load_sectors() if s.id.startswith("industry.") and s.gbt4754}
    sections = {"b": range(6, 13), "c": range(13, 44), "d": range(44, 47)}
    wanted = {f"{n:02}": f"industry.{letter}{n:02}" for letter in sections for n in sections[letter]}
    assert divisions == wanted | {letter.upper(): f"industry.{letter}" for letter in sections}


def test_sectors_name_known_rows_and_categories() -> None:
    rows = load_summary_rows()
    assert [s.id for s in load_sectors() if s.summary_row not in rows] == []
    gpc = re.compile(r"I\.([1-8]|4\.4)|II(\.[1-5])?|III\.[1-4]|IV(\.[12])?|V\.[1-3]")
    assert [s.id for s in load_sectors() if s.gpc and not gpc.fullmatch(s.gpc)] == []


def test_ipcc_categories_exist() -> None:
    ipcc2006 = pytest.importorskip("climate_categories").IPCC2006
    assert [s.id for s in load_sectors() if s.ipcc and s.ipcc not in ipcc2006] == []


def test_memo_sectors_are_bunkers_and_nonenergy() -> None:
    kinds = {s.id: s.memo_kind for s in load_sectors() if s.memo_kind}
    assert kinds == {"nonenergy_use": "nonenergy", "bunkers": "bunkers", "bunkers.aviation": "bunkers",
                     "bunkers.marine": "bunkers"}  # fmt: skip
    assert [r.id for r in load_summary_rows() if r.memo] == [
        "bunkers", "bunkers_aviation", "bunkers_marine", "biomass_co2",
        "electricity_trade",
    ]  # fmt: skip


def area_rows() -> list[dict[str, str]]:
    with codelist("areas.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counts_of_areas() -> None:
    """The 2,978 county units of 2023 less the second rows of four cities without districts."""
    assert Counter(row["kind"] for row in area_rows()) == {
        "province": 31, "city": 333, "district": 980, "county": 1870, "zone": 124,
    }  # fmt: skip
    county_level_cities = [r for r in area_rows() if r["kind"] == "county" and r["name"].endswith("市")]
    assert len(county_level_cities) == 82 - 1 + 316


def test_areas_form_a_tree_with_their_codes() -> None:
    areas = load_areas()
    rows = area_rows()
    assert len({r["code"] for r in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"\d{6}", row["code"])
        assert row["province"] == row["code"][:2] + "0000"
        assert row["city"] in ("", row["code"][:4] + "00")
        is_top = row["kind"] == "province"
        outside = row["province"] if row["kind"] == "city" or not row["city"] else row["city"]
        assert row["parent"] == ("" if is_top else outside)
        assert is_top or row["parent"] in areas


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("崇明区", "310151", "district"),
        ("铜梁区", "500151", "district"),
        ("东莞市", "441900", "city"),
        ("儋州市", "460400", "city"),
        ("嘉峪关市", "620200", "city"),
        ("仙桃市", "429004", "county"),
        ("神农架林区", "429021", "county"),
        ("六枝特区", "520203", "district"),
        ("金林区", "230751", "district"),
        ("丹阳市", "321181", "county"),
        ("镇江新区", "321171", "zone"),
        ("巫溪县", "500238", "county"),
    ],
)
def test_kind_of_an_area(name: str, code: str, kind: str) -> None:
    found = load_areas().find(name)
    assert [(area.code, area.level) for area in found] == [(code, kind)]


def test_names_that_occur_twice_stay_doubtful() -> None:
    names = Counter(row["name"] for row in area_rows() if row["kind"] in ("district", "county"))
    assert sum(count > 1 for count in names.values()) == 28


def test_every_area_but_tibet_and_inner_mongolia_as_a_whole_has_a_grid_region() -> None:
    without = {r["code"] for r in area_rows() if not r["grid"] and not r["code"].startswith("54")}
    assert without == {"150000"}
    assert not any(r["grid"] for r in area_rows() if r["code"].startswith("54"))
    assert {r["grid"] for r in area_rows()} == {"华北", "东北", "华东", "华中", "西北", "南方", "西南", ""}
    mongolian = [r for r in area_rows() if r["kind"] == "city" and r["province"] == "150000"]
    east = {r["code"] for r in mongolian if r["grid"] == "东北"}
    assert east == {"150400", "150500", "150700", "152200"}


def test_listed_regions_cover_what_the_grid_column_covers_once() -> None:
    areas = load_areas()
    by_id = {scheme["id"]: scheme for scheme in raw("regions.yaml")["schemes"]}
    assert by_id["grid"]["column"] == "grid"
    listed = list(chain.from_iterable(by_id["grid2010"]["regions"].values()))
    assert len(set(listed)) == len(listed)
    assert all(code in areas for code in listed)
    covered = {r["code"] for r in area_rows() if set(areas.lineage(r["code"])) & set(listed)}
    assert covered == {r["code"] for r in area_rows() if r["grid"]}


def test_schemes_cite_a_listed_reference() -> None:
    document = raw("regions.yaml")
    known = {reference["id"] for reference in document["references"]}
    assert {scheme["reference"] for scheme in document["schemes"]} <= known
