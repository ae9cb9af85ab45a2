"""Codes that a library names must exist, and ids be unique."""

from __future__ import annotations

from collections.abc import Iterator

from cityghg.base.problems import Place, Problem, problem
from cityghg.codes import load_areas
from cityghg.codes.regions import load_schemes
from cityghg.factors.checks.subject import Checked, values_of
from cityghg.factors.fitting import COUNTRY
from cityghg.factors.load import REALLOCATION


def codes_are_known(checked: Checked) -> Iterator[Problem]:
    """Sources, methods, publications and the sectors of values must exist."""
    for entry in checked.library.entries:
        for source in (*entry.factor.sources, *entry.factor.requires):
            if source not in checked.sources:
                yield _unknown("source", source, entry.place)
        if entry.factor.method is not None and entry.factor.method not in checked.methods:
            yield _unknown("method", entry.factor.method, entry.place)
        for given in values_of(entry):
            if given.value.source not in checked.library.head.sources:
                yield _unknown("publication", given.value.source, given.place)
            if given.value.sector is not None and given.value.sector not in checked.sectors:
                yield _unknown("sector", given.value.sector, given.place)


def names_in_the_head_are_known(checked: Checked) -> Iterator[Problem]:
    """Sectors, publications and substitutes that `library.yaml` names must exist."""
    head = checked.library.head
    for name, method in head.methods.items():
        for sector in (*method.not_for, *method.only_for):
            if sector not in checked.sectors:
                yield _unknown("sector", sector, checked.head_place("methods", name))
        if method.reference is not None and method.reference.source not in head.sources:
            place = checked.head_place("methods", name, "reference")
            yield _unknown("publication", method.reference.source, place)
    for name, substitute in head.substitutes.items():
        place = checked.head_place("substitutes", name)
        for source in (name, substitute.use):
            if source not in checked.sources:
                yield _unknown("source", source, place)
        if substitute.source not in head.sources:
            yield _unknown("publication", substitute.source, place)


def regions_are_known(checked: Checked) -> Iterator[Problem]:
    """The region of a value is an area or a region of a scheme, or else one that only a project knows."""
    areas = load_areas()
    regions = {f"grid:{area.region}" for area in areas if area.region}
    regions |= {f"{scheme.id}:{name}" for scheme in load_schemes() for name in scheme.regions}
    for entry in checked.library.entries:
        for given in values_of(entry):
            region = given.value.region
            if region not in (None, COUNTRY) and region not in areas and region not in regions:
                yield _unknown("region", region, given.place)


def reallocations_name_known_codes(checked: Checked) -> Iterator[Problem]:
    """Sources, sectors and publications of reallocation tables must exist, and a share is from 0 to 1."""
    for i, table in enumerate(checked.library.reallocations):
        for j, move in enumerate(table.moves):
            loc = ("reallocations", i, "moves", j)
            place = checked.library.documents[REALLOCATION].place((*loc, "share"))
            if move.source not in checked.sources:
                yield _unknown("source", move.source, place)
            for sector in (move.sector, move.to):
                if sector not in checked.sectors:
                    yield _unknown("sector", sector, place)
            if move.share.source not in checked.library.head.sources:
                yield _unknown("publication", move.share.source, place)
            if not 0 <= move.share.value <= 1 or move.share.unit != "1":
                yield problem("share_out_of_range", place, found=f"{move.share.value:g} {move.share.unit}")


def ids_are_unique(checked: Checked) -> Iterator[Problem]:
    """An id names one factor of the library."""
    seen: set[str] = set()
    for entry in checked.library.entries:
        if entry.factor.id in seen:
            yield problem("factor_id_twice", entry.place, found=entry.factor.id)
        seen.add(entry.factor.id)


def _unknown(kind: str, found: str, place: Place) -> Problem:
    return problem(f"{kind}_unknown_in_library", place, found=found)
