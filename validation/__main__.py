"""Run every comparison: `python -m validation DATA`, where DATA is a folder with the published data.

Exit codes: 0 as expected, or nothing to compare with; 1 where a comparison that must agree does not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
from rich.console import Console
from rich.table import Table

from validation import ceads, ceads_cities, twin_cities

MUST_AGREE: Final = ("gasoline", "diesel")  # in every province, within the closest tolerance
MUST_MATCH: Final = (twin_cities.CASES[0].name, twin_cities.CASES[-1].name)  # in every county and year
WIDTH: Final = 130
PER_10K: Final = 1e4


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare whatever the folder holds data for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m validation", description=__doc__)
    parser.add_argument("data", nargs="?", help="folder with the published data")
    given = parser.parse_args(arguments).data
    folder = Path(given) if given else None
    if folder is None or not folder.is_dir():
        where = f"no folder {folder}" if folder else "no data folder given"
        sys.stderr.write(f"Validation skipped: {where}. docs/validation.md says which data it needs.\n")
        return 0
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    outcomes = [_ceads(folder, console), _twin_cities(folder, console), _cities(folder, console)]
    return 0 if all(outcomes) else 1


def _ceads(folder: Path, console: Console) -> bool:
    found = ceads.compare(folder)
    if found is None:
        sys.stderr.write(f"Skipped: {ceads.BALANCES} and {ceads.PUBLISHED} are not in {folder}.\n")
        return True
    fuels = ceads.by_fuel(found.pairs)
    console.print(_fuel_table(fuels))
    console.print(_outside_table(ceads.outside(found.pairs)))
    ours, published = fuels["ours_mt"].sum(), fuels["published_mt"].sum()
    console.print(
        f"All fuels: {ours:,.1f} Mt CO2 here, {published:,.1f} Mt published ({_pct(ours / published)})."
    )
    for text in found.refused:
        console.print(f"Refused, hence not compared: {text}")
    exact = fuels.set_index("fuel").loc[list(MUST_AGREE)]
    return bool((exact[f"within_{ceads.TOLERANCES_PCT[0]}"] == exact["provinces"]).all())


def _fuel_table(fuels: pd.DataFrame) -> Table:
    bands = [f"{t:g} %" for t in ceads.TOLERANCES_PCT]
    table = Table(title="Provinces 2007, CO2 of fuels: deviation of this program from CEADs")
    table.add_column("fuel", no_wrap=True)
    for name in (
        "provinces",
        *bands,
        "median %",
        "same activity",
        "here t/t",
        "there t/t",
        "Mt here - there",
    ):
        table.add_column(name, justify="right")
    for row in fuels.to_dict("records"):
        scale = PER_10K if row["unit"] == "m3" else 1.0
        table.add_row(
            row["fuel"],
            str(row["provinces"]),
            *(str(row[f"within_{t}"]) for t in ceads.TOLERANCES_PCT),
            f"{row['median_pct']:+.3f}",
            "-" if row["same_activity"] != row["same_activity"] else f"{row['same_activity']:.0f}",
            f"{row['ours_factor'] * scale:.4f}",
            f"{row['implied_factor'] * scale:.4f}",
            f"{row['ours_mt'] - row['published_mt']:+.1f}",
        )
    table.caption = (
        "Counts of provinces with a published figure. t/t: median factor, t CO2 per t, of gases per 10^4 m3. "
        f"Same activity: provinces whose factor there is the median one within {ceads.SAME_ACTIVITY_PCT:g} %."
    )
    return table


def _outside_table(rows: pd.DataFrame) -> Table:
    table = Table(title="Where the activity differs (10^4 t or 10^8 m3)")
    for name in ("fuel", "file"):
        table.add_column(name)
    for name in ("here", "there", "difference", "used as feedstock"):
        table.add_column(name, justify="right")
    for row in rows.to_dict("records"):
        scale = PER_10K**2 if row["unit"] == "m3" else PER_10K
        here, there, feedstock = (row[k] / scale for k in ("amount", "implied_amount", "feedstock"))
        numbers = [f"{n:.2f}" for n in (here, there, there - here, feedstock)]
        table.add_row(row["fuel"], row["file"], *numbers)
    return table


def _twin_cities(folder: Path, console: Console) -> bool:
    found = twin_cities.compare(folder)
    if found is None:
        sys.stderr.write(f"Skipped: {twin_cities.PUBLISHED} is not in {folder}.\n")
        return True
    table = Table(
        title="Twin Cities counties 2005-2023, t CO2e: this program against the published inventory"
    )
    table.add_column("published category")
    for name in ("county-years", "match", "largest difference, t", "of matches, t"):
        table.add_column(name, justify="right")
    for case, rows in found.groupby("case", sort=False):
        matched, sizes = rows[rows["match"]], rows["difference_t"].abs()
        table.add_row(
            str(case),
            str(len(rows)),
            str(len(matched)),
            f"{sizes.max():,.3f}",
            f"{sizes[rows['match']].max():.3f}",
        )
    table.caption = "A match: within half of the last printed digit (0.01 t) for each figure summed."
    console.print(table)
    return bool(found.loc[found["case"].isin(MUST_MATCH), "match"].all())


def _cities(folder: Path, console: Console) -> bool:
    """Count classes and peaks; what others counted by rules of their own need not agree."""
    found = ceads_cities.compare(folder)
    if found is None:
        sys.stderr.write(f"Skipped: {ceads_cities.CITIES} and {ceads_cities.COUNTIES} are not in {folder}.\n")
        return True
    ceads_cities.show(found, console)
    return True


def _pct(ratio: float) -> str:
    return f"{(ratio - 1) * 100:+.1f} %"


if __name__ == "__main__":
    sys.exit(main())
