"""Reading 500 workbooks of 200 rows as `cityghg batch` does, beside calamine alone.

Run `python -m benchmarks.batch_reading`. Calamine reads the same cells in the same run, in one process,
and does nothing with them. The last run, over unchanged files, shows what keeping the readings saves. With
`--check` it fails where one process takes more processor time beside calamine than its guard.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from rich.console import Console
from rich.table import Table

from cityghg.activity.files import expand
from cityghg.batch.plan import Plan, make_plan
from cityghg.batch.reading import Readings, read_plan
from cityghg.codes import load_areas
from cityghg.pipeline import Request
from cityghg.project import Opened, Project

FILES = 500
YEARS = range(2019, 2024)
SECTORS = ("工业", "建筑业", "交通运输、仓储和邮政业", "居民生活", "农业")
FUELS = {
    "原煤": "吨", "焦炭": "吨", "汽油": "吨", "柴油": "吨", "燃料油": "吨", "液化石油气": "吨",
    "天然气": "万立方米", "电力": "万千瓦时",
}  # fmt: skip
MIB = 1024
GUARD = 40.0


def make(folder: Path, files: int) -> None:
    """Write workbooks of one district each, a row for each year, fuel and sector: 200 rows."""
    draw = random.Random(1)  # noqa: S311
    districts = [area for area in load_areas() if area.level in ("district", "county")][:files]
    for area in districts:
        with xlsxwriter.Workbook(str(folder / f"{area.code}.xlsx")) as book:
            sheet = book.add_worksheet(area.name)
            sheet.write_row(0, 0, ("地区", "年份", "部门", "能源品种", "消费量", "单位"))
            for row, (year, fuel, sector) in enumerate(product(YEARS, FUELS, SECTORS), start=1):
                amount = round(draw.uniform(1e3, 2e3), 2)
                sheet.write_row(row, 0, (area.code, year, sector, fuel, amount, FUELS[fuel]))


def with_calamine(folder: Path) -> int:
    """Read every cell and return how many rows there are."""
    rows = 0
    for path in sorted(folder.glob("*.xlsx")):
        book = python_calamine.CalamineWorkbook.from_path(path)
        rows += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    return rows


def plan_of(folder: Path) -> Plan:
    files, _ = expand([folder])
    return make_plan(Request(Opened(Project(), folder), files), [str(folder)], one_project=False)


@dataclass(frozen=True)
class Run:
    """How long something took on the clock and of processor time, this process and its children together."""

    what: str
    seconds: float
    cpu_seconds: float
    result: Any


def timed(what: str, action: Callable[[], object]) -> Run:
    begin, used = time.perf_counter(), _cpu()
    result = action()
    return Run(what, time.perf_counter() - begin, _cpu() - used, result)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak(who: int) -> float:
    """Return the largest resident memory in MiB: of this process, or of the largest child."""
    size = resource.getrusage(who).ru_maxrss / MIB
    return size / MIB if sys.platform == "darwin" else size


def main(files: int = FILES, *, check: bool = False) -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder, kept = Path(name, "in"), Path(name, "kept")
        folder.mkdir()
        make(folder, files)
        plan = plan_of(folder)

        def batch(jobs: int, where: str) -> Callable[[], Readings]:
            return lambda: read_plan(plan, kept / where, jobs, lambda progress: None)

        alone = timed("calamine alone, 1 process", lambda: with_calamine(folder))
        runs = [alone]
        for jobs in sorted({1, cores}):
            runs.append(timed(f"batch, {jobs} process(es)", batch(jobs, str(jobs))))
        runs.append(timed("batch, nothing changed", batch(cores, str(cores))))
    title = f"{files} workbooks, {alone.result} rows"
    table = Table(title, "read", "seconds", "ratio", "cpu seconds", "ratio of cpu")
    for run in runs:
        read = run.result.read if isinstance(run.result, Readings) else files
        figures = (
            run.seconds,
            run.seconds / alone.seconds,
            run.cpu_seconds,
            run.cpu_seconds / alone.cpu_seconds,
        )
        table.add_row(run.what, str(read), *(f"{figure:.1f}" for figure in figures))
    console = Console()
    console.print(table)
    console.print(
        f"peak memory: main process {peak(resource.RUSAGE_SELF):.0f} MiB, "
        f"largest worker {peak(resource.RUSAGE_CHILDREN):.0f} MiB"
    )

    if check and runs[1].cpu_seconds > GUARD * alone.cpu_seconds:
        raise SystemExit(1)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.isdigit()]
    main(*map(int, given), check="--check" in sys.argv[1:])
