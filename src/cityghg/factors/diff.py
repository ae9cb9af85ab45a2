"""What one library gives otherwise than another: values matched by what they are for, not by order."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel

from cityghg.codes import CodeList, Source
from cityghg.factors.load import Given, Library
from cityghg.factors.schema import Factor, Value
from cityghg.units import Units

_SAME: Final = 1e-12  # two numbers closer than this, relatively, are one number in two units
_PER_CENT: Final = 100.0
_NUMBERS: Final = ("value", "uncertainty_pct")


class Kind(StrEnum):
    """What became of a value; a restated one has the same number with another citation, status or note."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RESTATED = "restated"


@dataclass(frozen=True)
class ValueChange:
    """A value of the one library beside that of the other.

    `fields` are the keys that differ; `percent` is the change of the number relative to the old one,
    None where there is no such ratio.
    """

    kind: Kind
    sources: tuple[str, ...]
    gas: str | None
    old: Given | None
    new: Given | None
    fields: tuple[str, ...] = ()
    percent: float | None = None

    @property
    def given(self) -> Given:
        """The new value, or the old one where there is no other."""
        given = self.new or self.old
        assert given is not None  # noqa: S101  # one of the two is always there
        return given


@dataclass(frozen=True)
class Edit:
    """Something else that differs: `what` is method, substitute, document, factor, code or reallocation.

    `field` is blank where the whole is new or gone; then the other side is None.
    """

    what: str
    name: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Difference:
    """Two libraries compared. `same` counts the values that did not change at all."""

    old: Library
    new: Library
    values: tuple[ValueChange, ...]
    edits: tuple[Edit, ...]
    same: int

    def of_kind(self, kind: Kind) -> list[ValueChange]:
        return [change for change in self.values if change.kind is kind]


@dataclass(frozen=True)
class _Stated:
    given: Given
    method: str | None
    gas: str | None


_Key = tuple[object, ...]
_Pair = tuple[_Stated | None, _Stated | None]


def compare(old: Library, new: Library, sources: CodeList[Source], units: Units) -> Difference:
    """Compare two libraries; `sources` must know the codes of both."""
    pairs: dict[tuple[int, int], tuple[_Pair, list[str]]] = {}
    before, after = _by_key(old), _by_key(new)
    for key in dict.fromkeys((*before, *after)):
        for pair in _paired(before.get(key, ()), after.get(key, ())):
            ids = tuple(id(side.given) if side else 0 for side in pair)
            pairs.setdefault((ids[0], ids[1]), (pair, []))[1].append(str(key[0]))
    changes = [_change(pair, tuple(named), old, new, sources, units) for pair, named in pairs.values()]
    found = tuple(change for change in changes if change is not None)
    return Difference(old, new, found, tuple(_edits(old, new)), len(changes) - len(found))


def _by_key(library: Library) -> dict[_Key, list[_Stated]]:
    """Return the values by what they are for: source, gas, parameter and selectors."""
    found: defaultdict[_Key, list[_Stated]] = defaultdict(list)
    for entry in library.entries:
        method = library.head.methods.get(entry.factor.method or "")
        gas = method.gas if method else None
        for name, listed in entry.values.items():
            for given in listed:
                v = given.value
                for source in entry.factor.sources:
                    key = (source, gas, name, v.sector, v.region, v.years, v.variant, v.basis)
                    found[key].append(_Stated(given, entry.factor.method, gas))
    return dict(found)


def _paired(old: Sequence[_Stated], new: Sequence[_Stated]) -> Iterator[_Pair]:
    """Pair values that are for the same: of one factor first, then of one method, then in order."""
    left, right = list(old), list(new)
    for alike in (_same_factor, _same_method, _any):
        for before in tuple(left):
            after = next((candidate for candidate in right if alike(before, candidate)), None)
            if after is not None:
                left.remove(before)
                right.remove(after)
                yield before, after
    yield from ((before, None) for before in left)
    yield from ((None, after) for after in right)


def _same_factor(old: _Stated, new: _Stated) -> bool:
    return old.given.factor == new.given.factor


def _same_method(old: _Stated, new: _Stated) -> bool:
    return old.method == new.method


def _any(old: _Stated, new: _Stated) -> bool:
    return True


def _change(
    pair: _Pair,
    named: tuple[str, ...],
    old: Library,
    new: Library,
    sources: CodeList[Source],
    units: Units,
) -> ValueChange | None:
    """Return what differs within a pair, None where nothing does."""
    before, after = pair
    if before is None and after is not None:
        return ValueChange(Kind.ADDED, named, after.gas, None, after.given)
    if before is not None and after is None:
        return ValueChange(Kind.REMOVED, named, before.gas, before.given, None)
    if before is None or after is None:
        return None
    ratio = _ratio(before.given.value, after.given.value, sources[named[0]].unit, units)
    fields = tuple(_differing(before.given, after.given, ratio, old, new))
    if not fields:
        return None
    kind = Kind.CHANGED if set(fields) & set(_NUMBERS) else Kind.RESTATED
    percent = None if ratio is None else (ratio - 1) * _PER_CENT
    return ValueChange(kind, named, after.gas, before.given, after.given, fields, percent)


def _ratio(old: Value, new: Value, unit: str, units: Units) -> float | None:
    """Return new over old in one unit: 1 for the same number, None where there is no ratio."""
    sizes = [units.expression(value.unit, unit) for value in (old, new)]
    if not sizes[0].is_compatible_with(sizes[1]):
        return None
    converted = new.value * float((sizes[1] / sizes[0]).to("").magnitude)
    if abs(converted - old.value) <= _SAME * abs(old.value):
        return 1
    return converted / old.value if old.value else None


def _differing(old: Given, new: Given, ratio: float | None, before: Library, after: Library) -> Iterator[str]:
    if ratio != 1:
        yield "value"
    if before.publication(old.value.source).title != after.publication(new.value.source).title:
        yield "document"
    for field in ("uncertainty_pct", "unit", "at", "status", "note", "acknowledged"):
        if getattr(old.value, field) != getattr(new.value, field):
            yield field
    if old.factor != new.factor:
        yield "factor"


def _edits(old: Library, new: Library) -> Iterator[Edit]:
    yield from _compared("method", old.head.methods, new.head.methods, "formula")
    yield from _compared("substitute", old.head.substitutes, new.head.substitutes, "use")
    yield from _compared("document", old.head.sources, new.head.sources, "title")
    factors = [
        {e.factor.id: e.factor.model_copy(update={"parameters": {}}) for e in library.entries}
        for library in (old, new)
    ]
    yield from _compared("factor", *_in_both(*factors), "method")
    codes = ({source.id: source for source in library.own_sources} for library in (old, new))
    yield from _compared("code", next(codes), next(codes), "en")
    tables = ({table.id: table for table in library.reallocations} for library in (old, new))
    yield from _compared("reallocation", next(tables), next(tables), "title")


def _in_both(
    old: Mapping[str, Factor], new: Mapping[str, Factor]
) -> tuple[dict[str, Factor], dict[str, Factor]]:
    """Keep the factors that both have: those of one side show by their values."""
    both = [name for name in old if name in new]
    return {name: old[name] for name in both}, {name: new[name] for name in both}


def _compared(
    what: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel], shown: str
) -> Iterator[Edit]:
    """Yield an edit for each that is new or gone, told by its field `shown`, and for each differing field."""
    for name in dict.fromkeys((*old, *new)):
        before, after = (side[name].model_dump() if name in side else None for side in (old, new))
        if before is None or after is None:
            told = [None if side is None else _text(side[shown]) or "" for side in (before, after)]
            yield Edit(what, name, "", told[0], told[1])
            continue
        for field in before:
            if before[field] != after[field]:
                yield Edit(what, name, field, _text(before[field]), _text(after[field]))


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
