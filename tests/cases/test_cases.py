"""Runs the hand-worked cases beside this file. A new kind of case is one function in `CALCULATIONS`."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cityghg.base import strict_yaml
from cityghg.base.problems import Severity
from cityghg.codes import load_areas
from cityghg.intensity.decline import chained
from cityghg.intensity.drivers import shift_share
from cityghg.intensity.drivers.lmdi import effects, ratios
from cityghg.intensity.reading import indicators
from cityghg.intensity.table import intensity_table
from cityghg.intensity.targets import path
from cityghg.intensity.targets.read import frame_of

CASES = sorted(Path(__file__).parent.glob("*.yaml"))
AREA, BASIS = "321112", "energy_co2"


def cumulative_decline(given: dict[str, Any]) -> dict[str, Any]:
    return {"cumulative_pct": chained(pct / 100 for pct in given["yearly_pct"]) * 100}


def yearly_target(given: dict[str, Any]) -> dict[str, Any]:
    return {"yearly_pct": [path.yearly_target(pct, given["over_years"]) for pct in given["target_pct"]]}


def intensity(given: dict[str, Any]) -> dict[str, Any]:
    years = pd.DataFrame(given["years"]).assign(area=AREA, basis=BASIS, missing=0)
    totals = years.rename(columns={"emissions_t": "co2e_t"})
    stated = years.rename(columns={"prices": "gdp_prices", "index": "gdp_index"})
    aim = given.get("target", {})
    years_of = {"area": AREA, "base_year": given["base_year"], "target_year": aim.get("target_year")}
    aims = [years_of | {"target_decline_pct": aim["decline_pct"]}] if aim else []
    table, problems = intensity_table(
        totals,
        (),
        stated.reindex(columns=list(indicators.FRAME)),
        frame_of(aims),
        load_areas(),
        basis=BASIS,
        base_year=given["base_year"],
    )
    assert [one for one in problems if one.severity != Severity.NOTE] == []
    return {name: [None if pd.isna(v) else v for v in table[name]] for name in table.columns}


def lmdi(given: dict[str, Any]) -> dict[str, Any]:
    """From years of cells of factors to the effects from each year to the next, over all cells."""
    years = [np.array(cells, dtype=float).T for cells in given["years"]]
    totals = [float(factors.prod(axis=0).sum()) for factors in years]
    result: dict[str, Any] = {"totals": totals}
    for i, (before, after) in enumerate(pairwise(years)):
        parts = effects(before, after).sum(axis=1)
        result[f"additive_{i + 1}"] = parts.tolist()
        result[f"multiplicative_{i + 1}"] = ratios(
            parts, np.array(totals[i]), np.array(totals[i + 1])
        ).tolist()
    return result


def structure(given: dict[str, Any]) -> dict[str, Any]:
    """From emissions and GDP of parts in two years, and the area's own intensity, to the effects."""
    parts = pd.DataFrame(given["parts"]).assign(area=AREA, prices="2020")
    years = sorted(set(parts["year"]))
    own = pd.Series(given["own"], index=pd.MultiIndex.from_product([[AREA], years]))
    pairs = shift_share.compared(parts, pd.Series({AREA: years[0]}))
    table = shift_share.effects(parts, pairs[pairs["span"] == "yearly"], own)
    return {name: [None if pd.isna(v) else v for v in table[name]] for name in table.columns}


CALCULATIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "cumulative_decline": cumulative_decline,
    "yearly_target": yearly_target,
    "intensity": intensity,
    "lmdi": lmdi,
    "structure": structure,
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    document, problems = strict_yaml.read(path)
    assert problems == []
    assert document is not None
    case = document.data
    assert case["tolerance"]["because"]
    result = CALCULATIONS[case["what"]](case["input"])
    for name, expected in case["expected"].items():
        wanted = expected if isinstance(expected, list) else [expected]
        found = result[name] if isinstance(expected, list) else [result[name]]
        assert [v is None for v in found] == [v is None for v in wanted], name
        near = pytest.approx([v for v in wanted if v is not None], rel=0, abs=case["tolerance"]["absolute"])
        assert [v for v in found if v is not None] == near, name
