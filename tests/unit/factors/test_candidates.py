"""Every value a parameter could have had is told with the reason it was taken or not."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.factors.candidates import Codes, Verdict, candidates
from cityghg.factors.load import DEFAULT_STACK, Library
from cityghg.factors.per_unit import gases_of, per_unit
from cityghg.factors.resolve import Query, Resolver
from cityghg.units import load_units
from support import DANTU, entry, library, query, resolver, shipped_library, value

CODES = Codes(load_sources(), load_sectors(), load_areas(), load_units())


def verdicts(*stack: Library, **asked: object) -> dict[float, str]:
    """Return the verdict by the number of each candidate."""
    wanted = query(**asked)  # type: ignore[arg-type]
    found = resolver(*stack).resolve(wanted)
    assert found is not None
    listed = candidates(
        stack, CODES, wanted, "emission_factor", "tCO2/unit", found.parameters.get("emission_factor")
    )
    return {candidate.given.value.value: str(candidate.verdict) for candidate in listed}


def test_within_a_library(tmp_path: Path) -> None:
    values = [
        value(1, sector="industry", region="321100"),
        value(2, sector="industry"),
        value(3),
        value(4, sector="industry", region="321100", year=2018),
        value(5, sector="power"),
        value(6, region="110000"),
        value(7, year=2021),
        value(8, variant="fossil"),
    ]
    found = verdicts(library(tmp_path, entry("diesel", emission_factor=values)))
    assert found == {
        1: "chosen", 2: "wider_place", 3: "wider_sector", 4: "carried",
        5: "other_sector", 6: "other_region", 7: "other_year", 8: "other_variant",
    }  # fmt: skip


def test_between_libraries(tmp_path: Path) -> None:
    first = library(tmp_path, entry("diesel", emission_factor=value(1, year=2018)), id="first")
    second = library(tmp_path, entry("diesel", emission_factor=value(2, year=2020)), id="second")
    third = library(tmp_path, entry("diesel", emission_factor=value(3)), id="third")
    assert verdicts(first, second, third) == {1: "carried", 2: "chosen", 3: "later_library"}


def test_an_undated_value_yields_to_one_of_the_year(tmp_path: Path) -> None:
    found = verdicts(library(tmp_path, entry("diesel", emission_factor=[value(1), value(2, year=2020)])))
    assert found == {1: "wider_years", 2: "chosen"}


def test_a_substitute_is_beaten_by_the_source_itself(tmp_path: Path) -> None:
    found = verdicts(
        library(
            tmp_path,
            entry("raw_coal", emission_factor=value(1)),
            entry("lignite", emission_factor=value(2)),
            substitutes={"raw_coal": {"use": "lignite", "from": "doc", "at": "table 2"}},
        ),
        source="raw_coal",
    )
    assert found == {1: "chosen", 2: "substitute"}


def test_without_a_value_the_years_there_are_are_told(tmp_path: Path) -> None:
    found = verdicts(library(tmp_path, entry("diesel", emission_factor=[value(1, year=2010)])))
    assert found == {1: "other_year"}


@pytest.mark.parametrize("year", [2012, 2021, 2024])
def test_verdicts_agree_with_the_choice_in_the_libraries_that_ship(year: int) -> None:
    stack = tuple(shipped_library(name) for name in DEFAULT_STACK)
    sources = CODES.sources
    for library_ in stack:
        sources = sources.with_more(library_.own_sources)
    codes = Codes(sources, CODES.sectors, CODES.areas, CODES.units)
    resolving = Resolver(stack, sources, codes.sectors, codes.areas, codes.units)
    named = sorted({s for x in stack for e in x.entries for s in e.factor.sources})
    seen = 0
    for source, sector in itertools.product(named, ("power", "industry.c30", "transport.road", "")):
        for gas in gases_of(resolving, (), source, sector):
            found = per_unit(resolving, codes, Query(source, sector, gas, DANTU, year))
            for parameter in found.parameters if found else ():
                chosen = [c for c in parameter.candidates if c.verdict is Verdict.CHOSEN]
                assert [c.given for c in chosen] == ([parameter.chosen.given] if parameter.chosen else [])
                if parameter.chosen is None:
                    assert not any(c.verdict.fits for c in parameter.candidates)
                else:
                    assert chosen[0].number == pytest.approx(parameter.chosen.value)
                seen += 1
    assert seen > 100
