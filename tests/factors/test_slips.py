"""Slips of the hand, made to every shipped value: which the bounds catch, and which they cannot.

A new parameter needs bounds, or a line below that says why it has none.
"""

from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import pytest

from cityghg.codes import Source, load_sources
from cityghg.factors import load
from cityghg.factors.plausible import outside, outside_interval
from cityghg.factors.schema import Value
from support import shipped_library

SLIPS = {
    "a thousand times too large": 1000,  # tC/GJ for tC/TJ, TJ for GJ, t for kg
    "a thousand times too small": 0.001,
}
CANNOT = {  # slip, parameter, kind of source: why no bound tells it
    ("a thousand times too small", "*_fraction", "process"): "shares may be small",
    ("a thousand times too small", "*_fraction", "disposal"): "shares may be small",
    ("a thousand times too small", "*_fraction", "agriculture"): "shares may be small",
    ("a thousand times too small", "*_fraction", "land_use"): "shares may be small",
    ("a thousand times too small", "*_fraction", "fugitive"): "shares may be small",
    ("a thousand times too small", "methane_correction_factor", "disposal"): "it is a share too",
    ("a thousand times too small", "emission_factor", "coal"): "CH4 of stoves is 300 times that of boilers",
    ("a thousand times too small", "emission_factor", "coal_product"): "likewise",
    ("a thousand times too large", "venting_factor", "fugitive"): "from one valve to a whole station",
    ("a thousand times too small", "venting_factor", "fugitive"): "likewise",
}
GROSS = {  # by how much a gross calorific value exceeds the net one, and what is said of it
    "natural_gas": (1.11, {"error"}),
    "lng": (1.11, {"error"}),
    "gasoline": (1.07, {"error"}),
    "kerosene": (1.07, {"error"}),
    "diesel": (1.07, {"error"}),
    "fuel_oil": (1.07, {"error"}),
    "crude_oil": (1.07, {"error"}),
    "naphtha": (1.07, {"warning"}),
    "lpg": (1.07, {"error", "nothing"}),  # the Chinese value is 6 % above that of the IPCC
    "refinery_gas": (1.07, {"warning", "nothing"}),
    "bituminous_coal": (1.05, {"nothing"}),  # moisture and ash weigh more than 5 %
    "coke": (1.03, {"nothing"}),
    "coke_oven_gas": (1.11, {"nothing"}),  # composition weighs more than that
}


@cache
def shipped_values() -> list[tuple[str, Source, str, Value]]:
    return list(_values())


def _values() -> Iterator[tuple[str, Source, str, Value]]:
    for name in load.available():
        library = shipped_library(name)
        sources = load_sources().with_more(library.own_sources)
        for entry in library.entries:
            for parameter, given in entry.values.items():
                yield from (
                    (name, sources[s], parameter, g.value) for s in entry.factor.sources for g in given
                )


def slipped(value: Value, by: float) -> Value:
    return value.model_copy(update={"value": value.value * by})


def is_possible(parameter: str, value: Value, source: Source) -> bool:
    return next(outside(parameter, value, source), None) is None


def excuses(slip: str, parameter: str, source: Source) -> list[tuple[str, str, str]]:
    return [
        key for key in CANNOT if key[0] == slip and fnmatchcase(parameter, key[1]) and key[2] == source.kind
    ]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_by_a_thousand_is_caught(slip: str) -> None:
    missed = {
        f"{parameter} of {source.id} ({name}): {value.value:g} {value.unit}"
        for name, source, parameter, value in shipped_values()
        if value.value
        and not excuses(slip, parameter, source)
        and is_possible(parameter, slipped(value, SLIPS[slip]), source)
    }
    assert sorted(missed) == []


def test_no_excuse_is_out_of_date() -> None:
    used = {
        excuse
        for slip, by in SLIPS.items()
        for _, source, parameter, value in shipped_values()
        if value.value and is_possible(parameter, slipped(value, by), source)
        for excuse in excuses(slip, parameter, source)
    }
    assert set(CANNOT) - used <= {key for key in CANNOT if key[2] in ("land_use", "fugitive")}


def test_a_percentage_for_a_share_is_caught() -> None:
    """Such as 98 for 0.98: caught wherever the percentage is above 1."""
    missed = [
        f"{parameter} of {source.id}: {value.value:g}"
        for _, source, parameter, value in shipped_values()
        if parameter.endswith("_fraction") and value.unit == "1" and value.value * 100 > 1
        if is_possible(parameter, slipped(value, 100), source)
    ]
    assert missed == []


def test_carbon_dioxide_for_carbon_is_caught_even_where_the_unit_says_carbon() -> None:
    missed = [
        f"{source.id}: {value.value:g} {value.unit}"
        for _, source, parameter, value in shipped_values()
        if parameter == "carbon_content" and source.kind in ("coal", "oil", "natural_gas")
        if is_possible(parameter, slipped(value, 44 / 12), source)
    ]
    assert missed == []


def test_what_is_said_of_gross_calorific_values() -> None:
    said: defaultdict[str, set[str]] = defaultdict(set)
    for _, source, parameter, value in shipped_values():
        if parameter == "net_calorific_value" and source.id in GROSS:
            gross = slipped(value, GROSS[source.id][0])
            unusual = next(outside_interval(parameter, gross, source), None) is not None
            possible = is_possible(parameter, gross, source)
            said[source.id].add("error" if not possible else "warning" if unusual else "nothing")
    assert said == {source: expected for source, (_, expected) in GROSS.items()}
