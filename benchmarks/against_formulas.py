"""A workbook of 100,000 rows compiled, beside LibreOffice recalculating the same inventory as formulas.

`python -m benchmarks.against_formulas [rows] [--check]`. A second workbook has the same rows, a sheet of
factors, for each row and gas a VLOOKUP and a product, and a SUMIFS for each line of the inventory: area,
year, sector, source and gas. A third adds up fewer lines, all sources together. The factors are those of
our own result; every sum must agree. `--check` fails where a ratio is below its guard.
"""

from __future__ import annotations

import csv
import math
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping
from itertools import count, islice, product
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter
from rich.console import Console
from rich.table import Table
from xlsxwriter.worksheet import Worksheet

from benchmarks.processes import cost
from cityghg.codes import load_areas

ROWS: Final = 100_000
RUNS: Final = 3
GUARDS: Final = {True: 4.0, False: 1.8}  # with a line for each source, and without
TOLERANCE: Final = 1e-9  # relative: one side adds doubles, the other writes twelve digits
CITY: Final = "320500"
YEARS: Final = (2020, 2021)
MONTHS: Final = range(1, 13)
GASES: Final = ("CO2", "CH4", "N2O")
HEADINGS: Final = ("地区", "年份", "月份", "填报单位", "部门", "能源品种", "消费量", "单位")
SECTORS: Final = {
    "industry": "工业",
    "construction": "建筑业",
    "transport": "交通运输、仓储和邮政业",
    "residential": "居民生活",
    "agriculture": "农业",
}
_COMPILE: Final = "from cityghg.cli.app import main; main()"
_INVENTORY: Final = 3  # the number of its sheet
# Comma, double quote, UTF-8, from line 1; numbers in full and not as shown; this sheet alone.
_AS_CSV: Final = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{_INVENTORY}"
_RECALCULATE_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


class Fuel(NamedTuple):
    """Name and unit in which it is reported, and what one such unit is in the unit of the inventory."""

    name: str
    unit: str
    canonical: float = 1


class Group(NamedTuple):
    """What the sums are for."""

    area: str
    year: str
    sector: str
    fuel: str  # blank where all are added up
    gas: str


FUELS: Final = {
    "raw_coal": Fuel("原煤", "吨"),
    "coke": Fuel("焦炭", "吨"),
    "gasoline": Fuel("汽油", "吨"),
    "diesel": Fuel("柴油", "吨"),
    "fuel_oil": Fuel("燃料油", "吨"),
    "lpg": Fuel("液化石油气", "吨"),
    "natural_gas": Fuel("天然气", "万立方米", 10_000),
    "electricity": Fuel("电力", "万千瓦时", 10),
}
Reports = list[tuple[str, int, int, str, str, str, float, str]]
Sums = Mapping[Group, float]  # tonnes
Factors = Mapping[tuple[str, str], float]  # tonnes a unit reported, by key of the factor sheet and gas


def made_up(rows: int) -> Reports:
    """Return reports of enterprises by month, year, district, sector and fuel, the same each time."""
    draw = random.Random(1)  # noqa: S311
    cells = list(product(MONTHS, YEARS, _districts(), SECTORS.values(), FUELS.values()))
    every = (
        (
            area,
            year,
            month,
            f"企业{reporter:03d}",
            sector,
            fuel.name,
            round(draw.uniform(1, 1000), 2),
            fuel.unit,
        )
        for reporter in count(1)
        for month, year, area, sector, fuel in cells
    )
    return list(islice(every, rows))


def _districts() -> list[str]:
    return [area.name for area in load_areas().children(CITY) if area.level in ("district", "county")]


def write_plain(path: Path, reports: Reports) -> None:
    """Write the reports as a sheet of values."""
    with xlsxwriter.Workbook(str(path)) as book:
        _write_reports(book.add_worksheet("能源消费"), reports)


def write_formulas(path: Path, reports: Reports, factors: Factors, *, by_source: bool) -> None:
    """Write the reports, the factors, and the inventory as formulas without cached values."""
    keys = sorted({key for key, _ in factors})
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("data")
        _write_reports(sheet, reports)
        for row in range(1, len(reports) + 1):
            line = row + 1
            sheet.write_formula(row, 8, f'=E{line}&"|"&F{line}&"|"&B{line}', value="")
            for number, (factor, mass) in enumerate(zip("JKL", "MNO", strict=True), start=2):
                lookup = f"=VLOOKUP(I{line},factors!$A$1:$D${len(keys)},{number},FALSE)"
                sheet.write_formula(f"{factor}{line}", lookup, value="")
                sheet.write_formula(f"{mass}{line}", f"=G{line}*{factor}{line}", value="")
        sheet = book.add_worksheet("factors")
        for row, key in enumerate(keys):
            sheet.write_row(row, 0, (key, *(factors.get((key, gas), 0) for gas in GASES)))
        _write_inventory(book.add_worksheet("inventory"), len(reports) + 1, by_source=by_source)


def _write_inventory(sheet: Worksheet, last: int, *, by_source: bool) -> None:
    fuels = [fuel.name for fuel in FUELS.values()] if by_source else [""]
    criteria = list(zip("ABEF", "ABCD", strict=True))[: None if by_source else -1]
    lines = product(_districts(), YEARS, SECTORS.values(), fuels, zip(GASES, "MNO", strict=True))
    for row, (area, year, sector, fuel, (gas, column)) in enumerate(lines):
        sheet.write_row(row, 0, (area, year, sector, fuel, gas))
        ranges = ",".join(f"data!${of}$2:${of}${last},{cell}{row + 1}" for of, cell in criteria)
        sheet.write_formula(row, 5, f"=SUMIFS(data!${column}$2:${column}${last},{ranges})", value="")


def _write_reports(sheet: Worksheet, reports: Reports) -> None:
    for row, cells in enumerate([HEADINGS, *reports]):
        sheet.write_row(row, 0, cells)


def our_result(path: Path) -> tuple[Sums, Factors]:
    """Return from `inventory.csv` the lines of the districts and their sums over sources, and the factors."""
    sums: dict[Group, float] = {}
    factors: dict[tuple[str, str], float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line["provenance"] != "own" or not line["mass_t"]:
                continue
            fuel, sector, mass = FUELS[line["source"]], SECTORS[line["sector"]], float(line["mass_t"])
            for name in (fuel.name, ""):
                group = Group(line["area_name"], line["year"], sector, name, line["gas"])
                sums[group] = sums.get(group, 0) + mass
            key = f"{sector}|{fuel.name}|{line['year']}"
            factors.setdefault((key, line["gas"]), mass / float(line["amount"]) * fuel.canonical)
    return sums, factors


def their_result(path: Path) -> Sums:
    """Return the sums that LibreOffice wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return {Group(*line[:-1]): float(line[-1]) for line in csv.reader(file)}


def differing(ours: Sums, theirs: Sums) -> list[Group]:
    """Return the groups whose sums are not the same, or that only one side has."""
    return [
        group
        for group in sorted({*ours, *theirs})
        if not math.isclose(ours.get(group, 0), theirs.get(group, 0), rel_tol=TOLERANCE)
    ]


class Office:
    """LibreOffice with a profile of its own, so that another one that runs is not disturbed."""

    def __init__(self, program: str, folder: Path) -> None:
        self._command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_RECALCULATE_ALWAYS, encoding="utf-8")

    def convert(self, path: Path, into: Path) -> float:
        """Write the inventory sheet as csv; return the seconds it took."""
        return cost([*self._command, "--convert-to", _AS_CSV, "--outdir", str(into), str(path)]).wall


class Measured(NamedTuple):
    """Seconds of both in each run, and the groups of which the sums differ."""

    runs: list[tuple[float, float]]
    differing: list[Group]


def measure(program: str, rows: int, folder: Path) -> dict[bool, Measured]:
    """Time all in turn, LibreOffice with a line for each source and without."""
    plain, out = folder / "a.xlsx", folder / "out"
    options = ["--out", str(out), "--format", "csv", "--quiet"]
    ours = [sys.executable, "-c", _COMPILE, "compile", str(plain), *options]
    reports = made_up(rows)
    write_plain(plain, reports)
    cost(ours)
    sums, factors = our_result(out / "inventory.csv")
    books = {True: folder / "lines.xlsx", False: folder / "sums.xlsx"}
    for by_source, path in books.items():
        write_formulas(path, reports, factors, by_source=by_source)
    office, small = Office(program, folder), folder / "small.xlsx"
    write_formulas(small, reports[:1], factors, by_source=False)
    office.convert(small, folder)  # the first start makes the profile
    measured = {by_source: Measured([], []) for by_source in books}
    for _ in range(RUNS):
        took = cost(ours).wall
        for by_source, path in books.items():
            measured[by_source].runs.append((took, office.convert(path, folder)))
    for by_source, path in books.items():
        wanted = {group: mass for group, mass in sums.items() if (group.fuel != "") is by_source}
        measured[by_source].differing.extend(
            differing(wanted, their_result(folder / f"{path.stem}-inventory.csv"))
        )
    return measured


def main(rows: int = ROWS, *, check: bool = False) -> None:
    program = shutil.which("soffice")
    if program is None:
        Console().print("against formulas: left out, as LibreOffice (soffice) is not on the path")
        return
    with tempfile.TemporaryDirectory() as name:
        measured = measure(program, rows, Path(name))
    table = Table("formulas", "LibreOffice s", "cityghg s", "ratio", "guard", "sums", title=f"{rows:,} rows")
    failed = False
    for by_source, one in measured.items():
        ours, theirs = (statistics.median(column) for column in zip(*one.runs, strict=True))
        ratio, wrong, guard = statistics.median(b / a for a, b in one.runs), one.differing, GUARDS[by_source]
        said = f"{len(wrong)} differ" if wrong else f"agree to {TOLERANCE:.0e}"
        what = "by area, year, sector, source, gas" if by_source else "by area, year, sector, gas"
        table.add_row(what, f"{theirs:.2f}", f"{ours:.2f}", f"{ratio:.1f}", f"{guard:.1f}", said)
        failed |= bool(wrong) or (check and ratio < guard)
    Console(width=110).print(table)
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.isdigit()]
    main(*map(int, given), check="--check" in sys.argv[1:])
