"""What is said of revisions of GDP: ratios and chains that mix them."""

from __future__ import annotations

import pandas as pd

from cityghg.base.labels import LANGUAGES, label
from cityghg.base.problems import Problem, Words, problem
from cityghg.intensity.gdp import MIXED
from cityghg.intensity.reading.vocabulary import vintage_rank


def problems(rows: pd.DataFrame) -> list[Problem]:
    """Warn of growth that compares figures of two vintages, and of chains that rest on more than one."""
    known = rows[rows["gdp_growth_by"].fillna("") != ""]
    found = [
        problem("gdp_growth_mixes_vintages", area=row["area_name"], year=row["year"], before=row["year"] - 1)
        for row in known[known["gdp_growth_by"] == MIXED].to_dict("records")
    ]
    used = known.groupby("area")["gdp_growth_vintage"].nunique()
    for area in used.index[used > 1]:
        found.append(_chain(known[known["area"] == area]))
    return found


def _chain(rows: pd.DataFrame) -> Problem:
    latest = max(rows["gdp_growth_vintage"], key=vintage_rank)
    others = rows[rows["gdp_growth_vintage"] != latest]
    years = [str(year) for year in others["year"]]
    earlier = sorted(set(others["gdp_growth_vintage"]), key=vintage_rank)
    return problem(
        "gdp_vintages_differ", area=rows["area_name"].iloc[0],
        years=Words("、".join(years), ", ".join(years)),
        found=Words(*(" / ".join(word(v, language) for v in earlier) for language in LANGUAGES)),
        latest=Words(*(word(latest, language) for language in LANGUAGES)),
    )  # fmt: skip


def word(vintage: str, language: str) -> str:
    """Return the name of a vintage; one that is not stated is called so."""
    return label("report", f"vintage.{vintage or 'unstated'}", "zh" if language == "zh" else "en")
