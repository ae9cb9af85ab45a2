"""Drivers for the terminal: a row an area, its whole period, a column a driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from cityghg.base.labels import Language
from cityghg.intensity.drivers.rows import CHANGE, TOTAL
from cityghg.intensity.drivers.spans import PERIOD
from cityghg.report.excel.book import basis_word, named
from cityghg.report.terminal.columns import add_column, make_table, shown, word
from cityghg.report.wide import drivers_of, wide
from cityghg.units import load_units

if TYPE_CHECKING:
    from rich.table import Table

AREAS_SHOWN: Final = 60
_PLACES: Final = 1


def table(frame: pd.DataFrame, language: Language) -> list[Table]:
    """Return one table a basis and model: the effects over the whole period, of areas that have one."""
    chosen = frame[(frame["span"] == PERIOD) & (frame["detail"] == TOTAL)]
    groups = chosen.groupby(["basis", "model"], sort=False)
    return [_of_model(str(basis), str(model), rows, language) for (basis, model), rows in groups]


def _of_model(basis: str, model: str, frame: pd.DataFrame, language: Language) -> Table:
    unit = word("drivers.unit", language)
    tonnes = load_units().factor(unit, "t")
    title = word("drivers.title", language, unit=unit, basis=basis_word(basis, language))
    made = make_table(f"{title} · {named('model', model, language)}", ("area_name", "period"), language,
                      left=("area_name",))  # fmt: skip
    effects = wide(frame)
    told = [*drivers_of(frame), CHANGE]
    effects[told] = (effects[told] / tonnes).round(_PLACES) + 0.0  # never -0.0
    drivers = [driver for driver in told if driver == CHANGE or effects[driver].fillna(0).any()]
    for driver in drivers:
        add_column(made, named("driver", driver, language))
    rows = effects.to_dict("records")
    for row in rows[:AREAS_SHOWN]:
        numbers = [shown(row[driver], _PLACES) for driver in drivers]
        made.add_row(row["area_name"], f"{row['from_year']}–{row['to_year']}", *numbers)
    made.caption = word("drivers.caption", language)
    if len(rows) > AREAS_SHOWN:
        made.caption += "\n" + word("more_areas", language, count=len(rows) - AREAS_SHOWN)
    return made
