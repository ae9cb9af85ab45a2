"""Grid factors beside each other: the year before, the grid region, the nation.

Average factors of a grid change slowly, and a region's lies between those of its provinces, so a slipped
digit, a row of another province or last year's column stands out among its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from cityghg.base.problems import Problem, problem
from cityghg.codes import load_areas
from cityghg.codes.regions import load_schemes, regions_of
from cityghg.factors.checks.subject import Checked, Doubt, is_readable, number_of
from cityghg.factors.fitting import COUNTRY
from cityghg.factors.load import Given
from cityghg.factors.plausible import Neighbours, load_neighbours, size_in

_KINDS = ("electricity", "trade")
_Series = dict[tuple[str | None, str], list[Given]]  # by variant and region, in the order of years


def changes_from_year_to_year(checked: Checked) -> Iterator[Doubt]:
    """Yield each factor that differs from the year before by more than such factors do."""
    limit = load_neighbours().year_to_year
    for before, after in _neighbouring_years(checked):
        one, other = _amount(before), _amount(after)
        change = other - one
        if one > 0 and abs(change) > limit.amount and abs(change) / one > limit.share:
            yield after, _problem("grid_factor_jumps", after, before, change=f"{100 * change / one:+.0f}")


def numbers_copied_to_the_next_year(checked: Checked) -> Iterator[Doubt]:
    """Yield each factor that is the same number as the year before: published ones never were."""
    for before, after in _neighbouring_years(checked):
        if _amount(before) == _amount(after) != 0:
            yield after, _problem("grid_factor_copied", after, before)


def provinces_beside_what_they_are_part_of(checked: Checked) -> Iterator[Doubt]:
    """Yield each province that is far from its grid region, or without a value of that from the nation."""
    limits = load_neighbours()
    for values in _years(checked).values():
        for region, given in values.items():
            wholes = [values[whole] for whole in _wholes(region) if whole in values]
            if not wholes or _amount(wholes[0]) <= 0:
                continue
            low, high = limits.to_country if wholes[0].value.region == COUNTRY else limits.to_region
            quotient = _amount(given) / _amount(wholes[0])
            if not low <= quotient <= high:
                named = {"quotient": f"{quotient:.2g}", "low": f"{low:g}", "high": f"{high:g}"}
                yield given, _problem("grid_factor_far_from_whole", given, wholes[0], **named)


def wholes_beside_their_parts(checked: Checked) -> Iterator[Doubt]:
    """Yield each region and nation outside the span of its parts, of which at most one is not given."""
    for values in _years(checked).values():
        for region, given in values.items():
            for members in _parts().get(region, ()):
                parts = [_amount(values[member]) for member in members if member in values]
                if len(parts) < max(2, len(members) - 1) or min(parts) <= _amount(given) <= max(parts):
                    continue
                named = {"low": f"{min(parts):.4g}", "high": f"{max(parts):.4g}"}
                yield given, _problem("grid_factor_not_between", given, None, **named)


def _problem(code: str, given: Given, other: Given | None, **values: str) -> Problem:
    if other is not None:
        values |= {"other": number_of(other), "at": _where(other)}
    return problem(code, given.place, where=_where(given), found=number_of(given), **values)


def _where(given: Given) -> str:
    """Return region and years as they are written, such as `grid:华东 2021`."""
    first, last = given.value.years or ("", "")
    years = f"{first}" if first == last else f"{first}-{last}"
    return " ".join(text for text in (given.value.region or COUNTRY, years) if text)


def _amount(given: Given) -> float:
    return given.value.value * (size_in(load_neighbours().unit, given.value.unit, "MWh") or 0)


def _series(checked: Checked) -> _Series:
    """Return the dated grid factors by variant and region, in the order of years."""
    limits = load_neighbours()
    found: defaultdict[tuple[str | None, str], list[Given]] = defaultdict(list)
    for entry in checked.library.entries:
        kinds = {checked.sources[s].kind for s in entry.factor.sources if s in checked.sources}
        if not kinds & set(_KINDS):
            continue
        for given in entry.values.get(limits.parameter, ()):
            if given.value.years and is_readable(checked, entry, given) and _is_grid(given, limits):
                found[given.value.variant, given.value.region or COUNTRY].append(given)
    return {key: sorted(series, key=lambda g: g.value.years or (0, 0)) for key, series in found.items()}


def _is_grid(given: Given, limits: Neighbours) -> bool:
    return given.value.sector is None and size_in(limits.unit, given.value.unit, "MWh") is not None


def _neighbouring_years(checked: Checked) -> Iterator[tuple[Given, Given]]:
    for series in _series(checked).values():
        for before, after in pairwise(series):
            if before.value.years and after.value.years and before.value.years[1] + 1 == after.value.years[0]:
                yield before, after


def _years(checked: Checked) -> dict[tuple[object, ...], dict[str, Given]]:
    """Return the dated grid factors by region, for each variant and span of years."""
    found: defaultdict[tuple[object, ...], dict[str, Given]] = defaultdict(dict)
    for (variant, region), series in _series(checked).items():
        for given in series:
            found[variant, given.value.years][region] = given
    return found


@cache
def _wholes(region: str) -> tuple[str, ...]:
    """Return what a region is part of, nearest first."""
    areas = load_areas()
    if region == COUNTRY:
        return ()
    if region not in areas:
        return (COUNTRY,)
    return (*areas.lineage(region)[1:], *regions_of(areas, region), COUNTRY)


@cache
def _parts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the provinces of each region, and for the nation the regions of each scheme in turn."""
    provinces = [area for area in load_areas() if area.level == "province"]
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for scheme in load_schemes():
        members = {
            name: tuple(c for c in codes if c.endswith("0000")) for name, codes in scheme.regions.items()
        }
        for area in provinces if scheme.column else ():
            if area.region:
                members[area.region] = (*members.get(area.region, ()), area.code)
        named = {f"{scheme.id}:{name}": codes for name, codes in members.items()}
        found |= {name: (codes,) for name, codes in named.items()}
        found[COUNTRY] = (*found.get(COUNTRY, ()), tuple(named))
    return found
