"""What is given must be of use: parameters that a method takes, sources that a method serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from cityghg.base.problems import Problem, problem
from cityghg.base.strict_yaml import read, validate
from cityghg.factors import load
from cityghg.factors.checks.subject import Checked
from cityghg.factors.load import HEAD, Library
from cityghg.factors.schema import LibraryHead, Method

Dimensions = dict[str, frozenset[str]]  # by parameter


def parameters_are_taken(checked: Checked) -> Iterator[Problem]:
    """A method of this or of a shipped library takes each parameter that has values."""
    own = declared(checked.methods.values())
    for entry in checked.library.entries:
        for parameter, given in entry.values.items():
            if given and parameter not in own and parameter not in declared_by_shipped():
                yield problem("parameter_not_taken", given[0].place, found=parameter)


def sources_are_served(checked: Checked) -> Iterator[Problem]:
    """A method of this or of a shipped library serves each source that has values."""
    own = _served(checked.library)
    for entry in checked.library.entries:
        for source in entry.factor.sources if any(entry.values.values()) else ():
            if source in checked.sources and source not in own and source not in served_by_shipped():
                yield problem("source_not_served", entry.place, source=checked.sources[source])


@cache
def declared_by_shipped() -> Dimensions:
    """Return the parameters that methods of the shipped libraries take, each with its dimensions."""
    folders = (load.find(name)[0] for name in load.available())
    documents = (read(folder / HEAD)[0] for folder in folders if folder is not None)
    heads = (validate(document, LibraryHead)[0] for document in documents if document is not None)
    return declared(method for head in heads if head is not None for method in head.methods.values())


@cache
def served_by_shipped() -> frozenset[str]:
    """Return the sources that the shipped libraries serve; one that cannot be read serves none."""
    folders = (load.find(name)[0] for name in load.available())
    libraries = (load.load(folder)[0] for folder in folders if folder is not None)
    return frozenset(source for library in libraries if library is not None for source in _served(library))


def declared(methods: Iterable[Method]) -> Dimensions:
    """Return the parameters that methods take, each with the dimensions it is declared with."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for method in methods:
        for parameter, dimension in method.parameters.items():
            found[parameter].add(dimension)
    return {parameter: frozenset(dimensions) for parameter, dimensions in found.items()}


def _served(library: Library) -> set[str]:
    """Return the sources with a method, and those that one of them stands in for."""
    methods, substitutes = library.head.methods, library.head.substitutes
    found = {s for e in library.entries if e.factor.method in methods for s in e.factor.sources}
    return found | {name for name, substitute in substitutes.items() if substitute.use in found}
