"""A restatement as tables: the bridge of each total, and its causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import pandas as pd

from cityghg.base.labels import Language, label
from cityghg.codes import Areas, load_sectors, load_sources
from cityghg.inventory.basis import BASES
from cityghg.inventory.joined import residual_code
from cityghg.inventory.of_which import Trees
from cityghg.restated.bridge import Bridge, Bridges, Place
from cityghg.restated.causes import Cause, Causes
from cityghg.restated.read import Told
from cityghg.restated.split import CAUSES

RESTATEMENT: Final = {
    "area": "object", "area_name": "object", "year": "int64", "basis": "object", "before_t": "float64",
    **{f"{cause}_t": "float64" for cause in CAUSES}, "rounding_t": "float64", "after_t": "float64",
    "change_t": "float64", "change_pct": "float64", "check_t": "float64",
}  # fmt: skip
CAUSED: Final = {
    "area": "object", "area_name": "object", "year": "int64", "basis": "object", "cause": "object",
    "effect_t": "float64", "rows": "int64", "of_area": "object", "sector": "object", "source": "object",
    "gas": "object", "what": "object", "was": "object", "now": "object", "old_place": "object",
    "new_place": "object",
}  # fmt: skip
_DECIMALS: Final = 6  # of tonnes
_PER_CENT: Final = 100.0


@dataclass(frozen=True)
class Restatement:
    """Two results compared on one basis: the bridges of totals, and the causes of those of `told`.

    `equal` says that both results have the same rows with the same figures.
    """

    old: Told
    new: Told
    basis: str
    bridges: tuple[Bridge, ...]
    causes: tuple[tuple[Bridge, Cause, float, int], ...]
    equal: bool

    @property
    def check(self) -> float:
        """The largest tonnage of any total that has no cause."""
        return max((abs(bridge.check) for bridge in self.bridges if bridge.known), default=0.0)


def restatement(
    old: Told, new: Told, basis: str, places: Sequence[Place], told: Sequence[str]
) -> Restatement:
    """Return the bridges of the places on a basis, and the causes of those of the areas `told`."""
    bridges = Bridges(old, new, Trees(load_sources(), load_sectors()))
    chosen = next(one for one in BASES if one.id == basis)
    made = tuple(bridges.bridge(place, chosen) for place in places or bridges.places())
    causes = Causes(old, new)
    found = tuple(
        (bridge, *one) for bridge in made if bridge.area in told and bridge.known for one in causes.of(bridge)
    )
    return Restatement(old, new, basis, made, found, _equal(old, new))


def tops(told: Told, area: str | None = None) -> list[str]:
    """Return the areas whose causes are told: the one asked for, else those within none of the others."""
    if area is not None:
        return [area]
    there = set(told.inventory["area"])
    return sorted(
        code for code in there if code in told.areas and not there & set(told.areas.lineage(code)[1:])
    )


def restatement_table(made: Restatement, language: Language) -> pd.DataFrame:
    """Return the columns of `RESTATEMENT`, a row a total."""
    rows = [_row(bridge, made.new.areas, language) for bridge in made.bridges if bridge.known]
    return _frame(rows, RESTATEMENT)


def causes_table(made: Restatement, language: Language) -> pd.DataFrame:
    """Return the columns of `CAUSED`, of each total the largest cause first."""
    rows = []
    for bridge, cause, tonnes, count in made.causes:
        texts = {field.name: getattr(cause, field.name) for field in fields(cause)}
        texts["of_area"] = texts.pop("area")
        place = {
            "area": bridge.area,
            "area_name": area_name(made.new.areas, bridge.area, language),
            "year": bridge.year,
        }
        rows.append({**place, "basis": bridge.basis, "effect_t": _rounded(tonnes), "rows": count, **texts})
    return _frame(rows, CAUSED)


def area_name(areas: Areas, code: str, language: Language) -> str:
    """Return the name of an area; a residual is named after the area it belongs to."""
    whole = code.removesuffix(residual_code(""))
    name = areas[whole].name if whole in areas else whole
    return name if whole == code else label("report", "residual_of", language, area=name)


def _row(bridge: Bridge, areas: Areas, language: Language) -> dict[str, Any]:
    causes = {f"{cause}_t": _rounded(bridge.by(cause)) for cause in CAUSES}
    percent = bridge.change / abs(bridge.before) * _PER_CENT if bridge.before else None
    return {
        "area": bridge.area, "area_name": area_name(areas, bridge.area, language), "year": bridge.year,
        "basis": bridge.basis, "before_t": bridge.before, **causes, "rounding_t": _rounded(bridge.rounding),
        "after_t": bridge.after, "change_t": _rounded(bridge.change), "change_pct": percent,
        "check_t": _rounded(bridge.check),
    }  # fmt: skip


def _frame(rows: Iterable[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)


def _rounded(tonnes: float) -> float:
    return round(tonnes, _DECIMALS) + 0.0  # never -0.0


def _equal(old: Told, new: Told) -> bool:
    """Say whether the rows of both results are the same, figure by figure."""
    columns = [name for name in old.inventory.columns if name in new.inventory.columns]
    columns = [name for name in columns if name not in ("area_name", "origin")]
    return bool(old.inventory[columns].equals(new.inventory[columns]))
