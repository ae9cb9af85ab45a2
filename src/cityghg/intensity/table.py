"""The table of `intensity.csv`: emissions against GDP, year by year, for each area."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.codes import Areas
from cityghg.intensity import bridges, findings, vintages
from cityghg.intensity.decline import Base, base_of, follows, ratio_to_before, since_base, yearly_average
from cityghg.intensity.decoupling import states
from cityghg.intensity.gdp import one_a_year
from cityghg.intensity.per import per_columns
from cityghg.intensity.targets.plan import Plan, Target, plan_of, targets_of
from cityghg.inventory.basis import BASES

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "year": "int64",
    "basis": "object",
    "emissions_t": "float64",
    "gdp_10k_yuan": "float64",
    "gdp_prices": "object",
    "population": "float64",
    "intensity_t_per_10k_yuan": "float64",
    "annual_change_pct": "float64",
    "cumulative_decline_pct": "float64",
    "base_year": "int64",
    "target_decline_pct": "float64",
    "progress_pct": "float64",
    "gdp_growth_pct": "float64",
    "emissions_growth_pct": "float64",
    "per_capita_t": "float64",
    "decoupling": "object",
    "gdp_index": "float64",
    "vintage": "object",
    "gdp_growth_by": "object",
    "gdp_growth_vintage": "object",
    "price_bridge": "float64",
    "price_bridge_by": "object",
    "average_decline_pct": "float64",
    "average_gdp_growth_pct": "float64",
    "average_emissions_growth_pct": "float64",
    "electricity_factor_points": "float64",
    "emissions_elasticity": "float64",
    "energy_tce": "float64",
    "energy_basis": "object",
    "energy_intensity_tce_per_10k_yuan": "float64",
    "energy_intensity_decline_pct": "float64",
    "energy_elasticity": "float64",
    "coal_share_pct": "float64",
    "non_fossil_share_pct": "float64",
    "tertiary_share": "float64",
    "land_area_km2": "float64",
    "per_area_t_per_km2": "float64",
}
_OF_ROWS: Final = ["area_name", "emissions_t", "basis", "library", "gwp"]  # what indicators may say too
FIXED_SUFFIX: Final = "_fixed_factor"

Key = tuple[str, int]


@dataclass(frozen=True)
class _Inputs:
    gdp: pd.DataFrame
    targets: dict[str, list[Target]]
    areas: Areas
    base_year: int | None


def empty_table() -> pd.DataFrame:
    """Return an intensity table without rows."""
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def intensity_table(
    totals: pd.DataFrame,
    incomplete: Collection[Key],
    indicators: pd.DataFrame,
    targets: pd.DataFrame | None,
    areas: Areas,
    *,
    basis: str,
    base_year: int | None,
    fixed: pd.DataFrame | None = None,
    vintage: str | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `intensity.csv` and what keeps figures of it blank.

    `totals` has area, year, basis, co2e_t and missing, as `inventory.basis.totals` gives them;
    `fixed` the same at the electricity factor of the base year, and adds rows of the basis with
    `FIXED_SUFFIX`. A row stands for each area and year of `totals`; from a total that is
    `incomplete`, has gaps or is not known, nothing is computed. `indicators` are as `read_indicators`
    gives them; with a `vintage` only those of that revision of GDP count.
    """
    known = [one.id for one in BASES]
    if basis not in {*known, *totals["basis"]}:
        return empty_table(), [problem("intensity_basis_unknown", found=basis, known=", ".join(known))]
    if totals.empty:
        return empty_table(), []
    by_area = {} if targets is None else targets_of(targets)
    inputs = _Inputs(one_a_year(indicators, vintage), by_area, areas, base_year)
    rows, problems = _emissions(totals, incomplete, basis, areas)
    rows = _computed(rows, inputs).assign(basis=basis)
    problems += findings.series_problems(rows)
    problems += vintages.problems(rows) + bridges.problems(rows)
    if fixed is not None:
        at_fixed, _ = _emissions(fixed, incomplete, basis, areas)
        other = _computed(at_fixed, inputs).assign(basis=basis + FIXED_SUFFIX)
        rows, found = findings.contribution(rows, other)
        problems += found
        rows = pd.concat([rows, other], ignore_index=True)
    table = rows.reindex(columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values(["area", "year", "basis"], ignore_index=True), list(dict.fromkeys(problems))


def _emissions(
    totals: pd.DataFrame, incomplete: Collection[Key], basis: str, areas: Areas
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return area, area_name, level, year and emissions_t, blank (and why) where nothing may be computed.

    Residuals are no areas, and left out.
    """
    known = {code: areas[code] for code in totals["area"].unique() if code in areas}
    rows = totals[["area", "year"]].drop_duplicates()
    rows = rows[rows["area"].isin(list(known))].sort_values(["area", "year"], ignore_index=True)
    ours = totals.loc[totals["basis"] == basis, ["area", "year", "co2e_t", "missing"]]
    rows = rows.merge(ours, on=["area", "year"], how="left")
    lacking = pd.MultiIndex.from_frame(rows[["area", "year"]]).isin(list(incomplete))
    rows = rows.assign(
        area_name=rows["area"].map({code: area.name for code, area in known.items()}),
        level=rows["area"].map({code: area.level for code, area in known.items()}),
        incomplete=lacking,
        missing=rows["missing"].fillna(0).astype("int64"),
    )
    bad = rows["incomplete"] | (rows["missing"] > 0) | rows["co2e_t"].isna()
    kept = rows.drop(columns=["co2e_t"]).assign(emissions_t=rows["co2e_t"].where(~bad))
    return kept, findings.emission_problems(rows[bad])


def _computed(rows: pd.DataFrame, inputs: _Inputs) -> pd.DataFrame:
    """Return the rows with every figure of them; shares become percent here."""
    rows = rows.merge(inputs.gdp.drop(columns=_OF_ROWS), on=["area", "year"], how="left")
    rows = rows.assign(**_plans(rows, inputs), intensity=rows["emissions_t"] / rows["gdp_10k_yuan"])
    emitted, grown = ratio_to_before(rows, "emissions_t"), rows["growth"].where(follows(rows))
    base = base_of(rows, rows["base_year"])
    intensity, base = since_base(rows, emitted / grown, base), _with_intensity(rows, base)
    whole = intensity.where(base.position >= 0)
    declined, wanted = (1 - whole) * 100, rows["target_decline_pct"]
    average = {
        name: yearly_average(since_base(rows, ratios, base), base.years)
        for name, ratios in {"gdp": grown, "emissions": emitted}.items()
    }
    return rows.assign(
        intensity_t_per_10k_yuan=rows["intensity"],
        annual_change_pct=(1 - emitted / grown) * 100,
        cumulative_decline_pct=declined,
        progress_pct=(declined * 100 / wanted).where(wanted > 0),
        gdp_growth_pct=(grown - 1) * 100,
        emissions_growth_pct=(emitted - 1) * 100,
        decoupling=states(emitted - 1, grown - 1),
        gdp_growth_by=rows["growth_by"].where(grown.notna()),
        gdp_growth_vintage=rows["growth_vintage"].where(grown.notna()),
        price_bridge=rows["bridge"],
        price_bridge_by=rows["bridge_by"],
        average_decline_pct=(1 - yearly_average(whole, base.years)) * 100,
        average_gdp_growth_pct=(average["gdp"] - 1) * 100,
        average_emissions_growth_pct=(average["emissions"] - 1) * 100,
        electricity_factor_points=np.nan,
        **per_columns(rows, emitted - 1, grown - 1),
    )


def _with_intensity(rows: pd.DataFrame, base: Base) -> Base:
    """Return the bases that have an intensity to count from."""
    known = rows["intensity"].notna().to_numpy()[base.position.to_numpy()]
    return Base(base.position.where(known, -1), base.years)


def _plans(rows: pd.DataFrame, inputs: _Inputs) -> dict[str, list[float]]:
    first = rows.groupby("area")["year"].transform("min")
    targets = {area: tuple(inputs.targets.get(area, ())) for area in rows["area"].unique()}
    known: dict[object, Plan] = {}
    chosen = []
    for area, year, begun in zip(rows["area"], rows["year"], first, strict=True):
        key = (targets[area], year, begun)
        if key not in known:
            known[key] = plan_of(int(year), targets[area], inputs.base_year, int(begun))
        chosen.append(known[key])
    return {
        "base_year": [plan.base_year for plan in chosen],
        "target_decline_pct": [plan.target.decline_pct if plan.target else np.nan for plan in chosen],
    }
