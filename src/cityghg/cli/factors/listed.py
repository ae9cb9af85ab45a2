"""Searching the values of libraries, and printing what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from cityghg.base.labels import Language, label_file
from cityghg.base.text import fold
from cityghg.cli.factors import rows
from cityghg.cli.factors.rows import word
from cityghg.cli.factors.versions import superseded_by
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.factors.candidates import Codes
from cityghg.factors.fitting import is_for_others, places_around
from cityghg.factors.load import DEFAULT_STACK, Entry, Given, Library, available, find, load
from cityghg.factors.years import covers
from cityghg.units import load_units

Found = tuple[Given, dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """What a value must answer to. `texts` are words that must all be found somewhere about it."""

    texts: tuple[str, ...] = ()
    source: str | None = None
    gas: str | None = None
    sector: str | None = None
    area: str | None = None
    year: int | None = None
    status: str | None = None


def library_rows(language: Language) -> list[dict[str, Any]]:
    """Return a row for each library that ships."""
    found = []
    for name in available():
        folder, _ = find(name)
        library = load(folder)[0] if folder is not None else None
        if library is None:
            continue
        found.append(
            {
                "name": name,
                "title": getattr(library.head.title, language),
                "values": library.value_count,
                "default": name in DEFAULT_STACK,
                "superseded_by": superseded_by(name),
            }
        )
    return found


def print_libraries(libraries: Sequence[dict[str, Any]], language: Language) -> None:
    """Print the libraries, those of the default stack marked."""
    table = Table()
    for key in ("library", "title", "values", "default", "superseded"):
        table.add_column(
            word(f"column.{key}", language),
            justify="right" if key == "values" else "left",
            no_wrap=key != "title",
        )
    for row in libraries:
        default, later = "✓" if row["default"] else "", (row["superseded_by"] or "").partition("@")[2]
        table.add_row(row["name"], row["title"], str(row["values"]), default, later)
    Console(markup=False).print(table)


def codes_of(stack: Sequence[Library]) -> Codes:
    """Return the code lists with the libraries' own sources."""
    sources = load_sources()
    for library in reversed(stack):
        sources = sources.with_more(library.own_sources)
    return Codes(sources, load_sectors(), load_areas(), load_units())


def search(stack: Sequence[Library], wanted: Wanted, codes: Codes) -> list[Found]:
    """Return the values that answer to everything wanted, in the order of the libraries."""
    return [
        (given, {**_of_entry(entry, library), **rows.row_of(given, library)})
        for library in stack
        for entry in library.entries
        if _is_of(entry, library, wanted, codes)
        for given in (g for listed in entry.values.values() for g in listed)
        if _serves(given, entry, stack, wanted.gas, codes)
        if _is_for(given, wanted, codes) and _tells(given, entry, library, wanted, codes)
    ]


def print_values(found: Sequence[Found], stack: Sequence[Library], codes: Codes, language: Language) -> None:
    """Print the values of each library under source, gas and parameter, then how many there are."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for library in stack:
        here = [(given, row) for given, row in found if row["library"] == library.name]
        if not here:
            continue
        console.print(f"{library.name}  {getattr(library.head.title, language)}", style="bold")
        for heading, group in groupby(here, key=lambda one: _heading(one[1], codes, language)):
            console.print(heading)
            for given, row in group:
                selector = rows.selector_words(given.value, language, codes.sectors, codes.areas)
                status = rows.status_name(row["status"], language)
                said = {"value": rows.with_unit(row["value"], row["unit"]), "selector": selector}
                place = {"document": row["document"], "at": row["at"], "place": row["place"]}
                console.print(word("list.value", language, **said, **place, status=status))
        console.print()
    libraries = word("comma", language).join(library.name for library in stack)
    key = "list.libraries" if found else "list.none"
    console.print(word(key, language, libraries=libraries, count=len(found)))


def _heading(row: dict[str, Any], codes: Codes, language: Language) -> str:
    names = [codes.sources[s].name(language) if s in codes.sources else s for s in row["sources"]]
    parts = (word("comma", language).join(names), row["gas"], rows.parameter_name(row["parameter"], language))
    return "  ".join(part for part in parts if part)


def _of_entry(entry: Entry, library: Library) -> dict[str, Any]:
    method = library.head.methods.get(entry.factor.method or "")
    return {
        "sources": list(entry.factor.sources),
        "gas": method.gas if method else None,
        "method": entry.factor.method,
    }


def _is_of(entry: Entry, library: Library, wanted: Wanted, codes: Codes) -> bool:
    """Say whether the entry is of the source, or a part of it, and for gas and sector by its method."""
    known = codes.sources
    if wanted.source is not None and not any(
        source in known and known.covers(wanted.source, source) for source in entry.factor.sources
    ):
        return False
    method = library.head.methods.get(entry.factor.method or "")
    if method is None:
        return True
    if wanted.gas is not None and method.gas != wanted.gas:
        return False
    lineage = codes.sectors.lineage(wanted.sector) if wanted.sector is not None else ()
    return wanted.sector is None or not is_for_others(method, method.gas, lineage)


def _serves(given: Given, entry: Entry, stack: Sequence[Library], gas: str | None, codes: Codes) -> bool:
    """Say whether a method for the gas takes a value that stands in an entry without a method."""
    if gas is None or entry.factor.method is not None:
        return True
    source = entry.factor.sources[0]
    unit = codes.sources[source].unit if source in codes.sources else None
    size = codes.units.expression(given.value.unit, unit)
    methods = (m for library in stack for m in library.head.methods.values() if m.gas == gas)
    declared = (m.parameters[given.parameter] for m in methods if given.parameter in m.parameters)
    return any(size.is_compatible_with(codes.units.expression(text, unit)) for text in declared)


def _is_for(given: Given, wanted: Wanted, codes: Codes) -> bool:
    """Say whether the value holds in the sector, area and year, and has the status."""
    value = given.value
    if wanted.status is not None and value.status != wanted.status:
        return False
    if wanted.year is not None and value.years is not None and not covers(value, wanted.year):
        return False
    if wanted.sector is not None and value.sector not in (None, *codes.sectors.lineage(wanted.sector)):
        return False
    return wanted.area is None or value.region in (None, *places_around(codes.areas, wanted.area))


def _tells(given: Given, entry: Entry, library: Library, wanted: Wanted, codes: Codes) -> bool:
    """Say whether each of the words stands in a name of the source, parameter, document or factor."""
    if not wanted.texts:
        return True
    told = fold("|".join(_names(given, entry, library, codes)))
    return all(fold(text) in told for text in wanted.texts)


def _names(given: Given, entry: Entry, library: Library, codes: Codes) -> Iterator[str]:
    for source in entry.factor.sources:
        yield from codes.sources[source].names() if source in codes.sources else (source,)
    parameter = label_file("report")["parameters"].get(given.parameter, {})
    synonyms = label_file("factors")["synonyms"].get(given.parameter, {})
    yield from (given.parameter, *parameter.values(), *synonyms.values(), given.factor)
    document = library.publication(given.value.source)
    yield from (given.value.source, document.title, document.publisher or "", str(document.published or ""))
    method = library.head.methods.get(entry.factor.method or "")
    if method is not None:
        yield from (method.gas, *((method.title.zh, method.title.en) if method.title else ()))
    for region in filter(None, (given.value.region, given.value.sector)):
        yield region
        if region in codes.areas:
            yield codes.areas.path_name(region)
        if region in codes.sectors:
            yield from codes.sectors[region].names()
    yield given.value.note or ""
