"""The inventory as a table."""

from pathlib import Path

import pandas as pd
import pytest

from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.factors.load import Library
from cityghg.inventory.account import Accountant
from cityghg.inventory.figures import Figure
from cityghg.inventory.lines import COLUMNS, to_table
from support import DANTU, codes, entry, figure, library, resolver, value


def table(
    by: Library, *figures: Figure, gwps: dict[str, float] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    lines, _ = Accountant(resolver(by), load_sources(), load_sectors()).account(figures)
    found, problems = to_table(lines, load_areas(), gwps or {"CO2": 1, "CH4": 28, "N2O": 265})
    return found, codes(problems)


def test_a_row_a_gas(simple: Library) -> None:
    found, said = table(simple, figure("diesel", 100))
    assert tuple(found.columns) == COLUMNS
    rows = found.set_index("gas")
    assert rows["mass_t"].to_dict() == pytest.approx({"CO2": 300, "CH4": 0.1, "N2O": 0.01})
    assert rows["co2e_t"].to_dict() == pytest.approx({"CO2": 300, "CH4": 2.8, "N2O": 2.65})
    assert said == []


def test_a_row_knows_where_it_comes_from(simple: Library) -> None:
    [row] = table(simple, figure("electricity", 100, origin="C4"))[0].to_dict("records")
    assert (row["area"], row["level"], row["provenance"], row["origin"]) == (
        DANTU,
        "district",
        "own",
        "a.csv, C4",
    )
    assert (row["factor"], row["library"], row["unit"], row["line"]) == (
        "electricity.bought",
        "lib@1",
        "MWh",
        0,
    )


def test_a_gas_without_a_gwp_keeps_its_mass_and_is_told(simple: Library) -> None:
    found, said = table(simple, figure("diesel", 100), gwps={"CO2": 1, "CH4": 28})
    [row] = found[found["gas"] == "N2O"].to_dict("records")
    assert (row["mass_t"], pd.isna(row["co2e_t"]), said) == (pytest.approx(0.01), True, ["gwp_missing"])


def test_what_is_not_estimated_names_no_factor(simple: Library) -> None:
    found, _ = table(simple, figure("kerosene", 5))
    assert set(found["notation"]) == {"NE"} and set(found["factor"]) == {""} and found["mass_t"].isna().all()


def test_a_derived_figure_is_called_so(simple: Library) -> None:
    found, _ = table(simple, figure("electricity_import", 5, sector="supply", derived=True))
    assert found["provenance"].tolist() == ["derived"]


def test_a_carried_year_is_a_whole_number(tmp_path: Path) -> None:
    by = library(tmp_path, entry("diesel", emission_factor=value(3, year=2018)))
    found, _ = table(by, figure("diesel", 1))
    assert found["carried_from"].tolist()[0] == 2018
    assert str(found["carried_from"].dtype) == "Int64"


def test_no_lines_are_an_empty_table(simple: Library) -> None:
    found, said = table(simple)
    assert (len(found), tuple(found.columns), said) == (0, COLUMNS, [])
