"""Rules for libraries of a city's own, and the one that keeps its values out of the shipped libraries."""

from __future__ import annotations

from collections.abc import Iterator

from cityghg.base.problems import Problem, problem
from cityghg.factors.checks.subject import Checked, stated

OWN = "own"


def own_documents_are_dated(checked: Checked) -> Iterator[Problem]:
    """Each document that a value of a city's own library is taken from has a date or a year."""
    if checked.is_shipped:
        return
    documents = checked.library.head.sources
    for name in dict.fromkeys(given.value.source for given in stated(checked)):
        if name in documents and documents[name].published is None:
            yield problem("local_document_undated", checked.head_place("sources", name), found=name)


def own_values_stay_local(checked: Checked) -> Iterator[Problem]:
    """What a project measured itself is no value for everybody."""
    for given in stated(checked) if checked.is_shipped else ():
        if given.value.status == OWN:
            yield problem("own_value_shipped", given.place, found=given.parameter)
