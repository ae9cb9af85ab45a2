"""Accounting of figures: masses, scopes, what is missing, uncertainty."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cityghg.base.problems import Problem
from cityghg.codes import load_sectors, load_sources
from cityghg.factors.load import Library
from cityghg.inventory.account import Accountant, ElectricityPolicy
from cityghg.inventory.figures import Figure
from cityghg.inventory.lines import check_gwp_sets
from cityghg.inventory.masses import Line
from support import DIRECT, codes, entry, figure, library, resolver, value

FUEL = {
    "gas": "CO2",
    "formula": "amount * net_calorific_value * carbon_content * oxidation_fraction * CO2_per_C",
    "parameters": {"net_calorific_value": "GJ/unit", "carbon_content": "tC/TJ", "oxidation_fraction": "1"},
}


def accounted(
    *figures: Figure, by: Library, policy: ElectricityPolicy | None = None
) -> tuple[dict[str, Line], list[Problem]]:
    """Return the lines by gas."""
    accountant = Accountant(resolver(by), load_sources(), load_sectors(), policy)
    lines, problems = accountant.account(figures)
    return {line.gas: line for line in lines}, problems


def diesel(folder: Path, *values: dict[str, Any], **more: Any) -> Library:
    return library(folder, entry("diesel", emission_factor=list(values)), **more)


def test_a_mass_is_the_formula_in_tonnes(tmp_path: Path) -> None:
    fuel = entry(
        "diesel",
        "fuel",
        net_calorific_value=value(42652, "kJ/kg", basis="net"),
        carbon_content=value(20.2, "tC/TJ"),
        oxidation_fraction=value(0.98, "1"),
    )
    lines, _ = accounted(figure("diesel", 1000), by=library(tmp_path, fuel, methods={"fuel": FUEL}))
    # 1000 t x 42.652 GJ/t = 42652 GJ; x 20.2 tC/TJ = 861.5704 tC; x 0.98 = 844.338992 tC; x 44/12
    assert lines["CO2"].mass_t == pytest.approx(3095.9096373333)


def test_a_zero_amount_emits_nothing_and_is_a_number(simple: Library) -> None:
    lines, _ = accounted(figure("diesel", 0), by=simple)
    assert (lines["CO2"].mass_t, lines["CO2"].notation) == (0, "")


@pytest.mark.parametrize(
    ("source", "sector", "scope", "memo"),
    [
        ("diesel", "industry", "1", ""),
        ("diesel", "bunkers", "memo", "bunkers"),
        ("diesel", "bunkers.aviation", "memo", "bunkers"),
        ("electricity", "industry", "2", ""),
        ("electricity_import", "supply", "memo", "trade"),
        ("firewood", "residential", "memo", "biomass_co2"),
    ],
)
def test_scope_and_memo(simple: Library, source: str, sector: str, scope: str, memo: str) -> None:
    lines, _ = accounted(figure(source, 1, sector=sector), by=simple)
    assert (lines["CO2"].scope, lines["CO2"].memo_kind) == (scope, memo)


def test_exports_are_negative(simple: Library) -> None:
    lines, _ = accounted(figure("electricity_export", 10, sector="supply"), by=simple)
    assert lines["CO2"].mass_t == -5


@pytest.mark.parametrize("key", ["NO", "NE", "IE", "C"])
def test_a_notation_key_stays_and_is_never_a_zero(simple: Library, key: str) -> None:
    lines, problems = accounted(figure("diesel", notation=key), by=simple)
    assert {(line.notation, line.mass_t) for line in lines.values()} == {(key, None)}
    assert problems == []


def test_a_source_nobody_serves_is_an_error_and_ne(simple: Library) -> None:
    lines, problems = accounted(figure("kerosene", 5), by=simple)
    assert {(gas, line.notation, line.mass_t) for gas, line in lines.items()} == {
        (gas, "NE", None) for gas in ("CO2", "CH4", "N2O")
    }
    assert codes(problems) == ["factor_missing"] * 3


def test_an_expected_gas_that_is_not_served_is_shown_as_ne(tmp_path: Path) -> None:
    lines, problems = accounted(figure("diesel", 5), by=diesel(tmp_path, value(3)))
    assert {gas: line.notation for gas, line in lines.items()} == {"CO2": "", "CH4": "NE", "N2O": "NE"}
    assert codes(problems) == ["gas_not_served", "gas_not_served"]


def test_a_missing_value_is_an_error_and_ne(tmp_path: Path) -> None:
    lines, problems = accounted(figure("diesel", 5), by=diesel(tmp_path, value(3, year=2015)))
    assert (lines["CO2"].notation, lines["CO2"].mass_t) == ("NE", None)
    assert codes(problems)[0] == "parameter_missing"


def test_a_carried_value_is_told(tmp_path: Path) -> None:
    lines, problems = accounted(figure("diesel", 5), by=diesel(tmp_path, value(3, year=2018)))
    assert lines["CO2"].mass_t == 15
    assert "factor_carried_forward" in codes(problems)
    assert any("2018" in p.text("en") for p in problems)


def test_each_finding_is_told_once_with_the_number_of_figures(simple: Library) -> None:
    given = [figure("kerosene", 5, origin="B3"), figure("kerosene", 5, origin="B2", sector="power")]
    _, problems = accounted(*given, by=simple)
    assert len(problems) == 3  # one a gas
    assert "2 figure(s)" in problems[0].text("en") and str(problems[0].place) == "a.csv, B2"


def test_a_sector_the_method_leaves_out_is_one_ne_line(simple: Library) -> None:
    lines, problems = accounted(figure("diesel", 5, sector="nonenergy_use"), by=simple)
    assert list(lines) == ["CO2"]
    assert (lines["CO2"].notation, lines["CO2"].memo_kind) == ("NE", "nonenergy")
    assert problems == []


@pytest.mark.parametrize("source", ["electricity_generated", "electricity_losses"])
def test_electricity_made_or_lost_emits_nothing_itself(simple: Library, source: str) -> None:
    assert accounted(figure(source, 5, sector="supply"), by=simple) == ({}, [])


def test_a_source_of_unknown_composition_is_ne(simple: Library) -> None:
    lines, problems = accounted(figure("other_energy", 5), by=simple)
    assert [line.notation for line in lines.values()] == ["NE"]
    assert codes(problems) == ["source_without_gases"]


@pytest.mark.parametrize(
    ("source", "scope", "memo"),
    [
        ("electricity_import", "memo", "trade"),
        ("heat_export", "memo", "trade"),
        ("electricity", "2", ""),
        ("heat", "2", ""),
        ("firewood", "memo", "biomass_co2"),
        ("kerosene", "1", ""),
    ],
)
def test_what_has_no_factor_stands_where_it_would_have_stood(
    tmp_path: Path, source: str, scope: str, memo: str
) -> None:
    lines, _ = accounted(figure(source, 5), by=library(tmp_path))
    assert (lines["CO2"].scope, lines["CO2"].memo_kind, lines["CO2"].notation) == (scope, memo, "NE")


# CO2 equivalents


def equivalent(folder: Path, **method: Any) -> Library:
    """Return a library with 3.2 tCO2e/t of diesel."""
    made = {
        **DIRECT,
        "gas": "CO2e",
        "gwp": "AR4GWP100",
        "parameters": {"emission_factor": "tCO2e/unit"},
        **method,
    }
    factor = entry("diesel", "equivalent", emission_factor=value(3.2, "tCO2e/t"))
    return library(folder, factor, id="front", methods={"equivalent": made})


def gases(*stack: Library, sector: str = "industry") -> dict[str, float | str | None]:
    accountant = Accountant(resolver(*stack), load_sources(), load_sectors())
    lines, _ = accountant.account([figure("diesel", 10, sector=sector)])
    return {line.gas: line.notation or line.mass_t for line in lines}


def test_an_equivalent_in_front_stands_for_all_gases(tmp_path: Path, simple: Library) -> None:
    assert gases(equivalent(tmp_path), simple) == {"CO2e": 32}


def test_an_equivalent_behind_is_not_added_to_the_gases(tmp_path: Path, simple: Library) -> None:
    assert set(gases(simple, equivalent(tmp_path))) == {"CO2", "CH4", "N2O"}


def test_where_the_equivalent_is_not_for_the_sector_the_gases_count(tmp_path: Path, simple: Library) -> None:
    front = equivalent(tmp_path, not_for=["transport"])
    assert set(gases(front, simple, sector="transport.road")) == {"CO2", "CH4", "N2O"}
    assert set(gases(front, simple)) == {"CO2e"}


def test_an_equivalent_made_with_another_set_is_told(tmp_path: Path) -> None:
    accountant = Accountant(resolver(equivalent(tmp_path)), load_sources(), load_sectors())
    lines, _ = accountant.account([figure("diesel", 10), figure("diesel", 10, sector="power")])
    assert codes(check_gwp_sets(lines, "AR5GWP100")) == ["gwp_set_differs"]
    assert check_gwp_sets(lines, "AR4GWP100") == []


# Electricity


def grid(folder: Path) -> Library:
    values = [
        value(0.5, "tCO2/MWh", region="320000", year=2020),
        value(0.7, "tCO2/MWh", region="320000", year=2019),
        value(0.9, "tCO2/MWh", region="340000", year=2020),
        value(0.8, "tCO2/MWh", region="320000", year=2020, variant="fossil"),
    ]
    sold = {**DIRECT, "formula": "-amount * emission_factor"}
    return library(
        folder,
        entry("electricity", emission_factor=values),
        entry("electricity_import", emission_factor=values),
        entry("electricity_export", "sold", emission_factor=values),
        methods={"direct": DIRECT, "sold": sold},
    )


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (ElectricityPolicy(), 5.0),
        (ElectricityPolicy(fixed_year=2019), 7.0),
        (ElectricityPolicy(variant="fossil"), 8.0),
    ],
)
def test_the_policy_chooses_the_electricity_factor(
    tmp_path: Path, policy: ElectricityPolicy, expected: float
) -> None:
    lines, _ = accounted(figure("electricity", 10), by=grid(tmp_path), policy=policy)
    assert lines["CO2"].mass_t == expected


def test_imports_take_the_factor_of_where_they_come_from(tmp_path: Path) -> None:
    given = figure("electricity_import", 10, sector="supply", counterpart="340000")
    assert accounted(given, by=grid(tmp_path))[0]["CO2"].mass_t == 9


def test_exports_take_the_own_factor_wherever_they_go(tmp_path: Path) -> None:
    given = figure("electricity_export", 10, sector="supply", counterpart="340000")
    assert accounted(given, by=grid(tmp_path))[0]["CO2"].mass_t == -5


# Uncertainty


def test_half_widths_combine_as_independent(tmp_path: Path) -> None:
    known = diesel(tmp_path, value(2, uncertainty_pct=4))
    # amount 3 %, factor 4 %: sqrt(9 + 16) = 5 %; a half-width of 3 t on 100 t has the square 9
    lines, _ = accounted(figure("diesel", 100, variance=9.0), by=known)
    assert lines["CO2"].uncertainty_pct == pytest.approx(5)


@pytest.mark.parametrize(("pct", "variance"), [(None, 9.0), (4, None)])
def test_an_uncertainty_is_unknown_where_one_of_its_terms_is(
    tmp_path: Path, pct: float | None, variance: float | None
) -> None:
    stated = {} if pct is None else {"uncertainty_pct": pct}
    lines, _ = accounted(figure("diesel", 100, variance=variance), by=diesel(tmp_path, value(2, **stated)))
    assert lines["CO2"].uncertainty_pct is None


def test_a_key_stands_on_the_line_of_each_gas(simple: Library) -> None:
    lines, _ = accounted(figure("diesel", notation="NO"), by=simple)
    assert Counter(line.notation for line in lines.values()) == {"NO": 3}
