"""The short summary of a compiled inventory: a table for people, plain data for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cityghg.base.labels import Language, label
from cityghg.base.notation import NE
from cityghg.base.problems import count_by_severity
from cityghg.cli.words import say
from cityghg.report.result import Result
from cityghg.report.tables import area_names

BASES = ("territorial", "with_net_electricity", "scope_2")
SHOWN_AREAS = 15


def print_summary(result: Result, out: Path, language: Language) -> None:
    """Print totals by area for the latest year, and where the result lies."""
    from rich.console import Console
    from rich.table import Table

    totals = result.totals
    year = int(totals["year"].max()) if len(totals) else 0
    latest = totals[totals["year"] == year]
    names = area_names(result, latest["area"], language)
    table = Table(title=say("summary_title", language, year=year, gwp=result.world.gwp_set))
    table.add_column(say("column_area", language))
    for basis in BASES:
        table.add_column(label("report", f"basis.{basis}", language), justify="right")
    areas = sorted(dict.fromkeys(latest["area"]), key=lambda a: (a != result.world.city, a))
    for area in areas[:SHOWN_AREAS]:
        here = latest[latest["area"] == area].set_index("basis")
        cells = [_shown(here, basis, (area, year) in result.incomplete) for basis in BASES]
        table.add_row(names[latest["area"] == area].iloc[0], *cells)
    console = Console(markup=False)
    console.print(table)
    if len(areas) > SHOWN_AREAS:
        console.print(say("more_areas", language, count=len(areas) - SHOWN_AREAS))
    console.print(say("written", language, folder=out))


def as_data(result: Result, out: Path) -> dict[str, Any]:
    """Return totals and counts of problems as plain data."""
    totals = result.totals.astype(object).where(result.totals.notna(), None)
    return {
        "out": str(out),
        "gwp": result.world.gwp_set,
        "libraries": [library.name for library in result.world.stack],
        "problems": count_by_severity(result.problems),
        "totals": totals.to_dict(orient="records"),
    }


def _shown(here: Any, basis: str, incomplete: bool) -> str:
    if basis not in here.index or here.loc[basis, "co2e_t"] != here.loc[basis, "co2e_t"]:
        return NE
    mark = "*" if incomplete or here.loc[basis, "missing"] else ""
    return f"{here.loc[basis, 'co2e_t']:,.0f}{mark}"
