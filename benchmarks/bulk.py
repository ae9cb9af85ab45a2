"""Large tables: `python -m benchmarks.bulk [rows] [engine...]` prints wall, processor time and peak memory.

Each is a process of its own over the same made-up reports (200 counties, 8 sectors, 8 sources, months, 5000
reporters), beside a bare Polars scan with a grouped sum of floats, and a plain pandas script.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

ROWS, CHUNK = 10_000_000, 1_000_000
COUNTIES, REPORTERS = 200, 5000
SECTORS = ("industry.c30", "industry.c31", "industry.c26", "industry.d44", "construction", "trade",
           "transport.road", "agriculture")  # fmt: skip
UNITS = {"raw_coal": "吨", "coke": "吨", "diesel": "吨", "gasoline": "吨", "lpg": "吨", "fuel_oil": "吨",
         "natural_gas": "万立方米", "electricity": "万千瓦时"}  # fmt: skip
KEY = '["area", "year", "sector", "source", "unit"]'
BARE = f"""
import sys, polars as pl
rows = pl.scan_csv(sys.argv[1], schema_overrides={{"area": pl.String}})
rows.group_by({KEY}).agg(pl.col("amount").sum()).sort({KEY}).collect(engine="streaming").write_csv(sys.argv[2])
"""
PANDAS = f"""
import sys, pandas as pd
rows = pd.read_csv(sys.argv[1], dtype={{"area": "str"}})
sources = sorted(set(rows["source"]))
factors = pd.DataFrame({{"source": sources, "factor": range(1, len(sources) + 1)}})
rows = rows.merge(factors, on="source")
rows["co2"] = rows["amount"] * rows["factor"]
rows.groupby({KEY})[["amount", "co2"]].sum().to_csv(sys.argv[2])
"""
SUMS = """
import sys
from pathlib import Path
from cityghg.activity.bulk.read import read_bulk
from cityghg.activity.bulk.tables import sort_out
from cityghg.activity.context import Context
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units
context = Context(load_sources(), load_sectors(), load_areas(), load_units())
files = [(Path(sys.argv[1]), "a")]
bulk, problems = read_bulk(sort_out(files, {}, context, all_text=True).tables, context)
bulk.sums.write_csv(sys.argv[2])
"""


class Cost(NamedTuple):
    """Seconds of the clock and of processors, and MiB at the peak."""

    wall: float
    cpu: float
    peak: float


def generate(path: Path, rows: int) -> None:
    """Write reports as csv and as Parquet beside it, the same each time."""
    import numpy as np
    import polars as pl

    from cityghg.codes import load_areas

    draw = np.random.default_rng(1)
    areas = [area.code for area in load_areas() if area.level in ("county", "district")][:COUNTIES]
    sources = list(UNITS)
    with path.open("wb") as file:
        file.write(b"area,year,month,reporter,sector,source,amount,unit\n")
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            which = draw.integers(0, len(sources), count)
            frame = pl.DataFrame(
                {
                    "area": pl.Series(areas).gather(draw.integers(0, len(areas), count)),
                    "year": np.full(count, 2022),
                    "month": draw.integers(1, 13, count),
                    "reporter": pl.Series([f"9132{i:014d}" for i in range(REPORTERS)]).gather(
                        draw.integers(0, REPORTERS, count)
                    ),
                    "sector": pl.Series(SECTORS).gather(draw.integers(0, len(SECTORS), count)),
                    "source": pl.Series(sources).gather(which),
                    "amount": np.round(draw.random(count) * 1e4, 2),
                    "unit": pl.Series(list(UNITS.values())).gather(which),
                }
            )
            file.write(frame.write_csv(include_header=False).encode())
    pl.scan_csv(path, schema_overrides={"area": pl.String}).sink_parquet(path.with_suffix(".parquet"))


def cost(command: Sequence[str]) -> Cost:
    """Run a command and return what it took, its children included."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, _, used = os.wait4(process.pid, 0)
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(rows: int = ROWS, engines: Sequence[str] = ()) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text, columns, out = Path(folder, "a.csv"), Path(folder, "a.parquet"), Path(folder, "out")
        python = [sys.executable, "-c"]
        # In a process of its own: the peak of a child is never below that of the process that starts it.
        make = (
            "import sys, pathlib; from benchmarks import bulk; "
            "bulk.generate(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
        )
        subprocess.run([*python, make, str(text), str(rows)], check=True)  # noqa: S603
        compiled = [*python, "from cityghg.cli.app import main; main()", "compile"]
        options = ["--out", str(out), "--format", "csv", "--quiet"]
        runs = {
            "Polars: scan and grouped sum (a)": [*python, BARE, str(text), f"{out}.csv"],
            "pandas: merge, multiply, group (b)": [*python, PANDAS, str(text), f"{out}.csv"],
            "cityghg: sums by code, csv": [*python, SUMS, str(text), f"{out}.csv"],
            "cityghg: sums by code, parquet": [*python, SUMS, str(columns), f"{out}.csv"],
            "cityghg compile, csv": [*compiled, str(text), *options],
            "cityghg compile, parquet": [*compiled, str(columns), *options],
            **{
                f"cityghg compile --engine {e}": [*compiled, str(text), *options, "--engine", e]
                for e in engines
            },
        }
        table = Table(f"{rows:,} rows", "wall s", "processor s", "peak MiB", "wall / (a)", "processor / (a)")
        costs = {name: cost(command) for name, command in runs.items()}
        bare = next(iter(costs.values()))
        for name, one in costs.items():
            ratios = f"{one.wall / bare.wall:.2f}", f"{one.cpu / bare.cpu:.2f}"
            table.add_row(name, f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{one.peak:.0f}", *ratios)
    Console(width=110).print(table)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else ROWS, given[1:])
