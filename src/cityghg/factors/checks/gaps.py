"""What values leave open: years between others, a year forgotten, sectors without a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cityghg.base.problems import Place, Problem, Words, problem
from cityghg.codes import Sector, Source
from cityghg.factors.checks.subject import Checked, Key, dimension_of
from cityghg.factors.fitting import substitutes_of
from cityghg.factors.load import Entry, Given
from cityghg.factors.schema import Method
from cityghg.units import UnitError

BURNT = "1.A"  # the IPCC category of the sectors that burn fuels


def years_between_are_given(checked: Checked) -> Iterator[Problem]:
    """Years that lie between those of other values of the same selector: told once a parameter and gap."""
    found: defaultdict[tuple[str, int, int], dict[int, Given]] = defaultdict(dict)
    for series in _by_selector(checked).values():
        dated = sorted((g for g in series if g.value.years), key=lambda g: g.value.years or (0, 0))
        if len(dated) < len(series):  # one for every year stands in
            continue
        last = 0
        for given in dated:
            first, until = given.value.years or (0, 0)
            if last and first > last + 1:
                found[given.parameter, last + 1, first - 1][id(given)] = given
            last = max(last, until)
    for (parameter, first, until), givens in found.items():
        place = min((given.place for given in givens.values()), key=lambda p: (p.file, p.line))
        years = str(first) if first == until else f"{first}-{until}"
        yield problem("years_between_missing", place, parameter=parameter, years=years, count=len(givens))


def undated_values_are_meant_so(checked: Checked) -> Iterator[Problem]:
    """An undated value beside dated ones of the same place in the same document may have lost its year."""
    told: set[int] = set()
    for series in _by_selector(checked).values():
        dated = {(g.value.source, g.value.at) for g in series if g.value.years}
        for given in series:
            if given.value.years is None and (given.value.source, given.value.at) in dated:
                if id(given) not in told:
                    yield problem("undated_beside_dated", given.place, parameter=given.parameter)
                told.add(id(given))


def _by_selector(checked: Checked) -> dict[Key, list[Given]]:
    found: defaultdict[Key, list[Given]] = defaultdict(list)
    for _, given, key in checked.meant:
        found[key].append(given)
    return found


def sectors_have_values(checked: Checked) -> Iterator[Problem]:
    """Where each value of a parameter is for certain sectors, the others that may use the source have none.

    Told once a parameter and set of sectors, with the sources.
    """
    given_for: defaultdict[Key, set[object]] = defaultdict(set)
    for _, _, (source, parameter, kind, sector, *_) in checked.meant:
        given_for[source, parameter, kind].add(sector)
    found: defaultdict[tuple[str, tuple[str, ...]], dict[str, Place]] = defaultdict(dict)
    for entry in checked.library.entries:
        method = checked.methods.get(entry.factor.method or "")
        for source in entry.factor.sources if method else ():
            for parameter in method.parameters if method else ():
                missing = tuple(_unserved(checked, entry, source, parameter, given_for))
                if missing:
                    found[parameter, missing].setdefault(source, entry.place)
    for (parameter, missing), places in found.items():
        place = min(places.values(), key=lambda p: (p.file, p.line))
        yield problem(
            "sectors_without_value", place, parameter=parameter,
            sources=_listed([checked.sources[s] for s in places]),
            sectors=_listed([checked.sectors[s] for s in missing]),
        )  # fmt: skip


def _unserved(
    checked: Checked, entry: Entry, source: str, parameter: str, given_for: dict[Key, set[object]]
) -> list[str]:
    """Return the sectors of the entry's method without a value of the parameter, if it has one elsewhere."""
    method = checked.methods[entry.factor.method or ""]
    if source not in checked.sources:
        return []
    stand_ins = (s.use for s in substitutes_of(checked.library, source))
    given = {
        sector
        for s in (source, *stand_ins)
        for sector in given_for.get(_key(checked, entry, s, parameter), ())
    }
    if not all(sector in checked.sectors for sector in given or (None,)):  # general, or told as unknown
        return []
    return [
        sector.id
        for sector in _domain(checked, checked.sources[source], method)
        if not given & set(checked.sectors.lineage(sector.id))
    ]


def _key(checked: Checked, entry: Entry, source: str, parameter: str) -> Key:
    method = checked.methods[entry.factor.method or ""]
    try:
        dimension = dimension_of(method.parameters[parameter], checked.sources[source].unit)
    except UnitError:  # told where dimensions are looked at
        return ()
    return source, parameter, dimension or entry.factor.method


def _domain(checked: Checked, source: Source, method: Method) -> Iterator[Sector]:
    """Yield the widest sectors in which the method may meet the source."""
    implied = source.categories or ((source.sector,) if source.sector else ())
    for sector in checked.sectors:
        lineage = set(checked.sectors.lineage(sector.id))
        if (implied and sector.id not in implied) or lineage & set(method.not_for):
            continue
        if method.only_for:
            if sector.id in method.only_for:
                yield sector
        elif implied or (sector.parent is None and (sector.ipcc or "").startswith(BURNT)):
            yield sector


def _listed(codes: Sequence[Source] | Sequence[Sector], most: int = 4) -> Words:
    """Return the names of codes, those beyond `most` as their number."""
    zh, en = "、".join(c.zh for c in codes[:most]), ", ".join(c.en for c in codes[:most])
    more = len(codes) - most
    return Words(f"{zh}等 {len(codes)} 项", f"{en} and {more} more") if more > 0 else Words(zh, en)
