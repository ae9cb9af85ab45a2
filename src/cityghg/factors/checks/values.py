"""Values of a library, one by one: dimension, basis, plausibility."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from cityghg.base.problems import Problem, problem
from cityghg.base.text import measured
from cityghg.factors.checks.subject import Checked, canonical_units, is_readable, number_of, values_of
from cityghg.factors.checks.uses import Dimensions, declared, declared_by_shipped
from cityghg.factors.load import Entry
from cityghg.factors.plausible import outside
from cityghg.units import UnitError

CALORIFIC = "net_calorific_value"
MOST = 6  # dimensions in a message


def values_have_the_declared_dimension(checked: Checked) -> Iterator[Problem]:
    """Each value converts to the dimension its parameter is declared with, for each of its sources."""
    here = declared(checked.methods.values())
    for entry in checked.library.entries:
        for given in values_of(entry):
            wanted = _declared(checked, entry, given.parameter, here)
            for unit in canonical_units(checked, entry):
                try:
                    size = checked.units.expression(given.value.unit, unit)
                    sizes = [checked.units.expression(w, unit) for w in wanted]
                except UnitError as error:
                    yield problem("unit_unreadable", given.place, found=error.found)
                    break
                if sizes and not any(size.is_compatible_with(s) for s in sizes):
                    expected = " / ".join(wanted[:MOST])
                    yield problem("value_dimension", given.place, found=given.value.unit, expected=expected)
                    break


def calorific_values_state_their_basis(checked: Checked) -> Iterator[Problem]:
    """Gross for net cannot be told by dimension, so the basis must be written."""
    for entry in checked.library.entries:
        for given in values_of(entry):
            if given.parameter == CALORIFIC and given.value.basis is None:
                yield problem("basis_missing", given.place)
            elif given.parameter == CALORIFIC and given.value.basis == "gross":
                yield problem("basis_gross", given.place)


def values_are_plausible(checked: Checked) -> Iterator[Problem]:
    """A value lies within what is possible for each of its sources."""
    for entry in checked.library.entries:
        sources = [checked.sources[s] for s in entry.factor.sources if s in checked.sources]
        for given in values_of(entry):
            if not is_readable(checked, entry, given):
                continue
            broken = ((s, b) for s in sources for b in outside(given.parameter, given.value, s))
            for source, ((low, high), unit) in islice(broken, 1):
                named = {
                    "source": source,
                    "found": number_of(given),
                    "low": f"{low:g}",
                    "high": measured(f"{high:g}", unit),
                }
                yield problem("value_implausible", given.place, **named)


def _declared(checked: Checked, entry: Entry, parameter: str, here: Dimensions) -> Sequence[str]:
    """Return the dimensions the entry's method, else any of the library, else one that ships declares."""
    own = checked.methods.get(entry.factor.method or "")
    if own is not None and parameter in own.parameters:
        return (own.parameters[parameter],)
    return sorted(here.get(parameter) or declared_by_shipped().get(parameter, frozenset()))
