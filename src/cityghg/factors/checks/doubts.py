"""What is unlikely but possible: a warning, unless the value says why it may stand.

A further doubt is a function and an entry in `DOUBTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cityghg.base.problems import Problem, problem
from cityghg.factors.checks import electricity, intervals, provenance
from cityghg.factors.checks.subject import Checked, Doubt, values_of

DOUBTS: tuple[Callable[[Checked], Iterator[Doubt]], ...] = (
    intervals.values_outside_their_interval,
    electricity.changes_from_year_to_year,
    electricity.numbers_copied_to_the_next_year,
    electricity.provinces_beside_what_they_are_part_of,
    electricity.wholes_beside_their_parts,
    provenance.numbers_under_two_documents,
)


def doubts_are_acknowledged(checked: Checked) -> Iterator[Problem]:
    """Each doubt is acknowledged by the value it falls on, and each acknowledgement answers a doubt.

    One that answers nothing would hide a later slip.
    """
    doubted: set[int] = set()
    for doubts in DOUBTS:
        for given, found in doubts(checked):
            doubted.add(id(given))
            if given.value.acknowledged is None:
                yield found
    for entry in checked.library.entries:
        for given in values_of(entry):
            if given.value.acknowledged is not None and id(given) not in doubted:
                yield problem("acknowledged_for_nothing", given.place, found=given.value.acknowledged)
