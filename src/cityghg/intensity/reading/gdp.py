"""GDP of an indicator table: which column, in which unit, at which prices."""

from __future__ import annotations

from dataclasses import dataclass

from cityghg.activity.context import Context
from cityghg.intensity.reading.grid import Table, numbers
from cityghg.intensity.reading.headings import Heading
from cityghg.intensity.reading.vocabulary import CURRENT, price_base, unit_factor


@dataclass(frozen=True)
class Gdp:
    """GDP in 10 000 yuan and its price base, one entry a body row."""

    heading: Heading
    values: list[float | None]
    prices: list[str]


def read_gdp(table: Table, context: Context) -> Gdp | None:
    """Read the one column of GDP of a table; None (and why is reported) where there is none to use."""
    heading = _choose(table)
    return None if heading is None else _read(table, heading, context)


def read_all_gdp(table: Table, context: Context) -> list[Gdp]:
    """Read GDP at every constant price base that has a column of its own, else the one column there is."""
    constant = [h for h in table.headings.get("gdp", ()) if h.prices not in ("", CURRENT)]
    if len(constant) > 1 and len({h.prices for h in constant}) == len(constant):
        return [_read(table, heading, context) for heading in constant]
    one = read_gdp(table, context)
    return [] if one is None else [one]


def _read(table: Table, heading: Heading, context: Context) -> Gdp:
    factors = _factors(table, heading, context)
    values = numbers(table, heading, factors)
    prices = _prices(table, heading, values)
    usable = [v if p else None for v, p in zip(values, prices, strict=True)]
    return Gdp(heading, usable, [p if v is not None else "" for v, p in zip(usable, prices, strict=True)])


def _choose(table: Table) -> Heading | None:
    """Return the one column of GDP, of several the only one at constant prices."""
    headings = table.headings.get("gdp", ())
    constant = [heading for heading in headings if heading.prices not in ("", CURRENT)]
    if len(headings) > 1 and len(constant) == 1 and all(h.prices for h in headings):
        others = ", ".join(h.text for h in headings if h is not constant[0])
        said = {"found": constant[0].text, "others": others}
        table.findings.at("gdp_column_chosen", table.title_rows, constant[0].index, **said)
        return constant[0]
    if len(headings) > 1:
        first, second = headings[:2]
        said = {"first": first.text, "second": second.text}
        table.findings.at("gdp_columns", table.title_rows, second.index, **said)
        return None
    return next(iter(headings), None)


def _factors(table: Table, heading: Heading, context: Context) -> list[float | None]:
    """Return how many 10 000 yuan the unit of each row is, None where that is not known (and reported)."""
    unit = heading.column.unit or ""
    said = {"column": heading.column, "unit": unit}
    spelt = table.one("gdp_unit")
    if spelt is None:
        if heading.factor is None:
            table.findings.at("indicator_unit_missing", table.title_rows, heading.index, **said)
        return [heading.factor] * len(table.body.rows)
    result: list[float | None] = []
    for row, text in zip(table.body.rows, table.texts("gdp_unit"), strict=True):
        factor = unit_factor(text, unit, context.units) if text else heading.factor
        if text and factor is None:
            table.findings.at("indicator_unit_unknown", row, spelt.index, found=text, unit=unit)
        elif text and heading.factor not in (None, factor):
            table.findings.at("indicator_unit_differs", row, spelt.index, found=text, heading=heading.text)
            factor = None
        elif factor is None and table.cell(row, heading) is not None:
            table.findings.at("indicator_unit_missing", row, spelt.index, **said)
        result.append(factor)
    return result


def _prices(table: Table, heading: Heading, values: list[float | None]) -> list[str]:
    """Return the price base of each row, "" where it is not known (and reported where there is a GDP)."""
    spelt = table.one("gdp_prices")
    if spelt is None:
        if not heading.prices and any(value is not None for value in values):
            table.findings.at("price_base_missing", table.title_rows, heading.index)
        return [heading.prices] * len(values)
    result: list[str] = []
    texts = table.texts("gdp_prices")
    bases = {text: price_base(text) for text in set(texts)}
    for row, text, value in zip(table.body.rows, texts, values, strict=True):
        base = bases[text] if text else heading.prices
        if text and base is None:
            table.findings.at("price_base_unclear", row, spelt.index, found=text)
        elif text and heading.prices and base != heading.prices:
            table.findings.at("price_base_differs", row, spelt.index, found=text, heading=heading.text)
            base = None
        elif not base and value is not None:
            table.findings.at("price_base_missing", row, spelt.index)
        result.append(base or "")
    return result
