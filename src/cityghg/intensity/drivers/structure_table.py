"""The table of `structure.csv`: shift-share of intensities, over areas within and industries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.codes import Areas, load_sectors
from cityghg.intensity.drivers.cells import INDUSTRY, cells
from cityghg.intensity.drivers.models import load_models
from cityghg.intensity.drivers.shift_share import compared, effects
from cityghg.intensity.drivers.structure import usable_industries
from cityghg.intensity.drivers.years import yearly
from cityghg.inventory.energy import ENERGY
from cityghg.inventory.joined import residual_code

if TYPE_CHECKING:
    from cityghg.intensity.assess import Material

COLUMNS: Final = {
    "area": "object",
    "area_name": "object",
    "level": "object",
    "basis": "object",  # of emissions; blank for energy
    "indicator": "object",  # intensity (over areas within) or energy_intensity (over industries)
    "energy_basis": "object",
    "unit": "object",  # of the intensities and effects
    "span": "object",  # yearly or period
    "from_year": "int64",
    "to_year": "int64",
    "contributor": "object",  # the area within; blank with `sector` for all together
    "sector": "object",
    "share_before_pct": "float64",
    "share_after_pct": "float64",
    "intensity_before": "float64",
    "intensity_after": "float64",
    "structure_effect": "float64",
    "intensity_effect": "float64",
    "residual_effect": "float64",  # what the area has beside its parts
    "effect": "float64",
    "structure_effect_pct": "float64",  # each of the area's intensity in from_year
    "intensity_effect_pct": "float64",
    "residual_effect_pct": "float64",
    "effect_pct": "float64",
}
INTENSITY: Final = "intensity"
ENERGY_INTENSITY: Final = "energy_intensity"
CALORIFIC: Final = "calorific"
COAL_EQUIVALENT: Final = "coal_equivalent"
UNITS: Final = {INTENSITY: "t / 10 000 CNY", ENERGY_INTENSITY: "tce / 10 000 CNY"}


def structure_table(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `COLUMNS`, none where no area can be compared.

    Over the areas within it the intensity of an area is that of its emissions; over its industries it is
    their energy per value added.
    """
    table, _ = yearly(intensity, material.indicators, material.basis)
    bases = table.drop_duplicates("area").set_index("area")["base_year"]
    made = [_over_areas(table, bases, material)]
    problems: list[Problem] = []
    if material.industries is not None:
        names = {code: material.areas[code].name for code in table["area"].unique()}
        industries, problems = usable_industries(material.industries, table, names)
        priced = industries.merge(table[["area", "year", "prices"]], on=["area", "year"])
        made.append(_over_industries(priced, bases, material))
    filled = [rows for rows in made if len(rows)]
    if not filled:
        return pd.DataFrame(), problems
    rows = pd.concat(filled, ignore_index=True)
    rows["area_name"] = [material.areas[code].name for code in rows["area"]]
    rows["level"] = [material.areas[code].level for code in rows["area"]]
    rows["unit"] = rows["indicator"].map(UNITS)
    rows = rows.reindex(columns=list(COLUMNS))
    texts = [name for name, kind in COLUMNS.items() if kind == "object"]
    rows[texts] = rows[texts].astype(object).where(rows[texts].notna(), "")
    return rows.astype(COLUMNS).sort_values("area", kind="stable", ignore_index=True), problems


def _over_areas(table: pd.DataFrame, bases: pd.Series, material: Material) -> pd.DataFrame:
    within = _within(table, material.areas)
    pairs = compared(within, bases)
    own = table[table["area"].isin(pairs["area"])]
    own = own.assign(**{INTENSITY: own["emissions"] / own["level"].where(own["level"] > 0)})
    usable = own[own[INTENSITY].notna()].set_index(["area", "year"])
    prices = within.drop_duplicates(["area", "year"]).set_index(["area", "year"])["prices"]
    usable = usable[usable["prices"] == prices.reindex(usable.index)]
    for year in ("from_year", "to_year"):
        pairs = pairs[pd.MultiIndex.from_frame(pairs[["area", year]]).isin(usable.index)]
    if pairs.empty:
        return pairs
    found = effects(within, pairs, usable[INTENSITY])
    residual = found["area"].map(residual_code)
    return found.assign(
        contributor=found["part"].where(found["part"].notna(), residual),
        basis=material.basis, indicator=INTENSITY,
    )  # fmt: skip


def _within(table: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return the areas that add to one around them as its parts."""
    parents = {
        code: areas[code].parent for code in table["area"].unique() if areas[code].counted == "separate"
    }
    there = set(table["area"])
    rows = table.assign(part=table["area"], area=table["area"].map(parents), base=table["level"])
    rows = rows[rows["area"].isin(there)].assign(amount=rows["emissions"])
    return rows[["area", "year", "part", "amount", "base", "prices"]]


def _over_industries(industries: pd.DataFrame, bases: pd.Series, material: Material) -> pd.DataFrame:
    """Return the effects over industries: all at the prices of the GDP, which `usable_industries` checks."""
    known = _with_energy(industries, material)
    parts = known.rename(columns={"sector": "part", "value_added": "base", "energy_tce": "amount"})
    pairs = compared(parts, bases)
    if pairs.empty:
        return pairs
    found = effects(parts, pairs)
    kinds = known.drop_duplicates("area").set_index("area")["energy_basis"]
    return found.assign(
        sector=found["part"], indicator=ENERGY_INTENSITY, energy_basis=found["area"].map(kinds)
    )


def _with_energy(industries: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Return industries with their energy: as stated, or the inventory's for all where an area lacks some."""
    stated = industries["energy_tce"].notna().groupby(industries["area"]).transform("all")
    inventory = material.inventory
    if bool(stated.all()) or inventory is None or ENERGY not in inventory:
        return industries
    times = material.electricity_times
    named = set(zip(industries["area"], industries["sector"], strict=True))
    found = cells(inventory, material.basis, load_sectors(), load_models(), named, times)
    keys = ["area", "year", "sector"]
    ours = found[(found["part"] == INDUSTRY) & (found["energy"] > 0)].groupby(keys)["energy"].sum()
    energy = ours.reindex(pd.MultiIndex.from_frame(industries[keys])).to_numpy()
    kind = CALORIFIC if times == 1 else COAL_EQUIVALENT
    return industries.assign(
        energy_tce=industries["energy_tce"].where(stated, energy),
        energy_basis=industries["energy_basis"].where(stated, kind),
    )
