"""Reads 分行业能源消费: a row for each industry, a column for each energy.

It is the wide form with rows of its own: the whole of industry under many names, and groups that
cut across the industries, which are not added. Consumption by industry, unlike final consumption,
holds what went into transformation.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from cityghg.activity.cells import value_text
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.headers import Header
from cityghg.activity.layouts import Match, wide
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.layouts.list_words import load_list_words, names, rewritten, row_name
from cityghg.activity.layouts.reasons import counted
from cityghg.activity.printed import plain, tolerance
from cityghg.activity.resolve import find_sector
from cityghg.activity.sheet import Sheet
from cityghg.base.problems import Place, Problem, problem
from cityghg.base.text import fold

NAME = "industry_by_fuel"

_SURE = 0.91  # less than a form 205, more than any wide table
_FEWEST = 3  # rows of industries
_WHOLE = "工业"
_FUELS = ("coal", "coal_product", "gas", "oil", "natural_gas")


def score(sheet: Sheet, context: Context) -> Match:
    """Energy by industry is a wide table with several industries down its side and no enterprise."""
    header = wide.find_header(sheet, context)
    if header is None or "sector" not in header.fields or "reporter" in header.fields:
        return Match(0.0)
    found = {sector for _, _, sector in _industries(sheet, header, context)}
    return Match(_SURE, (counted("industries", len(found)),)) if len(found) >= _FEWEST else Match(0.0)


def read(sheet: Sheet, context: Context) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the amounts of each industry; the whole of industry is the whole of them, never added."""
    header = wide.find_header(sheet, context)
    findings = Findings(sheet)
    if header is None:
        return wide.read(sheet, context)
    words, column = load_list_words().industry, header.fields["sector"][0]
    labels = {row: sheet.text(row, column) for row in range(header.last_row + 1, len(sheet.rows))}
    whole = [row for row, label in labels.items() if row_name(label) in names(words.whole)]
    groups = [row for row, label in labels.items() if row_name(label) in names(words.groups)]
    left_out = {*groups, *_wrapped(sheet, header)}
    table, problems = wide.read(rewritten(sheet, {(r, column): _WHOLE for r in whole}, left_out), context)
    if groups:
        listed = ", ".join(labels[row].strip() for row in groups)
        findings.at("industry_groups_skipped", groups[0], column, count=len(groups), found=listed)
    _check_transformation(sheet, header, table, context, findings)
    _check_wholes(table, context, findings, sheet)
    return table, [*problems, *findings.all()]


def _wrapped(sheet: Sheet, header: Header) -> Iterator[int]:
    """Yield rows in which a label only runs on: nothing in the first column of them, and no figure but 0."""
    column = header.fields["sector"][0]
    for row in range(header.last_row + 1, len(sheet.rows)):
        if not sheet.spanned_text(row, column).strip() and all(
            not sheet.value(row, c) and (row, c) not in sheet.flaws for c in header.sources
        ):
            yield row


def _industries(sheet: Sheet, header: Header, context: Context) -> Iterator[tuple[int, str, str]]:
    column = header.fields["sector"][0]
    for row in range(header.last_row + 1, len(sheet.rows)):
        label = value_text(sheet.value(row, column)).strip()
        sector = find_sector((label,), context).value if label else None
        if sector is not None and sector.id != "industry" and context.sectors.covers("industry", sector.id):
            yield row, label, sector.id


def _check_transformation(
    sheet: Sheet, header: Header, table: pl.DataFrame, context: Context, findings: Findings
) -> None:
    """Warn where consumption that is not called final has fuels of an industry that transforms them."""
    titles = [sheet.name, *(v for row in sheet.rows[: header.row] for v in row if isinstance(v, str))]
    if any(word in fold(title) for title in titles for word in load_list_words().industry.final):
        return
    fuels = [source.id for source in context.sources if source.kind in _FUELS]
    held = table.filter(
        pl.col("sector").is_in(load_form_205().transforming)
        & pl.col("source").is_in(fuels)
        & (pl.col("amount") > 0)
    )
    if len(held):
        sectors = {row: sector for row, _, sector in _industries(sheet, header, context)}
        row = next(r for r, sector in sectors.items() if sector == held["sector"][0])
        findings.at(
            "industry_with_transformation", row, header.fields["sector"][0],
            sector=context.sectors[held["sector"][0]], count=held["sector"].n_unique(),
        )  # fmt: skip


def _check_wholes(table: pl.DataFrame, context: Context, findings: Findings, sheet: Sheet) -> None:
    """Warn of an industry that differs from the industries in it."""
    for _, cells in table.drop_nulls("amount").group_by(
        "area", "year", "source", "unit", maintain_order=True
    ):
        amounts = {row["sector"]: row for row in cells.iter_rows(named=True)}
        for sector, whole in amounts.items():
            below = [s for s in amounts if s != sector and context.sectors.covers(sector, s)]
            parts = [s for s in below if not {*context.sectors.lineage(s)[1:]} & {*below}]
            given: list[Decimal] = [amounts[s]["amount"] for s in parts]
            total: Decimal = whole["amount"]
            if parts and abs(total - sum(given)) > tolerance([total, *given]):
                added = sum(given, Decimal(0))
                findings.add(_differs(whole, sheet, context, added))


def _differs(whole: dict[str, object], sheet: Sheet, context: Context, added: Decimal) -> Problem:
    total = Decimal(str(whole["amount"]))
    cell = str(whole["origin"]).removeprefix(f"{sheet.name}!")
    code = "industry_parts_exceed" if added > total else "industry_parts_below"
    return problem(
        code, Place(file=sheet.file, sheet=sheet.name, cell=cell),
        sector=context.sectors[str(whole["sector"])], source=context.sources[str(whole["source"])],
        found=plain(total), added=plain(added), difference=plain(abs(total - added)), unit=whole["unit"],
    )  # fmt: skip
