"""A value of a library as a row of plain data, and as words for the terminal."""

from __future__ import annotations

from typing import Any

from cityghg.base.labels import Language, label, label_file
from cityghg.codes import Areas, CodeList, Sector
from cityghg.factors.fitting import COUNTRY
from cityghg.factors.load import Given, Library
from cityghg.factors.schema import Value

SELECTORS = ("sector", "region", "year", "valid", "variant")
_STATED = ("uncertainty_pct", "basis", *SELECTORS)


def row_of(given: Given, library: Library) -> dict[str, Any]:
    """Return one value with its document and where it stands; selectors that are not stated are null."""
    value = given.value
    document = library.publication(value.source)
    return {
        "library": library.name,
        "factor": given.factor,
        "parameter": given.parameter,
        "value": value.value,
        "unit": value.unit,
        **{key: getattr(value, key) for key in _STATED},
        "document": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "at": value.at,
        "status": value.status,
        "note": value.note,
        "acknowledged": value.acknowledged,
        "place": str(given.place),
    }


def selector_words(value: Value, language: Language, sectors: CodeList[Sector], areas: Areas) -> str:
    """Say what a value is for, such as `sector Power, 2022`."""
    stated = {
        "sector": sector_name(value.sector, language, sectors) if value.sector else None,
        "region": area_name(value.region, language, areas) if value.region else None,
        "year": span(value),
        "variant": value.variant,
    }
    said = [word(f"selectors.{key}", language, found=text) for key, text in stated.items() if text]
    return word("comma", language).join(said) or word("everything", language)


def span(value: Value) -> str:
    """Return the years a value is for, blank where it is for all."""
    if value.years is None:
        return ""
    first, last = value.years
    return str(first) if first == last else f"{first}-{last}"


def sector_name(code: str, language: Language, sectors: CodeList[Sector]) -> str:
    return word("named", language, name=sectors[code].name(language), code=code) if code in sectors else code


def area_name(code: str, language: Language, areas: Areas) -> str:
    """Return an area's full name with its code; a region of a scheme is called by its code."""
    if code == COUNTRY:
        return word("country", language)
    return word("named", language, name=areas.path_name(code), code=code) if code in areas else code


def parameter_name(name: str, language: Language) -> str:
    """Return the label of a parameter with its code; one without a label is called by its code."""
    known = label_file("report")["parameters"].get(name)
    return word("named", language, name=known[language], code=name) if known else name


def number(value: float) -> str:
    return f"{value:.12g}"


def with_unit(value: float, unit: str) -> str:
    return number(value) if unit == "1" else f"{number(value)} {unit}"


def signed_percent(percent: float) -> str:
    """Return a change in percent with its sign and two places."""
    told = f"{percent:+.2f}%"
    return told if percent == 0 or told[1:] != "0.00%" else "≈ 0%"


def status_name(status: str, language: Language) -> str:
    return label("report", f"status.{status}", language)


def word(key: str, language: Language, **values: object) -> str:
    """Return a text of `labels/factors.toml`."""
    return label("factors", key, language, **values)
