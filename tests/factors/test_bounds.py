"""The spans of plausible values, and that every shipped library passes every check."""

from typing import get_args

import pytest

from cityghg.base.problems import Severity
from cityghg.codes import Source, load_sources
from cityghg.codes.lists import SourceKind
from cityghg.factors import load
from cityghg.factors.plausible import Bounds, Interval, load_bounds, load_intervals
from support import load_and_check, shipped_library


@pytest.mark.parametrize("bounds", load_bounds(), ids=lambda b: f"{b.parameter} {b.unit}")
def test_spans_are_of_known_sources_and_kinds_and_run_upwards(bounds: Bounds) -> None:
    families = {source.id.partition(".")[0] for source in (*load_sources(), *own_sources())}
    assert set(bounds.kinds) <= set(get_args(SourceKind))
    assert all(source in load_sources() or source in families for source in bounds.sources)
    spans = (*bounds.kinds.values(), *bounds.sources.values(), *([bounds.all] if bounds.all else ()))
    assert spans
    assert all(low < high for low, high in spans)


@pytest.mark.parametrize("interval", load_intervals(), ids=lambda i: f"{i.parameter} {i.unit}")
def test_intervals_lie_within_the_bounds_or_overlap_them(interval: Interval) -> None:
    """Beyond the bounds nothing is possible, so an interval wholly outside them would be a slip in either."""
    for source, (low, high) in interval.sources.items():
        for bounds in load_bounds():
            span = bounds.span(load_sources()[source])
            if bounds.parameter == interval.parameter and bounds.unit == interval.unit and span is not None:
                assert low < span[1] and span[0] < high


def test_a_family_has_the_span_of_its_head() -> None:
    heads = next(b for b in load_bounds() if b.unit == "kgCH4/head")
    assert heads.span(load_sources()["sheep.grazing"]) == heads.sources["sheep"]


@pytest.mark.parametrize("name", load.available())
def test_every_shipped_library_passes_every_check(name: str) -> None:
    """What a later version has replaced cannot be mended any more: there only errors count."""
    folder, _ = load.find(name)
    assert folder is not None
    _, problems = load_and_check(folder)
    counted = {Severity.ERROR} if is_superseded(name) else {Severity.ERROR, Severity.WARNING}
    assert [p.text("en") for p in problems if p.severity in counted] == []


def own_sources() -> list[Source]:
    """Return the sources that shipped libraries add."""
    return [source for name in load.available() for source in shipped_library(name).own_sources]


def is_superseded(name: str) -> bool:
    library = name.split("@")[0]
    return name != [other for other in load.available() if other.split("@")[0] == library][-1]
