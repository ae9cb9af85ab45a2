"""Targets for the terminal: how each stands in its last year with figures, and one broken down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.intensity.targets.split.rules import rules
from cityghg.report.excel.book import named
from cityghg.report.excel.page import records
from cityghg.report.terminal.columns import make_table, shown, word
from cityghg.report.terminal.intensity import AREAS_SHOWN

if TYPE_CHECKING:
    from rich.table import Table

_LIGHTS: Final = {"green": "green", "amber": "yellow", "red": "red"}
_PLACES: Final = {
    "target_decline_pct": 2, "cumulative_actual_pct": 2, "cumulative_target_pct": 2, "progress_pct": 1,
    "required_annual_pct": 2, "computed_score": 1,
}  # fmt: skip


def table(frame: pd.DataFrame, language: Language) -> list[Table]:
    """Return one table an indicator and period; areas without a target are in that of the others."""
    aimed = frame[frame["target_year"].notna()]
    periods = aimed.groupby(["indicator", "base_year", "target_year"], sort=False)
    return [_of_period(rows, language) for _, rows in periods]


def split_table(frame: pd.DataFrame, language: Language) -> list[Table]:
    """Return the districts by every rule, and in the last row what they give together."""
    held = [f"{rule.id}_pct" for rule in rules()]
    held = [name for name in ("growth_pct", "issued_pct", *held) if frame[name].notna().any()]
    last = frame.iloc[-1]
    said = {"target": f"{last['city_target_pct']:g}", "base": last["base_year"], "end": last["target_year"]}
    title = word("target_split.title", language, area=last["area_name"], **said)
    made = make_table(title, ("area_name", *held), language, left=("area_name",))
    for record in records(frame):
        made.add_row(record["area_name"], *(shown(record[name], 2) for name in held))
    made.caption = word("target_split.caption", language)
    return [made]


def _of_period(rows: pd.DataFrame, language: Language) -> Table:
    known = rows["cumulative_actual_pct"].notna() | (rows["state"] == "no_target")
    figures = {name: places for name, places in _PLACES.items() if rows[name].notna().any()}
    first = records(rows.head(1))[0]
    indicator = named("indicator", first["indicator"], language)
    said = {"indicator": indicator, "base": first["base_year"], "end": first["target_year"]}
    columns = ("area_name", "year", *figures, "state")
    made = make_table(word("targets.title", language, **said), columns, language, left=("area_name", "state"))
    areas = list(rows.groupby("area", sort=False))
    for _, years in areas[:AREAS_SHOWN]:
        found = years[known.loc[years.index]]
        last = records((years if found.empty else found).tail(1))[0]
        numbers = [shown(last[name], places) for name, places in figures.items()]
        made.add_row(last["area_name"], str(last["year"]), *numbers, _state(last, language))
    if len(areas) > AREAS_SHOWN:
        made.caption = word("more_areas", language, count=len(areas) - AREAS_SHOWN)
    return made


def _state(record: dict[str, Any], language: Language) -> Any:
    from rich.text import Text

    return Text(named("state", record["state"], language), style=_LIGHTS.get(record["light"], ""))
