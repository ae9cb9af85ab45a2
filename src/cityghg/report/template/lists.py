"""The hidden sheet of lists to choose from, and the formulas by which one list depends on another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from cityghg.base.notation import KEYS
from cityghg.report.excel.layout import quoted
from cityghg.report.template.domains import Domain, units_of
from cityghg.report.template.form import Form

AREAS, KEY_LIST, UNITS, PRICES, ENERGY_BASES = (
    "areas",
    "notation_keys",
    "units",
    "price_bases",
    "energy_bases",
)
_PRICE_BASES, _YEARS_OF_A_BASE = 2, 5  # the latest ones; the statistics change them every five years


class Lists:
    """Writes columns of a sheet, each under a name of its own that formulas use."""

    def __init__(self, workbook: Any, sheet: Any, form: Form) -> None:
        self._workbook, self._sheet, self._column = workbook, sheet, 0
        sheet.write_string(0, 0, form.word("mark"))
        self._add(AREAS, list(form.areas.values()))
        self._add(KEY_LIST, KEYS)
        places = self._units(form)
        for domain in form.domains:
            self._domain(domain, places, form)
        self._add(PRICES, price_bases(form))
        self._add(ENERGY_BASES, [form.word(f"energy_bases.{b}") for b in ("calorific", "coal_equivalent")])

    def _units(self, form: Form) -> dict[tuple[str, ...], int]:
        """Write all units, those of one kind of source together; return where each group begins."""
        places: dict[tuple[str, ...], int] = {}
        written: list[str] = []
        for domain in form.domains:
            for source in domain.sources:
                group = units_of(source, form.language)
                if group not in places:
                    places[group] = len(written)
                    written += group
        self._add(UNITS, written)
        return places

    def _domain(self, domain: Domain, places: dict[tuple[str, ...], int], form: Form) -> None:
        groups = [units_of(source, form.language) for source in domain.sources]
        columns: dict[str, Sequence[str | int]] = {
            "sectors": [choice.sector.name(form.language) for choice in domain.choices],
            "from": [choice.first for choice in domain.choices],
            "count": [choice.count for choice in domain.choices],
            "sources": [source.name(form.language) for source in domain.sources],
            "unit_from": [places[group] for group in groups],
            "unit_count": [len(group) for group in groups],
            "signed": [int(source.signed) for source in domain.sources],
        }
        for name, values in columns.items():
            self._add(f"{domain.id}_{name}", values)

    def _add(self, name: str, values: Sequence[str | int]) -> None:
        for row, value in enumerate(values, start=1):
            if isinstance(value, str):
                self._sheet.write_string(row, self._column, value)
            else:
                self._sheet.write_number(row, self._column, value)
        letters = xl_col_to_name(self._column)
        cells = f"${letters}$2:${letters}${max(len(values), 1) + 1}"
        self._workbook.define_name(name, f"={quoted(self._sheet.get_name())}!{cells}")
        self._column += 1


def sources_for(domain: Domain, sector: str) -> str:
    """Return the formula of the sources that belong to the sector in a cell; all for a blank one."""
    return _part(f"{domain.id}_sources", domain.id, sector, f"{domain.id}_sectors", ("from", "count"))


def units_for(domain: Domain, source: str) -> str:
    """Return the formula of the units that fit the source in a cell; all for a blank one."""
    return _part(UNITS, domain.id, source, f"{domain.id}_sources", ("unit_from", "unit_count"))


def is_amount(domain: Domain, amount: str, source: str) -> str:
    """Return the formula that says whether a cell holds an amount or a notation key."""
    positive = f"{amount}>=0"
    if domain.has_signed:
        signed = f"IFERROR(INDEX({domain.id}_signed,MATCH({source},{domain.id}_sources,0)),0)=1"
        positive = f"OR({positive},{signed})"
    return f"=OR(AND(ISNUMBER({amount}),{positive}),SUMPRODUCT(--EXACT({amount},{KEY_LIST}))>0)"


def price_bases(form: Form) -> list[str]:
    """Return the prices to choose from: current ones, and those of the latest base years."""
    latest = form.year - form.year % _YEARS_OF_A_BASE
    years = [latest - n * _YEARS_OF_A_BASE for n in range(_PRICE_BASES)]
    return [form.word("prices.current"), *(form.word("prices.constant", year=year) for year in years)]


def _part(of: str, domain: str, cell: str, keys: str, columns: tuple[str, str]) -> str:
    first, count = (f"INDEX({domain}_{column},MATCH({cell},{keys},0))" for column in columns)
    return f"=OFFSET({of},IFERROR({first},0),0,IFERROR({count},ROWS({of})),1)"
