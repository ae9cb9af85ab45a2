"""Every example city compiles to the result beside it, byte for byte, on every run and from any folder.

After an intended change of results: `make golden`, then read what changed.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CITIES = sorted(path.parent for path in EXAMPLES.glob("*/city.yaml"))
WHOLE = (
    "intensity.csv", "targets.csv", "structure.csv", "decoupling.csv", "evaluation.csv",
    "evaluation_summary.csv", "factors_used.csv", "problems.csv",
)  # fmt: skip
RUN = "from cityghg.cli.app import main; main()"


def compile_city(folder: Path | str, out: Path, cwd: Path, hash_seed: int) -> dict[str, bytes]:
    """Compile in a process of its own and return every file of the result by name."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN, "compile", str(folder), "--out", str(out)],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def kept(result: dict[str, bytes]) -> dict[str, bytes]:
    """Return what is kept as golden: small tables whole; the drivers of the city; of the summary the city
    in all years and the last year of all areas; of the inventory the city in the last year."""
    city = json.loads(result["manifest.json"])["city"]
    ours = {city, f"{city}-residual"}
    last = max(row["year"] for row in rows_of(result["summary.csv"]))
    drivers = (
        {"drivers.csv": only(result["drivers.csv"], lambda r: r["area"] == city)}
        if "drivers.csv" in result
        else {}
    )
    return {
        **{name: result[name] for name in WHOLE if name in result},
        **drivers,
        "summary.csv": only(result["summary.csv"], lambda r: r["year"] == last or r["area"] in ours),
        "inventory.csv": only(
            result["inventory.csv"], lambda r: r["year"] == last and (city is None or r["area"] in ours)
        ),
    }


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def only(table: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """Return a table with the wanted rows only."""
    rows, chosen = rows_of(table), io.StringIO()
    writer = csv.DictWriter(chosen, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in rows if wanted(row))
    return chosen.getvalue().encode("utf-8-sig")


def compare(found: dict[str, bytes], golden: Path) -> None:
    wanted = {path.name: path.read_bytes() for path in golden.glob("*.csv")}
    assert found.keys() == wanted.keys(), f"{golden} is not up to date: make golden"
    for name, content in found.items():
        lines, expected = (one.decode("utf-8").splitlines() for one in (content, wanted[name]))
        assert lines == expected, name
        assert content == wanted[name], name


def check_sums(inventory: bytes, city: str | None) -> None:
    """Check that in each year, scope and gas the areas below the city and its residual add up to the city."""
    own: defaultdict[tuple[str, ...], float] = defaultdict(float)
    below: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for row in rows_of(inventory):
        side = own if row["area"] == city else below
        side[row["year"], row["scope"], row["memo_kind"], row["gas"]] += float(row["mass_t"] or 0)
    assert own.keys() == below.keys()
    for key, mass in own.items():
        assert math.isclose(mass, below[key], rel_tol=1e-9, abs_tol=1e-6), key


@pytest.mark.parametrize("city", CITIES, ids=lambda path: path.name)
def test_example(city: Path, tmp_path: Path, update_golden: bool) -> None:
    result = compile_city(city, tmp_path / "here", tmp_path, hash_seed=1)
    shutil.copytree(city, tmp_path / "elsewhere" / city.name)
    again = compile_city(city.name, tmp_path / "there", tmp_path / "elsewhere", hash_seed=2)
    assert [name for name in result if result[name] != again.get(name)] == []
    assert result.keys() == again.keys()
    if (code := json.loads(result["manifest.json"])["city"]) is not None:
        check_sums(result["inventory.csv"], code)
    golden = city / "golden"
    if update_golden:
        golden.mkdir(exist_ok=True)
        for old in golden.glob("*.csv"):
            old.unlink()
        for name, content in kept(result).items():
            (golden / name).write_bytes(content)
    compare(kept(result), golden)
