"""Which lines an explanation is of, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from rich.console import Console
from rich.table import Table

from cityghg.base.labels import Language, label
from cityghg.base.notation import NE
from cityghg.base.problems import Problem, problem
from cityghg.base.text import measured
from cityghg.inventory.explain import Explanation, Given
from cityghg.inventory.figures import Moved
from cityghg.inventory.lines import NO_LINE
from cityghg.inventory.masses import Line
from cityghg.report.result import Result
from cityghg.report.tables import area_names

SHOWN_LINES = 12


@dataclass(frozen=True)
class Wanted:
    """What the user asked about, in the user's words."""

    area: str
    year: int
    sector: str | None
    source: str | None
    gas: str | None


@dataclass(frozen=True)
class Chosen:
    """The inventory rows asked about and the accounted lines behind them, largest first."""

    rows: pd.DataFrame
    lines: list[Line]
    problem: Problem | None = None


def pick(result: Result, wanted: Wanted, language: Language) -> Chosen:
    """Find the rows and the lines they come from; sums and residuals lead to those of the areas below."""
    world, rows = result.world, result.table
    code = _area_code(result, wanted.area)
    if code is None:
        return Chosen(rows.iloc[:0], [], problem("explain_unknown", found=wanted.area))
    chosen = (rows["area"] == code) & (rows["year"] == wanted.year)
    for column, text, codes in (
        ("sector", wanted.sector, world.sectors),
        ("source", wanted.source, world.sources),
    ):
        if text is None:
            continue
        found = codes.find(text)
        if found is None:
            return Chosen(rows.iloc[:0], [], problem("explain_unknown", found=text))
        chosen &= rows[column].map(lambda c, f=found.id, codes=codes: c in codes and codes.covers(f, c))
    if wanted.gas is not None:
        chosen &= rows["gas"] == wanted.gas
    picked = rows[chosen]
    if picked.empty:
        return Chosen(picked, [], problem("explain_nothing", area=wanted.area, year=wanted.year))
    positions = dict.fromkeys(p for _, row in picked.iterrows() for p in _behind(row, result))
    lines = sorted((result.lines[p] for p in positions), key=lambda line: -_weight(line, result))
    return Chosen(picked, lines)


def show_index(chosen: Chosen, result: Result, language: Language) -> None:
    """Print the rows asked about with their total."""
    table = Table(title=_word("index_title", language, count=len(chosen.rows)))
    for name in ("area", "sector", "source", "gas", "amount", "mass_t", "co2e_t", "provenance"):
        table.add_column(
            _word(f"column.{name}", language),
            justify="right" if name.endswith("_t") else "left",
            overflow="fold",  # a number that does not fit goes on below, and is not cut short
        )
    names = area_names(result, chosen.rows["area"], language)
    world = result.world
    for (_, row), name in zip(chosen.rows.iterrows(), names, strict=True):
        amount = f"{row['amount']:,.12g} {row['unit']}" if pd.notna(row["amount"]) else row["notation"]
        numbers = [f"{row[c]:,.6f}" if pd.notna(row[c]) else row["notation"] for c in ("mass_t", "co2e_t")]
        sector, source = (
            world.sectors[row["sector"]].name(language),
            world.sources[row["source"]].name(language),
        )
        reported = f" {row['children_reported']}" if row["children_reported"] else ""
        kind = _word(f"provenance.{row['provenance']}", language) + reported
        table.add_row(name, sector, source, row["gas"], amount, *numbers, kind)
    table.add_section()
    for scope in sorted(set(chosen.rows["scope"])):
        total = chosen.rows.loc[chosen.rows["scope"] == scope, "co2e_t"].sum(min_count=1)
        shown = f"{total:,.6f}" if pd.notna(total) else NE
        table.add_row(_word(f"total.{scope}", language), *[""] * 5, shown, "")
    Console(markup=False).print(table)


def show_left_out(chosen: Chosen, language: Language) -> None:
    """Say how many of the lines were not taken apart."""
    left = len(chosen.lines) - SHOWN_LINES
    if left > 0:
        Console(soft_wrap=True).print(_word("left_out", language, count=left))


def show(explanation: Explanation, result: Result, language: Language) -> None:
    """Print one line taken apart."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    line, world = explanation.line, result.world
    key = line.figure.key
    console.rule()
    head = (world.areas[key.area].name, key.year, world.sectors[key.sector].name(language))
    console.print(*head, world.sources[key.source].name(language), line.gas, style="bold")
    if line.mass_t is None:
        console.print(_word("not_estimated", language, notation=line.notation))
    else:
        gwp = world.gwps.get(line.gas)
        co2e = _number(line.mass_t * gwp) if gwp is not None else NE
        mass = _number(line.mass_t)
        console.print(f"{mass} t {line.gas} × GWP {gwp:g} ({world.gwp_set}) = {co2e} t CO2e")
        console.print(_word("formula", language), explanation.formula, f"({explanation.method})")
        console.print(" =", explanation.working)
    for value in explanation.values:
        _show_value(value, console, language)
    if line.figure.deposited is not None:
        said = _word("deposited", language, year=line.figure.deposited, age=line.figure.age)
        console.print(f"  age: {said}")
    console.print(_word("cells", language, amount=_amount(line)))
    for moved in explanation.moved:
        console.print(f"  {_moved(moved, result, language)}")
    for cell in explanation.cells:
        sign = "+" if cell.sign > 0 else "-"
        console.print(f"  {sign} {cell.amount} {cell.unit}  {cell.file}, {cell.cells}", cell.note)


def _show_value(value: Given, console: Console, language: Language) -> None:
    status = f" [{label('report', f'status.{value.status}', language)}]" if value.status else ""
    console.print(f"  {value.name} = {measured(f'{value.value:.12g}', value.unit)}", markup=False)
    said = f"{value.as_given}: {value.document}, {value.at}{status}"
    console.print(f"      {said} {value.library} {value.place}".rstrip(), markup=False)
    if value.selector:
        said = ", ".join(f"{_word(f'selectors.{key}', language)} {text}" for key, text in value.selector)
        console.print(f"      {_word('selector', language, selector=said)}")
    if value.carried_from is not None:
        console.print(f"      {_word('carried', language, year=value.carried_from)}", markup=False)
    if value.substitute:
        console.print(f"      {_word('substitute', language, why=value.substitute)}", markup=False)
    if value.note:
        console.print(f"      {value.note}", markup=False)


def _moved(moved: Moved, result: Result, language: Language) -> str:
    sector = result.world.sectors[moved.sector].name(language)
    given = {"sector": sector, "table": moved.table, "document": moved.document, "at": moved.at}
    return _word("moved", language, share=f"{moved.share:%}", **given)


def _behind(row: pd.Series, result: Result) -> list[int]:
    """Return the lines a row comes from: its own, or those of the rows a sum or residual is made of."""
    if row["line"] != NO_LINE:
        return [int(row["line"])]
    rows = result.table
    inner = rows[(rows["part_of"] == row["group"]) | (rows["whole_of"] == row["group"])]
    return [position for _, part in inner.iterrows() for position in _behind(part, result)]


def _weight(line: Line, result: Result) -> float:
    return abs((line.mass_t or 0.0) * result.world.gwps.get(line.gas, 0.0))


def _area_code(result: Result, text: str) -> str | None:
    if text in set(result.table["area"]):
        return text
    found = result.world.areas.find(text, result.world.city)
    reported = [area for area in found if area.code in set(result.table["area"])]
    return reported[0].code if len(reported) == 1 else None


def _amount(line: Line) -> str:
    figure = line.figure
    return figure.notation if figure.amount is None else f"{figure.amount.normalize():f} {figure.unit}"


def _number(value: float) -> str:
    return f"{value:,.10g}" if pd.notna(value) else ""


def _word(key: str, language: Language, **values: object) -> str:
    return label("explain", key, language, **values)
