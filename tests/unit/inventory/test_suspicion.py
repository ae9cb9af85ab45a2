"""Amounts that look a power of ten off: each comparison, what it leaves alone, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl
import pytest

from cityghg.activity.columns import SCHEMA
from cityghg.base.problems import Problem, Severity
from cityghg.codes import load_areas
from cityghg.inventory.figures import Figure
from cityghg.inventory.suspicion import look, suspects_among
from cityghg.inventory.suspicion.guards import load_guards, nearest_power
from cityghg.inventory.suspicion.suspect import Suspect
from cityghg.units import load_units
from support import CITY, DANTU, TREES, figure

DISTRICTS = ("321102", "321111", "321112", "321181", "321182", "321183")
FUELS = {"gasoline": 300.0, "diesel": 5000.0, "electricity": 90000.0, "lpg": 40.0, "natural_gas": 2e6}


def suspects(*figures: Figure) -> list[Suspect]:
    return suspects_among(figures, load_areas(), TREES, load_guards())


def series(*amounts: float, source: str = "diesel", first: int = 2015) -> list[Figure]:
    return [
        figure(source, amount, year=first + i, origin=f"D{i + 2}")
        for i, amount in enumerate(amounts)
        if amount
    ]


def doubted(figures: Sequence[Figure]) -> list[tuple[int, int, str]]:
    return [(one.figure.key.year, one.power, one.beside) for one in suspects(*figures)]


@pytest.mark.parametrize("power", [1, -1, 2, -2, 3, -3, 4, -4, 8])
def test_one_year_between_others(power: int) -> None:
    amounts = [5200, 5300, 5100 * 10.0**power, 5400, 5350]
    assert doubted(series(*amounts)) == [(2017, power, "years")]


@pytest.mark.parametrize("power", [1, -1, 3, -4])
@pytest.mark.parametrize("at", [0, 4])
def test_the_first_or_last_year_of_a_steady_series(power: int, at: int) -> None:
    amounts: list[float] = [5200, 5300, 5100, 5400, 5350]
    amounts[at] *= 10.0**power
    assert doubted(series(*amounts)) == [(2015 + at, power, "years")]


def test_a_unit_that_changes_from_some_year_on_is_one_suspect() -> None:
    (one,) = suspects(*series(52, 53, 51, 54, 530_000, 540_000, 535_000))
    assert (one.figure.key.year, one.power, one.other.key.year) == (2019, 4, 2018)
    assert [f.key.year for f in one.more] == [2020, 2021]


def test_of_two_years_a_thousandfold_step_is_doubted_and_a_tenfold_one_is_not() -> None:
    assert doubted(series(500, 520_000)) == [(2016, 3, "years")]
    assert doubted(series(500, 5200)) == []


@pytest.mark.parametrize(
    "amounts",
    [
        (5000, 5200, 12_000, 11_500),  # a plant opens
        (5000, 4000, 40_000, 41_000),  # tenfold, but the series is not steady
        (10, 25, 9, 100, 30, 11),  # restless
        (5000, 5200, 0, 0, 0, 5, 5),  # four years apart
        (1, 50, 1, 3000, 2, 800, 1),  # noise of every size
    ],
)
def test_what_happens_in_truth_is_left_alone(amounts: tuple[float, ...]) -> None:
    assert doubted(series(*amounts)) == []


def test_an_amount_rounded_to_next_to_nothing_says_nothing() -> None:
    small = {"rounding": Decimal("0.005")}
    found = [figure("diesel", a, year=2015 + i, **small) for i, a in enumerate(["0.04", "5.12", "0.04"])]
    assert doubted(found) == []


def city_in(year: int = 2020, **changed: float) -> list[Figure]:
    """Return six districts of different size with five fuels; `changed` multiplies `area_fuel` or `area`."""
    found = []
    for n, area in enumerate(DISTRICTS):
        for m, (fuel, amount) in enumerate(FUELS.items()):
            usual = amount * (1 + 0.4 * n) * (1 + 0.15 * ((n + m) % 3))
            times = changed.get(f"a{area}_{fuel}", changed.get(f"a{area}", 1.0))
            found.append(figure(fuel, f"{usual * times:.6g}", area=area, year=year, origin=f"{area}-{fuel}"))
    return found


@pytest.mark.parametrize("power", [3, 4, -3, -4])
def test_one_amount_against_the_other_areas(power: int) -> None:
    found = suspects(*city_in(a321112_gasoline=10.0**power))
    assert [(x.figure.key.area, x.figure.key.source, x.power, x.beside) for x in found] == [
        (DANTU, "gasoline", power, "areas")
    ]
    assert 300 < found[0].expected < 1000


@pytest.mark.parametrize("power", [3, -4])
def test_all_of_an_area(power: int) -> None:
    (one,) = suspects(*city_in(a321112=10.0**power))
    assert (one.figure.key.area, one.power, one.beside) == (DANTU, power, "areas")
    assert len(one.more) == len(FUELS) - 1


def test_an_area_that_never_has_much_is_left_alone_and_one_that_always_has_too_much_is_not() -> None:
    little, much = {"a321112_gasoline": 1e-3}, {"a321112_gasoline": 1e3}
    assert suspects(*city_in(2019, **little), *city_in(2020, **little)) == []
    found = suspects(*city_in(2019, **much), *city_in(2020, **much))
    assert [x.beside for x in found] == ["areas", "areas"]


def test_a_fuel_that_areas_use_unevenly_says_nothing() -> None:
    uneven = {f"a{area}_lpg": 10.0**i for i, area in enumerate(DISTRICTS)}
    assert suspects(*city_in(**{**uneven, "a321112_lpg": 1e4})) == []


@pytest.mark.parametrize("power", [1, -1, 2, 3, -3, 4, -4])
@pytest.mark.parametrize("place", [CITY, DANTU])
def test_the_sum_of_the_areas_and_the_figure_of_the_city(power: int, place: str) -> None:
    parts = {area: 700.0 + 37 * n for n, area in enumerate(DISTRICTS)}
    amounts = {CITY: sum(parts.values()), **parts}
    amounts[place] *= 10.0**power
    found = suspects(*(figure("diesel", f"{a:.10g}", area=area) for area, a in amounts.items()))
    assert [(x.figure.key.area, x.power, x.beside) for x in found] == [(place, power, "whole")]


def test_sums_are_compared_across_finer_sectors() -> None:
    parts = [figure("diesel", 50, area=area, sector="industry.c30") for area in DISTRICTS[:4]]
    parts += [figure("diesel", 70, area=area, sector="industry") for area in DISTRICTS[4:-1]]
    slipped = figure("diesel", 800_000, area=DISTRICTS[-1], sector="industry.c26")
    whole = figure("diesel", 4 * 50 + 70 + 80, area=CITY, sector="industry")
    assert [(x.figure, x.power) for x in suspects(whole, slipped, *parts)] == [(slipped, 4)]


def test_a_city_that_reports_more_than_its_areas_is_left_alone() -> None:
    parts = [figure("diesel", 100, area=area) for area in DISTRICTS]
    assert suspects(figure("diesel", 731, area=CITY), *parts) == []


def test_one_source_beside_the_others_in_energy() -> None:
    usual = {"raw_coal": 60_000, "diesel": 3000, "gasoline": 900, "natural_gas": 2e6, "electricity": 150_000}

    def found(**changed: float) -> list[tuple[str, int]]:
        return [
            (x.figure.key.source, x.power)
            for x in suspects(*(figure(s, f"{a * changed.get(s, 1):.6g}") for s, a in usual.items()))
        ]

    assert found() == []
    assert found(raw_coal=1e4) == [("raw_coal", 4)]
    assert found(electricity=1e-4) == [("electricity", -4)]
    assert found(gasoline=1e-4) == []


USED = {
    ("raw_coal", "industry"): 60_000, ("gasoline", "transport"): 900, ("diesel", "agriculture"): 3000,
    ("natural_gas", "residential"): 2e6, ("heat", "residential"): 90_000,
    ("electricity", "industry"): 150_000,
}  # fmt: skip
BY_MASS = ("raw_coal", "gasoline", "diesel")


@pytest.mark.parametrize(
    ("misread", "power"),
    [(BY_MASS, -4), (BY_MASS, 4), (("natural_gas",), 4), (("heat",), 4), (("electricity",), -4)],
    ids=str,
)
def test_all_that_is_measured_alike_beside_the_rest_in_energy(misread: tuple[str, ...], power: int) -> None:
    # In GJ: by mass 60 000 t × about 17 = 1.0e6 and 3900 t × 43 = 1.7e5; 2e6 m3 × 0.035 = 7e4; 9e4; and
    # 1.5e5 MWh × 3.6 = 5.4e5. Ten thousand times more of mass, gas or heat is 17 000, 390 or 500 times the
    # rest; ten thousand times less of mass 0.0002 of it, of electricity 0.00004.
    figures = [
        figure(source, f"{amount * (10.0**power if source in misread else 1):.6g}", sector=sector)
        for (source, sector), amount in USED.items()
    ]
    found = suspects(*figures)
    named = {f.key.source for one in found for f in (one.figure, *one.more)}
    assert named == set(misread)
    assert {one.power for one in found} == {power}
    assert suspects(*(figure(s, a, sector=sector) for (s, sector), a in USED.items())) == []


def test_one_enterprise_that_burns_next_to_nothing_is_left_alone() -> None:
    used = {"heat": 1e6, "diesel": 20, "gasoline": 5, "lpg": 1, "electricity": 5000}
    assert suspects(*(figure(source, amount) for source, amount in used.items())) == []


@pytest.mark.parametrize(("log", "power"), [(3.9, 4), (-4.2, -4), (1.05, 1), (-1.0, -1), (1.5, 0), (0.0, 0)])
def test_nearest_power(log: float, power: int) -> None:
    assert nearest_power(log, load_guards().years.tolerance) == power


def told(figures: Sequence[Figure], unit: str) -> list[Problem]:
    """Return the problems where every figure was reported in `unit`."""
    rows = [
        {**dict.fromkeys(SCHEMA, ""), **f.key._asdict(), "table": f.table, "unit": unit, "origin": f.origin}
        for f in figures
    ]
    activity = pl.DataFrame([row | {"amount": None, "uncertainty_pct": None} for row in rows], schema=SCHEMA)
    return look(figures, activity, load_areas(), TREES)


def test_a_warning_shows_the_arithmetic_in_the_unit_of_the_cell() -> None:
    (said,) = told(series(52_000, 53_000, 510_000_000, 54_000), "万吨")
    assert said.severity is Severity.WARNING
    assert said.text("zh") == (
        "a.csv, D4：2017 年“柴油”（工业）为 51000 万吨，2016 年（a.csv, D3）折合为 5.3 万吨，"
        "相差 9623 倍，接近 1 万倍：像是按“吨”计的数填在了“万吨”下。"
        "请核对数值、单位和小数点；情况属实的，无需处理"
    )
    assert '"Diesel" (Industry) is 51000 万吨 in 2017 and 5.3 万吨 in 2016' in said.text("en")


def test_where_no_unit_explains_it_the_decimal_point_may_have_slipped() -> None:
    (said,) = told(series(52, 53, 510, 54), "t")
    assert "小数点错位" in said.text("zh")


def test_every_unit_that_people_mix_up_is_known() -> None:
    units = load_units()
    for mixed in load_guards().units:
        assert units.factor(mixed.unit, mixed.unit) == 1


def test_slips_of_one_year_in_one_table_are_told_once() -> None:
    both = [*series(52, 53, 510_000, 54), *series(8, 8.5, 82_000, 8.4, source="gasoline")]
    (said,) = told(both, "t")
    assert "另有 1 处" in said.text("zh")


def test_more_than_a_nation_uses_is_an_error_and_no_suspect() -> None:
    (said,) = told(series(5.2e7, 5.3e7, 5.1e11, 5.4e7), "万吨")
    assert (said.code, said.severity) == ("amount_impossible", Severity.ERROR)
    assert "全国2019年能源消费总量" in said.text("zh")
