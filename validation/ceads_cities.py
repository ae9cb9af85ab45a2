"""Classes and peaks of Chinese cities (CEADs, 1997-2019) and counties (1997-2017) by our rules.

Both data sets hold emissions alone, so of the classes only those of emissions are told. What others counted
with data of the same makers is printed below ours: their rules are not ours, so the counts need not agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from rich.console import Console
from rich.table import Table

from cityghg.codes import Area, Areas, load_areas
from cityghg.intensity.evaluation.rules import load_rules
from cityghg.intensity.evaluation.table import evaluate
from cityghg.intensity.table import COLUMNS

CITIES: Final = "ceads/ceads_290_cities_co2_1997_2019.csv"
COUNTIES: Final = "cn-county-co2/cn_county_co2_1997_2017.csv"
PERIODS: Final = ((2005, 2019), (2010, 2019), (2014, 2019))
COUNTY_PERIODS: Final = ((1997, 2017), (2005, 2017), (2012, 2017))
MT: Final = 1e6
PUBLISHED: Final = (
    "Shan et al. 2022 (doi.org/10.1016/j.scib.2022.08.024): of 287 cities, 2001-2019, 38 peaked at least "
    "five years ago (13 %), and 21 more declined with their economy or population (7 %).",
    "Jiang et al. 2021 (doi.org/10.12006/j.issn.1673-1719.2020.223): of 36 large cities, 2005-2019, 3 "
    "peaked, 8 are on a plateau, 25 have not peaked; direct and total emissions taken together.",
)
COUNTED: Final = {
    "falling": ("class", "total_falling"),
    "slowing": ("class", "growth_slowing"),
    "neither": ("class", "undetermined"),
    "falling, untested": ("class_untested", "total_falling"),
    "slower, untested": ("class_untested", "growth_slowing"),
    "peaked": ("peak_state", "peaked"),
    "plateau": ("peak_state", "plateau"),
    "not peaked": ("peak_state", "not_peaked"),
    "cannot be told": ("peak_state", "unknown"),
}


@dataclass(frozen=True)
class Evaluated:
    """`areas` and `summary` as the program makes them of one file over one period."""

    source: str
    period: tuple[int, int]
    areas: pd.DataFrame
    summary: pd.DataFrame


def compare(data: Path) -> list[Evaluated] | None:
    """Evaluate cities and counties over their periods; None where neither file is there."""
    found = []
    for name, read, periods in ((CITIES, _cities, PERIODS), (COUNTIES, _counties, COUNTY_PERIODS)):
        if not (data / name).is_file():
            continue
        table, areas = read(data / name)
        for period in periods:
            rows, summary, _ = evaluate(table, areas, period)
            found.append(Evaluated(name, period, rows, summary))
    return found or None


def counts(found: Evaluated, *, complete: bool) -> dict[str, int]:
    """Return how many areas there are of each kind, of those that count or of all with enough years."""
    rows = found.areas
    rows = rows[rows["left_out"] == ""] if complete else rows[rows["class"] != "too_short"]
    kinds = {name: int((rows[column] == value).sum()) for name, (column, value) in COUNTED.items()}
    since = load_rules().peak.since_years
    return {"areas": len(rows), **kinds, "largest long ago": int((rows["years_since_peak"] >= since).sum())}


def show(found: list[Evaluated], console: Console) -> None:
    """Print the counts of every file and period, and what others counted."""
    table = Table(title="Cities and counties: classes and peaks by emissions alone")
    for name in ("data", "period", "years", *counts(found[0], complete=True)):
        table.add_column(name, justify="left" if name in ("data", "period", "years") else "right")
    for each in found:
        for complete in (True, False):
            numbers = map(str, counts(each, complete=complete).values())
            period, years = "-".join(map(str, each.period)), "every" if complete else "6 or more"
            table.add_row(each.source.split("/")[0], period, years, *numbers)
    table.caption = load_rules().stated()
    console.print(table)
    for text in PUBLISHED:
        console.print(text)


def _cities(path: Path) -> tuple[pd.DataFrame, Areas]:
    """Return the intensity table of the cities; each is its own area, named as in the file."""
    wide = pd.read_csv(path)
    years = [name for name in wide.columns if name != "city"]
    long = wide.melt("city", years, "year", "mt").dropna(subset="mt")
    known = load_areas()
    codes = {name: _code(name, known) for name in wide["city"]}
    areas = known.with_more(Area(code, name, "city") for name, code in codes.items())
    return _table(long["city"].map(codes), long["city"], "city", long), areas


def _code(name: str, areas: Areas) -> str:
    """Return the code of 福建福州 and the like, or the name itself where none or several are meant."""
    found = [area for area in areas.find(name) if area.level in ("city", "province")]
    return found[0].code if len(found) == 1 else name


def _counties(path: Path) -> tuple[pd.DataFrame, Areas]:
    """Return the intensity table of the counties, areas of their own: the codes are those of 2010."""
    wide = pd.read_csv(path, dtype={"code": str}).dropna(subset="county")
    years = [name for name in wide.columns if name.isdigit()]
    long = wide.melt(["code", "county"], years, "year", "mt").dropna(subset="mt")
    pairs = wide[["code", "county"]].drop_duplicates("code").itertuples(index=False)
    areas = Areas(Area(str(code), str(county), "county") for code, county in pairs)
    return _table(long["code"], long["county"], "county", long), areas


def _table(codes: pd.Series, names: pd.Series, level: str, long: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "area": codes, "area_name": names, "level": level, "year": long["year"].astype(int),
            "basis": "as_published", "emissions_t": long["mt"] * MT, "gdp_prices": "",
        }
    )  # fmt: skip
    return table.reindex(columns=list(COLUMNS)).astype({"gdp_10k_yuan": float, "gdp_growth_pct": float})
