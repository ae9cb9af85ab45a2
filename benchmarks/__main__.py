"""Run every benchmark and print medians with the ratio to the reference.

A ratio says more than seconds: machines differ, and the two are timed in turn. With `--check` it fails, once
all have run, if a ratio is beyond its guard.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
import yaml
from rich.console import Console
from rich.table import Table

from benchmarks import against_formulas, batch_reading, bulk, small_runs
from cityghg.base import strict_yaml
from cityghg.base.locate import factors_dir
from cityghg.engine.amounts import AMOUNT
from cityghg.engine.local import sum_rows

ROWS = 2_000_000
RUNS = 5
# Each prints its table and ends with `SystemExit(1)` if, asked to check, it finds a ratio beyond its guard.
GUARDED: Final[tuple[Callable[..., None], ...]] = (
    small_runs.main, batch_reading.main, bulk.main, against_formulas.main,
)  # fmt: skip


@dataclass(frozen=True)
class Benchmark:
    """Two ways to do a thing: ours and the reference."""

    name: str
    ours: Callable[[], object]
    reference: Callable[[], object]
    runs: int = RUNS


def exact_sum() -> Benchmark:
    """The grouped sum in fixed-point decimals with counts and variances, against a plain sum of floats."""
    draw = np.random.default_rng(1)
    amounts = pl.Series("amount", np.round(draw.random(ROWS) * 1e4, 2))
    keys = pl.Series("key", draw.integers(0, 5_000, ROWS))
    floats = pl.DataFrame([keys, amounts]).lazy()
    exact = floats.with_columns(
        pl.col("amount").cast(pl.String).str.to_decimal(scale=9).cast(AMOUNT),
        pl.lit(5.0).alias("uncertainty_pct"),
        pl.lit("a.xlsx!A1").alias("origin"),
    ).collect()
    return Benchmark(
        f"sum of {ROWS:,} rows: exact decimals / floats",
        lambda: sum_rows(exact.lazy(), ["key"]),
        lambda: floats.group_by("key").agg(pl.col("amount").sum()).sort("key").collect(engine="streaming"),
    )


def factor_files() -> Benchmark:
    """Strict reading of every shipped library, against PyYAML's pure-Python safe loader."""
    paths = sorted(factors_dir().glob("*/*/*.yaml"))
    return Benchmark(
        f"{len(paths)} factor files: strict, with lines / yaml.SafeLoader",
        lambda: [strict_yaml.read(path) for path in paths],
        lambda: [yaml.load(path.read_text("utf-8"), Loader=yaml.SafeLoader) for path in paths],
    )


def measure(benchmark: Benchmark) -> tuple[float, float, float]:
    """Return median seconds of ours and of the reference, and the median of the ratios run by run."""
    pairs = [(_seconds(benchmark.ours), _seconds(benchmark.reference)) for _ in range(benchmark.runs + 1)][1:]
    ours, reference = (statistics.median(column) for column in zip(*pairs, strict=True))
    return ours, reference, statistics.median(a / b for a, b in pairs)


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def main(*, check: bool = False) -> None:
    table = Table("benchmark: ours / reference", "ours s", "reference s", "ratio")
    for build in (factor_files, exact_sum):
        benchmark = build()
        ours, reference, ratio = measure(benchmark)
        table.add_row(benchmark.name, f"{ours:.3f}", f"{reference:.3f}", f"{ratio:.2f}")
    Console().print(table)
    if failed := [run.__module__ for run in GUARDED if not _within_guards(run, check=check)]:
        Console(stderr=True).print(f"beyond a guard: {', '.join(failed)}")
        raise SystemExit(1)


def _within_guards(run: Callable[..., None], *, check: bool) -> bool:
    try:
        run(check=check)
    except SystemExit as end:
        return not end.code
    return True


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
