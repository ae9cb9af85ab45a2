"""Small runs as whole processes: the help page, the example city as csv and workbook, each against a floor.

Compared are processor seconds, which other work on the machine changes least. The floor of the workbook is
XlsxWriter writing the same cells, formulas included, without formats. `python -m benchmarks.small_runs
--check` fails where a ratio is above its guard.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.processes import ENVIRONMENT, cost

CITY: Final = Path(__file__).parents[1] / "examples" / "lakeside-city"
RUNS: Final = 5
_COMPILE: Final = "from cityghg.cli.app import main; main()"
_SAME_CELLS: Final = """
import sys, openpyxl, time
book = openpyxl.load_workbook(sys.argv[1])
cells = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
begin = time.process_time()
import xlsxwriter
with xlsxwriter.Workbook(sys.argv[2]) as book:
    for rows in cells:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
print(time.process_time() - begin)
"""


@dataclass(frozen=True)
class Ratio:
    """Median processor seconds of ours and of the floor, and the ratio above which something is wrong."""

    name: str
    ours: float
    floor: float
    guard: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def measure(runs: int = RUNS) -> list[Ratio]:
    """Time each pair in turn, so that both meet the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"

        def compile_city(formats: str) -> float:
            return _process(_COMPILE, "compile", str(CITY), "--out", str(out), "--format", formats, "--quiet")

        def same_cells() -> float:
            book = [str(out / "inventory.xlsx"), str(Path(folder) / "again.xlsx")]
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-c", _SAME_CELLS, *book],
                capture_output=True, check=True, text=True, env=ENVIRONMENT,
            )  # fmt: skip
            return float(done.stdout)

        imports = "import pandas, polars, pydantic, yaml"
        compile_city("csv")
        help_page = [(_process(_COMPILE, "--help"), _process("import typer")) for _ in range(runs)]
        as_csv = [(compile_city("csv"), _process(imports)) for _ in range(runs)]
        as_book = [(compile_city("csv,xlsx"), same_cells()) for _ in range(runs)]
    return [
        _ratio("cityghg --help / import typer", help_page, guard=1.6),
        _ratio("example city, csv / importing the libraries", as_csv, guard=6.0),
        _ratio("example city with workbook / XlsxWriter, same cells", as_book, guard=3.0),
    ]


def _ratio(name: str, pairs: Sequence[tuple[float, float]], *, guard: float) -> Ratio:
    ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Ratio(name, ours, floor, guard)


def _process(code: str, *arguments: str) -> float:
    return cost([sys.executable, "-c", code, *arguments]).cpu


def main(*, check: bool = False) -> None:
    table = Table("small runs: ours / floor", "ours cpu s", "floor cpu s", "ratio", "guard")
    found = measure()
    for one in found:
        numbers = (one.ours, one.floor, one.ratio)
        table.add_row(one.name, *(f"{number:.2f}" for number in numbers), f"{one.guard:.1f}")
    Console().print(table)
    if check and any(one.ratio > one.guard for one in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
