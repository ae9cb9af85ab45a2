"""Areas whose electricity factor of the base year is itself carried from another year."""

from __future__ import annotations

import pandas as pd

from cityghg.base.problems import Problem, problem
from cityghg.inventory.basis import counts_electricity
from cityghg.inventory.categories import TRADE


def carried_in_base_year(
    intensity: pd.DataFrame, inventory: pd.DataFrame | None, basis: str, *, accepted: bool
) -> tuple[frozenset[str], list[Problem]]:
    """Return the areas that are not assessed for it, none where it is `accepted`, and say which they are.

    Progress measured from a base year whose factor is that of another year counts a change of the
    factor as one of the area. `inventory` has the columns of `inventory.csv`.
    """
    if inventory is None or intensity.empty or not counts_electricity(basis):
        return frozenset(), []
    bought = inventory[(inventory["memo_kind"] == TRADE) & inventory["source"].str.startswith("electricity")]
    years = bought["carried_from"].astype("object").fillna("").astype(str)
    carried = bought.assign(of=years)[(years != "") & bought["co2e_t"].notna()]
    bases = intensity[["area", "area_name", "base_year"]].drop_duplicates()
    found = bases.merge(
        carried, left_on=["area", "base_year"], right_on=["area", "year"], suffixes=("", "_row")
    )
    found = found.drop_duplicates(["area", "base_year"])
    code = "base_factor_carried_accepted" if accepted else "base_factor_carried"
    told = [
        problem(code, area=row["area_name"], base=row["base_year"], found=str(row["of"]).removesuffix(".0"))
        for row in found.to_dict("records")
    ]
    return frozenset() if accepted else frozenset(found["area"]), told
