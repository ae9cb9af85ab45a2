"""From suspects to problems: each figure doubted once, slips of one kind in one sentence, and a guess why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from cityghg.base.labels import label, label_file
from cityghg.base.problems import Problem, Words, problem
from cityghg.codes import Areas
from cityghg.inventory.figures import Figure, records_of
from cityghg.inventory.of_which import Trees
from cityghg.inventory.suspicion.energy import measure_of
from cityghg.inventory.suspicion.guards import Guards
from cityghg.inventory.suspicion.suspect import Suspect
from cityghg.units import UnitError, load_units

_CELLS_SHOWN = 8
_DIGITS = 4
_SAME = 1e-9  # of two sizes of a unit
_ALIKE: tuple[Callable[[Suspect], object], ...] = (
    lambda one: (one.beside, one.figure.table, one.figure.key.year, one.power),
    lambda one: (one.beside, one.figure.table, one.figure.key.source, one.power),
)


def in_one(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Return the suspects without figures doubted before, those of one table and kind as one.

    Alike are slips by the same power in one year, or of one source, of a table.
    """
    seen: set[int] = set()
    kept: list[Suspect] = []
    for one in suspects:
        if id(one.figure) not in seen:
            seen.update(map(id, (one.figure, *one.more)))
            kept.append(one)
    for alike in _ALIKE:
        groups: defaultdict[object, list[Suspect]] = defaultdict(list)
        for one in kept:
            groups[alike(one)].append(one)
        kept = [_joined(group) for group in groups.values()]
    return kept


def _joined(group: list[Suspect]) -> Suspect:
    first, *others = group
    more = [figure for one in others for figure in (one.figure, *one.more)]
    return replace(first, more=(*first.more, *more))


class Teller:
    """Writes the sentences; amounts are told in the unit in which the doubtful one was reported."""

    def __init__(self, activity: pl.DataFrame, areas: Areas, trees: Trees, guards: Guards) -> None:
        self._activity, self._areas, self._trees, self._guards = activity, areas, trees, guards

    def tell(self, one: Suspect) -> Problem:
        """Return the warning for a suspect."""
        figure, (unit, size) = one.figure, self._unit(one.figure)
        found, expected = float(figure.amount or 0), one.expected
        times = found / expected if one.power > 0 else expected / found
        values: dict[str, object] = {
            **self._named(figure),
            "found": plain(found / size),
            "expected": plain(expected / size),
            "unit": unit,
            "times": plain(times),
            "power": _words(f"powers.{abs(one.power)}"),
            "guess": self._guess(unit, one),
            "alike": _alike(one.more),
            "other": one.other.place,
            "other_area": self._area(one.other),
            "other_year": one.other.key.year,
        }
        code = f"scale_{one.beside}"
        if one.beside in ("sources", "measures"):
            code += "_large" if one.power > 0 else "_small"
            values["measure"] = _words(f"measures.{measure_of(self._trees.sources[figure.key.source])}")
        return problem(code, figure.place, **values)

    def impossible(self, figure: Figure, energy: float) -> Problem:
        """Return the error for an amount of more energy than the ceiling."""
        (unit, size), ceiling = self._unit(figure), self._guards.ceiling
        return problem(
            "amount_impossible",
            figure.place,
            **self._named(figure),
            found=plain(float(figure.amount or 0) / size),
            unit=unit,
            energy=plain(energy),
            ceiling=plain(ceiling.value),
            what=Words(ceiling.zh, ceiling.en),
        )

    def _named(self, figure: Figure) -> dict[str, object]:
        key = figure.key
        return {
            "area": self._area(figure),
            "year": key.year,
            "sector": self._trees.sectors[key.sector],
            "source": self._trees.sources[key.source],
        }

    def _area(self, figure: Figure) -> str:
        code = figure.key.area
        return self._areas[code].name if code in self._areas else code

    def _unit(self, figure: Figure) -> tuple[str | Words, float]:
        """Return the unit a figure was reported in, with its size in the canonical one."""
        reported = records_of(figure, self._activity)["unit"].unique().to_list()
        if len(reported) == 1:
            return reported[0], load_units().factor(reported[0], figure.unit)
        names = label_file("units").get(figure.unit, {"zh": figure.unit, "en": figure.unit})
        return Words(names["zh"], names["en"]), 1.0

    def _guess(self, unit: str | Words, one: Suspect) -> Words:
        """Return what may have happened: a number in one unit written under another, or a slipped point."""
        written = unit if isinstance(unit, str) else one.figure.unit
        for mixed in self._guards.units:
            if abs(_size(mixed.unit, written) * 10.0**one.power - 1) < _SAME:
                return _words("guess.mixed", meant=Words(mixed.zh, mixed.en), written=unit)
        return _words("guess.decimal_point")


def plain(value: float) -> str:
    """Return a number for people: a few digits, and no exponent."""
    return f"{Decimal(f'{value:.{_DIGITS}g}').normalize():f}"


def _size(unit: str, other: str) -> float:
    try:
        return load_units().factor(unit, other)
    except UnitError:
        return 0.0


def _alike(more: Sequence[Figure]) -> Words:
    if not more:
        return Words("", "")
    cells = " ".join(figure.place.cell for figure in more[:_CELLS_SHOWN])
    return _words("alike", count=len(more), cells=cells + (" …" if len(more) > _CELLS_SHOWN else ""))


def _words(key: str, **values: str | int | Words) -> Words:
    """Return a label in both languages, with values that are names in that of the label."""
    zh = {name: value.zh if isinstance(value, Words) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Words) else value for name, value in values.items()}
    return Words(label("suspicion", key, "zh", **zh), label("suspicion", key, "en", **en))
