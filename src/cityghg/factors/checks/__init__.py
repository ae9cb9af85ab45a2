"""What is checked of a library beyond its form. A further check is a function and an entry in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cityghg.base.problems import Problem
from cityghg.codes import CodeList, Sector, Source
from cityghg.factors import own_codes
from cityghg.factors.checks import codes, formulas, selectors, values
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import Library

CHECKS: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    codes.codes_are_known,
    codes.names_in_the_head_are_known,
    codes.regions_are_known,
    codes.ids_are_unique,
    formulas.formulas_are_sound,
    formulas.equivalents_name_their_set,
    formulas.dimensions_are_right,
    values.values_have_the_declared_dimension,
    values.calorific_values_state_their_basis,
    values.values_are_plausible,
    selectors.values_are_told_apart,
)


def check(library: Library, sources: CodeList[Source], sectors: CodeList[Sector]) -> list[Problem]:
    """Run every check over a library and return what it finds, each with file and line.

    A library whose own codes are at fault is not looked at further.
    """
    if faults := own_codes.check(library, sources, sectors):
        return faults
    checked = Checked(library, sources, sectors)
    return [found for each in CHECKS for found in each(checked)]
