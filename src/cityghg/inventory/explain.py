"""A line taken apart: the formula with its numbers, each value's source, the cells of its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from cityghg.base.labels import Language
from cityghg.base.text import measured
from cityghg.codes import CodeList, Source
from cityghg.factors.formula import AGE, AMOUNT, parse
from cityghg.factors.load import load_constants
from cityghg.factors.resolve import Chosen
from cityghg.factors.schema import Publication
from cityghg.inventory.figures import Figure, Moved, records_of
from cityghg.inventory.masses import Line, scale_of

DIGITS = "{:.12g}"


@dataclass(frozen=True)
class Cell:
    """A record of activity: where it stands, what was written there, and its sign in the figure."""

    sign: int
    file: str
    cells: str
    amount: str
    unit: str
    source: str
    sector: str
    note: str = ""


@dataclass(frozen=True)
class Given:
    """A value in the formula with its source. `as_given` is the number and unit of the document."""

    name: str
    value: float
    unit: str
    as_given: str = ""
    library: str = ""
    factor: str = ""
    place: str = ""
    document: str = ""
    at: str = ""
    status: str = ""
    selector: tuple[tuple[str, str], ...] = ()
    carried_from: int | None = None
    substitute: str = ""
    note: str = ""
    beaten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Everything behind one line. `working` repeats the formula with its numbers.

    `moved` tells of the reallocations its amount went through, the last one first.
    """

    line: Line
    method: str
    formula: str
    working: str
    scale: float | None
    values: tuple[Given, ...]
    cells: tuple[Cell, ...]
    moved: tuple[Moved, ...] = ()


def explain(
    line: Line, activity: pl.DataFrame, sources: CodeList[Source], language: Language = "en"
) -> Explanation:
    """Take a line apart. A line without a method has cells only."""
    cells = tuple(trace(line.figure, activity))
    found, moved = line.resolution, tuple(_moves(line.figure))
    if found is None:
        return Explanation(line, "", "", "", None, (), cells, moved)
    unit = sources[line.figure.key.source].unit
    scale = scale_of(found, unit)
    formula = parse(found.method.formula)
    constants = [n for n in formula.names if n not in found.parameters and n != AMOUNT]
    values = (
        *(_given(name, chosen, unit) for name, chosen in found.parameters.items()),
        *(_constant(name) for name in constants if name in load_constants().constants),
    )
    numbers = {value.name: DIGITS.format(value.value) for value in values}
    numbers[AGE] = str(line.figure.age)
    if line.figure.amount is not None:
        numbers[AMOUNT] = DIGITS.format(float(line.figure.amount))
    title = found.method.title
    name = getattr(title, language) if title is not None else found.method_name
    return Explanation(
        line, name, formula.text, _working(formula.working(numbers), scale), scale, values, cells, moved
    )


def trace(figure: Figure, activity: pl.DataFrame, sign: int = 1) -> Iterator[Cell]:
    """Yield the records a figure was made from, down to their cells."""
    if figure.terms:
        for term_sign, term in figure.terms:
            yield from trace(term, activity, sign * term_sign)
        return
    key = figure.key
    for row in records_of(figure, activity).sort("origin").iter_rows(named=True):
        amount = row["notation"] or f"{row['amount'].normalize():f}"
        yield Cell(sign, figure.file, row["origin"], amount, row["unit"], key.source, key.sector, row["note"])


def _moves(figure: Figure) -> Iterator[Moved]:
    if figure.moved is not None:
        yield figure.moved
    for _, term in figure.terms:
        yield from _moves(term)


def describe(publication: Publication) -> str:
    """Return title, publisher and year of a document on one line."""
    parts = (publication.title, publication.publisher, publication.published)
    return ", ".join(str(part) for part in parts if part)


def _given(name: str, chosen: Chosen, unit: str) -> Given:
    value = chosen.given.value
    selector = {"sector": value.sector, "region": value.region, "year": value.year, "variant": value.variant}
    library = chosen.library
    substitute = chosen.substitute
    return Given(
        name,
        chosen.value,
        re.sub(r"\bunit\b", unit, chosen.unit),
        measured(DIGITS.format(value.value), value.unit),
        library.name,
        chosen.given.factor,
        str(chosen.given.place),
        describe(library.publication(value.source)),
        value.at,
        value.status,
        tuple((key, str(text)) for key, text in selector.items() if text is not None),
        chosen.carried_from,
        f"{substitute.use}: {substitute.at}" if substitute else "",
        value.note or "",
        tuple(f"{measured(DIGITS.format(g.value.value), g.value.unit)} ({g.place})" for g in chosen.beaten),
    )


def _constant(name: str) -> Given:
    constants = load_constants()
    constant = constants.constants[name]
    document = describe(constants.sources[constant.source])
    return Given(name, constant.number, constant.unit, str(constant.value), document=document, at=constant.at)


def _working(text: str, scale: float) -> str:
    return text if scale == 1 else f"{text} × {DIGITS.format(scale)}"
