"""The comparisons with published inventories start, and say so where their data are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from validation.ceads_cities import compare, counts

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "validation", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize("arguments", [(), ("no-such-folder",)], ids=["nothing given", "no such folder"])
def test_without_data_it_is_skipped_and_succeeds(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Validation skipped: no ")


def test_each_comparison_names_the_data_it_lacks(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.count("Skipped: ") == 3
    assert "cn-energy-balance-2007" in done.stderr
    assert "county_emissions_published.csv" in done.stderr
    assert "ceads_290_cities_co2_1997_2019.csv" in done.stderr


def test_cities_are_classed_from_a_file_of_their_form(tmp_path: Path) -> None:
    """福建福州 falls in each of 15 years, 安徽安庆 does not; 河北石家庄 lacks 2010."""
    years = range(2005, 2020)
    lines = [
        ["city", *map(str, years)],
        ["福建福州", *(str(40 - 0.8 * n) for n in range(15))],
        ["安徽安庆", *(str(20 + n % 3) for n in range(15))],
        ["河北石家庄", *("" if y == 2010 else "30" for y in years)],
    ]
    (tmp_path / "ceads").mkdir()
    file = tmp_path / "ceads" / "ceads_290_cities_co2_1997_2019.csv"
    file.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    found = compare(tmp_path)
    assert found is not None
    of_period = counts(found[0], complete=True)
    assert (of_period["areas"], of_period["falling"], of_period["peaked"]) == (2, 1, 1)
    assert counts(found[0], complete=False)["areas"] == 3
    assert found[0].areas.set_index("area_name")["area"].to_dict()["福建福州"] == "350100"
