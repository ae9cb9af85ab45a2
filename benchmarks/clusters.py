"""Sums on Dask with one and two workers, beside this machine with as many threads: scaling and overhead.

`python -m benchmarks.clusters [rows]`; starting the cluster is told apart from summing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.made_up import write_reports
from benchmarks.processes import ENVIRONMENT

ROWS: Final = 10_000_000
_SUMS: Final = """
import json, sys, time

def main():
    # Here, or a worker would import Polars before it is told how many threads it has.
    from pathlib import Path
    from cityghg.activity.bulk.read import read_bulk
    from cityghg.activity.bulk.tables import sort_out
    from cityghg.activity.context import Context
    from cityghg.codes import load_areas, load_sectors, load_sources
    from cityghg.engine.dask import Dask
    from cityghg.engine.local import Local
    from cityghg.units import load_units

    context = Context(load_sources(), load_sectors(), load_areas(), load_units())
    tables = sort_out([(Path(sys.argv[1]), "a")], {}, context, all_text=True).tables
    begun = time.perf_counter()
    engine = Dask(workers=int(sys.argv[3])) if sys.argv[2] == "dask" else Local()
    if sys.argv[2] == "dask":
        engine.client().wait_for_workers(int(sys.argv[3]))
    started = time.perf_counter()
    bulk, _ = read_bulk(tables, context, engine)
    ended = time.perf_counter()
    if sys.argv[2] == "dask":
        engine.close()
    digest = bulk.sums.hash_rows().sum()
    print(json.dumps([started - begun, ended - started, str(digest)]))

if __name__ == "__main__":
    main()
"""


def main(rows: int = ROWS) -> None:
    table = Table(f"{rows:,} rows", "started s", "summed s", "/ one worker", "/ this machine")
    with tempfile.TemporaryDirectory() as folder:
        text, script = Path(folder, "a.csv"), Path(folder, "sums.py")
        write_reports(text, rows)
        script.write_text(_SUMS, encoding="utf-8")
        took: dict[tuple[str, int], float] = {}
        digests = set()
        for engine in ("local", "dask"):
            for workers in (1, 2):
                started, summed, digest = _run(script, text, engine, workers)
                took[engine, workers] = summed
                digests.add(digest)
                ratios = summed / took[engine, 1], summed / took["local", workers]
                cells = (f"{started:.1f}", f"{summed:.1f}", *(f"{ratio:.2f}" for ratio in ratios))
                table.add_row(f"{engine}, {workers} {'threads' if engine == 'local' else 'workers'}", *cells)
    Console(width=110).print(table, f"{len(digests)} result(s) among four runs")


def _run(script: Path, text: Path, engine: str, workers: int) -> tuple[float, float, str]:
    threads = {"POLARS_MAX_THREADS": str(workers)} if engine == "local" else {}
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(script), str(text), engine, str(workers)],
        env={**ENVIRONMENT, **threads}, capture_output=True, check=True, text=True,
    )  # fmt: skip
    started, summed, digest = json.loads(done.stdout.strip().splitlines()[-1])
    return started, summed, digest


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
