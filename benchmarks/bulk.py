"""Large tables: `python -m benchmarks.bulk [rows...]` prints wall, processor time and peak memory.

Each line is a process of its own over the same made-up reports, beside a bare Polars scan with a grouped sum
of floats, and a plain pandas script. `--check` fails where a ratio is beyond its guard.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.made_up import write_reports
from benchmarks.processes import Cost, cost

ROWS: Final = 10_000_000
RUNS: Final = 3
ONE_RUN_FROM: Final = 50_000_000  # rows; pandas would need more memory than a laptop has
_KEY: Final = '["area", "year", "sector", "source", "unit"]'
_BARE: Final = f"""
import sys, polars as pl
rows = pl.scan_csv(sys.argv[1], schema_overrides={{"area": pl.String}})
rows.group_by({_KEY}).agg(pl.col("amount").sum()).sort({_KEY}).collect(engine="streaming").write_csv(sys.argv[2])
"""
_PANDAS: Final = f"""
import sys, pandas as pd
rows = pd.read_csv(sys.argv[1], dtype={{"area": "str"}})
sources = sorted(set(rows["source"]))
factors = pd.DataFrame({{"source": sources, "factor": range(1, len(sources) + 1)}})
rows = rows.merge(factors, on="source")
rows["co2"] = rows["amount"] * rows["factor"]
rows.groupby({_KEY})[["amount", "co2"]].sum().to_csv(sys.argv[2])
"""
_SUMS: Final = """
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
_COMPILE: Final = "from cityghg.cli.app import main; main()"
BARE, PANDAS = "Polars: scan and grouped sum (a)", "pandas: merge, multiply, group (b)"
SUMS, SUMS_PARQUET = "cityghg: sums by code, csv", "cityghg: sums by code, parquet"
COMPILE, COMPILE_PARQUET = "cityghg compile, csv", "cityghg compile, parquet"


class Guard(NamedTuple):
    """The most that one line may cost beside another, at the default number of rows."""

    ours: str
    reference: str
    measure: str
    most: float


GUARDS: Final = (
    Guard(SUMS, BARE, "wall", 3.0),
    Guard(COMPILE, BARE, "wall", 4.5),
    Guard(COMPILE, BARE, "peak", 2.2),
    Guard(COMPILE, PANDAS, "wall", 0.5),
)


def measure(rows: int) -> dict[str, Cost]:
    """Return the medians of each line, run in turn so that all meet the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        text, columns, out = Path(folder, "a.csv"), Path(folder, "a.parquet"), Path(folder, "out")
        write_reports(text, rows)
        python, options = [sys.executable, "-c"], ["--out", str(out), "--format", "csv", "--quiet"]
        runs = {
            BARE: [*python, _BARE, str(text), f"{out}.csv"],
            PANDAS: [*python, _PANDAS, str(text), f"{out}.csv"],
            SUMS: [*python, _SUMS, str(text), f"{out}.csv"],
            SUMS_PARQUET: [*python, _SUMS, str(columns), f"{out}.csv"],
            COMPILE: [*python, _COMPILE, "compile", str(text), *options],
            COMPILE_PARQUET: [*python, _COMPILE, "compile", str(columns), *options],
        }
        if rows >= ONE_RUN_FROM:
            del runs[PANDAS]
        times = 1 if rows >= ONE_RUN_FROM else RUNS
        costs = [{name: cost(command) for name, command in runs.items()} for _ in range(times)]
    return {name: Cost(*map(statistics.median, zip(*(c[name] for c in costs), strict=True))) for name in runs}


def show(rows: int, costs: Mapping[str, Cost]) -> None:
    table = Table(f"{rows:,} rows", "wall s", "processor s", "peak MiB", "wall / (a)", "processor / (a)")
    bare = costs[BARE]
    for name, one in costs.items():
        ratios = f"{one.wall / bare.wall:.2f}", f"{one.cpu / bare.cpu:.2f}"
        table.add_row(name, f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{one.peak:.0f}", *ratios)
    Console(width=110).print(table)


def main(rows: Sequence[int] = (ROWS,), *, check: bool = False) -> None:
    beyond: list[str] = []
    for number in rows:
        costs = measure(number)
        show(number, costs)
        beyond += _beyond(costs) if number == ROWS else []
    if check and beyond:
        Console(stderr=True).print("\n".join(beyond))
        raise SystemExit(1)


def _beyond(costs: Mapping[str, Cost]) -> Iterator[str]:
    for guard in GUARDS:
        ours, reference = (getattr(costs[name], guard.measure) for name in (guard.ours, guard.reference))
        if ours > guard.most * reference:
            yield f"{guard.ours} / {guard.reference}, {guard.measure}: {ours / reference:.2f} > {guard.most}"


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    main(numbers or (ROWS,), check="--check" in sys.argv[1:])
