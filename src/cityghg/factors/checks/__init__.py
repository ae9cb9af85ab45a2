"""What is checked of a library beyond its form. A further check is a function and an entry in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cityghg.base.problems import Problem
from cityghg.codes import CodeList, Sector, Source, load_sectors, load_sources
from cityghg.factors import own_codes
from cityghg.factors.checks import (
    codes,
    doubts,
    evidence,
    formulas,
    gaps,
    local,
    provenance,
    release,
    selectors,
    uses,
    values,
)
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import Library

CHECKS: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    codes.codes_are_known,
    codes.names_in_the_head_are_known,
    codes.regions_are_known,
    codes.reallocations_name_known_codes,
    codes.ids_are_unique,
    formulas.formulas_are_sound,
    formulas.equivalents_name_their_set,
    formulas.dimensions_are_right,
    values.values_have_the_declared_dimension,
    values.calorific_values_state_their_basis,
    values.values_are_plausible,
    selectors.values_are_told_apart,
    local.own_documents_are_dated,
    local.own_values_stay_local,
)

ADVICE: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    doubts.doubts_are_acknowledged,
    gaps.years_between_are_given,
    gaps.undated_values_are_meant_so,
    gaps.sectors_have_values,
    provenance.publications_are_cited,
    provenance.publications_have_a_year,
    provenance.places_are_named,
    uses.parameters_are_taken,
    uses.sources_are_served,
)
"""Checks that find no error. What a library lacks sets them off, so only a whole one is asked."""

SHIPPED: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    release.folder_is_its_version,
    release.library_says_whose_it_is,
    release.methods_say_where_they_stand,
    evidence.evidence_agrees,
)
"""Checks of libraries that ship only."""


def check(
    library: Library, sources: CodeList[Source], sectors: CodeList[Sector], *, advice: bool = True
) -> list[Problem]:
    """Run every check over a library and return what it finds, each with file and line.

    A library whose own codes are at fault is not looked at further. Without `advice` the checks that
    find no error are left out: for what is left of a library that does not load, and where nobody can act.
    """
    if faults := own_codes.check(library, sources, sectors):
        return faults
    checked = Checked(library, sources, sectors)
    return [found for each in (*CHECKS, *(ADVICE if advice else ())) for found in each(checked)]


def check_release(version: release.Version, library: Library | None) -> list[Problem]:
    """Run the checks of a version that ships; `library` is None where it does not load."""
    found = [found for each in release.VERSION_CHECKS for found in each(version)]
    if library is not None:
        checked = Checked(library, load_sources(), load_sectors())
        found += [found for each in SHIPPED for found in each(checked)]
    return found
