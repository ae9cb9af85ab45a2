"""Values beside the 95 % intervals that the IPCC gives for its defaults."""

from __future__ import annotations

from collections.abc import Iterator

from cityghg.base.problems import problem
from cityghg.base.text import measured
from cityghg.factors.checks.subject import Checked, Doubt, is_readable, number_of, values_of
from cityghg.factors.plausible import outside, outside_interval


def values_outside_their_interval(checked: Checked) -> Iterator[Doubt]:
    """Yield each value outside the interval of one of its sources, with the first such source.

    One that is not even possible is told as such already.
    """
    for entry in checked.library.entries:
        sources = [checked.sources[s] for s in entry.factor.sources if s in checked.sources]
        for given in values_of(entry):
            if not is_readable(checked, entry, given):
                continue
            name, value = given.parameter, given.value
            broken = ((s, span) for s in sources for span in outside_interval(name, value, s))
            for source, ((low, high), unit) in broken:
                if any(True for _ in outside(name, value, source)):
                    continue
                yield given, problem(
                    "value_outside_interval", given.place, source=source, found=number_of(given),
                    low=f"{low:g}", high=measured(f"{high:g}", unit),
                )  # fmt: skip
                break
