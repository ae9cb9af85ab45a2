"""What the roll-up has to say, gathered so that a finding of several years is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.codes import Area
from cityghg.inventory.matching import Pair
from cityghg.inventory.of_which import Trees

_Said = tuple[str, Place, tuple[tuple[str, object], ...]]  # code, place, values


@dataclass(frozen=True)
class _Residual:
    year: int
    whole: float
    rest: float

    @property
    def share(self) -> float:
        return self.rest / self.whole * 100


class Findings:
    """Collects findings by what they say; `problems` puts the years of each together."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._years: defaultdict[tuple[str, Place, tuple[tuple[str, object], ...]], list[int]] = defaultdict(
            list
        )
        self._residuals: defaultdict[tuple[str, Pair], list[_Residual]] = defaultdict(list)

    def missing(self, area: Area, year: int, names: Sequence[str], found: str) -> None:
        """Some children have no data at all."""
        self._add("children_missing", year, area=area.name, found=found, missing="、".join(names))

    def without_fuels(self, area: Area, year: int, names: Sequence[str]) -> None:
        """Some children report electricity or heat only."""
        self._add("children_without_fuels", year, area=area.name, missing="、".join(names))

    def silent(self, area: Area, year: int, label: Pair, names: Sequence[str]) -> None:
        """Some children give a notation key where others give numbers."""
        self._add(
            "children_without_number", year, area=area.name, **self._named(label), missing="、".join(names)
        )

    def not_handed_in(self, area: Area, year: int, source: str, names: Sequence[str]) -> None:
        """Some children did not hand in a source that they report in other years."""
        named = self._trees.sources[source]
        self._add("source_not_handed_in", year, area=area.name, source=named, missing="、".join(names))

    def denied(self, area: Area, year: int, label: Pair, origin: str) -> None:
        """The parent says that something does not occur, a child has an amount of it."""
        values = (("area", area.name), *self._named(label).items())
        self._years["no_against_children", Place(file=origin), values].append(year)

    def residual(self, area: Area, year: int, label: Pair, whole: float, rest: float) -> None:
        """The parent's own figure differs from its children's by more than the tolerance."""
        self._residuals[area.name, label].append(_Residual(year, whole, rest))

    def problems(self) -> list[Problem]:
        """Return the problems, each with all its years."""
        found = [
            problem(code, place, **dict(values), year=_listed(years))
            for (code, place, values), years in self._years.items()
        ]
        for (area, label), rests in self._residuals.items():
            worst = max(rests, key=lambda r: abs(r.share))
            found.append(
                problem(
                    "residual_large", Place(), area=area, **self._named(label),
                    year=_listed([r.year for r in rests]), worst=worst.year,
                    own=f"{worst.whole:.2f}", left=f"{worst.rest:.2f}", share=f"{worst.share:.1f}",
                )
            )  # fmt: skip
        return found

    def _add(self, code: str, year: int, **values: object) -> None:
        self._years[code, Place(), tuple(values.items())].append(year)

    def _named(self, label: Pair) -> dict[str, object]:
        return {"source": self._trees.sources[label[0]], "sector": self._trees.sectors[label[1]]}


def _listed(years: Sequence[int]) -> Words:
    return Words("、".join(map(str, years)), ", ".join(map(str, years)))
