"""The comparisons with published inventories start, and say so where their data are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
    assert done.stderr.count("Skipped: ") == 2
    assert "cn-energy-balance-2007" in done.stderr
    assert "county_emissions_published.csv" in done.stderr
