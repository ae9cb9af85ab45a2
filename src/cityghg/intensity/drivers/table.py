"""The table of `drivers.csv`: what each driver adds to the change of emissions, area by area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.problems import Problem
from cityghg.codes import load_sectors
from cityghg.intensity.drivers import spans
from cityghg.intensity.drivers.cells import INDUSTRY, cells
from cityghg.intensity.drivers.chain import chained
from cityghg.intensity.drivers.decompose import Effects, Pairs, decompose
from cityghg.intensity.drivers.findings import unweighed, without_population
from cityghg.intensity.drivers.models import Model, Models, load_models
from cityghg.intensity.drivers.panel import cell_panel, whole_panel
from cityghg.intensity.drivers.rows import BY_CELL, CHANGE, TOTAL, as_rows, frame
from cityghg.intensity.drivers.structure import usable_industries
from cityghg.intensity.drivers.within import Run, contributions
from cityghg.intensity.drivers.years import yearly
from cityghg.inventory.energy import ENERGY

if TYPE_CHECKING:
    from cityghg.intensity.assess import Material

_QUANTITIES: Final = ("population", "gdp", "energy")


def drivers_table(material: Material, intensity: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the columns of `rows.COLUMNS` for the basis of the material, and what keeps areas out of them.

    An area is decomposed by the most detailed model it has the data for; an area around others also by
    what these contribute.
    """
    table, problems = yearly(intensity, material.indicators, material.basis)
    names = {code: material.areas[code].name for code in table["area"].unique()}
    models, industries = load_models(), None
    if material.industries is not None:
        industries, more = usable_industries(material.industries, table, names)
        problems += more
    found = _cells(material, industries)
    problems += without_population(table, names)
    problems += [] if found is None else unweighed(found, names)
    used = _models_of(table, models, found)
    runs = [
        _run(model, used[model.id], table, found, industries) for model in models.models if model.id in used
    ]
    parts = [part for run in runs for part in _of_run(run, models, table, material)]
    if parts:
        parts += contributions(_periods(parts), runs, models, table, material.areas)
    return frame(parts), problems


def _cells(material: Material, industries: pd.DataFrame | None) -> pd.DataFrame | None:
    rows = material.inventory
    if rows is None or ENERGY not in rows:
        return None
    named = set() if industries is None else set(zip(industries["area"], industries["sector"], strict=True))
    times = material.electricity_times
    return cells(rows, material.basis, load_sectors(), load_models(), named, times)


def _models_of(table: pd.DataFrame, models: Models, found: pd.DataFrame | None) -> dict[str, list[str]]:
    """Return for each model the areas it is used for: the first whose needs are met, and those beside it.

    A quantity is there where at least two years with emissions have it.
    """
    with_cells = set() if found is None else set(found["area"])
    with_industries = set() if found is None else set(found.loc[found["part"] == INDUSTRY, "area"])
    result: dict[str, list[str]] = {}
    known = table[table["emissions"].notna()]
    counts = known.groupby("area")[list(_QUANTITIES)].count() > 1
    for area, has in zip(counts.index, counts.to_numpy(), strict=True):
        there = {name for name, flag in zip(_QUANTITIES, has, strict=True) if flag}
        there |= {"cells"} if area in with_cells else set()
        there |= {"industries"} if area in with_industries else set()
        fitting = [model for model in models.models if set(model.needs) <= there]
        for model in [*fitting[:1], *(model for model in fitting[1:] if model.beside)]:
            result.setdefault(model.id, []).append(str(area))
    return result


def _run(
    model: Model,
    areas: list[str],
    table: pd.DataFrame,
    found: pd.DataFrame | None,
    industries: pd.DataFrame | None,
) -> Run:
    own = table[table["area"].isin(areas)]
    numbers = own[["area", "year", "emissions", *_QUANTITIES, "segment"]].assign(total=own["emissions"])
    if "cells" not in model.needs or found is None:
        return Run(model, whole_panel(numbers))
    if INDUSTRY in model.parts and industries is not None:
        # value added is set against GDP in levels, so years at other prices are not compared
        grouped = own.groupby(["segment", "prices"], sort=False).ngroup()
        numbers = numbers.assign(gdp=own["level"], segment=grouped)
        industries = industries[industries["area"].isin(areas)]
    return Run(model, cell_panel(numbers, found[found["area"].isin(areas)], industries))


def _of_run(run: Run, models: Models, table: pd.DataFrame, material: Material) -> list[pd.DataFrame]:
    """Return the rows of one model: each year, the whole period by sector and source too, and the chain."""
    found = spans.spans(run.panel, run.model, table.drop_duplicates("area", keep="last"))
    heads = _Heads(run, table, material)
    each = decompose(run.panel, run.model, models, found.yearly)
    whole = decompose(run.panel, run.model, models, found.period)
    parts = [heads.rows(each, found.yearly, spans.YEARLY), heads.rows(whole, found.period, spans.PERIOD)]
    for by in BY_CELL if "cells" in run.model.needs else ():
        detailed = decompose(run.panel, run.model, models, found.period, by)
        parts.append(heads.rows(detailed, found.period, spans.PERIOD, by))
    return [*parts, heads.rows(*chained(each, whole, found), spans.CHAINED)]


class _Heads:
    """Puts what all rows of a pair share before its effects."""

    def __init__(self, run: Run, table: pd.DataFrame, material: Material) -> None:
        self._run, self._basis, self._areas = run, material.basis, material.areas
        bases = table[table["energy_basis"] != ""].groupby("area")["energy_basis"].first()
        self._energy = bases.to_dict() if "energy" in run.model.needs else {}

    def rows(self, found: Effects, pairs: Pairs, span: str, detail: str = TOTAL) -> pd.DataFrame:
        panel, areas = self._run.panel, self._areas
        codes = [panel.areas[i] for i in pairs.area]
        heads = pd.DataFrame(
            {
                "area": pd.Series(codes, dtype=object),
                "area_name": pd.Series([areas[code].name for code in codes], dtype=object),
                "level": pd.Series([areas[code].level for code in codes], dtype=object),
                "basis": self._basis,
                "model": self._run.model.id,
                "energy_basis": pd.Series([self._energy.get(code, "") for code in codes], dtype=object),
                "span": span,
                "from_year": [panel.years[i] for i in pairs.first],
                "to_year": [panel.years[i] for i in pairs.last],
            }
        )
        whole = panel.quantities["total"][pairs.area, pairs.first, 0]
        return as_rows(found, heads, detail, whole)


def _periods(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the change of each area over its whole period, by the first model it is decomposed with."""
    rows = pd.concat(parts, ignore_index=True)
    chosen = (rows["span"] == spans.PERIOD) & (rows["detail"] == TOTAL) & (rows["driver"] == CHANGE)
    return rows[chosen].drop_duplicates("area")
