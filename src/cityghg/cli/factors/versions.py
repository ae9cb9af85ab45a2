"""Versions of the shipped libraries: which is the newest, which are looked through by default."""

from __future__ import annotations

import re

from cityghg.factors.load import DEFAULT_STACK, available


def superseded_by(name: str) -> str | None:
    """Return the newest version of the same library where it is a later one."""
    newest = max((other for other in available() if _id(other) == _id(name)), key=_order)
    return newest if _order(newest) > _order(name) else None


def searched() -> list[str]:
    """Return the default stack, then the newest version of every library that is not in it."""
    ids = {_id(name) for name in DEFAULT_STACK}
    others = [name for name in available() if _id(name) not in ids and superseded_by(name) is None]
    return [*DEFAULT_STACK, *others]


def _id(name: str) -> str:
    return name.partition("@")[0]


def _order(name: str) -> tuple[int, ...]:
    """Order versions by their numbers, so that 2011.10 comes after 2011.2."""
    return tuple(int(part) for part in re.findall("[0-9]+", name.partition("@")[2]))
