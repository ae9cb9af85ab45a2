"""Amounts whose unit or decimal point seems to have slipped, told before they become inventory.

The figures of one submission are compared with each other: an area's own figures with the areas in
it, a series over its years, the areas of a city in one year, the sources of one area in energy. What
each comparison takes for a slip is stated in `factors/codelists/suspicion.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cityghg.base.problems import Problem
from cityghg.codes import Areas
from cityghg.inventory.figures import Figure
from cityghg.inventory.of_which import Trees
from cityghg.inventory.suspicion import areas as beside_areas
from cityghg.inventory.suspicion import energy, wholes, years
from cityghg.inventory.suspicion.guards import Guards, load_guards
from cityghg.inventory.suspicion.suspect import Suspect, comparable
from cityghg.inventory.suspicion.told import Teller, in_one


def look(figures: Sequence[Figure], activity: pl.DataFrame, areas: Areas, trees: Trees) -> list[Problem]:
    """Return a warning for what looks like a slip, and an error for what is impossible.

    `figures` are one a key, as read; `activity` are the rows they were read from.
    """
    guards = load_guards()
    teller = Teller(activity, areas, trees, guards)
    beyond = list(energy.beyond(figures, trees.sources, guards.ceiling))
    impossible = {id(figure) for figure, _ in beyond}
    suspects = suspects_among([f for f in figures if id(f) not in impossible], areas, trees, guards)
    return [
        *(teller.impossible(figure, amount) for figure, amount in beyond),
        *map(teller.tell, in_one(suspects)),
    ]


def suspects_among(figures: Sequence[Figure], areas: Areas, trees: Trees, guards: Guards) -> list[Suspect]:
    """Return what each comparison doubts, the surest comparison first."""
    sure = comparable(figures, guards)
    return [
        *wholes.look(sure, areas, trees, guards.wholes),
        *years.look(sure, guards.years),
        *beside_areas.look(sure, areas, guards.areas),
        *energy.look(sure, trees.sources, guards.energy),
    ]
