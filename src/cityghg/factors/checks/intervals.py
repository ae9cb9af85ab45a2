"""Values beside the 95 % intervals that the IPCC gives for its defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cityghg.base.problems import problem
from cityghg.codes import Source
from cityghg.factors.checks.subject import Checked, Doubt, is_readable, number_of, values_of
from cityghg.factors.load import Given
from cityghg.factors.plausible import Interval, Span, intervals_of, outside


def values_outside_their_interval(checked: Checked) -> Iterator[Doubt]:
    """Yield each value outside the interval of one of its sources, with the first such source."""
    for entry in checked.library.entries:
        sources = [checked.sources[s] for s in entry.factor.sources if s in checked.sources]
        for given in values_of(entry):
            spans = intervals_of(given.parameter)
            if not spans or not is_readable(checked, entry, given):
                continue
            for source, ((low, high), unit) in _broken(given, sources, spans):
                yield given, problem(
                    "value_outside_interval", given.place, source=source, found=number_of(given),
                    low=f"{low:g}", high=f"{high:g}", unit=unit,
                )  # fmt: skip
                break


def _broken(
    given: Given, sources: Sequence[Source], spans: Sequence[Interval]
) -> Iterator[tuple[Source, tuple[Span, str]]]:
    """Yield the intervals that the value breaks; one that is not even possible is told as such already."""
    for source in sources:
        if not any(True for _ in outside(given.parameter, given.value, source)):
            yield from ((source, span) for span in outside(given.parameter, given.value, source, spans))
