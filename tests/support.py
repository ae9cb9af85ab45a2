"""Small factor libraries, figures and tables for tests, written where the test reads them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cityghg.base.problems import Problem, Severity
from cityghg.codes import Areas, load_areas, load_sectors, load_sources
from cityghg.factors.checks import check
from cityghg.factors.load import Library, find, load
from cityghg.factors.resolve import Query, Resolver
from cityghg.inventory.figures import Figure, Key
from cityghg.inventory.of_which import Trees
from cityghg.units import load_units

TREES = Trees(load_sources(), load_sectors())
CITY, DANTU, JINGKOU, RUNZHOU = "321100", "321112", "321102", "321111"  # 镇江市 and three of its districts

DIRECT = {"gas": "CO2", "formula": "amount * emission_factor", "parameters": {"emission_factor": "tCO2/unit"}}


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def value(number: float, unit: str = "tCO2/t", **selectors: Any) -> dict[str, Any]:
    """Return a value as a library states it."""
    return {"value": number, "unit": unit, "from": "doc", "at": "table 1", "status": "official", **selectors}


def entry(source: str | list[str], method: str | None = "direct", **values: Any) -> dict[str, Any]:
    """Return a factor of scope 1; `values` gives the parameters, each one value or a list of them."""
    listed = {name: given if isinstance(given, list) else [given] for name, given in values.items()}
    name = source if isinstance(source, str) else "-".join(source)
    factor = {"id": f"{name}.{method or 'values'}", "source": source, "parameters": listed}
    return factor if method is None else {**factor, "method": method, "scope": 1}


def write_library(
    folder: Path,
    *factors: Mapping[str, Any],
    id: str = "lib",  # noqa: A002
    version: str = "1",
    methods: Mapping[str, Any] | None = None,
    **head: Any,
) -> Path:
    """Write a library into `folder/id` and return that folder."""
    place = folder / id
    place.mkdir(parents=True)
    top = {
        "id": id,
        "version": version,
        "title": {"zh": "库", "en": "library"},
        "sources": {"doc": {"title": "a document", "year": 2020}} if factors else {},
        "methods": methods if methods is not None else {"direct": DIRECT},
        **head,
    }
    for name, data in (("library", top), ("factors", {"factors": list(factors)})):
        text = yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False)
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place


def load_and_check(folder: Path) -> tuple[Library | None, list[Problem]]:
    """Read a library and run every check over it."""
    library, problems = load(folder)
    if library is not None:
        problems += check(library, load_sources(), load_sectors())
    return library, problems


def library(folder: Path, *factors: Mapping[str, Any], **head: Any) -> Library:
    """Return a library that must be free of errors."""
    found, problems = load_and_check(write_library(folder, *factors, **head))
    assert found is not None
    assert [p.text("en") for p in problems if p.severity is Severity.ERROR] == []
    return found


@cache
def plain(path: Path) -> Any:
    """Return what a YAML file says, read by no code of the program, and once."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def shipped_library(name: str) -> Library:
    """Return a library that ships, read once however many tests look at it."""
    folder, _ = find(name)
    assert folder is not None
    found, _ = load(folder)
    assert found is not None
    return found


def resolver(*stack: Library, areas: Areas | None = None) -> Resolver:
    return Resolver(stack, load_sources(), load_sectors(), areas or load_areas(), load_units())


def query(source: str = "diesel", sector: str = "industry", gas: str = "CO2", **more: Any) -> Query:
    return Query(source, sector, gas, **{"place": DANTU, "year": 2020, **more})


def figure(
    source: str,
    amount: float | str | None = None,
    *,
    area: str = DANTU,
    year: int = 2020,
    sector: str = "industry",
    notation: str = "",
    table: str = "a.csv",
    **more: Any,
) -> Figure:
    """Return a figure in the canonical unit of its source."""
    key = Key(area, year, sector, source, more.pop("counterpart", ""))
    number = None if amount is None else Decimal(str(amount))
    if "rounding" in more:
        more["rounding"] = Decimal(more["rounding"])
    return Figure(key, number, load_sources()[source].unit, notation, table, more.pop("origin", "A1"), **more)


def codes(problems: Sequence[Problem]) -> list[str]:
    """Return the codes of problems; each must be speakable in both languages."""
    for found in problems:
        assert found.text("zh") and found.text("en")
    return [found.code for found in problems]
