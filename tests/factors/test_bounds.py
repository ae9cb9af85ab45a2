"""The spans of plausible values, and that every shipped library passes every check."""

from typing import get_args

import pytest

from cityghg.base.problems import Severity
from cityghg.codes import load_sources
from cityghg.codes.lists import SourceKind
from cityghg.factors import load
from cityghg.factors.plausible import Bounds, load_bounds
from support import load_and_check


@pytest.mark.parametrize("bounds", load_bounds(), ids=lambda b: f"{b.parameter} {b.unit}")
def test_spans_are_of_known_sources_and_kinds_and_run_upwards(bounds: Bounds) -> None:
    assert set(bounds.kinds) <= set(get_args(SourceKind))
    assert all(source in load_sources() for source in bounds.sources)
    assert all(low < high for low, high in (*bounds.kinds.values(), *bounds.sources.values()))


@pytest.mark.parametrize("bounds", load_bounds(), ids=lambda b: f"{b.parameter} {b.unit}")
def test_a_slip_by_a_thousand_is_outside_where_the_span_is_narrow(bounds: Bounds) -> None:
    """A span may not be so wide that it holds a value both right and a thousand times wrong."""
    narrow = [s for s in (*bounds.kinds.values(), *bounds.sources.values()) if s[0] > 0]
    if bounds.unit not in ("kgCH4/TJ", "kgN2O/TJ"):  # these differ as much between stoves and boilers
        assert all(high / low < 1000 for low, high in narrow)


@pytest.mark.parametrize("name", load.available())
def test_every_shipped_library_passes_every_check(name: str) -> None:
    """What a later version has replaced cannot be mended any more: there only errors count."""
    folder, _ = load.find(name)
    assert folder is not None
    _, problems = load_and_check(folder)
    counted = {Severity.ERROR} if is_superseded(name) else {Severity.ERROR, Severity.WARNING}
    assert [p.text("en") for p in problems if p.severity in counted] == []


def is_superseded(name: str) -> bool:
    library = name.split("@")[0]
    return name != [other for other in load.available() if other.split("@")[0] == library][-1]
