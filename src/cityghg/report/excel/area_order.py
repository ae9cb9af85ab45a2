"""The order in which people read areas: the city, what lies in it, what is not allocated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityghg.inventory.joined import residual_code
from cityghg.report.result import Result


@dataclass(frozen=True)
class Placed:
    """An area of the inventory. `parent` is the nearest one around it, `adds` whether it counts there."""

    code: str
    parent: str | None
    depth: int
    adds: bool


def in_order(result: Result) -> list[Placed]:
    """Return the areas of the inventory, each before those inside it and its residual last."""
    areas, present = result.world.areas, set(result.table["area"])
    parents = {
        code: next((a for a in areas.lineage(code)[1:] if a in present), None)
        for code in sorted(present)
        if code in areas
    }

    def below(parent: str | None, depth: int) -> Iterator[Placed]:
        for code in (c for c, p in parents.items() if p == parent):
            yield Placed(code, parent, depth, areas[code].counted == "separate")
            yield from below(code, depth + 1)
            if residual_code(code) in present:
                yield Placed(residual_code(code), code, depth + 1, adds=True)

    return list(below(None, 0))
