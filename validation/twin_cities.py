"""The example `twin-cities` against the county inventory that its activity data were published with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from cityghg.activity.files import expand
from cityghg.pipeline import Request, compile_inventory
from cityghg.project import open_project

PUBLISHED: Final = "us-twin-cities/county_emissions_published.csv"
EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "twin-cities"
# Published figures are rounded to 0.01 t, and a county's is the sum of several of them: each adds at
# most half of the last digit. Nothing else may differ.
LAST_DIGIT_T: Final = 0.01
LIQUID_FUEL: Final = "Residential liquid fuel"
_FLOAT_T: Final = 1e-6


@dataclass(frozen=True)
class Case:
    """A published total to compare with: its category, and the source of ours that stands for it."""

    name: str
    category: str
    source: str
    without: str | None = None


CASES: Final = (
    Case("Electricity", "Electricity", "electricity"),
    Case("Building Fuel", "Building Fuel", "natural_gas"),
    Case(f"Building Fuel without {LIQUID_FUEL}", "Building Fuel", "natural_gas", LIQUID_FUEL),
)


def compare(data: Path) -> pd.DataFrame | None:
    """Return a row a case, county and year: ours, published, tolerance (all t CO2e) and whether they match.

    None where the published file is not there.
    """
    path = data / PUBLISHED
    if not path.is_file():
        return None
    published = pd.read_csv(path, dtype={"geoid": str})
    ours = _compiled()
    return pd.concat([_case(case, ours, published) for case in CASES], ignore_index=True)


def _compiled() -> pd.DataFrame:
    opened, problems = open_project(EXAMPLE)
    files, missing = expand(opened.project.activity, EXAMPLE)
    result = compile_inventory(Request(opened, files))
    if problems or missing or result.failed:
        raise ValueError("\n".join(p.text("en") for p in [*problems, *missing, *result.problems]))
    return result.table[result.table["level"] == "county"]


def _case(case: Case, ours: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    rows = published[(published["category"] == case.category) & (published["source"] != case.without)]
    theirs = rows.groupby(["geoid", "year"])["emissions_tCO2e"].agg(["sum", "count"])
    mine = ours[ours["source"] == case.source].rename(columns={"area": "geoid"})
    both = theirs.join(mine.groupby(["geoid", "year"])["co2e_t"].sum(), how="outer")
    both = both.rename(columns={"sum": "published_t", "co2e_t": "ours_t"}).reset_index()
    both["tolerance_t"] = both["count"] * LAST_DIGIT_T / 2 + _FLOAT_T
    both["difference_t"] = both["ours_t"] - both["published_t"]
    both["match"] = both["difference_t"].abs() <= both["tolerance_t"]
    return both.assign(case=case.name).drop(columns="count")
