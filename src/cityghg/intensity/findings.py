"""What is said about series of intensities: what is missing, what may not be compared, what moved them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.intensity.decline import follows
from cityghg.intensity.reading.vocabulary import CURRENT

_LEAST_SHOWN: Final = 0.005  # percentage points: what two decimals show


def emission_problems(rows: pd.DataFrame) -> list[Problem]:
    """Say of each row why no intensity may be computed from its total."""
    problems = []
    for row in _records(rows):
        said = {"area": row["area_name"], "year": row["year"]}
        if row["incomplete"]:
            problems.append(problem("intensity_incomplete", **said))
        elif row["missing"]:
            problems.append(problem("intensity_gaps", **said, count=row["missing"]))
        else:
            problems.append(problem("intensity_no_total", **said))
    return problems


def series_problems(rows: pd.DataFrame) -> list[Problem]:
    """Return what the series of areas leave blank, and where an index contradicts the levels of GDP."""
    return [
        *_without_gdp(rows), *_gaps(rows), *_without_base(rows), *_not_comparable(rows), *_not_positive(rows),
        *_contradicted(rows),
    ]  # fmt: skip


def contribution(rows: pd.DataFrame, fixed: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows with what the electricity factor contributes, in points of their cumulative decline.

    Of each area the latest is noted. Years known only at the factor of the year are listed in a warning.
    """
    both = rows[["area", "year"]].merge(
        fixed[["area", "year", "emissions_t", "cumulative_decline_pct"]], on=["area", "year"], how="left"
    )
    rest = both["cumulative_decline_pct"].set_axis(rows.index)
    unknown = both["emissions_t"].set_axis(rows.index).isna() & rows["emissions_t"].notna()
    points = rows["cumulative_decline_pct"] - rest
    problems = [
        problem("intensity_not_at_fixed", area=name, years=listed(years))
        for name, years in _by_area(rows[unknown])
    ]
    told = rows.assign(rest=rest, points=points)[points.abs() >= _LEAST_SHOWN]
    problems += [
        problem(
            "electricity_factor_contribution",
            area=row["area_name"], base=row["base_year"], year=row["year"],
            whole=f"{row['cumulative_decline_pct']:.2f}", fixed=f"{row['rest']:.2f}",
            found=f"{row['points']:.2f}",
        )
        for row in _records(told.drop_duplicates("area", keep="last"))
    ]  # fmt: skip
    return rows.assign(electricity_factor_points=points), problems


def _without_gdp(rows: pd.DataFrame) -> list[Problem]:
    lacking = rows[rows["emissions_t"].notna() & rows["gdp_10k_yuan"].isna()]
    return [problem("intensity_no_gdp", area=name, years=listed(years)) for name, years in _by_area(lacking)]


def _gaps(rows: pd.DataFrame) -> list[Problem]:
    before = rows.shift(1)
    gap = (rows["area"] == before["area"]) & (rows["year"] > before["year"] + 1)
    told = rows.assign(before=before["year"])[gap]
    return [
        problem(
            "intensity_year_gap",
            area=row["area_name"], year=row["year"],
            missing=listed(range(int(row["before"]) + 1, int(row["year"]))),
        )
        for row in _records(told)
    ]  # fmt: skip


def _without_base(rows: pd.DataFrame) -> list[Problem]:
    """Warn of base years without an intensity, where later years count from them."""
    later = rows.loc[rows["year"] > rows["base_year"], ["area", "area_name", "base_year"]].drop_duplicates()
    known = rows.loc[rows["intensity"].notna(), ["area", "year"]]
    there = pd.MultiIndex.from_frame(later[["area", "base_year"]]).isin(pd.MultiIndex.from_frame(known))
    return [
        problem("intensity_base_year_absent", area=row["area_name"], base=row["base_year"])
        for row in _records(later[~there])
    ]


def _not_comparable(rows: pd.DataFrame) -> list[Problem]:
    """Report neighbouring years whose GDP may not be divided."""
    before = rows.shift(1)
    apart = follows(rows) & rows["growth"].isna() & rows["gdp_10k_yuan"].notna()
    told = rows.assign(other=before["gdp_prices"])[apart & before["gdp_10k_yuan"].notna()]
    problems = []
    for row in _records(told):
        place = Place(file=row["origin"])
        said: dict[str, Any] = {"area": row["area_name"], "year": row["year"], "before": row["year"] - 1}
        if row["gdp_prices"] == row["other"] == CURRENT:
            problems.append(problem("intensity_current_prices", place, **said))
        else:
            said |= {"found": row["gdp_prices"], "other": row["other"]}
            problems.append(problem("intensity_price_bases", place, **said))
    return problems


def _not_positive(rows: pd.DataFrame) -> list[Problem]:
    before, emissions = rows["emissions_t"].shift(1), rows["emissions_t"]
    bad = follows(rows) & emissions.notna() & before.notna() & ((emissions <= 0) | (before <= 0))
    return [
        problem("intensity_not_positive", area=row["area_name"], year=row["year"], before=row["year"] - 1)
        for row in _records(rows[bad])
    ]


def _contradicted(rows: pd.DataFrame) -> list[Problem]:
    told = rows[rows["index_differs"].notna() & follows(rows)]
    return [
        problem(
            "gdp_index_differs", Place(file=row["origin"]),
            area=row["area_name"], year=row["year"], found=f"{row['gdp_index']:g}",
            expected=f"{row['index_differs']:.2f}",
        )
        for row in _records(told)
    ]  # fmt: skip


def _by_area(rows: pd.DataFrame) -> Iterable[tuple[str, list[int]]]:
    for _, found in rows.groupby("area", sort=False):
        yield str(found["area_name"].iloc[0]), [int(year) for year in found["year"]]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def listed(years: Iterable[int]) -> Words:
    """Return years as they are read in a sentence."""
    texts = [str(year) for year in years]
    return Words("、".join(texts), ", ".join(texts))
