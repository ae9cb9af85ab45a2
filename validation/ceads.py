"""Provincial energy balances of 2007 against the inventory that CEADs made from the same tables.

Both sides take final consumption, less what was used as feedstock, plus what power and heat stations
burnt. So a difference is one of factors, or of the arithmetic; the implied factor (published emissions
over our activity) tells which: where it is one number in every province, the activity is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from cityghg.base.problems import Severity
from cityghg.codes import load_sources
from cityghg.pipeline import Request, compile_inventory
from cityghg.project import Opened, Project
from cityghg.report.result import Result

BALANCES: Final = "cn-energy-balance-2007"
PUBLISHED: Final = "ceads/ceads_2007_province_totals_by_fuel.csv"
FILE_COLUMN: Final = "energy_balance_file"
# 0.1 %: the same activity and, but for the molar masses (44.0095/12.0107 there, 44/12 here: 0.068 %),
# the same factor. 0.5 % and 1 %: the same activity under a factor that differs a little.
TOLERANCES_PCT: Final = (0.1, 0.5, 1.0)
SAME_ACTIVITY_PCT: Final = TOLERANCES_PCT[0]
PRINTED_MT: Final = 1e-6
MT: Final = 1e6
FEEDSTOCK: Final = "nonenergy_use"
_MOST: Final = 0.5  # of the provinces, for a fuel to count as having one factor there
_UNIT_SUFFIX: Final = " (Mt CO2)"
_NO_FACTOR: Final = (
    "electricity_factor_missing",
    "parameter_missing",
    "factor_missing",
)  # electricity has no factor for 2007


@dataclass(frozen=True)
class Comparison:
    """`pairs` has a row a province and fuel; `refused` are the problems that kept a figure from being read.

    Columns of `pairs`: file, province, fuel, amount and feedstock (canonical unit of the fuel), ours_mt,
    published_mt, refused, deviation_pct, implied (t CO2 a unit), common (its median over the provinces).
    """

    pairs: pd.DataFrame
    refused: list[str]


def compare(data: Path) -> Comparison | None:
    """Compile the balances and set them beside the published totals; None where the data are not there."""
    published = data / PUBLISHED
    files = [(path, path.name) for path in sorted((data / BALANCES).glob("6-*.xls"))]
    if not files or not published.is_file():
        return None
    result = compile_inventory(Request(Opened(Project(language="en"), data), files))
    errors = [p for p in result.problems if p.severity is Severity.ERROR]
    refused = [p for p in errors if p.code not in _NO_FACTOR]
    table = pd.read_csv(published, dtype={"province_code": str})
    pairs = _pairs(_ours(result), table, {p.place.file for p in refused})
    return Comparison(pairs, [p.text("en") for p in refused])


def by_fuel(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return a row a fuel: provinces compared, how many within each tolerance, deviations, factors.

    Sums of Mt are over all provinces that were read, also those where only one side has a figure.
    `same_activity` is None where the published figures follow no single factor.
    """
    rows = [_summary(pairs[pairs["fuel"] == fuel]) for fuel in pairs["fuel"].unique()]
    return pd.DataFrame(rows)


def outside(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs whose activity differs, of fuels with one implied factor in most provinces.

    `implied_amount` is the activity that the published figure and the common factor amount to.
    """
    known = pairs[pairs["published_mt"].gt(PRINTED_MT) & ~pairs["refused"]]
    off = (known["implied"] / known["common"] - 1).abs() > SAME_ACTIVITY_PCT / 100
    steady = (~off).groupby(known["fuel"]).transform("mean").gt(_MOST)
    found = known[(off | known["implied"].isna()) & steady]
    units = found["fuel"].map(lambda fuel: load_sources()[fuel].unit)
    return found.assign(implied_amount=found["published_mt"] * MT / found["common"], unit=units)


def _ours(result: Result) -> pd.DataFrame:
    """Return `area`, `fuel`, mass (Mt CO2), amount burnt and feedstock (canonical unit)."""
    table = result.table.rename(columns={"source": "fuel"})
    burnt = table[(table["scope"] == "1") & (table["gas"] == "CO2")].groupby(["area", "fuel"])
    sums = burnt[["mass_t", "amount"]].sum(min_count=1)
    stored = table[table["sector"] == FEEDSTOCK].groupby(["area", "fuel"])["amount"].max()
    both = sums.join(stored.rename("feedstock"), how="outer").reset_index()
    return both.assign(ours_mt=both["mass_t"] / MT).drop(columns="mass_t")


def _pairs(ours: pd.DataFrame, published: pd.DataFrame, refused: set[str]) -> pd.DataFrame:
    names = [c.removesuffix(_UNIT_SUFFIX) for c in published.columns if c.endswith(_UNIT_SUFFIX)]
    fuels = {f"{n}{_UNIT_SUFFIX}": s.id for n in names if (s := load_sources().find(n)) and s.gases}
    long = published.rename(columns=fuels).melt(
        ["province_code", "province", FILE_COLUMN], list(fuels.values()), "fuel", "published_mt"
    )
    long = long.assign(area=long["province_code"] + "0000").rename(columns={FILE_COLUMN: "file"})
    pairs = long.merge(ours, on=["area", "fuel"], how="left")
    pairs["refused"] = (
        pairs["amount"].isna() & pairs["published_mt"].gt(PRINTED_MT) & pairs["file"].isin(refused)
    )
    pairs = pairs.fillna({"amount": 0.0, "feedstock": 0.0})
    both = pairs["published_mt"].gt(PRINTED_MT) & pairs["ours_mt"].gt(0)
    pairs["deviation_pct"] = ((pairs["ours_mt"] / pairs["published_mt"] - 1) * 100).where(both)
    pairs["implied"] = (pairs["published_mt"] * MT / pairs["amount"]).where(both)
    return pairs.assign(common=pairs.groupby("fuel")["implied"].transform("median"))


def _summary(rows: pd.DataFrame) -> dict[str, object]:
    read = rows[~rows["refused"]]
    there = read[read["published_mt"].gt(PRINTED_MT)]
    within = {f"within_{t}": int(there["deviation_pct"].abs().le(t).sum()) for t in TOLERANCES_PCT}
    same = (there["implied"] / there["common"] - 1).abs().le(SAME_ACTIVITY_PCT / 100)
    both = there[there["deviation_pct"].notna()]
    return {
        "fuel": rows["fuel"].iloc[0],
        "unit": load_sources()[rows["fuel"].iloc[0]].unit,
        "provinces": len(there),
        "refused": int(rows["refused"].sum()),
        **within,
        "median_pct": there["deviation_pct"].median(),
        "same_activity": int(same.sum()) if same.mean() > _MOST else None,
        "ours_factor": (both["ours_mt"] * MT / both["amount"]).median(),
        "implied_factor": there["implied"].median(),
        "published_mt": read["published_mt"].sum(),
        "ours_mt": read["ours_mt"].sum(),
    }
